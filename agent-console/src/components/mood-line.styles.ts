import { css } from 'lit'

/** What `moodLine` looks like. */
export const moodLineStyles = css`
  .mood {
    --tone: var(--es-ink-3);
    display: inline-flex;
    gap: 6px;
    align-items: center;
    color: var(--tone);
    font-weight: 600;
  }

  .mood.bad {
    --tone: var(--es-bad);
  }

  .mood.tense {
    --tone: var(--es-warn);
  }

  .mood.good {
    --tone: var(--es-good);
  }

  .mood path {
    fill: none;
    stroke-linejoin: round;
    stroke-linecap: round;
  }

  .mood .zero {
    stroke: var(--es-border);
    stroke-width: 1;
  }

  .mood .curve {
    stroke: var(--tone);
    stroke-width: 1.7;
  }
`
