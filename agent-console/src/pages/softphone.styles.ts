import { css } from 'lit'

export const softphoneStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    height: 100%;
    background: var(--es-bg);
  }

  main {
    display: grid;
    grid-template-columns: minmax(340px, 420px) minmax(0, 1fr);
    min-height: 0;
  }

  .phone {
    display: flex;
    flex-direction: column;
    gap: var(--es-4);
    overflow: auto;
    padding: var(--es-5);
    border-right: 1px solid var(--es-border);
  }

  h1 {
    font-size: var(--es-text-2xl);
    font-weight: 650;
    letter-spacing: -0.02em;
    line-height: 1.2;
  }

  .lead {
    margin-top: calc(-1 * var(--es-2));
    color: var(--es-ink-2);
    text-wrap: pretty;
  }

  .line {
    display: grid;
    gap: var(--es-1);
  }

  .line > span,
  legend {
    padding: 0;
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    font-weight: 600;
  }

  fieldset {
    display: grid;
    gap: 2px;
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend {
    margin-bottom: var(--es-1);
  }

  .choice {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 var(--es-3);
    align-items: center;
    padding: var(--es-2) var(--es-3);
    border: 1px solid var(--es-border);
    border-radius: var(--es-radius-s);
    background: var(--es-surface);
    cursor: pointer;
  }

  .choice:has(:checked) {
    border-color: var(--es-accent);
    background: var(--es-agent-tint);
  }

  .choice:has(:focus-visible) {
    outline: 2px solid var(--es-focus);
    outline-offset: 1px;
  }

  .choice input {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--es-accent);
    outline: none;
  }

  .title {
    font-weight: 550;
  }

  .text {
    grid-column: 2;
    color: var(--es-ink-3);
    font-size: var(--es-text-s);
  }

  .buttons {
    display: grid;
    grid-auto-columns: 1fr;
    grid-auto-flow: column;
    gap: var(--es-2);
  }

  .hang-up {
    border-color: var(--es-bad);
    color: var(--es-bad);
  }

  .turn.agent {
    border-color: var(--es-agent);
    background: var(--es-agent-tint);
    color: var(--es-agent);
  }

  .turn.customer {
    border-color: var(--es-customer);
    background: var(--es-customer-tint);
    color: var(--es-customer);
  }

  .state {
    display: flex;
    justify-content: space-between;
    min-height: 24px;
    color: var(--es-ink-2);
    font-weight: 550;
  }

  .fault {
    padding: var(--es-2) var(--es-3);
    border-radius: var(--es-radius-s);
    background: var(--es-critical-tint);
    color: var(--es-critical);
    font-weight: 550;
  }

  .words {
    display: grid;
    min-height: 0;
    background: var(--es-surface);
  }

  .none {
    display: grid;
    gap: var(--es-2);
    place-content: center;
    justify-items: center;
    color: var(--es-ink-3);
  }

  @media (max-width: 800px) {
    main {
      grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    }
  }
`
