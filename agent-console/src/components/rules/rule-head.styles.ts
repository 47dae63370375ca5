import { css } from 'lit'

export const ruleHeadStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--es-2) var(--es-5);
    padding: var(--es-3) var(--es-4);
    border-bottom: 1px solid var(--es-border);
  }

  h2 {
    overflow: hidden;
    font-size: var(--es-text-xl);
    font-weight: 650;
    letter-spacing: -0.015em;
    line-height: 1.25;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .about {
    display: flex;
    gap: var(--es-3);
    align-items: center;
    overflow: hidden;
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    white-space: nowrap;
  }

  .path {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .severity {
    padding: 0 7px;
    border-radius: 4px;
    background: var(--severity-tint);
    color: var(--severity);
    font-weight: 700;
    line-height: 18px;
  }

  dl {
    display: flex;
    gap: var(--es-4);
    text-align: right;
  }

  dt {
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    white-space: nowrap;
  }

  dd {
    font-size: var(--es-text-l);
    font-weight: 650;
    line-height: 1.3;
  }

  .words {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    grid-column: 1 / -1;
    gap: 2px var(--es-3);
    max-height: 104px;
    overflow: auto;
    padding: var(--es-2) var(--es-3);
    border-radius: var(--es-radius-s);
    background: var(--es-sunken);
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    scrollbar-width: thin;
  }

  .words > .muted {
    grid-column: 1 / -1;
  }

  ul {
    padding-left: var(--es-4);
    list-style: disc;
  }

  q {
    color: var(--es-ink);
    font-weight: 600;
  }

  b {
    color: var(--es-ink-3);
    font-weight: 600;
  }
`
