import { css, unsafeCSS } from 'lit'

/** Height of one row in pixels; the same number lays out and counts rows. */
export const ROW_HEIGHT = 42

export const callTableStyles = css`
  :host {
    display: block;
    min-height: 0;
    container: calls / inline-size;
  }

  .table {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    position: relative;
    height: 100%;
  }

  .row {
    display: grid;
    grid-template-columns:
      minmax(96px, 1.2fr) minmax(96px, 1fr) minmax(80px, 1fr) 76px minmax(76px, 1fr)
      58px 84px 58px;
    gap: var(--es-3);
    align-items: center;
    height: ${unsafeCSS(ROW_HEIGHT)}px;
    padding: 0 var(--es-4);
    border-bottom: 1px solid var(--es-border);
    font-size: var(--es-text-s);
  }

  .row > * {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .head {
    scrollbar-gutter: stable;
    overflow: hidden auto;
    scrollbar-width: thin;
    background: var(--es-sunken);
  }

  .head .row {
    height: 34px;
    font-size: var(--es-text-xs);
    font-weight: 600;
  }

  .body {
    overflow: hidden auto;
    scrollbar-gutter: stable;
    scrollbar-width: thin;
    overflow-anchor: none;
    contain: strict;
  }

  .space {
    display: block;
  }

  .body .row {
    position: relative;
    background: var(--es-surface);
    contain: layout paint;
  }

  .body .row:hover {
    background: var(--es-hover);
  }

  .body .row.open {
    background: var(--es-agent-tint);
    box-shadow: inset 3px 0 0 var(--es-accent);
  }

  .opener {
    padding: 0;
    border: 0;
    background: none;
    color: var(--es-ink);
    font-weight: 600;
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

  .col-call {
    color: var(--es-ink-3);
  }

  .col-queue {
    color: var(--es-ink-2);
  }

  .col-duration,
  .col-lag,
  .col-alerts {
    text-align: right;
  }

  .talk {
    display: block;
    width: 100%;
    height: 8px;
    border-radius: 4px;
  }

  .col-lag {
    color: var(--es-ink-3);
  }

  .col-lag.noticed {
    color: var(--es-warn);
    font-weight: 650;
  }

  .col-lag.bad {
    color: var(--es-bad);
    font-weight: 700;
  }

  .col-state {
    padding-left: var(--es-2);
    color: var(--es-ink-2);
  }

  .col-state.hold {
    color: var(--es-medium);
    font-weight: 650;
  }

  .count {
    display: inline-block;
    min-width: 24px;
    padding: 1px 7px;
    border-radius: 10px;
    background: var(--es-critical-tint);
    color: var(--es-critical);
    font-weight: 700;
    text-align: center;
  }

  .head .row > * {
    color: var(--es-ink-3);
  }

  .empty {
    position: absolute;
    inset: 34px 0 0;
    display: grid;
    place-items: center;
    color: var(--es-ink-3);
  }

  @container calls (max-width: 760px) {
    .row {
      grid-template-columns: minmax(84px, 1.2fr) minmax(76px, 1fr) 70px minmax(64px, 1fr) 52px 78px 52px;
    }
    .row > .col-call {
      display: none;
    }
  }
`
