import { css, unsafeCSS } from 'lit'

/** Height of one row in pixels; the same number lays out and counts rows. */
export const ROW_HEIGHT = 44

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
      minmax(104px, 1.5fr) minmax(70px, 1fr) 78px 124px minmax(56px, 0.8fr)
      72px 52px 58px 52px;
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
    display: block;
    max-width: 100%;
    overflow: hidden;
    padding: 0;
    border: 0;
    background: none;
    color: var(--es-ink);
    font-weight: 600;
    line-height: 1.3;
    text-overflow: ellipsis;
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

  .col-queue {
    color: var(--es-ink-2);
  }

  .col-duration,
  .col-lag,
  .col-alerts,
  .col-urgency {
    text-align: right;
  }

  .talk {
    display: block;
    width: 100%;
    height: 8px;
    border-radius: 4px;
  }

  .body .col-mood {
    display: flex;
    align-items: center;
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

  .col-silence {
    color: var(--es-ink-3);
    text-align: right;
  }

  .col-silence.noticed {
    color: var(--es-warn);
    font-weight: 650;
  }

  .col-silence.hold {
    color: var(--es-medium);
    font-weight: 650;
  }

  .count {
    display: inline-flex;
    gap: 3px;
    align-items: center;
    justify-content: center;
    min-width: 26px;
    padding: 1px 7px;
    border-radius: 10px;
    background: var(--severity-tint);
    color: var(--severity);
    font-weight: 700;
  }

  .count.over {
    background: var(--es-hover);
    color: var(--es-ink-3);
  }

  .need {
    display: inline-block;
    min-width: 34px;
    padding: 1px 6px;
    border: 1px solid var(--edge);
    border-radius: 5px;
    background: var(--fill);
    color: var(--text);
    font-weight: 700;
    text-align: center;
  }

  .under {
    display: block;
    overflow: hidden;
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    line-height: 1.2;
    text-overflow: ellipsis;
  }

  .sorter {
    display: inline-flex;
    gap: 3px;
    align-items: center;
    min-height: 26px;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font-weight: inherit;
    cursor: pointer;
  }

  .sorter:hover {
    color: var(--es-ink);
  }

  [aria-sort='ascending'] .sorter,
  [aria-sort='descending'] .sorter {
    color: var(--es-ink);
    font-weight: 700;
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

  @container calls (max-width: 720px) {
    .row {
      grid-template-columns: minmax(96px, 1.5fr) minmax(64px, 1fr) 62px 118px 66px 54px 46px;
    }
    .row > .col-talk,
    .row > .col-lag {
      display: none;
    }
  }
`
