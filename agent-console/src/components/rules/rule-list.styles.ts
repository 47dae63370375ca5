import { css } from 'lit'

export const ruleListStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    min-height: 0;
    background: var(--es-surface);
  }

  .tools {
    display: flex;
    gap: var(--es-2);
    padding: var(--es-3) var(--es-4) var(--es-2);
  }

  .field {
    flex: 1;
    min-width: 0;
  }

  .statuses {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    padding: 0 var(--es-4) var(--es-3);
    border-bottom: 1px solid var(--es-border);
  }

  .status-filter {
    min-height: 26px;
    padding: 0 var(--es-2);
    border: 1px solid transparent;
    border-radius: 13px;
    background: none;
    color: var(--es-ink-2);
    font-size: var(--es-text-xs);
    font-weight: 600;
    white-space: nowrap;
    cursor: pointer;
  }

  .status-filter:hover {
    background: var(--es-hover);
  }

  .status-filter[aria-pressed='true'] {
    border-color: var(--es-accent);
    background: var(--es-agent-tint);
    color: var(--es-accent);
  }

  .status-filter span {
    margin-left: 2px;
    font-weight: 500;
  }

  .status-filter.broken {
    color: var(--es-critical);
  }

  .scroller {
    position: relative;
    overflow: hidden auto;
    scrollbar-gutter: stable;
    scrollbar-width: thin;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    table-layout: fixed;
    font-size: var(--es-text-s);
  }

  thead th {
    position: sticky;
    z-index: 2;
    top: 0;
    width: 50px;
    height: 32px;
    padding: 0;
    background: var(--es-sunken);
    box-shadow: inset 0 -1px var(--es-border);
    text-align: right;
  }

  thead th:first-child {
    width: auto;
    padding-left: var(--es-4);
    text-align: left;
  }

  thead th:last-child {
    width: 74px;
    padding-right: var(--es-2);
  }

  thead button {
    display: inline-flex;
    gap: 2px;
    align-items: center;
    min-height: 28px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 600;
    white-space: nowrap;
    cursor: pointer;
  }

  thead button:hover,
  thead [aria-sort]:not([aria-sort='none']) button {
    color: var(--es-ink);
  }

  .folder th {
    padding: var(--es-3) var(--es-4) var(--es-1);
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 650;
    text-align: left;
    text-transform: capitalize;
  }

  .folder span {
    margin-left: 4px;
    font-weight: 400;
  }

  .row {
    position: relative;
    scroll-margin: 40px 0 12px;
    border-bottom: 1px solid var(--es-border);
  }

  .row:hover {
    background: var(--es-hover);
  }

  .row.open {
    background: var(--es-agent-tint);
    box-shadow: inset 3px 0 0 var(--es-accent);
  }

  td {
    padding: 6px 0;
    text-align: right;
    vertical-align: top;
  }

  td:first-child {
    padding-left: var(--es-4);
    text-align: left;
  }

  td:last-child {
    padding-right: var(--es-2);
  }

  td.zero {
    color: var(--es-ink-3);
  }

  td.bad {
    color: var(--es-critical);
    font-weight: 650;
  }

  .opener {
    display: block;
    width: 100%;
    padding: 0;
    border: 0;
    overflow: hidden;
    background: none;
    font-weight: 600;
    text-align: left;
    text-overflow: ellipsis;
    white-space: nowrap;
    cursor: pointer;
  }

  /* The whole row is the button's target. */
  .opener::after {
    position: absolute;
    inset: 0;
    content: '';
  }

  .opener:focus-visible {
    outline: none;
  }

  .opener:focus-visible::after {
    border-radius: var(--es-radius-s);
    outline: 2px solid var(--es-focus);
    outline-offset: -3px;
  }

  .about {
    display: flex;
    gap: 6px;
    align-items: center;
    height: 20px;
    margin-top: 1px;
    overflow: hidden;
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    white-space: nowrap;
  }

  .severity {
    color: var(--severity);
    font-weight: 600;
  }

  .demoted {
    padding: 0 6px;
    border-radius: 4px;
    background: var(--es-medium-tint);
    color: var(--es-medium);
    font-weight: 650;
    line-height: 18px;
  }

  .status-filter.demoted {
    background: none;
    color: var(--es-medium);
    line-height: inherit;
  }

  .faults,
  .unsaved {
    display: inline-flex;
    gap: 3px;
    align-items: center;
    color: var(--es-critical);
    font-weight: 650;
  }

  .unsaved {
    color: var(--es-warn);
  }

  .none {
    padding: var(--es-6);
    color: var(--es-ink-3);
    text-align: center;
  }
`
