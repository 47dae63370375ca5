import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { RuleInCall } from '../../../../server/contracts/explanation.ts'
import { percent } from '../../data/format.ts'
import { ruleChoices } from '../../data/rule-choices.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { ruleChooserStyles } from './rule-chooser.styles.ts'

/**
 * A field in which a rule is found by its words, or chosen from the list: those that fired in the call, those that came
 * near, then the others. Arrow keys go through the list, Enter takes one. Fires `choose` with the rule's id.
 */
export class RuleChooser extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  }
  static override properties = {
    rules: { attribute: false },
    chosen: { attribute: false },
    text: { state: true },
    open: { state: true },
    active: { state: true },
  }
  static override styles = [controls, ruleChooserStyles]
  /** Null: not known yet. */
  declare rules: readonly RuleInCall[] | null
  /** Id of the rule that is shown. */
  declare chosen: string | null
  declare private text: string
  declare private open: boolean
  /** Id of the rule that Enter takes. */
  declare private active: string | null

  constructor() {
    super()
    this.rules = null
    this.chosen = null
    this.text = ''
    this.open = false
    this.active = null
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('active'))
      this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }

  override render(): TemplateResult {
    const chosen = this.rules?.find(({ ruleId }) => ruleId === this.chosen)
    const shown = this.open ? this.text : (chosen?.title ?? '')
    return html`<div class="chooser">
      ${icon('search', 16)}
      <input
        class="field"
        type="text"
        role="combobox"
        aria-label="Rule to ask about"
        aria-expanded=${this.open}
        aria-controls="rules"
        aria-autocomplete="list"
        aria-activedescendant=${this.open && this.active !== null ? `rule-${this.active}` : nothing}
        autocomplete="off"
        placeholder=${this.rules === null ? 'Looking through the rules…' : 'Ask of a rule why it fired, or why not'}
        .value=${live(shown)}
        @focus=${this.#onFocus}
        @click=${this.#onFocus}
        @input=${this.#onInput}
        @keydown=${this.#onKey}
        @blur=${() => (this.open = false)}
      />
      <div id="rules" role="listbox" aria-label="Rules" ?hidden=${!this.open || this.rules === null}>
        ${this.#groups.map(
          ({ name, rules }) =>
            html`<div role="group" aria-label=${name}>
              <p class="group" aria-hidden="true">${name}</p>
              ${rules.map((rule) => this.#option(rule))}
            </div>`,
        )}
        ${this.#groups.length === 0 ? html`<div class="none" role="option" aria-selected="false" aria-disabled="true">No rule fits.</div>` : nothing}
      </div>
    </div>`
  }

  #option({ ruleId, title, kind, status, fired, near }: RuleInCall): TemplateResult {
    const how = fired > 0 ? (fired === 1 ? 'fired' : `fired ${fired} times`) : near > 0 ? percent(near) : ''
    return html`<div
      id="rule-${ruleId}"
      role="option"
      aria-selected=${ruleId === this.active}
      @mousedown=${(event: Event) => event.preventDefault()}
      @click=${() => this.#choose(ruleId)}
    >
      <span class="title">${title}</span>
      <span class="about">${status === 'shadow' ? `${kind}, in shadow` : kind}</span>
      <span class="how tabular">${how}</span>
    </div>`
  }

  get #groups(): ReturnType<typeof ruleChoices> {
    return ruleChoices(this.rules ?? [], this.text)
  }

  readonly #onFocus = (): void => {
    if (this.open) return
    this.text = ''
    this.active = this.chosen
    this.open = true
  }

  readonly #onInput = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return
    this.text = event.target.value
    this.open = true
    this.active = this.#groups[0]?.rules[0]?.ruleId ?? null
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        event.preventDefault()
        if (this.open) this.#move(event.key === 'ArrowDown' ? 1 : -1)
        else this.#onFocus()
        return
      case 'Enter':
        event.preventDefault()
        if (this.open && this.active !== null) this.#choose(this.active)
        return
      case 'Escape':
        // It closes the list, and only then the call.
        if (!this.open) return
        event.stopPropagation()
        this.open = false
        return
      default:
        return
    }
  }

  #move(by: number): void {
    const ids = this.#groups.flatMap(({ rules }) => rules.map(({ ruleId }) => ruleId))
    if (ids.length === 0) return
    const at = this.active === null ? -1 : ids.indexOf(this.active)
    const next = at < 0 ? (by > 0 ? 0 : ids.length - 1) : (at + by + ids.length) % ids.length
    this.active = ids[next] ?? null
  }

  #choose(ruleId: string): void {
    this.open = false
    this.text = ''
    this.dispatchEvent(new CustomEvent('choose', { detail: ruleId }))
  }
}

customElements.define('earshot-rule-chooser', RuleChooser)
