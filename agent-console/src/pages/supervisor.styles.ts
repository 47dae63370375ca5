import { css } from 'lit'

export const supervisorStyles = css`
  :host {
    display: grid;
    grid-template: auto auto auto auto minmax(0, 1fr) / minmax(0, 1fr);
    height: 100%;
    background: var(--es-bg);
  }

  main {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
  }

  .strip {
    display: flex;
    gap: var(--es-5);
    align-items: center;
    justify-content: space-between;
    padding: var(--es-2) var(--es-4);
    border-bottom: 1px solid var(--es-border);
    background: var(--es-surface);
  }

  dl {
    display: flex;
    gap: var(--es-5);
  }

  dt {
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 600;
    white-space: nowrap;
  }

  dd {
    min-width: 56px;
    font-size: var(--es-text-xl);
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: 1.2;
  }

  dd.noticed {
    color: var(--es-warn);
  }

  dd.bad {
    color: var(--es-bad);
  }

  .floor {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(380px, 30vw);
    grid-template-rows: minmax(0, 1fr);
    position: relative;
    min-height: 0;
  }

  .floor > section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
  }

  earshot-silence-control {
    margin-left: auto;
  }

  .calls {
    background: var(--es-surface);
  }

  .alerts {
    border-left: 1px solid var(--es-border);
  }

  .fault {
    padding: var(--es-2) var(--es-4);
    color: var(--es-bad);
    font-size: var(--es-text-s);
    font-weight: 600;
  }

  .floor.opened {
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) minmax(380px, 24vw);
  }

  .drawer {
    box-shadow: var(--es-shadow);
  }

  @media (max-width: 1599px) {
    .floor.opened {
      grid-template-columns: minmax(0, 1fr) minmax(380px, 30vw);
    }
    .drawer {
      position: absolute;
      inset: 0 max(380px, 30vw) 0 210px;
      z-index: 1;
    }
  }

  @media (max-width: 900px) {
    .floor,
    .floor.opened {
      grid-template: minmax(0, 1fr) minmax(0, 1fr) / minmax(0, 1fr);
    }
    .drawer {
      inset: 0;
    }
    .alerts {
      border-top: 1px solid var(--es-border);
      border-left: 0;
    }
  }
`
