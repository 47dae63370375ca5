import { css } from 'lit'

export const issueDeskStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
    container: desk / inline-size;
    background: var(--es-surface);
  }

  .body {
    display: flex;
    flex-direction: column;
    overflow: hidden auto;
    scrollbar-width: thin;
  }

  .body:focus-visible {
    outline-offset: -2px;
  }

  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(112px, 1fr));
    gap: var(--es-2) var(--es-3);
    padding: 10px var(--es-4);
    border-bottom: 1px solid var(--es-border);
    background: var(--es-sunken);
  }

  .facts dt {
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 600;
    white-space: nowrap;
  }

  .facts dd {
    font-size: 20px;
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: 1.25;
    white-space: nowrap;
  }

  .facts .note {
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 500;
    letter-spacing: 0;
  }

  .much {
    color: var(--es-critical);
  }

  .more {
    color: var(--es-high);
  }

  .body > * {
    flex: none;
  }

  .body > .parts {
    display: grid;
    flex: 1 0 auto;
    grid-template-columns: minmax(0, 1fr);
  }

  .unknown {
    display: flex;
    flex-wrap: wrap;
    gap: var(--es-2) var(--es-3);
    align-items: center;
    padding: var(--es-2) var(--es-4);
    border-bottom: 1px solid var(--es-border);
    background: var(--es-agent-tint);
    font-size: var(--es-text-s);
  }

  .unknown p {
    flex: 1;
    min-width: 240px;
  }

  .features {
    color: var(--es-agent);
    font-weight: 650;
  }

  .conflict {
    display: grid;
    gap: var(--es-2);
    padding: var(--es-3) var(--es-4);
    border-bottom: 1px solid var(--es-border);
    background: var(--es-medium-tint);
    font-size: var(--es-text-s);
  }

  .conflict p {
    color: var(--es-medium);
    font-weight: 600;
  }

  .conflict .answers {
    display: flex;
    gap: 6px;
  }

  .affected {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }

  @container desk (min-width: 820px) {
    .body > .parts {
      grid-template-columns: minmax(0, 1fr) 320px;
    }
    .side {
      border-left: 1px solid var(--es-border);
    }
  }
`
