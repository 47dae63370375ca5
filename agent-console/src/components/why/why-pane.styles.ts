import { css } from 'lit'

export const whyPaneStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, auto);
    max-height: 48%;
    min-height: 60px;
    border-bottom: 1px solid var(--es-border);
    background: var(--es-surface);
    font-size: var(--es-text-s);
  }

  .tools {
    display: flex;
    gap: var(--es-2);
    padding: var(--es-2) var(--es-4);
  }

  earshot-rule-chooser {
    flex: 1;
    min-width: 0;
  }

  .answer {
    overflow: auto;
    padding: 0 var(--es-4) var(--es-3);
    scrollbar-width: thin;
  }

  .answer[aria-busy='true'] {
    opacity: 0.6;
  }

  h3 {
    font-size: var(--es-text-m);
    font-weight: 650;
  }

  h4 {
    margin: var(--es-2) 0 2px;
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
    font-weight: 650;
  }

  .about {
    color: var(--es-ink-3);
    font-size: var(--es-text-xs);
  }

  .verdict {
    margin-top: var(--es-2);
  }

  .verdict li,
  .verdict.miss {
    display: flex;
    gap: var(--es-2);
    align-items: center;
  }

  .verdict.miss {
    flex-wrap: wrap;
    font-weight: 600;
  }

  .verdict svg {
    flex: none;
    color: var(--es-good);
  }

  .verdict .retracted,
  .verdict .retracted svg {
    color: var(--es-ink-3);
  }

  .miss svg {
    color: var(--es-bad);
  }

  meter {
    width: 84px;
    height: 12px;
    margin-left: auto;
  }

  .lacks,
  .told {
    padding-left: 18px;
    list-style: disc;
  }

  .lacks li,
  .told li {
    margin: 1px 0;
  }

  .tree .tree {
    margin: 2px 0 2px 6px;
    padding-left: var(--es-3);
    border-left: 1px solid var(--es-border);
  }

  .tree > li {
    margin: 3px 0;
  }

  .tree p {
    display: flex;
    gap: 6px;
    overflow-wrap: anywhere;
  }

  .tree svg {
    flex: none;
    margin-top: 3px;
  }

  .met > p > svg {
    color: var(--es-good);
  }

  .missing > p > svg {
    color: var(--es-bad);
  }

  .tree .became {
    display: block;
    padding-left: 20px;
    color: var(--es-ink-2);
  }

  .tree .lack {
    color: var(--es-bad);
  }

  q {
    font-weight: 600;
  }

  .moment {
    min-height: 22px;
    margin: 0 -4px;
    padding: 0 4px;
    border: 0;
    border-radius: 4px;
    background: none;
    color: var(--es-accent);
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 2px;
    cursor: pointer;
  }

  .moment:hover {
    background: var(--es-hover);
  }

  .fault {
    color: var(--es-bad);
    font-weight: 600;
  }
`
