import { css } from 'lit'

/** What every component looks like where it is not special: box model, type, focus, buttons, chips. */
export const controls = css`
  :host {
    font: 400 var(--es-text-m) / 1.45 var(--es-font);
    color: var(--es-ink);
    -webkit-font-smoothing: antialiased;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h1,
  h2,
  h3,
  p,
  ol,
  ul,
  dl,
  dd,
  figure,
  blockquote {
    margin: 0;
    padding: 0;
  }

  ol,
  ul {
    list-style: none;
  }

  :focus-visible {
    outline: 2px solid var(--es-focus);
    outline-offset: 2px;
    border-radius: var(--es-radius-s);
  }

  button,
  select,
  input,
  textarea {
    font: inherit;
    color: inherit;
  }

  a {
    color: var(--es-accent);
    text-underline-offset: 3px;
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--es-2);
    min-height: 36px;
    padding: 0 var(--es-4);
    border: 1px solid var(--es-border-strong);
    border-radius: var(--es-radius-s);
    background: var(--es-surface);
    color: var(--es-ink);
    font-weight: 550;
    text-decoration: none;
    white-space: nowrap;
    cursor: pointer;
    transition: background var(--es-quick);
  }

  .button:hover {
    background: var(--es-hover);
  }

  .button.primary {
    border-color: transparent;
    background: var(--es-accent);
    color: var(--es-accent-ink);
  }

  .button.primary:hover {
    background: var(--es-accent-hover);
  }

  .button.large {
    min-height: 44px;
    padding: 0 var(--es-5);
  }

  .button:disabled {
    border-color: var(--es-border);
    background: var(--es-sunken);
    color: var(--es-ink-3);
    cursor: not-allowed;
  }

  .icon-button {
    display: inline-grid;
    place-items: center;
    width: 34px;
    height: 34px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: var(--es-radius-s);
    background: none;
    color: var(--es-ink-2);
    cursor: pointer;
    transition: background var(--es-quick);
  }

  .icon-button:hover {
    background: var(--es-hover);
    color: var(--es-ink);
  }

  .field {
    min-height: 36px;
    padding: 0 var(--es-3);
    border: 1px solid var(--es-border-strong);
    border-radius: var(--es-radius-s);
    background: var(--es-surface);
    color: var(--es-ink);
  }

  .field::placeholder {
    color: var(--es-ink-3);
    opacity: 1;
  }

  .chip {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    height: 24px;
    padding: 0 var(--es-2);
    border-radius: 12px;
    background: var(--es-hover);
    color: var(--es-ink-2);
    font-size: var(--es-text-xs);
    font-weight: 600;
    white-space: nowrap;
  }

  .dot {
    flex: none;
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: currentcolor;
  }

  .tabular {
    font-variant-numeric: tabular-nums;
  }

  .muted {
    color: var(--es-ink-3);
  }

  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  kbd {
    display: inline-block;
    min-width: 20px;
    padding: 0 5px;
    border: 1px solid var(--es-border-strong);
    border-bottom-width: 2px;
    border-radius: 4px;
    background: var(--es-surface);
    color: var(--es-ink-2);
    font: 600 var(--es-text-xs) / 18px var(--es-font);
    text-align: center;
  }

  svg {
    flex: none;
  }
`

/** Colours by severity, as custom properties of the element that carries the class. */
export const severities = css`
  .severity-info {
    --severity: var(--es-info);
    --severity-tint: var(--es-info-tint);
  }
  .severity-low {
    --severity: var(--es-low);
    --severity-tint: var(--es-low-tint);
  }
  .severity-medium {
    --severity: var(--es-medium);
    --severity-tint: var(--es-medium-tint);
  }
  .severity-high {
    --severity: var(--es-high);
    --severity-tint: var(--es-high-tint);
  }
  .severity-critical {
    --severity: var(--es-critical);
    --severity-tint: var(--es-critical-tint);
  }
`

/** Colours by how much a call needs somebody, as custom properties of the element that says it. */
export const urgencies = css`
  [data-urgency='calm'] {
    --fill: var(--es-sunken);
    --edge: var(--es-border);
    --text: var(--es-ink-2);
  }

  [data-urgency='watch'] {
    --fill: var(--es-medium-tint);
    --edge: color-mix(in srgb, var(--es-medium) 45%, transparent);
    --text: var(--es-medium);
  }

  [data-urgency='warm'] {
    --fill: var(--es-warm-fill);
    --edge: var(--es-high);
    --text: var(--es-warm-ink);
  }

  [data-urgency='urgent'] {
    --fill: var(--es-critical);
    --edge: var(--es-critical);
    --text: var(--es-surface);
  }
`
