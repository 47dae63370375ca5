import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { WrapUp } from '../../../../server/contracts/assist.ts'
import type { AssistApi } from '../../data/assist-api.ts'
import { formatWhen } from '../../data/format.ts'
import { choicesOf, formOf, notesOf, type NotesForm } from '../../data/wrap-up-notes.ts'
import { controls } from '../../design/controls.ts'
import { assistStyles } from './assist.styles.ts'

type Phase = 'loading' | 'ready' | 'failed' | 'saving' | 'unsaved'

/**
 * The notes of a call: a draft made of what was said, which the agent corrects and saves. What was typed and not saved
 * is saved when the next call takes its place.
 */
export class WrapUpForm extends LitElement {
  static override properties = {
    callId: { attribute: false },
    live: { attribute: false },
    api: { attribute: false },
    wrapUp: { state: true },
    form: { state: true },
    phase: { state: true },
  }
  static override styles = [
    controls,
    assistStyles,
    css`
      form {
        display: grid;
        gap: var(--es-3);
      }

      fieldset {
        display: grid;
        gap: var(--es-1);
        margin: 0;
        padding: 0;
        border: 0;
      }

      legend {
        padding: 0;
        color: var(--es-ink-2);
        font-size: var(--es-text-s);
        font-weight: 600;
      }

      .choice {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 var(--es-2);
        align-items: baseline;
        min-height: 26px;
        color: var(--es-ink);
        font-weight: 550;
      }

      .choice .why {
        grid-column: 2;
        font-weight: 400;
      }

      .foot {
        display: flex;
        flex-wrap: wrap;
        gap: var(--es-2);
        align-items: center;
      }
    `,
  ]
  declare callId: string
  declare live: boolean
  declare api: AssistApi | null
  declare private wrapUp: WrapUp | null
  declare private form: NotesForm | null
  declare private phase: Phase
  #isTyped = false

  constructor() {
    super()
    this.callId = ''
    this.live = false
    this.api = null
    this.wrapUp = null
    this.form = null
    this.phase = 'loading'
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#saveTyped(this.callId)
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('callId')
    if (before !== undefined && before !== '' && before !== this.callId) this.#saveTyped(before)
    if (changed.has('callId')) {
      this.wrapUp = null
      this.form = null
      this.phase = 'loading'
    }
    // When the call ends, the draft is whole; what was typed stays.
    if (changed.has('callId') || changed.has('api') || changed.has('live')) void this.load()
  }

