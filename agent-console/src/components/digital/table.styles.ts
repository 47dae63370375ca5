import { css } from 'lit'

/** Tables that scroll under their heading. */
export const tables = css`
  .scroller {
    overflow: auto;
    scrollbar-width: thin;
  }

  .scroller:focus-visible {
    outline-offset: -2px;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--es-text-s);
  }

  th {
    padding: 6px var(--es-3);
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 600;
    text-align: left;
    white-space: nowrap;
  }

  thead th {
    position: sticky;
    z-index: 1;
    top: 0;
    background: var(--es-sunken);
    box-shadow: inset 0 -1px var(--es-border);
  }

  td {
    padding: 6px var(--es-3);
    border-top: 1px solid var(--es-border);
    vertical-align: top;
  }

  th:first-child,
  td:first-child {
    padding-left: var(--es-4);
  }

  .number {
    text-align: right;
  }
`
