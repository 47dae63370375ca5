import { css } from 'lit'

export const rulesStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    height: 100%;
    background: var(--es-bg);
  }

  main {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(472px, 28vw) minmax(0, 1fr);
    min-height: 0;
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
    max-width: 40ch;
    margin: 0 auto;
    color: var(--es-ink-3);
    text-align: center;
    text-wrap: balance;
  }

  .again {
    position: absolute;
    top: calc(50% + 48px);
    left: 50%;
    transform: translateX(-50%);
  }
`
