import { css } from 'lit'

export const callHeaderStyles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--es-4);
    align-items: center;
    min-height: 60px;
    padding: 0 var(--es-4);
    border-bottom: 1px solid var(--es-border);
    background: var(--es-surface);
  }

  .brand {
    display: flex;
    gap: var(--es-2);
    align-items: center;
    font-weight: 650;
    letter-spacing: -0.01em;
  }

  .call {
    display: flex;
    flex: 1;
    gap: var(--es-3);
    align-items: center;
    min-width: 0;
    height: 60px;
  }

  .state {
    display: inline-flex;
    gap: 7px;
    align-items: center;
    justify-content: center;
    min-width: 92px;
    height: 30px;
    padding: 0 var(--es-3);
    border-radius: 15px;
    background: var(--es-hover);
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    font-weight: 650;
  }

  .state.live {
    background: var(--es-low-tint);
    color: var(--es-good);
  }

  .state.hold {
    background: var(--es-medium-tint);
    color: var(--es-medium);
  }

  .clock {
    min-width: 76px;
    font-size: var(--es-text-xl);
    font-weight: 600;
    letter-spacing: -0.01em;
  }

  .mood {
    display: inline-flex;
    gap: 4px;
    align-items: center;
    height: 26px;
    padding: 0 var(--es-2);
    border-radius: 13px;
    background: var(--es-hover);
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    font-weight: 650;
    white-space: nowrap;
  }

  .mood.good {
    background: var(--es-low-tint);
    color: var(--es-good);
  }

  .mood.tense {
    background: var(--es-medium-tint);
    color: var(--es-medium);
  }

  .mood.bad {
    background: var(--es-critical-tint);
    color: var(--es-critical);
  }

  .about {
    display: flex;
    gap: var(--es-2);
    min-width: 0;
    overflow: hidden;
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
    white-space: nowrap;
  }

  .lag {
    min-width: 100px;
    color: var(--es-warn);
    font-size: var(--es-text-s);
    font-weight: 600;
    white-space: nowrap;
  }

  .tools {
    display: flex;
    gap: var(--es-2);
    align-items: center;
  }

  .sample {
    display: inline-flex;
    gap: var(--es-1);
    align-items: center;
    min-width: 0;
    color: var(--es-ink-2);
    font-size: var(--es-text-s);
  }

  .sample-name {
    max-width: 220px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  @container panel (max-width: 900px) {
    .sample-name,
    .about {
      display: none;
    }
  }

  @container panel (max-width: 640px) {
    :host {
      padding: 0 var(--es-3);
    }
    .name,
    .lag.none {
      display: none;
    }
    .call {
      height: 52px;
    }
    .tools {
      flex-wrap: wrap;
      justify-content: space-between;
      width: 100%;
      height: 44px;
      border-top: 1px solid var(--es-border);
    }
  }
`
