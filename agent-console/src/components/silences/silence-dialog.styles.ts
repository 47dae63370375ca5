import { css } from 'lit'

export const silenceDialogStyles = css`
  dialog {
    width: min(560px, 100vw - 32px);
    max-height: calc(100vh - 48px);
    overflow: auto;
  }

  .top {
    display: flex;
    align-items: start;
    justify-content: space-between;
  }

  .silences {
    display: grid;
    gap: var(--es-2);
    max-height: 34vh;
    margin-bottom: var(--es-3);
    overflow: auto;
    scrollbar-width: thin;
  }

  .silences li {
    display: flex;
    gap: var(--es-3);
    align-items: center;
    justify-content: space-between;
    padding: var(--es-2) var(--es-3);
    border: 1px solid var(--es-border);
    border-radius: var(--es-radius-s);
    background: var(--es-sunken);
  }

  dialog .silences p {
    margin: 0;
    overflow-wrap: anywhere;
  }

  dialog .what {
    color: var(--es-ink);
    font-weight: 600;
  }

  .why {
    font-size: var(--es-text-s);
  }

  dialog .none {
    color: var(--es-ink-3);
  }

  form {
    padding-top: var(--es-3);
    border-top: 1px solid var(--es-border);
  }

  h3 {
    margin-bottom: var(--es-2);
    font-size: var(--es-text-m);
    font-weight: 650;
  }
`
