import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Silence, SilenceDraft } from '../../../../server/contracts/attention.ts'
import type { AttentionApi } from '../../data/attention-api.ts'
import { ApiError } from '../../data/requests.ts'
import { SILENCE_LENGTHS, silenceAbout, silenceEnd, silenceUntil } from '../../data/silence-words.ts'
import type { Plain } from '../../data/plain.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { systemClock } from '../../platform/clock.ts'
import { stopKeys } from '../digital/action-dialog.ts'
import { valueOf } from '../digital/field-value.ts'
import { forms, panels } from '../digital/panel.styles.ts'
import { dialogStyles } from '../rules/dialog.styles.ts'
import { silenceDialogStyles } from './silence-dialog.styles.ts'

/** What a new silence is about, as far as it is known; null: not named. */
export type SilenceAbout = Pick<SilenceDraft, 'ruleId' | 'queue' | 'agentId'>

const NOTHING: SilenceAbout = { ruleId: null, queue: null, agentId: null }

/** Of `<select>`: the end is in the field beside it. */
const AT_A_TIME = 'at'

/** Silences in force, and a form for another. Fires `changed` after each change. */
export class SilenceDialog extends LitElement {
  static override properties = {
    api: { attribute: false },
    silences: { attribute: false },
    titles: { attribute: false },
    queues: { attribute: false },
    agents: { attribute: false },
    mayAct: { attribute: false },
    about: { state: true },
    lengthMs: { state: true },
    at: { state: true },
    reason: { state: true },
    problem: { state: true },
    isBusy: { state: true },
  }
  static override styles = [controls, dialogStyles, panels, forms, silenceDialogStyles]
  declare api: Pick<AttentionApi, 'silence' | 'endSilence'> | null
  /** Those that end first first. */
  declare silences: readonly Silence[]
  /** Of the rules in force, by id. */
  declare titles: ReadonlyMap<string, string>
  /** Names to choose from; others may be typed. */
  declare queues: readonly string[]
  declare agents: readonly string[]
  declare mayAct: boolean
  declare private about: SilenceAbout
  /** Null: until `at`. */
  declare private lengthMs: number | null
  /** Local date and time. */
  declare private at: string
  declare private reason: string
  /** Why the last change was not made; empty: it was. */
  declare private problem: string
  declare private isBusy: boolean

  constructor() {
    super()
    this.api = null
    this.silences = []
    this.titles = new Map()
    this.queues = []
    this.agents = []
    this.mayAct = false
    this.isBusy = false
    this.#clear(NOTHING)
  }