  /** Asks for the draft again, unless the agent has begun to write. */
  async load(): Promise<void> {
    const { api, callId } = this
    if (api === null || callId === '') return
    const wrapUp = await api.wrapUp(callId).catch(() => null)
    if (callId !== this.callId) return
    if (wrapUp === null) {
      if (this.wrapUp === null) this.phase = 'failed'
      return
    }
    this.wrapUp = wrapUp
    if (!this.#isTyped) this.form = formOf(wrapUp)
    if (this.phase === 'loading' || this.phase === 'failed') this.phase = 'ready'
  }

  override render(): TemplateResult {
    const { wrapUp, form } = this
    if (wrapUp === null || form === null) {
      return html`<p class=${this.phase === 'failed' ? 'fault' : 'quiet'} role="status">
        ${this.phase === 'failed' ? 'The notes could not be loaded.' : 'Loading…'}
      </p>`
    }
    return html`<form @submit=${(event: SubmitEvent) => void this.#submit(event)}>
      <label
        >Reason
        <input
          class="field"
          name="reason"
          maxlength="300"
          .value=${form.reason}
          @input=${(event: Event) => this.#type(event, (reason) => ({ reason }))}
        />
      </label>
      ${this.#dispositions(wrapUp, form)}
      <label
        >Promised, one a line
        <textarea
          class="field"
          name="promises"
          rows=${rowsFor(form.promises, 2)}
          .value=${form.promises}
          @input=${(event: Event) => this.#type(event, (promises) => ({ promises }))}
        ></textarea>
      </label>
      <label
        >Summary
        <textarea
          class="field"
          name="summary"
          maxlength="4000"
          rows=${rowsFor(form.summary, 4)}
          .value=${form.summary}
          @input=${(event: Event) => this.#type(event, (summary) => ({ summary }))}
        ></textarea>
      </label>
      <div class="foot">
        <button class="button primary" type="submit" ?disabled=${this.phase === 'saving'}>Save notes</button>
        <span class=${this.phase === 'unsaved' ? 'fault' : 'why'} role="status">${this.#state(wrapUp)}</span>
      </div>
    </form>`
  }

  #dispositions(wrapUp: WrapUp, { dispositions }: NotesForm): TemplateResult {
    const { first, others } = choicesOf(wrapUp, dispositions)
    return html`<fieldset>
      <legend>Filed as</legend>
      ${first.map(
        ({ dispositionId, title, because }) =>
          html`<label class="choice">
            <input
              type="checkbox"
              .checked=${dispositions.has(dispositionId)}
              @change=${() => this.#choose(dispositionId)}
            />
            <span>${title}</span>
            ${because.length === 0 ? nothing : html`<span class="why">${because.join(', ')}</span>`}
          </label>`,
      )}
      ${
        others.length === 0
          ? nothing
          : html`<select
              class="field"
              aria-label="File it as something else"
              @change=${(event: Event) => this.#chooseOther(event)}
            >
              <option value="">${first.length === 0 ? 'Choose…' : 'Something else…'}</option>
              ${others.map(({ dispositionId, title }) => html`<option value=${dispositionId}>${title}</option>`)}
            </select>`
      }
    </fieldset>`
  }

  #state({ saved, source }: WrapUp): string {
    if (this.phase === 'saving') return 'Saving…'
    if (this.phase === 'unsaved') return 'Not saved, try again.'
    if (this.#isTyped) return 'Not saved yet.'
    if (saved !== null) return `Saved ${formatWhen(saved.at)}.`
    return source === 'hook' ? 'A draft of the site’s own writer.' : 'A draft made of what was said.'
  }

  #type({ target }: Event, change: (value: string) => Partial<NotesForm>): void {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return
    this.#change(change(target.value))
  }

  #choose(dispositionId: string): void {
    const dispositions = new Set(this.form?.dispositions)
    if (!dispositions.delete(dispositionId)) dispositions.add(dispositionId)
    this.#change({ dispositions })
  }

  #chooseOther({ target }: Event): void {
    if (!(target instanceof HTMLSelectElement) || target.value === '') return
    this.#choose(target.value)
    target.value = ''
  }

  #change(change: Partial<NotesForm>): void {
    if (this.form === null) return
    this.#isTyped = true
    this.form = { ...this.form, ...change }
    if (this.phase === 'unsaved') this.phase = 'ready'
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const { api, callId, form } = this
    if (api === null || form === null || this.phase === 'saving') return
    this.phase = 'saving'
    const saved = await api.saveWrapUp(callId, notesOf(form)).catch(() => null)
    if (callId !== this.callId) return
    this.phase = saved === null ? 'unsaved' : 'ready'
    if (saved === null) return
    this.wrapUp = saved
    // What was typed while it was being saved is not saved yet.
    if (this.form === form) {
      this.#isTyped = false
      this.form = formOf(saved)
    }
  }

  #saveTyped(callId: string): void {
    const { api, form } = this
    const isTyped = this.#isTyped
    this.#isTyped = false
    if (!isTyped || api === null || form === null) return
    // There is nobody left to tell: the agent is in the next call.
    void api.saveWrapUp(callId, notesOf(form)).catch(() => undefined)
  }
}

function rowsFor(text: string, least: number): number {
  return Math.min(10, Math.max(least, text.split('\n').length + 1))
}

customElements.define('earshot-wrap-up', WrapUpForm)
