import { css } from 'lit'

export const digitalStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    height: 100%;
    background: var(--es-bg);
  }

  .strip {
    display: flex;
    gap: var(--es-5);
    align-items: center;
    justify-content: space-between;
    min-height: 48px;
    padding: 0 var(--es-4);
    border-bottom: 1px solid var(--es-border);
    background: var(--es-surface);
  }

  .views {
    display: flex;
    align-self: stretch;
    gap: var(--es-1);
    margin-left: calc(-1 * var(--es-3));
  }

  .views a {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    padding: 0 var(--es-3);
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    font-weight: 600;
    text-decoration: none;
    white-space: nowrap;
  }

  .views a:hover {
    color: var(--es-ink);
  }

  .views a[aria-current] {
    box-shadow: inset 0 -2px var(--es-accent);
    color: var(--es-accent);
  }

  .views a:focus-visible {
    outline-offset: -3px;
  }

  dl {
    display: flex;
    gap: var(--es-5);
  }

  dl div {
    display: flex;
    gap: 6px;
    align-items: baseline;
    white-space: nowrap;
  }

  dt {
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 600;
  }

  dd {
    font-size: var(--es-text-l);
    font-weight: 650;
  }

  dd.noticed {
    color: var(--es-high);
  }

  dd.bad {
    color: var(--es-critical);
  }

  main {
    display: grid;
    grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr);
    min-height: 0;
  }

  .strip,
  earshot-notice-strip {
    grid-column: 1 / -1;
  }

  main.issues {
    grid-template-columns: minmax(408px, 27vw) minmax(0, 1fr);
  }

  section {
    display: grid;
    position: relative;
    min-width: 0;
    min-height: 0;
  }

  .list {
    border-right: 1px solid var(--es-border);
  }

  .empty {
    display: grid;
    gap: var(--es-3);
    place-content: center;
    justify-items: center;
    max-width: 44ch;
    margin: 0 auto;
    color: var(--es-ink-3);
    text-align: center;
    text-wrap: balance;
  }

  @media (max-width: 1000px) {
    main.issues {
      grid-template: auto auto minmax(0, 2fr) minmax(0, 3fr) / minmax(0, 1fr);
    }
    .list {
      border-right: 0;
      border-bottom: 1px solid var(--es-border);
    }
    dl {
      display: none;
    }
  }
`
