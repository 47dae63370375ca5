import { css } from 'lit'

/** How the four stages of a rule's life look, wherever they are named. */
export const statusChips = css`
  .status {
    padding: 0 6px;
    border-radius: 4px;
    background: var(--es-hover);
    color: var(--es-ink-2);
    font-size: var(--es-text-xs);
    font-weight: 650;
    line-height: 18px;
    white-space: nowrap;
  }

  .status.live {
    background: var(--es-low-tint);
    color: var(--es-good);
  }

  .status.shadow {
    background: var(--es-agent-tint);
    color: var(--es-agent);
  }

  .status.retired {
    background: none;
    color: var(--es-ink-3);
    box-shadow: inset 0 0 0 1px var(--es-border-strong);
  }
`
