import { css } from 'lit'

export const issueHeadStyles = css`
  :host {
    display: block;
  }

  .names {
    padding: var(--es-3) var(--es-4) var(--es-2);
  }

  h2 {
    font-size: var(--es-text-xl);
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: 1.25;
    text-wrap: balance;
  }

  .about {
    display: flex;
    flex-wrap: wrap;
    gap: 2px var(--es-3);
    align-items: center;
    margin-top: 4px;
    color: var(--es-ink-3);
    font-size: var(--es-text-s);
  }

  .about b {
    color: var(--es-ink-2);
    font-weight: 600;
  }

  .severity {
    padding: 1px var(--es-2);
    border-radius: 4px;
    background: var(--severity-tint);
    color: var(--severity);
    font-size: var(--es-text-xs);
    font-weight: 700;
  }

  .place {
    color: var(--es-ink-2);
    font-weight: 600;
  }

  .silenced {
    color: var(--es-warn);
    font-weight: 600;
  }

  code {
    font: 400 var(--es-text-xs) / 1.4 var(--es-mono);
  }

  .life {
    display: grid;
    gap: var(--es-2);
    padding: 0 var(--es-4) var(--es-3);
    border-bottom: 1px solid var(--es-border);
  }

  ol {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: 1fr;
    gap: 3px;
  }

  li {
    padding-top: 4px;
    border-top: 3px solid var(--es-border);
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 550;
    white-space: nowrap;
  }

  li.past {
    border-top-color: var(--es-accent);
    color: var(--es-ink-2);
  }

  li.current {
    border-top-color: var(--es-accent);
    color: var(--es-accent);
    font-weight: 700;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }

  .button[data-action='silence'] {
    margin-left: auto;
  }

  .chip {
    justify-self: start;
  }
`
