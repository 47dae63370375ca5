import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { CallLabel, LabelDraft } from '../../../../server/contracts/assist.ts'
import type { AssistApi } from '../../data/assist-api.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { CHANNEL_NAMES, STEP_NAMES } from '../../design/issue-wording.ts'
import { assistStyles } from './assist.styles.ts'

const CHANNELS: readonly LabelDraft['channel'][] = ['web', 'app', 'chat', 'email', 'ivr']
const STEPS = ['log-in', 'search', 'basket', 'payment', 'account', 'other'] as const

/** "This is a web-site or app problem": a button, and two questions. */
export class LabelForm extends LitElement {
  static override properties = {
    callId: { attribute: false },
    labels: { attribute: false },
    api: { attribute: false },
    open: { state: true },
    channel: { state: true },
    step: { state: true },
    note: { state: true },
    state: { state: true },
  }
  static override styles = [
    controls,
    assistStyles,
    css`
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: var(--es-2);
        align-items: center;
      }

      form {
        display: grid;
        gap: var(--es-2);
        padding: var(--es-3) 0 0;
      }

      .two {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--es-2);
      }

      .button {
        white-space: normal;
      }
    `,
  ]
  declare callId: string
  declare labels: readonly CallLabel[]
  declare api: AssistApi | null
  declare private open: boolean
  declare private channel: LabelDraft['channel']
  declare private step: LabelDraft['step']
  declare private note: string
  declare private state: 'still' | 'sending' | 'failed'

  constructor() {
    super()
    this.callId = ''
    this.labels = []
    this.api = null
    this.open = false
    this.channel = 'web'
    this.step = null
    this.note = ''
    this.state = 'still'
  }

  /** Opens the form and puts the keyboard into it. */
  async ask(): Promise<void> {
    this.open = true
    await this.updateComplete
    this.renderRoot.querySelector('select')?.focus()
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('callId')) return
    this.open = false
    this.note = ''
    this.step = null
    this.state = 'still'
  }

  override render(): TemplateResult {
    return html`
      <div class="row">
        <button
          class="button"
          type="button"
          aria-expanded=${this.open}
          @click=${() => (this.open ? (this.open = false) : void this.ask())}
        >
          ${icon('pulse', 16)} Web-site or app problem
        </button>
        ${this.labels.map((label) => html`<span class="chip">${icon('check', 14)} ${placeOf(label)}</span>`)}
      </div>
      ${this.open ? this.#form() : nothing}
      <span class="fault" role="status"
        >${this.state === 'failed' ? 'It was not saved, try again.' : ''}</span
      >
    `
  }

  #form(): TemplateResult {
    return html`<form @submit=${(event: SubmitEvent) => void this.#send(event)}>
      <div class="two">
        <label
          >Where
          <select class="field" @change=${(event: Event) => (this.channel = pick(event, CHANNELS) ?? 'web')}>
            ${CHANNELS.map(
              (each) =>
                html`<option value=${each} ?selected=${each === this.channel}>
                  ${CHANNEL_NAMES[each]}
                </option>`,
            )}
          </select>
        </label>
        <label
          >Step
          <select class="field" @change=${(event: Event) => (this.step = pick(event, STEPS))}>
            <option value="" ?selected=${this.step === null}>Not known</option>
            ${STEPS.map(
              (each) =>
                html`<option value=${each} ?selected=${each === this.step}>${STEP_NAMES[each]}</option>`,
            )}
          </select>
        </label>
      </div>
      <label
        >What happens (optional)
        <input
          class="field"
          maxlength="500"
          .value=${this.note}
          @input=${(event: InputEvent) => {
            if (event.target instanceof HTMLInputElement) this.note = event.target.value
          }}
        />
      </label>
      <div class="row">
        <button class="button primary" type="submit" ?disabled=${this.state === 'sending'}>
          Label this call
        </button>
        <button class="button" type="button" @click=${() => (this.open = false)}>Cancel</button>
      </div>
    </form>`
  }

  async #send(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const { api, callId, channel, step, note } = this
    if (api === null || this.state === 'sending') return
    this.state = 'sending'
    const label = await api.label(callId, { channel, step, note }).catch(() => null)
    if (callId !== this.callId) return
    this.state = label === null ? 'failed' : 'still'
    if (label === null) return
    this.note = ''
    this.open = false
    this.dispatchEvent(new CustomEvent('labelled', { detail: label, bubbles: true, composed: true }))
  }
}

function placeOf({ channel, step }: CallLabel): string {
  return [CHANNEL_NAMES[channel], ...(step === null ? [] : [STEP_NAMES[step]])].join(', ')
}

/** What was chosen in a menu; null: nothing of the list. */
function pick<T extends string>({ target }: Event, values: readonly T[]): T | null {
  const value = target instanceof HTMLSelectElement ? target.value : ''
  return values.find((each) => each === value) ?? null
}

customElements.define('earshot-label-form', LabelForm)
