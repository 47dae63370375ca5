import { css } from 'lit'

export const verdictButtonsStyles = css`
  .verdicts {
    display: flex;
    gap: 4px;
    align-items: center;
    height: 28px;
  }

  .verdict {
    display: inline-flex;
    gap: 5px;
    align-items: center;
    height: 26px;
    padding: 0 var(--es-2);
    border: 1px solid var(--es-border);
    border-radius: 13px;
    background: var(--es-surface);
    color: var(--es-ink-2);
    font-size: var(--es-text-xs);
    font-weight: 600;
    white-space: nowrap;
    cursor: pointer;
  }

  .verdict:hover {
    border-color: var(--es-border-strong);
    background: var(--es-hover);
    color: var(--es-ink);
  }

  .verdict[aria-pressed='true'] {
    border-color: currentcolor;
    background: var(--es-agent-tint);
    color: var(--es-accent);
  }

  .verdict.used[aria-pressed='true'] {
    background: var(--es-low-tint);
    color: var(--es-low);
  }

  .verdict.wrong[aria-pressed='true'] {
    background: var(--es-critical-tint);
    color: var(--es-critical);
  }

  .verdict-state {
    overflow: hidden;
    color: var(--es-bad);
    font-size: var(--es-text-xs);
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`
