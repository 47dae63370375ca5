import { css } from 'lit'

export const ruleChooserStyles = css`
  .chooser {
    position: relative;
  }

  .chooser > svg {
    position: absolute;
    top: 10px;
    left: 10px;
    color: var(--es-ink-3);
    pointer-events: none;
  }

  .field {
    width: 100%;
    padding-left: 34px;
    text-overflow: ellipsis;
  }

  #rules {
    position: absolute;
    z-index: 3;
    inset: calc(100% + 2px) 0 auto;
    max-height: min(320px, 45vh);
    overflow: hidden auto;
    padding: var(--es-1) 0;
    border: 1px solid var(--es-border-strong);
    border-radius: var(--es-radius-s);
    background: var(--es-surface);
    box-shadow: var(--es-shadow);
    scrollbar-width: thin;
  }

  .group {
    padding: var(--es-1) var(--es-3);
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 650;
  }

  [role='option'] {
    display: flex;
    gap: var(--es-2);
    align-items: baseline;
    padding: 4px var(--es-3);
    font-size: var(--es-text-s);
    cursor: pointer;
  }

  [role='option']:hover {
    background: var(--es-hover);
  }

  [role='option'][aria-selected='true'] {
    background: var(--es-agent-tint);
    box-shadow: inset 3px 0 0 var(--es-accent);
  }

  .title {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    font-weight: 550;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .about,
  .how {
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    white-space: nowrap;
  }

  .how {
    min-width: 56px;
    text-align: right;
  }

  [role='option'].none {
    color: var(--es-ink-3);
    cursor: default;
  }
`