  /** Opens it, with what a new silence would be about filled in. */
  async open(about: SilenceAbout = NOTHING): Promise<void> {
    this.#clear(about)
    await this.updateComplete
    this.renderRoot.querySelector('dialog')?.showModal()
    if (about !== NOTHING) this.renderRoot.querySelector<HTMLElement>('[name="reason"]')?.focus()
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" @keydown=${stopKeys}>
      <div class="top">
        <h2 id="heading">Silences</h2>
        <button
          class="icon-button"
          type="button"
          aria-label="Close"
          title="Close (Esc)"
          @click=${this.#close}
        >
          ${icon('close')}
        </button>
      </div>
      <p>What is silenced is recorded and shown to nobody, until it ends.</p>
      ${
        this.silences.length === 0
          ? html`<p class="none">Nothing is silenced.</p>`
          : html`<ul class="silences" aria-label="In force">
              ${this.silences.map((silence) => this.#silence(silence))}
            </ul>`
      }
      <div role="alert">
        ${this.problem === '' ? nothing : html`<p class="problem">${icon('alert', 16)} ${this.problem}</p>`}
      </div>
      ${this.mayAct ? this.#form() : nothing}
    </dialog>`
  }

  #silence(silence: Silence): TemplateResult {
    const { silenceId, reason, by } = silence
    const about = silenceAbout(silence, this.titles)
    return html`<li data-silence=${silenceId}>
      <div>
        <p class="what">${about}</p>
        <p class="why">
          until <span class="tabular">${silenceUntil(silence, systemClock.now())}</span>, by ${by}: ${reason}
        </p>
      </div>
      ${
        this.mayAct
          ? html`<button
              class="button"
              type="button"
              aria-label="End it: ${about}"
              ?disabled=${this.isBusy}
              @click=${() => void this.#change(() => this.api?.endSilence(silenceId))}
            >
              End it
            </button>`
          : nothing
      }
    </li>`
  }

  #form(): TemplateResult {
    const { ruleId, queue, agentId } = this.about
    const rules = [...this.titles].toSorted(([, one], [, other]) => one.localeCompare(other))
    return html`<form @submit=${this.#onSubmit}>
      <h3>Silence something</h3>
      <label class="ask"
        >Rule
        <select
          class="field"
          name="rule"
          @change=${(event: Event) => this.#setAbout({ ruleId: valueOf(event) || null })}
        >
          <option value="" ?selected=${ruleId === null}>All rules</option>
          ${rules.map(([id, title]) => html`<option value=${id} ?selected=${id === ruleId}>${title}</option>`)}
        </select>
      </label>
      <div class="pair">
        ${this.#name('Queue', { value: queue, names: this.queues, set: (value) => ({ queue: value }) })}
        ${this.#name('Agent', { value: agentId, names: this.agents, set: (value) => ({ agentId: value }) })}
      </div>
      ${this.#end()}
      <label class="ask"
        >Reason
        <input
          class="field"
          name="reason"
          required
          maxlength="500"
          autocomplete="off"
          placeholder="Everybody knows: the line is down until noon"
          .value=${this.reason}
          @input=${(event: Event) => (this.reason = valueOf(event))}
        />
      </label>
      <div class="answers">
        <button class="button primary" type="submit" ?disabled=${this.isBusy}>Silence it</button>
      </div>
    </form>`
  }

  #name(
    label: string,
    {
      value,
      names,
      set,
    }: {
      readonly value: string | null
      readonly names: readonly string[]
      readonly set: (value: string | null) => Partial<SilenceAbout>
    },
  ): TemplateResult {
    const id = `names-of-${label.toLowerCase()}`
    return html`<label class="ask"
        >${label}
        <input
          class="field"
          name=${label.toLowerCase()}
          list=${id}
          maxlength="128"
          autocomplete="off"
          placeholder="All"
          .value=${value ?? ''}
          @input=${(event: Event) => this.#setAbout(set(valueOf(event).trim() || null))}
        />
      </label>
      <datalist id=${id}>${names.map((name) => html`<option value=${name}></option>`)}</datalist>`
  }

  #end(): TemplateResult {
    const { lengthMs } = this
    return html`<div class="pair">
      <label class="ask"
        >For
        <select
          class="field"
          name="length"
          @change=${(event: Event) =>
            (this.lengthMs = valueOf(event) === AT_A_TIME ? null : Number(valueOf(event)))}
        >
          ${SILENCE_LENGTHS.map(
            ({ name, ms }) => html`<option value=${ms} ?selected=${ms === lengthMs}>${name}</option>`,
          )}
          <option value=${AT_A_TIME} ?selected=${lengthMs === null}>Until a time…</option>
        </select>
      </label>
      ${
        lengthMs === null
          ? html`<label class="ask"
              >Until
              <input
                class="field"
                type="datetime-local"
                required
                .value=${this.at}
                @input=${(event: Event) => (this.at = valueOf(event))}
              />
            </label>`
          : nothing
      }
    </div>`
  }

  #setAbout(change: Partial<SilenceAbout>): void {
    this.about = { ...this.about, ...change }
  }

  #clear(about: SilenceAbout): void {
    this.about = about
    this.lengthMs = SILENCE_LENGTHS[1]?.ms ?? null
    this.at = ''
    this.reason = ''
    this.problem = ''
  }

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault()
    const { about, reason, api } = this
    const until = silenceEnd({ lengthMs: this.lengthMs, at: this.at }, systemClock.now())
    if (Object.values(about).every((each) => each === null)) {
      this.problem = 'Name a rule, a queue or an agent.'
      return
    }
    if (until === null) {
      this.problem = 'Choose an end that is still to come.'
      return
    }
    const draft: Plain<SilenceDraft> = { ...about, until, reason }
    void this.#change(async () => {
      await api?.silence(draft)
      this.#clear(NOTHING)
    })
  }

  async #change(make: () => Promise<void> | undefined): Promise<void> {
    this.isBusy = true
    this.problem = ''
    try {
      await make()
    } catch (thrown) {
      this.problem = problemOf(thrown)
    }
    this.isBusy = false
    this.dispatchEvent(new CustomEvent('changed'))
  }

  readonly #close = (): void => {
    this.renderRoot.querySelector('dialog')?.close()
  }
}

function problemOf(thrown: unknown): string {
  if (!(thrown instanceof ApiError)) return 'The server did not answer. Try again.'
  if (thrown.status === 403) return 'It would hold for others, too: name an agent of your teams.'
  if (thrown.status === 404) return 'It had ended already.'
  return thrown.message
}

customElements.define('earshot-silence-dialog', SilenceDialog)
