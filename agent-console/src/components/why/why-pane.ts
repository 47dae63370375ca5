import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { Explanation, RuleInCall } from '../../../../server/contracts/explanation.ts'
import { ApiError } from '../../data/requests.ts'
import type { WhyApi } from '../../data/why-api.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { explanationView } from './explanation-view.ts'
import { RuleChooser } from './rule-chooser.ts'
import { whyPaneStyles } from './why-pane.styles.ts'

/** Asks of any rule why it fired in a call, or why not. Fires `moment` with a call time, which leads there. */
export class WhyPane extends LitElement {
  static override properties = {
    api: { attribute: false },
    callId: { attribute: false },
    rules: { state: true },
    ruleId: { state: true },
    explanation: { state: true },
    isAsking: { state: true },
    fault: { state: true },
  }
  static override styles = [controls, whyPaneStyles]
  declare api: WhyApi | null
  declare callId: string | null
  /** Null: not known yet. */
  declare private rules: readonly RuleInCall[] | null
  declare private ruleId: string | null
  declare private explanation: Explanation | null
  declare private isAsking: boolean
  /** Why there is no answer; empty: there is, or will be. */
  declare private fault: string
  /** Ends the question before the last. */
  #abort = new AbortController()

  constructor() {
    super()
    this.api = null
    this.callId = null
    this.rules = null
    this.ruleId = null
    this.explanation = null
    this.isAsking = false
    this.fault = ''
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#abort.abort()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('callId') || this.callId === null) return
    this.rules = null
    this.ruleId = null
    this.explanation = null
    void this.#list()
  }

  /** Whoever opens it wants to name a rule. */
  protected override firstUpdated(): void {
    const chooser = this.renderRoot.querySelector('earshot-rule-chooser')
    if (chooser instanceof RuleChooser) void chooser.updateComplete.then(() => chooser.focus())
  }

  override render(): TemplateResult {
    const { explanation, fault } = this
    return html`<div class="tools">
        <earshot-rule-chooser
          .rules=${this.rules}
          .chosen=${this.ruleId}
          @choose=${({ detail }: CustomEvent<string>) => void this.#explain(detail)}
        ></earshot-rule-chooser>
        ${
          explanation?.isLive === true
            ? html`<button
                class="icon-button"
                type="button"
                title="Judge again by what is final now"
                aria-label="Judge again by what is final now"
                ?disabled=${this.isAsking}
                @click=${() => void this.#explain(explanation.rule.id)}
              >
                ${icon('history', 18)}
              </button>`
            : nothing
        }
      </div>
      <div class="unseen" role="status">${this.#said}</div>
      <div
        class="answer"
        role="region"
        aria-label="Why, or why not"
        aria-busy=${this.isAsking}
        tabindex=${explanation === null ? nothing : 0}
        ?hidden=${explanation === null && fault === '' && !this.isAsking}
      >
        ${fault === '' ? nothing : html`<p class="fault" role="alert">${fault}</p>`}
        ${explanation === null ? (this.isAsking ? html`<p class="muted">Judging the call…</p>` : nothing) : explanationView({ explanation, titles: this.#titles, goTo: this.#goTo })}
      </div>`
  }

  get #titles(): ReadonlyMap<string, string> {
    return new Map((this.rules ?? []).map(({ ruleId, title }) => [ruleId, title]))
  }

  get #said(): string {
    if (this.isAsking) return 'Judging the call.'
    if (this.explanation === null) return ''
    const { rule, firings } = this.explanation
    const stands = firings.filter(({ state }) => state !== 'retracted').length
    return `${rule.title}: ${stands === 0 ? 'did not fire' : `fires ${stands === 1 ? 'once' : `${stands} times`}`}.`
  }

  async #list(): Promise<void> {
    const rules = await this.#ask((api, callId, signal) => api.rulesIn(callId, signal))
    if (rules !== null) this.rules = rules
  }

  async #explain(ruleId: string): Promise<void> {
    if (ruleId !== this.ruleId) this.explanation = null
    this.ruleId = ruleId
    this.isAsking = true
    const explanation = await this.#ask((api, callId, signal) => api.explain(callId, ruleId, signal))
    if (this.ruleId !== ruleId) return
    this.isAsking = false
    if (explanation !== null) this.explanation = explanation
  }

  /** The newest question alone is answered. */
  async #ask<T>(
    question: (api: WhyApi, callId: string, signal: AbortSignal) => Promise<T>,
  ): Promise<T | null> {
    const { api, callId } = this
    if (api === null || callId === null) return null
    this.#abort.abort()
    this.#abort = new AbortController()
    const { signal } = this.#abort
    this.fault = ''
    try {
      const answer = await question(api, callId, signal)
      return signal.aborted ? null : answer
    } catch (thrown) {
      if (!signal.aborted) this.fault = faultWords(thrown instanceof ApiError ? thrown.code : null)
      return null
    }
  }

  readonly #goTo = (atMs: number): void => {
    this.dispatchEvent(new CustomEvent('moment', { detail: atMs }))
  }
}

function faultWords(code: string | null): string {
  if (code === 'CALL_TOO_LONG') return 'The call is too long to be judged here.'
  if (code === 'EXPLAIN_BUSY') return 'Too much is being judged now. Ask again in a moment.'
  if (code === 'NOT_FOUND') return 'The rule or the call is no longer there.'
  return 'The server did not answer. Ask again in a moment.'
}

customElements.define('earshot-why-pane', WhyPane)
