import { css } from 'lit'

export const figuresStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    height: 100%;
    background: var(--es-bg);
  }

  main {
    overflow: auto;
    padding: var(--es-3) var(--es-4) var(--es-6);
    scrollbar-width: thin;
  }

  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: var(--es-2) var(--es-4);
    align-items: center;
    margin-bottom: var(--es-3);
  }

  .periods {
    display: flex;
    padding: 2px;
    border: 1px solid var(--es-border);
    border-radius: var(--es-radius-s);
    background: var(--es-sunken);
  }

  .periods button {
    min-height: 32px;
    padding: 0 var(--es-3);
    border: 0;
    border-radius: 4px;
    background: none;
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    font-weight: 550;
    cursor: pointer;
  }

  .periods button:hover {
    background: var(--es-hover);
  }

  .periods button[aria-pressed='true'] {
    background: var(--es-surface);
    box-shadow: var(--es-shadow);
    color: var(--es-accent);
  }

  .tools label {
    display: inline-flex;
    gap: var(--es-2);
    align-items: center;
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
  }

  .counted {
    margin-left: auto;
    color: var(--es-ink-3);
    font-size: var(--es-text-s);
  }

  .note {
    display: flex;
    gap: var(--es-2);
    align-items: center;
    margin-bottom: var(--es-3);
    padding: var(--es-2) var(--es-3);
    border-radius: var(--es-radius-s);
    background: var(--es-medium-tint);
    color: var(--es-medium);
    font-size: var(--es-text-s);
  }

  .tiles {
    display: grid;
    grid-template-columns: repeat(5, minmax(0, 1fr));
    gap: var(--es-3);
    margin: 0 0 var(--es-3);
  }

  .tile,
  .panel {
    padding: var(--es-3) var(--es-4);
    border: 1px solid var(--es-border);
    border-radius: var(--es-radius-m);
    background: var(--es-surface);
    box-shadow: var(--es-shadow);
  }

  .tile dt {
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    font-weight: 600;
  }

  .tile .value {
    margin: 2px 0;
    font-size: var(--es-text-2xl);
    font-weight: 680;
    letter-spacing: -0.02em;
    line-height: 1.2;
  }

  .tile .about {
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
  }

  .charts {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: var(--es-3);
    margin-bottom: var(--es-3);
  }

  .lower {
    display: grid;
    grid-template-columns: minmax(360px, 5fr) minmax(0, 11fr);
    gap: var(--es-3);
    align-items: start;
  }

  .panel.rules {
    padding: var(--es-3) 0 0;
    overflow: hidden;
  }

  .head {
    display: flex;
    gap: var(--es-3);
    align-items: center;
    justify-content: space-between;
    margin-bottom: var(--es-2);
  }

  .rules .head {
    padding: 0 var(--es-4);
  }

  h2 {
    font-size: var(--es-text-m);
    font-weight: 650;
  }

  .csv {
    display: inline-flex;
    gap: 4px;
    align-items: center;
    font-size: var(--es-text-s);
  }

  .empty {
    max-width: 52ch;
    margin: var(--es-7) auto;
    color: var(--es-ink-3);
    text-align: center;
    text-wrap: balance;
  }

  @media (max-width: 1100px) {
    .tiles,
    .charts {
      grid-template-columns: repeat(auto-fit, minmax(240px, 1fr));
    }

    .lower {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`
