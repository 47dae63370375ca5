import { css } from 'lit'

export const backtestResultsStyles = css`
  :host {
    display: block;
    font-size: var(--es-text-s);
  }

  .invitation {
    display: grid;
    gap: var(--es-3);
    justify-items: start;
    max-width: 56ch;
    padding: var(--es-4);
    color: var(--es-ink-2);
  }

  .summary {
    display: flex;
    flex-wrap: wrap;
    gap: var(--es-2) var(--es-5);
    align-items: center;
    padding: var(--es-3) var(--es-4);
    border-bottom: 1px solid var(--es-border);
  }

  .sentence {
    font-size: var(--es-text-m);
  }

  .stale {
    color: var(--es-warn);
    font-size: var(--es-text-xs);
    font-weight: 600;
  }

  dl {
    display: flex;
    flex: 1;
    gap: var(--es-4);
  }

  dt {
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    white-space: nowrap;
  }

  dd {
    font-weight: 650;
  }

  .new {
    color: var(--es-good);
    font-weight: 650;
  }

  .lost {
    color: var(--es-critical);
  }

  table {
    width: 100%;
    border-collapse: collapse;
  }

  th {
    padding: 6px var(--es-2);
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 600;
    text-align: left;
    white-space: nowrap;
  }

  td {
    padding: 5px var(--es-2);
    border-top: 1px solid var(--es-border);
    vertical-align: baseline;
  }

  th:first-child,
  td:first-child {
    padding-left: var(--es-4);
  }

  .time {
    text-align: right;
  }

  .words {
    width: 100%;
    overflow-wrap: anywhere;
  }

  .now {
    padding-right: var(--es-4);
    white-space: nowrap;
  }

  .fresh {
    background: var(--es-low-tint);
  }

  .link {
    min-height: 24px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--es-accent);
    text-decoration: underline;
    text-underline-offset: 3px;
    white-space: nowrap;
    cursor: pointer;
  }

  .none {
    padding: var(--es-3) var(--es-4);
    color: var(--es-ink-3);
  }
`
