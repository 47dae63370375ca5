import { css } from 'lit'

export const issueListStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
    background: var(--es-surface);
  }

  .tools {
    display: grid;
    grid-template-columns: 1fr 1fr 1fr;
    gap: var(--es-2);
    padding: var(--es-3) var(--es-4);
    border-bottom: 1px solid var(--es-border);
  }

  .tools input {
    grid-column: 1 / -1;
  }

  .tools select {
    min-width: 0;
    min-height: 32px;
    padding: 0 var(--es-2);
    font-size: var(--es-text-s);
  }

  .scroller {
    overflow: hidden auto;
    scrollbar-width: thin;
  }

  .row {
    position: relative;
    scroll-margin: 8px;
    padding: 10px var(--es-4) 10px 18px;
    border-bottom: 1px solid var(--es-border);
    box-shadow: inset 4px 0 0 var(--severity);
  }

  .row:hover {
    background: var(--es-hover);
  }

  .row.open {
    background: var(--es-agent-tint);
  }

  .row.over {
    box-shadow: inset 4px 0 0 var(--es-border);
  }

  .top {
    display: flex;
    gap: var(--es-2);
    align-items: baseline;
  }

  .opener {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    flex: 1;
    min-width: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    background: none;
    font-weight: 600;
    line-height: 1.35;
    text-align: left;
    cursor: pointer;
  }

  .row.over .opener {
    color: var(--es-ink-2);
    font-weight: 550;
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
    margin-top: 1px;
    overflow: hidden;
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    white-space: nowrap;
  }

  .about > * + *::before {
    margin-right: 6px;
    color: var(--es-ink-3);
    content: '·';
  }

  .severity {
    color: var(--severity);
    font-weight: 650;
  }

  .nobody {
    color: var(--es-warn);
    font-weight: 600;
  }

  .said {
    margin-top: 2px;
    overflow: hidden;
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    font-style: italic;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .figures {
    display: grid;
    grid-template-columns: 72px 1fr 62px 88px;
    gap: var(--es-2);
    margin-top: 6px;
  }

  .figures div {
    min-width: 0;
  }

  .figures dt {
    color: var(--es-ink-3);
    font-size: 11px;
    line-height: 14px;
    white-space: nowrap;
  }

  .figures dd {
    overflow: hidden;
    font-size: var(--es-text-s);
    font-weight: 650;
    line-height: 18px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .figures .usual {
    color: var(--es-ink-3);
    font-weight: 400;
  }

  .much {
    color: var(--severity);
  }

  .none {
    padding: var(--es-6);
    color: var(--es-ink-3);
    text-align: center;
  }
`
