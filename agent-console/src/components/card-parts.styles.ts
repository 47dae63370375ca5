import { css } from 'lit'

export const cardPartsStyles = css`
  .steps {
    display: grid;
    gap: var(--es-1);
    margin: 0 0 var(--es-3);
    padding-left: 22px;
    list-style: decimal;
    color: var(--es-ink-2);
    line-height: 1.4;
  }

  .steps li::marker {
    color: var(--severity);
    font-weight: 700;
  }

  .look-up {
    display: flex;
    width: fit-content;
    gap: 6px;
    align-items: center;
    margin-bottom: var(--es-3);
    color: var(--es-accent);
    font-size: var(--es-text-s);
    font-weight: 600;
  }

  button.look-up {
    padding: 0;
    border: 0;
    background: none;
    text-decoration: underline;
    text-underline-offset: 3px;
    cursor: pointer;
  }

  [data-state='retracted'] .steps,
  [data-state='retracted'] .look-up {
    display: none;
  }
`
