import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { CallContext, EarlierCall } from '../../../../server/contracts/assist.ts'
import type { AssistApi } from '../../data/assist-api.ts'
import { formatCallTime, formatWhen } from '../../data/format.ts'
import { controls } from '../../design/controls.ts'
import { CHANNEL_NAMES } from '../../design/issue-wording.ts'
import { assistStyles } from './assist.styles.ts'

/** What is known of the customer and of trouble that this call may be about. */
export class ContextView extends LitElement {
  static override properties = {
    callId: { attribute: false },
    moved: { attribute: false },
    api: { attribute: false },
    context: { state: true },
    failed: { state: true },
  }
  static override styles = [
    controls,
    assistStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--es-1) var(--es-3);
        font-size: var(--es-text-s);
      }

      dt {
        color: var(--es-ink-3);
      }

      dd {
        overflow-wrap: anywhere;
        font-weight: 600;
      }

      li {
        padding: var(--es-2) 0;
        border-top: 1px solid var(--es-border);
        font-size: var(--es-text-s);
      }

      .when {
        font-weight: 600;
      }
    `,
  ]
  declare callId: string
  /** Changes when the call has gone on so far that the answer may be another one. */
  declare moved: number
  declare api: AssistApi | null
  declare private context: CallContext | null
  declare private failed: boolean
  #asking: string | null = null

  constructor() {
    super()
    this.callId = ''
    this.moved = 0
    this.api = null
    this.context = null
    this.failed = false
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('callId')) this.context = null
    if (changed.has('callId') || changed.has('moved') || changed.has('api')) void this.#load()
  }

  override render(): TemplateResult {
    const { context } = this
    if (context === null) {
      return html`<p class=${this.failed ? 'fault' : 'quiet'} role="status">
        ${this.failed ? 'What is known of this customer could not be loaded.' : 'Loading…'}
      </p>`
    }
    const attributes = Object.entries(context.attributes)
    return html`
      <section aria-label="Open issues">
        <h4>Open issues</h4>
        ${context.issues.length === 0 ? html`<p class="quiet">None that this call is about.</p>` : this.#issues(context)}
      </section>
      <section aria-label="This call">
        <h4>This call</h4>
        ${
          attributes.length === 0
            ? html`<p class="quiet">Nothing is known beside the words.</p>`
            : html`<dl>
                ${attributes.map(
                  ([name, value]) =>
                    html`<dt>${name}</dt>
                      <dd>${value}</dd>`,
                )}
              </dl>`
        }
      </section>
      <section aria-label="Earlier calls">
        <h4>Earlier calls</h4>
        ${
          context.earlierCalls.length === 0
            ? html`<p class="quiet">No earlier call of this customer is known.</p>`
            : html`<ul>
                ${context.earlierCalls.map(earlierCall)}
              </ul>`
        }
      </section>
    `
  }

  #issues({ issues }: CallContext): TemplateResult {
    return html`<ul>
      ${issues.map(
        ({ title, channel, advice }) =>
          html`<li>
            <div class="when">${title}${channel === null ? '' : `, ${CHANNEL_NAMES[channel]}`}</div>
            ${advice === null ? nothing : html`<div>${advice.text}</div>`}
          </li>`,
      )}
    </ul>`
  }

  async #load(): Promise<void> {
    const { api, callId } = this
    if (api === null || callId === '' || this.#asking === callId) return
    this.#asking = callId
    const context = await api.context(callId).catch(() => null)
    this.#asking = null
    if (callId !== this.callId) {
      void this.#load()
      return
    }
    this.failed = context === null
    this.context = context ?? this.context
  }
}

function earlierCall({ startedAt, durationMs, reason, outcomes, dispositions }: EarlierCall): TemplateResult {
  const told = reason ?? outcomes.map(({ title }) => title).join(', ')
  const length = durationMs === null ? '' : `, ${formatCallTime(durationMs)}`
  return html`<li>
    <div class="when tabular">${formatWhen(startedAt)}${length}</div>
    ${told === '' ? nothing : html`<div>${told}</div>`}
    ${dispositions.length === 0 ? nothing : html`<div class="why">${dispositions.join(', ')}</div>`}
  </li>`
}

customElements.define('earshot-call-context', ContextView)
