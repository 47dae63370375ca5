import { css } from 'lit'

export const groupCardStyles = css`
  /* However many there are, the alerts of single calls stay in sight. */
  .groups {
    grid-row: 2;
    display: flex;
    flex-direction: column;
    gap: var(--es-2);
    max-height: 50cqh;
    padding: 2px var(--es-4) var(--es-3);
    border-bottom: 1px solid var(--es-border);
    overflow: hidden auto;
    scrollbar-gutter: stable;
    scrollbar-width: thin;
  }

  .groups[hidden] {
    display: none;
  }

  .group {
    flex: none;
    padding: var(--es-2) var(--es-3);
    border: 1px solid var(--severity);
    border-left-width: 4px;
    border-radius: var(--es-radius-s);
    background: var(--severity-tint);
    font-size: var(--es-text-s);
  }

  .group .severity {
    background: var(--es-surface);
  }

  .group .count {
    display: inline-flex;
    gap: 4px;
    align-items: center;
    color: var(--es-ink);
    font-size: var(--es-text-m);
    font-weight: 700;
  }

  .group h3 {
    white-space: normal;
  }

  .group .muted,
  .group .who,
  .group .at {
    color: var(--es-ink-2);
  }

  .group summary {
    min-height: 24px;
    padding: 2px 0;
    font-weight: 600;
    cursor: pointer;
  }

  .group summary .muted {
    padding-left: var(--es-1);
    font-weight: 400;
  }

  .group details ul {
    max-height: 168px;
    overflow: hidden auto;
    scrollbar-width: thin;
  }

  .group details button {
    display: flex;
    gap: var(--es-2);
    align-items: center;
    width: 100%;
    min-height: 24px;
    padding: 0 var(--es-1);
    border: 0;
    background: none;
    color: var(--es-ink);
    text-align: left;
    cursor: pointer;
  }

  .group details button:hover {
    background: var(--es-hover);
  }
`
