import { css } from 'lit'

export const ruleFiguresStyles = css`
  :host {
    display: block;
    overflow-x: auto;
  }

  thead th {
    padding: 0 var(--es-3);
  }

  thead button {
    display: inline-flex;
    gap: 2px;
    align-items: center;
    min-height: 32px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--es-ink-3);
    font-weight: 600;
    white-space: nowrap;
    cursor: pointer;
  }

  thead button:hover,
  thead [aria-sort]:not([aria-sort='none']) button {
    color: var(--es-ink);
  }

  tbody th {
    border-top: 1px solid var(--es-border);
    color: var(--es-ink);
    font-size: var(--es-text-s);
    font-weight: 600;
    white-space: normal;
  }

  tbody tr:hover {
    background: var(--es-hover);
  }

  .id {
    display: block;
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 400;
  }

  td {
    white-space: nowrap;
  }

  .zero {
    color: var(--es-ink-3);
  }

  .figure {
    min-width: 24px;
    min-height: 24px;
    margin: -3px -2px;
    padding: 0 2px;
    border: 0;
    background: none;
    color: var(--es-accent);
    font-variant-numeric: tabular-nums;
    text-align: right;
    text-decoration: underline;
    text-decoration-color: color-mix(in srgb, currentcolor 40%, transparent);
    text-underline-offset: 3px;
    cursor: pointer;
  }

  .figure:hover {
    text-decoration-color: currentcolor;
  }

  .figure.wrong,
  .unseen-count {
    color: var(--es-critical);
  }

  .range {
    display: block;
    position: relative;
    width: 100px;
    height: 4px;
    margin: 3px 0 2px auto;
    border-radius: 2px;
    background: var(--es-border);
  }

  .range i {
    position: absolute;
    top: 0;
    bottom: 0;
    border-radius: 2px;
    background: color-mix(in srgb, var(--es-good) 55%, transparent);
  }

  .range b {
    position: absolute;
    top: -3px;
    bottom: -3px;
    width: 2px;
    margin-left: -1px;
    background: var(--es-good);
  }

  .none {
    padding: var(--es-5) var(--es-4);
    color: var(--es-ink-3);
  }
`
