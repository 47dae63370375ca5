import { css } from 'lit'

export const promptCardStyles = css`
  :host {
    display: block;
  }

  .card {
    padding: var(--es-3) var(--es-3) var(--es-3) var(--es-4);
    border: 1px solid var(--es-border);
    border-left: 4px solid var(--severity);
    border-radius: var(--es-radius-m);
    background: var(--es-surface);
    box-shadow: var(--es-shadow);
    animation: arrive var(--es-calm) ease-out;
  }

  .card:focus {
    outline: 2px solid var(--es-focus);
    outline-offset: 2px;
  }

  /* A person's word, not a rule's: it has a colour of its own. */
  .card.person {
    --severity: var(--es-accent);
    --severity-tint: var(--es-agent-tint);
  }

  .person .severity {
    display: inline-flex;
    gap: 5px;
    align-items: center;
    white-space: nowrap;
  }

  /* Who speaks takes the room of the title, which goes below. */
  .person header {
    flex-wrap: wrap;
  }

  .person .state {
    min-width: 0;
    margin-left: auto;
  }

  .person h3 {
    order: 1;
    flex-basis: 100%;
  }

  header {
    display: flex;
    gap: var(--es-2);
    align-items: center;
    min-height: 34px;
  }

  h3 {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .severity {
    padding: 2px var(--es-2);
    border-radius: 4px;
    background: var(--severity-tint);
    color: var(--severity);
    font-size: var(--es-text-xs);
    font-weight: 700;
  }

  .state {
    display: inline-flex;
    gap: 4px;
    align-items: center;
    min-width: 92px;
    justify-content: flex-end;
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 600;
  }

  [data-state='confirmed'] .state {
    color: var(--es-good);
  }

  /* One line each in the queue: enough to see whether it is worth opening. */
  :host([folded]) .card {
    padding: 0 var(--es-1) 0 var(--es-3);
    box-shadow: none;
  }

  :host([folded]) header {
    flex-wrap: nowrap;
  }

  :host([folded]) .say,
  :host([folded]) .person h3 {
    order: 0;
    flex-basis: auto;
  }

  :host([folded]) .say {
    display: none;
  }

  :host([folded]) .state {
    min-width: 0;
  }

  .fold {
    display: block;
    width: 100%;
    min-height: 34px;
    padding: 0;
    overflow: hidden;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: left;
    text-overflow: ellipsis;
    white-space: nowrap;
    cursor: pointer;
  }

  :host([folded]) .fold {
    color: var(--es-ink);
  }

  .fold:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }

  .say {
    margin: var(--es-1) 0 var(--es-3);
    font-size: var(--es-text-l);
    font-weight: 550;
    line-height: 1.4;
    text-wrap: pretty;
  }

  :host([primary]) .say {
    margin-top: var(--es-2);
    font-size: var(--es-text-say);
    line-height: 1.35;
  }

  .withdrawn {
    margin-bottom: var(--es-2);
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    font-weight: 550;
  }

  .evidence {
    display: inline-flex;
    gap: var(--es-2);
    align-items: flex-start;
    max-width: 100%;
    padding: 5px var(--es-2);
    border: 0;
    border-radius: var(--es-radius-s);
    background: var(--es-sunken);
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    text-align: left;
  }

  .evidence svg {
    margin-top: 1px;
    color: var(--severity);
  }

  .others {
    margin: var(--es-1) 0 0;
    padding-left: 26px;
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    list-style: disc;
  }

  .verdicts {
    margin-top: var(--es-2);
  }

  button.evidence {
    cursor: pointer;
  }

  button.evidence:hover {
    background: var(--es-hover);
    color: var(--es-ink);
  }

  q {
    color: var(--es-ink);
    font-weight: 600;
  }

  .by {
    white-space: nowrap;
  }

  [data-state='retracted'] {
    border-left-color: var(--es-border-strong);
    background: var(--es-sunken);
    box-shadow: none;
  }

  [data-state='retracted'] .say,
  [data-state='retracted'] q,
  [data-state='retracted'] h3 {
    color: var(--es-ink-3);
    text-decoration: line-through;
  }

  [data-state='retracted'] .severity {
    background: var(--es-hover);
    color: var(--es-ink-3);
  }

  /* Beside a CRM the title goes below who says it; in the queue it has the row to itself. */
  @container panel (max-width: 480px) {
    header {
      flex-wrap: wrap;
    }

    .state {
      margin-left: auto;
    }

    h3 {
      order: 1;
      flex-basis: 100%;
    }

    :host([folded]) h3 {
      order: 0;
      flex-basis: 0;
    }

    :host([folded]) .state {
      gap: 0;
      font-size: 0;
    }
  }

  @keyframes arrive {
    from {
      opacity: 0;
      transform: translateY(-6px);
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .card {
      animation: none;
    }
  }
`
