import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Issue, IssueAdvice } from '../../../../server/contracts/issue.ts'
import { clockWords } from '../../data/issue-words.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { panels } from './panel.styles.ts'

/** The line that agents say while the issue lasts. Fires `ask` with `advise` or `withdraw-advice`. */
export class FloorLine extends LitElement {
  static override properties = {
    issue: { attribute: false },
    now: { attribute: false },
    mayAct: { attribute: false },
  }
  static override styles = [
    controls,
    panels,
    css`
      :host {
        display: block;
      }
      blockquote {
        padding: var(--es-2) var(--es-3);
        border-left: 4px solid var(--es-accent);
        border-radius: var(--es-radius-s);
        background: var(--es-agent-tint);
        font-weight: 550;
        overflow-wrap: anywhere;
      }
      .by {
        margin: var(--es-1) 0 var(--es-2);
      }
      .late {
        color: var(--es-warn);
        font-weight: 600;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin-top: var(--es-2);
      }
    `,
  ]
  declare issue: Issue | null
  declare now: number
  declare mayAct: boolean

  constructor() {
    super()
    this.issue = null
    this.now = 0
    this.mayAct = false
  }

  override render(): TemplateResult | typeof nothing {
    const { issue } = this
    if (issue === null) return nothing
    return html`<section class="panel" aria-labelledby="heading">
      <h3 id="heading">What agents say</h3>
      ${issue.advice === null ? this.#none(issue) : this.#line(issue.advice)}
    </section>`
  }

  #none({ state }: Issue): TemplateResult {
    if (isOver(state)) return html`<p class="quiet">Agents are told nothing: the issue is ${state}.</p>`
    return html`<p class="quiet">
        Nothing yet. One line from you reaches every agent in a call about it within a second.
      </p>
      ${
        this.mayAct
          ? html`<div class="buttons">
              <button class="button" type="button" @click=${() => this.#ask('advise')}>
                ${icon('headset', 16)} Tell the floor
              </button>
            </div>`
          : nothing
      }`
  }

  #line(advice: IssueAdvice): TemplateResult {
    return html`<blockquote>${advice.text}</blockquote>
      <p class="small by">${advice.by}, ${clockWords(advice.at, this.now)}${this.#fix(advice)}</p>
      ${
        this.mayAct
          ? html`<div class="buttons">
              <button class="button" type="button" @click=${() => this.#ask('advise')}>Change</button>
              <button class="button" type="button" @click=${() => this.#ask('withdraw-advice')}>
                Withdraw
              </button>
            </div>`
          : nothing
      }`
  }

  #fix({ fixExpectedAt }: IssueAdvice): TemplateResult | typeof nothing {
    if (fixExpectedAt === null) return html` · no time for the fix yet`
    const late = fixExpectedAt < this.now
    return html` · fix <b class=${late ? 'late' : ''}>${clockWords(fixExpectedAt, this.now)}</b>${
        late ? html` <span class="late">has passed</span>` : nothing
      }`
  }

  #ask(type: 'advise' | 'withdraw-advice'): void {
    this.dispatchEvent(new CustomEvent('ask', { detail: type }))
  }
}

function isOver(state: Issue['state']): boolean {
  return state === 'fixed' || state === 'verified' || state === 'closed'
}

customElements.define('earshot-floor-line', FloorLine)
