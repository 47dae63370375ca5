import { css } from 'lit'

export const alertFeedStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    position: relative;
    min-height: 0;
    container-type: size;
  }

  .head {
    display: flex;
    gap: var(--es-3);
    align-items: center;
    justify-content: space-between;
    height: 44px;
    padding: 0 var(--es-4);
  }

  h2 {
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    font-weight: 650;
  }

  .done {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    margin-left: auto;
    color: var(--es-ink-2);
    font-size: var(--es-text-xs);
  }

  .done[hidden] + slot {
    display: block;
    margin-left: auto;
  }

  .waiting {
    min-height: 28px;
    border-radius: 14px;
    font-size: var(--es-text-s);
  }

  .list {
    grid-row: 3;
    display: flex;
    flex-direction: column;
    gap: var(--es-2);
    padding: 2px var(--es-4) var(--es-4);
    overflow: hidden auto;
    scrollbar-gutter: stable;
    scrollbar-width: thin;
    contain: strict;
  }

  .alert {
    flex: none;
    position: relative;
    padding: var(--es-2) var(--es-3);
    border: 1px solid var(--es-border);
    border-left: 4px solid var(--severity);
    border-radius: var(--es-radius-s);
    background: var(--es-surface);
    font-size: var(--es-text-s);
    content-visibility: auto;
    contain-intrinsic-size: auto 146px;
  }

  .alert:hover {
    background: var(--es-hover);
  }

  .top {
    display: flex;
    gap: var(--es-2);
    align-items: center;
  }

  .severity {
    padding: 1px 7px;
    border-radius: 4px;
    background: var(--severity-tint);
    color: var(--severity);
    font-size: var(--es-text-xs);
    font-weight: 700;
  }

  h3 {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    font-size: var(--es-text-m);
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .outcome-state {
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 600;
  }

  [data-state='confirmed'] .outcome-state {
    color: var(--es-good);
  }

  .text {
    margin: 3px 0;
  }

  .evidence {
    color: var(--es-ink-2);
  }

  q {
    font-weight: 600;
  }

  .others {
    padding-left: 18px;
    color: var(--es-ink-2);
    list-style: disc;
  }

  /* Above the button whose target is the whole item. */
  .verdicts {
    position: relative;
    z-index: 1;
    width: max-content;
    max-width: 100%;
    margin-top: 2px;
  }

  .verdict-row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
  }

  .verdict-row > .verdict {
    position: relative;
    z-index: 1;
    margin-top: 2px;
  }

  .withdrawn {
    color: var(--es-ink-2);
    font-weight: 550;
  }

  .opener {
    display: flex;
    gap: var(--es-2);
    align-items: center;
    width: 100%;
    min-height: 24px;
    margin-top: 2px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--es-ink-2);
    font-weight: 550;
    text-align: left;
    cursor: pointer;
  }

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

  .opener .muted {
    font-weight: 400;
  }

  .at {
    margin-left: auto;
    color: var(--es-ink-3);
    font-weight: 400;
  }

  [data-state='retracted'] {
    border-left-color: var(--es-border-strong);
    background: var(--es-sunken);
  }

  [data-state='retracted'] h3,
  [data-state='retracted'] .text,
  [data-state='retracted'] q {
    color: var(--es-ink-3);
    text-decoration: line-through;
  }

  [data-state='retracted'] .severity {
    background: var(--es-hover);
    color: var(--es-ink-3);
  }

  .none {
    position: absolute;
    inset: 44px 0 0;
    display: grid;
    gap: var(--es-2);
    place-content: center;
    justify-items: center;
    color: var(--es-ink-3);
    pointer-events: none;
  }
`
