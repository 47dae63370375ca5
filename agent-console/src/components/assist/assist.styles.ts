import { css } from 'lit'

/** What the parts of the help share. */
export const assistStyles = css`
  :host {
    display: block;
  }

  h3 {
    font-size: var(--es-text-m);
    font-weight: 650;
  }

  h4 {
    margin: 0 0 var(--es-1);
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    font-weight: 650;
  }

  .quiet {
    color: var(--es-ink-3);
    font-size: var(--es-text-s);
    text-wrap: pretty;
  }

  .why {
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
  }

  .fault {
    color: var(--es-bad);
    font-size: var(--es-text-s);
    font-weight: 600;
  }

  .button {
    min-height: 32px;
    padding: 0 var(--es-3);
    font-size: var(--es-text-s);
  }

  section + section {
    margin-top: var(--es-4);
  }

  label {
    display: grid;
    gap: var(--es-1);
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    font-weight: 600;
  }

  .field {
    width: 100%;
    font-weight: 400;
  }

  textarea.field {
    padding: var(--es-2) var(--es-3);
    line-height: 1.45;
    resize: vertical;
  }
`
