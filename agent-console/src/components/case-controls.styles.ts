import { css } from 'lit'

export const caseControlsStyles = css`
  /* Above the button whose target is the whole item. */
  .case {
    position: relative;
    z-index: 1;
    display: flex;
    flex-wrap: wrap;
    gap: var(--es-1) var(--es-2);
    align-items: center;
    justify-content: space-between;
    margin: var(--es-1) 0;
    padding: 3px 0;
    border-top: 1px solid var(--es-border);
    font-size: var(--es-text-xs);
  }

  .who {
    display: inline-flex;
    gap: 5px;
    align-items: center;
    color: var(--es-ink-2);
    font-weight: 600;
  }

  [data-case-state='new'] .who {
    color: var(--es-critical);
  }

  [data-case-state='resolved'] .who {
    color: var(--es-good);
  }

  .acts {
    display: inline-flex;
    gap: 4px;
  }

  .act {
    height: 26px;
    padding: 0 var(--es-2);
    border: 1px solid var(--es-border);
    border-radius: var(--es-radius-s);
    background: var(--es-surface);
    color: var(--es-ink);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }

  select.act {
    max-width: 106px;
  }

  .act:hover {
    border-color: var(--es-border-strong);
    background: var(--es-hover);
  }

  .effect {
    display: inline-flex;
    flex-basis: 100%;
    gap: 4px;
    align-items: center;
    color: var(--es-ink-2);
    font-size: var(--es-text-xs);
  }

  .effect[data-tone='better'] {
    color: var(--es-good);
    font-weight: 600;
  }

  .effect[data-tone='worse'] {
    color: var(--es-bad);
    font-weight: 600;
  }
`
