import { css } from 'lit'

/** A line across the screen that says what a person should know; `bad` when it cannot wait. */
export const notice = css`
  .notice {
    display: flex;
    gap: var(--es-2);
    align-items: center;
    min-height: 40px;
    padding: 0 var(--es-4);
    border-bottom: 1px solid var(--es-border);
    background: var(--es-medium-tint);
    color: var(--es-medium);
    font-size: var(--es-text-s);
    font-weight: 550;
  }
  .notice.bad {
    background: var(--es-critical-tint);
    color: var(--es-critical);
  }
`
