import { css } from 'lit'

/** Scores by how they are to be taken; the number says the same. */
export const scoreStyles = css`
  .score {
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  .score.good {
    color: var(--es-good);
  }
  .score.fair {
    color: var(--es-warn);
  }
  .score.poor {
    color: var(--es-bad);
  }
  .score.none {
    color: var(--es-ink-3);
  }
`
