import { css, unsafeCSS } from 'lit'

/** Height of a line in pixels; the same number lays out lines and finds them. */
export const LINE_HEIGHT = 20

export const codeEditorStyles = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
    min-height: 0;
    background: var(--es-surface);
  }

  .scroller {
    overflow: auto;
    scrollbar-width: thin;
  }

  .sheet {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    min-width: max-content;
    min-height: 100%;
    font: 400 var(--es-text-s) / ${unsafeCSS(LINE_HEIGHT)}px var(--es-mono);
  }

  .gutter {
    display: flex;
    flex-direction: column;
    position: sticky;
    z-index: 1;
    left: 0;
    min-width: 52px;
    padding: var(--es-2) 0;
    border-right: 1px solid var(--es-border);
    background: var(--es-sunken);
    color: var(--es-ink-3);
    text-align: right;
    user-select: none;
  }

  .row-number {
    padding: 0 var(--es-2) 0 var(--es-4);
    font-variant-numeric: tabular-nums;
  }

  .row-number.error {
    background: var(--es-critical-tint);
    box-shadow: inset 4px 0 0 var(--es-critical);
    color: var(--es-critical);
    font-weight: 700;
  }

  .row-number.warning {
    background: var(--es-medium-tint);
    box-shadow: inset 4px 0 0 var(--es-medium);
    color: var(--es-medium);
    font-weight: 700;
  }

  .code {
    display: grid;
  }

  .layer,
  textarea {
    grid-area: 1 / 1;
    min-width: 100%;
    margin: 0;
    padding: var(--es-2) var(--es-3);
    border: 0;
    font: inherit;
    white-space: pre;
    tab-size: 2;
  }

  .layer {
    display: flex;
    flex-direction: column;
    overflow: clip;
    pointer-events: none;
  }

  textarea {
    width: 100%;
    height: 100%;
    overflow: hidden;
    outline: none;
    background: none;
    color: transparent;
    caret-color: var(--es-ink);
    resize: none;
  }

  .scroller:has(textarea:focus-visible) {
    outline: 2px solid var(--es-focus);
    outline-offset: -2px;
  }

  textarea::selection {
    background: light-dark(#3446b833, #a3b2ff40);
  }

  .line {
    display: flex;
    height: ${unsafeCSS(LINE_HEIGHT)}px;
  }

  .words {
    flex: none;
  }

  /* The message stands in what room the line leaves; all of it is in the foot and in the list. */
  .lens {
    flex: 1;
    width: 0;
    min-width: 0;
    padding-left: var(--es-5);
    overflow: hidden;
    font: 500 var(--es-text-xs) / ${unsafeCSS(LINE_HEIGHT)}px var(--es-font);
    text-overflow: ellipsis;
  }

  .line.error {
    background: var(--es-critical-tint);
  }

  .line.warning {
    background: var(--es-medium-tint);
  }

  .words .error {
    text-decoration: underline wavy var(--es-critical) 1px;
    text-underline-offset: 3px;
    text-decoration-skip-ink: none;
  }

  .words .warning {
    text-decoration: underline wavy var(--es-medium) 1px;
    text-underline-offset: 3px;
    text-decoration-skip-ink: none;
  }

  .lens.error,
  .here .error {
    color: var(--es-critical);
  }

  .lens.warning,
  .here .warning {
    color: var(--es-medium);
  }

  .key {
    color: var(--es-agent);
  }

  .sign {
    color: var(--es-ink-3);
  }

  .string {
    color: var(--es-ink);
  }

  .layer .number {
    padding: 0;
    color: var(--es-high);
  }

  .comment {
    color: var(--es-ink-3);
    font-style: italic;
  }

  .foot {
    display: flex;
    gap: var(--es-4);
    align-items: center;
    height: 28px;
    padding: 0 var(--es-3);
    border-top: 1px solid var(--es-border);
    background: var(--es-sunken);
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    white-space: nowrap;
  }

  .here {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    font-weight: 550;
    text-overflow: ellipsis;
  }
`
