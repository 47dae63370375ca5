import { css } from 'lit'

export const transcriptStyles = css`
  :host {
    position: relative;
    display: block;
    min-height: 0;
    contain: strict;
  }

  .scroller {
    height: 100%;
    padding: var(--es-4) var(--es-5) 0;
    overflow: hidden auto;
    scrollbar-gutter: stable;
    scrollbar-width: thin;
    overscroll-behavior: contain;
  }

  .scroller:focus-visible {
    outline-offset: -3px;
  }

  .lines {
    max-width: 860px;
    margin: 0 auto;
  }

  .line {
    display: grid;
    grid-template-columns: 48px minmax(0, 1fr);
    column-gap: var(--es-2);
    margin-top: 3px;
  }

  .line.first {
    margin-top: var(--es-3);
  }

  .line.meant {
    border-radius: var(--es-radius-m);
    background: var(--es-medium-tint);
    box-shadow: 0 0 0 6px var(--es-medium-tint);
  }

  .line:first-child {
    margin-top: 0;
  }

  .at {
    padding-top: 8px;
    color: var(--es-ink-3);
    font-size: var(--es-text-s);
    line-height: 1.45;
  }

  .line.first .at {
    padding-top: 27px;
  }

  /* One width from the first word on: a line that grows must not move the words it has. */
  .said {
    justify-self: start;
    width: 86%;
  }

  .agent .said {
    justify-self: end;
  }

  .who {
    display: block;
    height: 20px;
    font-size: var(--es-text-xs);
    font-weight: 650;
    letter-spacing: 0.02em;
  }

  .agent .who {
    color: var(--es-agent);
  }

  .customer .who {
    color: var(--es-customer);
  }

  .text {
    padding: 6px var(--es-3) 7px;
    border-radius: var(--es-radius-m);
    font-size: var(--es-text-read);
    line-height: 1.45;
    overflow-wrap: break-word;
  }

  .customer .text {
    border-radius: 3px var(--es-radius-m) var(--es-radius-m) 3px;
    background: var(--es-customer-tint);
    box-shadow: inset 3px 0 0 var(--es-customer);
  }

  .agent .text {
    border-radius: 3px var(--es-radius-m) var(--es-radius-m) 3px;
    background: var(--es-agent-tint);
    box-shadow: inset 3px 0 0 var(--es-agent);
  }

  .final {
    color: var(--es-ink);
  }

  .settled {
    color: var(--es-ink-2);
  }

  .moving {
    color: var(--es-ink-3);
    text-decoration: underline dotted 1px;
    text-underline-offset: 4px;
  }

  .unsure {
    color: var(--es-ink-3);
  }

  mark {
    padding: 1px 0;
    border-radius: 3px;
    background: var(--severity-tint);
    box-shadow: 0 0 0 2px var(--severity-tint);
    color: var(--es-ink);
    text-decoration: underline 2px var(--severity);
    text-underline-offset: 4px;
  }

  mark.flash {
    outline: 2px solid var(--severity);
    outline-offset: 3px;
  }

  .gap,
  .ended {
    margin: var(--es-3) auto;
    color: var(--es-ink-3);
    font-size: var(--es-text-s);
    text-align: center;
  }

  .ended {
    max-width: 860px;
    margin: var(--es-5) auto;
    padding-top: var(--es-3);
    border-top: 1px solid var(--es-border);
    font-weight: 550;
  }

  .tail {
    height: var(--es-6);
  }

  .to-live {
    position: absolute;
    bottom: var(--es-4);
    left: 50%;
    border-radius: 18px;
    box-shadow: var(--es-shadow);
    translate: -50%;
  }
`
