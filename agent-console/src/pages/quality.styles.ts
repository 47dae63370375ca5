import { css } from 'lit'

export const qualityStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    height: 100%;
    background: var(--es-bg);
  }

  main {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) minmax(380px, 30vw);
    min-height: 0;
  }

  earshot-quality-tools {
    grid-column: 1 / -1;
  }

  section {
    min-width: 0;
    overflow: auto;
    background: var(--es-surface);
    scrollbar-width: thin;
  }

  .figures {
    border-right: 1px solid var(--es-border);
  }

  .tiles {
    display: flex;
    flex-wrap: wrap;
    gap: var(--es-2) var(--es-6);
    padding: var(--es-3) var(--es-4);
  }

  .tiles dt {
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 600;
  }

  .tiles dd {
    font-size: var(--es-text-xl);
    font-weight: 650;
  }

  .trend {
    padding: 0 var(--es-4) var(--es-3);
    border-bottom: 1px solid var(--es-border);
  }

  h2 {
    display: flex;
    gap: var(--es-3);
    align-items: center;
    justify-content: space-between;
    padding: var(--es-3) var(--es-4) var(--es-2);
    font-size: var(--es-text-m);
    font-weight: 650;
  }

  .trend h2 {
    padding-left: 0;
    padding-right: 0;
  }

  h2 .links {
    display: inline-flex;
    gap: var(--es-3);
    font-size: var(--es-text-s);
    font-weight: 500;
    white-space: nowrap;
  }

  .empty {
    display: grid;
    gap: var(--es-3);
    justify-items: center;
    max-width: 52ch;
    margin: var(--es-7) auto;
    padding: 0 var(--es-4);
    color: var(--es-ink-3);
    text-align: center;
    text-wrap: balance;
  }

  @media (max-width: 1000px) {
    main {
      grid-template: auto minmax(0, 3fr) minmax(0, 2fr) / minmax(0, 1fr);
    }
    .figures {
      border-right: 0;
      border-bottom: 1px solid var(--es-border);
    }
  }
`
