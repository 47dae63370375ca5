import { css } from 'lit'

export const agentPanelStyles = css`
  :host {
    display: block;
    min-height: 420px;
    height: 100%;
    container: panel / inline-size;
    background: var(--es-bg);
  }

  /* Said again below the host, which styles of an embedding page may reach. */
  .panel {
    color: var(--es-ink);
    font: 400 var(--es-text-m) / 1.45 var(--es-font);
    text-align: start;
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr) auto;
    height: 100%;
  }

  /* Words on one side; prompts above the help on the other. */
  .work {
    display: grid;
    grid-template: minmax(200px, 1.15fr) minmax(0, 1fr) / minmax(0, 1.3fr) minmax(380px, 1fr);
    min-height: 0;
  }

  /* After a call the notes want the room. */
  .work[data-call='ended'] {
    grid-template-rows: minmax(150px, 0.5fr) minmax(0, 1.2fr);
  }

  .work > .words {
    grid-row: 1 / -1;
  }

  .work > * {
    min-width: 0;
  }

  .assist {
    display: grid;
    min-height: 0;
    border-top: 1px solid var(--es-border);
    border-left: 1px solid var(--es-border);
  }

  .assist[hidden] {
    display: none;
  }

  .prompts:has(+ .assist[hidden]) {
    grid-row: 1 / -1;
  }

  .words {
    display: grid;
    grid-template-rows: minmax(0, 1fr);
    min-height: 0;
    background: var(--es-surface);
  }

  .words:has(.others) {
    grid-template-rows: auto minmax(0, 1fr);
  }

  .others {
    display: flex;
    gap: var(--es-2);
    padding: var(--es-2) var(--es-4);
    border-bottom: 1px solid var(--es-border);
    background: var(--es-medium-tint);
  }

  .prompts {
    display: grid;
    min-height: 0;
    border-left: 1px solid var(--es-border);
  }

  .idle {
    display: grid;
    min-height: 0;
    overflow: auto;
    padding: var(--es-5);
    place-items: safe center;
  }

  .welcome {
    width: min(560px, 100%);
  }

  h2 {
    margin-bottom: var(--es-2);
    font-size: var(--es-text-2xl);
    font-weight: 650;
    letter-spacing: -0.02em;
    line-height: 1.2;
  }

  .welcome > p {
    margin-bottom: var(--es-5);
    color: var(--es-ink-2);
    text-wrap: pretty;
  }

  .back {
    margin-top: var(--es-3);
  }

  .keys {
    display: flex;
    gap: var(--es-4);
    align-items: center;
    height: 34px;
    padding: 0 var(--es-4);
    border-top: 1px solid var(--es-border);
    background: var(--es-surface);
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    white-space: nowrap;
  }

  .keys > :nth-last-child(2) {
    margin-left: auto;
  }

  .link {
    padding: 4px;
    border: 0;
    background: none;
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    text-decoration: underline;
    text-underline-offset: 3px;
    cursor: pointer;
  }

  @container panel (min-width: 1500px) {
    .work,
    .work[data-call='ended'] {
      --es-text-read: 20px;
      --es-text-say: 28px;
      grid-template: minmax(0, 1fr) / minmax(0, 1.2fr) minmax(480px, 1fr) minmax(400px, 0.7fr);
    }
    .work:has(.assist[hidden]) {
      grid-template: minmax(0, 1fr) / minmax(0, 1.4fr) minmax(560px, 1fr);
    }
    .assist {
      border-top: 0;
    }
  }

  /* Beside a CRM: prompts first, then what the tabs say; the words are one of them. */
  @container panel (max-width: 860px) {
    .work {
      grid-template: minmax(180px, 44%) minmax(0, 1fr) / minmax(0, 1fr);
    }
    .work[data-call='ended'] {
      grid-template-rows: minmax(120px, 25%) minmax(0, 1fr);
    }
    .prompts {
      grid-row: 1;
      border-left: 0;
    }
    .assist {
      grid-row: 2;
      border-left: 0;
    }
    .work > .words {
      grid-row: 2;
      border-top: 1px solid var(--es-border);
    }
    .work:has(.assist:not([hidden])) > .words {
      display: none;
    }
    .work[data-tab='words']:has(.assist:not([hidden])) {
      grid-template-rows: minmax(120px, 40%) auto minmax(0, 1fr);
    }
    .work[data-tab='words']:has(.assist:not([hidden])) > .words {
      display: grid;
      grid-row: 3;
    }
    .keys {
      display: none;
    }
  }
`
