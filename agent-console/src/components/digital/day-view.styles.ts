import { css } from 'lit'

export const dayViewStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
    background: var(--es-surface);
  }

  .tools {
    display: flex;
    gap: var(--es-4);
    align-items: center;
    justify-content: space-between;
    min-height: 52px;
    padding: var(--es-2) var(--es-4);
    border-bottom: 1px solid var(--es-border);
  }

  h2 {
    font-size: var(--es-text-l);
    font-weight: 650;
  }

  .body {
    overflow: hidden auto;
    scrollbar-width: thin;
  }

  .body:focus-visible {
    outline-offset: -2px;
  }

  .lanes {
    padding: var(--es-2) var(--es-4) var(--es-3);
    border-bottom: 1px solid var(--es-border);
    background: var(--es-sunken);
  }

  .lane {
    display: grid;
    grid-template-columns: minmax(180px, 26%) minmax(0, 1fr);
    gap: var(--es-3);
    align-items: center;
    min-height: 30px;
  }

  .name {
    padding: 0;
    border: 0;
    overflow: hidden;
    background: none;
    font-size: var(--es-text-s);
    font-weight: 600;
    text-align: left;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  button.name {
    min-height: 26px;
    cursor: pointer;
  }

  button.name:hover {
    color: var(--es-accent);
  }

  .track {
    position: relative;
    height: 22px;
    border-radius: 4px;
    background: var(--es-surface);
  }

  .axis,
  .axis .track {
    min-height: 20px;
    height: 20px;
    background: none;
  }

  .tick {
    position: absolute;
    padding-left: 4px;
    border-left: 1px solid var(--es-border-strong);
    color: var(--es-ink-3);
    font-size: 11px;
    line-height: 20px;
  }

  .bar {
    position: absolute;
    top: 4px;
    bottom: 4px;
    border-radius: 4px;
    background: var(--severity);
  }

  .bar.ended {
    opacity: 0.5;
  }

  .mark {
    position: absolute;
    top: 50%;
    width: 12px;
    height: 12px;
    border: 2px solid var(--es-surface);
    background: var(--es-medium);
    transform: translate(-50%, -50%) rotate(45deg);
  }

  .mark.told {
    width: 14px;
    height: 14px;
    border-radius: 50%;
    background: var(--es-accent);
  }

  .entries {
    padding: var(--es-2) var(--es-4);
  }

  .entries li {
    display: grid;
    grid-template-columns: 96px 20px minmax(0, 1fr);
    gap: var(--es-3);
    align-items: start;
    padding: 7px 0;
    font-size: var(--es-text-s);
    overflow-wrap: anywhere;
  }

  .entries li + li {
    border-top: 1px solid var(--es-border);
  }

  time {
    color: var(--es-ink-3);
  }

  .kind {
    color: var(--es-ink-3);
    line-height: 0;
    padding-top: 2px;
  }

  .kind.found,
  .kind.began {
    color: var(--es-critical);
  }

  .kind.told {
    color: var(--es-accent);
  }

  .kind.fixed {
    color: var(--es-good);
  }

  .kind.change {
    color: var(--es-medium);
  }

  .link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--es-accent);
    font-weight: 600;
    text-align: left;
    text-decoration: underline;
    text-underline-offset: 3px;
    cursor: pointer;
  }

  .none {
    padding: var(--es-6);
    text-align: center;
  }
`
