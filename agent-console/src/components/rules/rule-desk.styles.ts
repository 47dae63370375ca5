import { css } from 'lit'

export const ruleDeskStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
    container: desk / inline-size;
    background: var(--es-surface);
  }

  .life {
    display: flex;
    flex-wrap: wrap;
    gap: var(--es-2) var(--es-4);
    align-items: center;
    justify-content: space-between;
    padding: var(--es-2) var(--es-4);
    border-bottom: 1px solid var(--es-border);
  }

  .buttons {
    display: flex;
    gap: var(--es-2);
    align-items: center;
  }

  .button {
    min-height: 32px;
    padding: 0 var(--es-3);
    gap: 6px;
    font-size: var(--es-text-s);
  }

  .state {
    color: var(--es-warn);
    font-size: var(--es-text-xs);
    font-weight: 650;
    white-space: nowrap;
  }

  .problem {
    display: flex;
    gap: var(--es-2);
    align-items: center;
    padding: var(--es-2) var(--es-4);
    border-bottom: 1px solid var(--es-border);
    background: var(--es-critical-tint);
    color: var(--es-critical);
    font-size: var(--es-text-s);
    font-weight: 550;
  }

  .work {
    display: grid;
    grid-template-rows: minmax(0, 1.55fr) minmax(0, 1fr);
    min-height: 0;
  }

  section {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
  }

  .found {
    border-top: 1px solid var(--es-border-strong);
  }

  .tabs {
    display: flex;
    gap: var(--es-1);
    padding: 0 var(--es-3);
    border-bottom: 1px solid var(--es-border);
    background: var(--es-sunken);
  }

  .tab {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    height: 34px;
    padding: 0 var(--es-3);
    border: 0;
    background: none;
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    font-weight: 600;
    cursor: pointer;
  }

  .tab:hover {
    color: var(--es-ink);
  }

  .tab[aria-selected='true'] {
    box-shadow: inset 0 -2px var(--es-accent);
    color: var(--es-accent);
  }

  .tab:focus-visible {
    outline-offset: -3px;
  }

  .count {
    min-width: 18px;
    padding: 0 5px;
    border-radius: 9px;
    background: var(--es-critical-tint);
    color: var(--es-critical);
    font-size: var(--es-text-xs);
    line-height: 18px;
    text-align: center;
  }

  .changed {
    color: var(--es-warn);
    font-size: 9px;
  }

  .good {
    display: inline-grid;
    color: var(--es-good);
  }

  .busy {
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 500;
  }

  .panel {
    overflow: auto;
    scrollbar-width: thin;
  }

  .panel:focus-visible {
    outline-offset: -2px;
  }

  @container desk (min-width: 1100px) {
    .work {
      grid-template: minmax(0, 1fr) / minmax(0, 1.5fr) minmax(400px, 1fr);
    }
    .found {
      border-top: 0;
      border-left: 1px solid var(--es-border);
    }
  }
`
