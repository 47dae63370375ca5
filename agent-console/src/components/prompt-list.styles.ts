import { css } from 'lit'

export const promptListStyles = css`
  :host {
    display: block;
    min-height: 0;
    overflow: hidden auto;
    padding: var(--es-4);
    scrollbar-gutter: stable;
    scrollbar-width: thin;
    contain: strict;
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    height: 28px;
    margin-bottom: var(--es-2);
  }
  h2 {
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    font-weight: 650;
  }
  .cards {
    display: grid;
    /* A long title is cut; it does not widen its card. */
    grid-template-columns: minmax(0, 1fr);
    gap: var(--es-3);
  }
  .quiet {
    display: grid;
    gap: var(--es-2);
    justify-items: center;
    padding: var(--es-6) var(--es-5);
    border: 1px dashed var(--es-border);
    border-radius: var(--es-radius-m);
    color: var(--es-ink-3);
    text-align: center;
    text-wrap: balance;
  }
  .back {
    min-height: 28px;
    padding: 0 var(--es-2);
    border: 0;
    background: none;
    color: var(--es-accent);
    font-size: var(--es-text-s);
    font-weight: 550;
    cursor: pointer;
  }

  .more {
    justify-self: start;
  }
`
