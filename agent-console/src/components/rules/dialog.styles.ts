import { css } from 'lit'

/** A question over the page, asked with the browser's own `dialog`. */
export const dialogStyles = css`
  dialog {
    width: min(480px, 100vw - 32px);
    padding: var(--es-5);
    border: 1px solid var(--es-border);
    border-radius: var(--es-radius-l);
    background: var(--es-surface);
    box-shadow: var(--es-shadow);
    color: var(--es-ink);
  }

  dialog::backdrop {
    background: var(--es-scrim);
  }

  h2 {
    margin-bottom: var(--es-3);
    font-size: var(--es-text-xl);
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: 1.25;
  }

  dialog p {
    margin-bottom: var(--es-3);
    color: var(--es-ink-2);
    text-wrap: pretty;
  }

  .answers {
    display: flex;
    gap: var(--es-2);
    justify-content: flex-end;
    margin-top: var(--es-5);
  }
`
