import { css } from 'lit'

export const callMapStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
  }

  .legend {
    display: flex;
    gap: var(--es-4);
    align-items: center;
    height: 34px;
    padding: 0 var(--es-4);
    border-bottom: 1px solid var(--es-border);
    background: var(--es-sunken);
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 600;
  }

  .legend span {
    display: inline-flex;
    gap: 6px;
    align-items: center;
  }

  .legend label {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    margin-left: auto;
  }

  .legend select {
    min-height: 26px;
    padding: 0 var(--es-2);
    font-size: var(--es-text-s);
    font-weight: 500;
  }

  .legend i {
    width: 14px;
    height: 14px;
    border: 1px solid var(--edge);
    border-radius: 3px;
    background: var(--fill);
  }

  .groups {
    position: relative;
    padding: var(--es-2) var(--es-4) var(--es-4);
    overflow: hidden auto;
    scrollbar-width: thin;
    contain: strict;
  }

  section {
    padding: var(--es-2) 0;
  }

  h2 {
    display: flex;
    gap: var(--es-2);
    align-items: baseline;
    margin-bottom: var(--es-1);
    font-size: var(--es-text-s);
    font-weight: 650;
  }

  .counts {
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 500;
  }

  .counts [data-urgency='urgent'] {
    color: var(--es-critical);
  }

  .counts [data-urgency='warm'] {
    color: var(--es-high);
  }

  .tiles {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(var(--tile), 1fr));
    gap: 6px;
  }

  .large .tiles {
    --tile: 132px;
  }

  .medium .tiles {
    --tile: 92px;
    gap: 4px;
  }

  .small .tiles {
    --tile: 26px;
    grid-template-columns: repeat(auto-fill, 26px);
    gap: 2px;
  }

  .tile {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 4px;
    align-content: center;
    width: 100%;
    height: 52px;
    padding: 0 var(--es-2);
    border: 1px solid var(--edge);
    border-radius: var(--es-radius-s);
    background: var(--fill);
    color: var(--text);
    font-size: var(--es-text-s);
    font-weight: 600;
    text-align: left;
    cursor: pointer;
    contain: strict;
  }

  .medium .tile {
    height: 30px;
    font-size: var(--es-text-xs);
  }

  .small .tile {
    display: grid;
    grid-template-columns: 1fr;
    width: 26px;
    height: 26px;
    padding: 0;
    border-radius: 4px;
    font-size: 12px;
    font-weight: 700;
    text-align: center;
  }

  .tile:hover {
    border-color: var(--es-ink);
  }

  .tile:focus-visible,
  .tile[aria-expanded='true'] {
    outline: 2px solid var(--es-focus);
    outline-offset: 1px;
  }

  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .figure {
    font-weight: 700;
  }

  .under {
    grid-column: 1 / -1;
    overflow: hidden;
    font-size: var(--es-text-xs);
    font-weight: 500;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .empty {
    display: grid;
    place-items: center;
    height: 100%;
    color: var(--es-ink-3);
  }

  @media (forced-colors: active) {
    .tile[data-urgency='urgent'] {
      border-width: 3px;
    }
  }
`
