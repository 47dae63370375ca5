import { css, html, LitElement, type TemplateResult } from 'lit'
import { controls } from '../design/controls.ts'
import { icon } from '../design/icons.ts'

/** As long as a card's line may be. */
const LONGEST = 240

/**
 * A line for the agent who has the call, which comes as a card; the customer hears nothing of it. `send` does it and
 * rejects when it could not be done.
 */
export class WhisperForm extends LitElement {
  static override properties = { send: { attribute: false }, state: { state: true } }
  static override styles = [
    controls,
    css`
      form {
        display: flex;
        gap: var(--es-2);
        align-items: center;
        padding: var(--es-2) var(--es-4);
        border-top: 1px solid var(--es-border);
      }
      .field {
        flex: 1;
        min-width: 0;
      }
      .said {
        min-width: 76px;
        color: var(--es-ink-2);
        font-size: var(--es-text-xs);
        font-weight: 600;
      }
      .said[data-state='failed'] {
        color: var(--es-bad);
      }
    `,
  ]
  declare send: ((text: string) => Promise<void>) | null
  declare private state: 'idle' | 'sending' | 'sent' | 'failed'

  constructor() {
    super()
    this.send = null
    this.state = 'idle'
  }

  override render(): TemplateResult {
    const texts = { idle: '', sending: 'Sending…', sent: 'On screen', failed: 'Not sent' }
    return html`<form @submit=${this.#onSubmit}>
      <input
        class="field"
        name="text"
        maxlength=${LONGEST}
        required
        autocomplete="off"
        placeholder="A line for the agent; the customer hears nothing"
        aria-label="Line for the agent"
        @input=${() => (this.state = 'idle')}
      />
      <button class="button" type="submit" ?disabled=${this.state === 'sending'}>
        ${icon('send', 16)} Send
      </button>
      <span class="said" role="status" data-state=${this.state}>${texts[this.state]}</span>
    </form>`
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const field = this.renderRoot.querySelector('input')
    const text = field?.value.trim() ?? ''
    if (text === '' || this.send === null || this.state === 'sending') return
    this.state = 'sending'
    this.send(text).then(
      () => {
        this.state = 'sent'
        if (field !== null) field.value = ''
      },
      // What was written stays, to be sent again.
      () => (this.state = 'failed'),
    )
  }
}

customElements.define('earshot-whisper-form', WhisperForm)
