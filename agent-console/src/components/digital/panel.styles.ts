import { css } from 'lit'

/** What the parts of the page of issues have in common: sections with a heading, and small buttons. */
export const panels = css`
  .button {
    min-height: 32px;
    padding: 0 var(--es-3);
    gap: 6px;
    font-size: var(--es-text-s);
  }

  .panel {
    padding: var(--es-3) var(--es-4);
    border-bottom: 1px solid var(--es-border);
  }

  h3 {
    display: flex;
    gap: var(--es-2);
    align-items: baseline;
    margin-bottom: var(--es-2);
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    font-weight: 650;
  }

  h3 .aside {
    margin-left: auto;
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 500;
  }

  .quiet {
    color: var(--es-ink-3);
    font-size: var(--es-text-s);
    text-wrap: pretty;
  }

  .small {
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
  }

  .problem {
    display: flex;
    gap: var(--es-2);
    align-items: center;
    padding: var(--es-2) var(--es-4);
    border-bottom: 1px solid var(--es-border);
    background: var(--es-critical-tint);
    color: var(--es-critical);
    font-size: var(--es-text-s);
    font-weight: 550;
  }

  .problem .icon-button {
    width: 26px;
    height: 26px;
    margin-left: auto;
    color: inherit;
  }
`

/** The state of an issue as a chip. */
export const stateChips = css`
  .state {
    flex: none;
    padding: 0 7px;
    border-radius: 10px;
    background: var(--es-hover);
    color: var(--es-ink-2);
    font-size: var(--es-text-xs);
    font-weight: 650;
    line-height: 20px;
    white-space: nowrap;
  }

  .state.new {
    background: var(--es-accent);
    color: var(--es-accent-ink);
  }

  .state.acknowledged,
  .state.owned {
    background: var(--es-agent-tint);
    color: var(--es-agent);
  }

  .state.fix-announced {
    background: var(--es-medium-tint);
    color: var(--es-medium);
  }

  .state.fixed,
  .state.verified {
    background: var(--es-low-tint);
    color: var(--es-low);
  }
`

/** Dialogs with fields below one another. */
export const forms = css`
  .ask {
    display: grid;
    gap: var(--es-1);
    margin-bottom: var(--es-3);
    font-size: var(--es-text-s);
    font-weight: 600;
  }

  .ask .field,
  .ask textarea {
    width: 100%;
    font-size: var(--es-text-m);
    font-weight: 400;
  }

  .ask textarea {
    padding: var(--es-2) var(--es-3);
    line-height: 1.4;
    resize: vertical;
  }

  .hint {
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 400;
  }

  .hint.bad {
    color: var(--es-bad);
  }

  .pair {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--es-3);
  }

  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: var(--es-1) var(--es-4);
    margin: 0 0 var(--es-3);
    padding: 0;
    border: 0;
    font-size: var(--es-text-s);
  }

  fieldset label {
    display: inline-flex;
    gap: var(--es-2);
    align-items: center;
    min-height: 24px;
  }

  legend {
    margin-bottom: var(--es-1);
    padding: 0;
    font-weight: 600;
  }

  input[type='checkbox'],
  input[type='radio'] {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--es-accent);
  }

  summary {
    margin-bottom: var(--es-2);
    color: var(--es-accent);
    font-size: var(--es-text-s);
    font-weight: 600;
    cursor: pointer;
  }
`
