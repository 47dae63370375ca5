import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Severity } from '../../../../server/contracts/match.ts'
import type { NotifyPace, Subscription, WebhookShape } from '../../../../server/contracts/subscription.ts'
import { ApiError } from '../../data/requests.ts'
import { draftOf, fieldsOf, NEW_FIELDS, type SubscriptionFields } from '../../data/subscription-words.ts'
import type { SubscriptionsApi } from '../../data/subscriptions-api.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import {
  CHANNEL_NAMES,
  CHANNELS,
  GROUP_NAMES,
  ISSUE_STATE_NAMES,
  ISSUE_STATES,
  SHAPE_NAMES,
} from '../../design/issue-wording.ts'
import { SEVERITY_NAMES } from '../../design/wording.ts'
import { dialogStyles } from '../rules/dialog.styles.ts'
import { stopKeys } from './action-dialog.ts'
import { numberOf, valueOf } from './field-value.ts'
import { forms, panels } from './panel.styles.ts'

const SHAPES: readonly WebhookShape[] = ['slack', 'teams', 'pagerduty', 'alertmanager', 'jira', 'cloudevents']
const SEVERITIES: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical']
const GROUPS: readonly NotifyPace['groupBy'][number][] = ['code', 'channel', 'unit', 'severity']

/** Asks who is to be told of what. Fires `saved`. */
export class SubscriptionDialog extends LitElement {
  static override properties = {
    api: { attribute: false },
    fields: { state: true },
    known: { state: true },
    problem: { state: true },
    secret: { state: true },
    saving: { state: true },
  }
  static override styles = [
    controls,
    dialogStyles,
    panels,
    forms,
    css`
      dialog {
        width: min(680px, 100vw - 32px);
      }
      .secret {
        display: block;
        padding: var(--es-2) var(--es-3);
        border-radius: var(--es-radius-s);
        background: var(--es-sunken);
        font: 400 var(--es-text-s) / 1.5 var(--es-mono);
        overflow-wrap: anywhere;
        user-select: all;
      }
      .problem {
        border: 0;
        border-radius: var(--es-radius-s);
      }
    `,
  ]
  declare api: Pick<SubscriptionsApi, 'save'> | null
  declare private fields: SubscriptionFields
  /** The one that is changed; null: a new one. */
  declare private known: Subscription | null
  declare private problem: string | null
  /** Of the one that was just made: told this once. */
  declare private secret: string | null
  declare private saving: boolean

  constructor() {
    super()
    this.api = null
    this.fields = NEW_FIELDS
    this.known = null
    this.problem = null
    this.secret = null
    this.saving = false
  }

  async ask(known: Subscription | null): Promise<void> {
    this.known = known
    this.fields = known === null ? NEW_FIELDS : fieldsOf(known)
    this.problem = null
    this.secret = null
    this.saving = false
    await this.updateComplete
    this.renderRoot.querySelector('dialog')?.showModal()
    this.renderRoot.querySelector('input')?.focus()
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" @keydown=${stopKeys}>
      ${this.secret === null ? this.#form() : this.#told(this.secret)}
    </dialog>`
  }

  #told(secret: string): TemplateResult {
    return html`<h2 id="heading">Saved: keep this secret</h2>
      <p>
        Every message is signed with it (HMAC-SHA256), so that the receiver can tell that it comes from here.
        It is shown this once.
      </p>
      <code class="secret">${secret}</code>
      <div class="answers">
        <button class="button primary" type="button" @click=${this.#close}>I have it</button>
      </div>`
  }

  #form(): TemplateResult {
    const { fields } = this
    return html`<form @submit=${this.#onSubmit}>
      <h2 id="heading">${this.known === null ? 'Add a subscription' : `Edit “${this.known.name}”`}</h2>
      ${this.#text({ name: 'Name', key: 'name', placeholder: 'Web team on Slack', required: true })}
      ${this.#target()}
      <div class="pair">
        <label class="ask"
          >From severity
          <select
            class="field"
            @change=${(event: Event) =>
              this.#set({ minSeverity: SEVERITIES.find((one) => one === valueOf(event)) ?? 'info' })}
          >
            ${SEVERITIES.map(
              (severity) =>
                html`<option value=${severity} ?selected=${severity === fields.minSeverity}>
                  ${SEVERITY_NAMES[severity]}
                </option>`,
            )}
          </select>
        </label>
        ${this.#text({ name: 'Codes, with those below', key: 'codes', placeholder: 'all, or web.payment' })}
      </div>
      ${this.#many('Channels (none: all)', CHANNELS, CHANNEL_NAMES, 'channels')}
      ${this.#many('States (none: all)', ISSUE_STATES, ISSUE_STATE_NAMES, 'states')}
      <fieldset>
        <legend>Beside issues</legend>
        <label
          ><input
            type="checkbox"
            .checked=${fields.notices}
            @change=${() => this.#set({ notices: !fields.notices })}
          />More or fewer contacts than usual, and feeds that start or stop</label
        >
      </fieldset>
      <details>
        <summary>Business units, pace, secret</summary>
        ${this.#text({ name: 'Business units', key: 'units', placeholder: 'all' })} ${this.#pace()}
        ${this.#many('Put together by', GROUPS, GROUP_NAMES, 'groupBy')} ${this.#secret()}
      </details>
      <div role="alert">
        ${this.problem === null ? nothing : html`<p class="problem">${icon('alert', 16)} ${this.problem}</p>`}
      </div>
      <div class="answers">
        <button class="button" type="button" @click=${this.#close}>Cancel</button>
        <button class="button primary" ?disabled=${this.saving}>${this.saving ? 'Saving…' : 'Save'}</button>
      </div>
    </form>`
  }

  #target(): TemplateResult {
    const { type, shape } = this.fields
    const choice = (value: typeof type, name: string): TemplateResult =>
      html`<label
        ><input
          type="radio"
          name="type"
          .checked=${type === value}
          @change=${() => this.#set({ type: value })}
        />${name}</label
      >`
    return html`<fieldset>
        <legend>By</legend>
        ${choice('webhook', 'Webhook')} ${choice('email', 'E-mail')}
      </fieldset>
      ${
        type === 'email'
          ? this.#text({ name: 'To', key: 'to', placeholder: 'web-team@example.com', required: true })
          : html`<div class="pair">
                <label class="ask"
                  >Form
                  <select
                    class="field"
                    @change=${(event: Event) =>
                      this.#set({ shape: SHAPES.find((one) => one === valueOf(event)) ?? 'cloudevents' })}
                  >
                    ${SHAPES.map(
                      (one) =>
                        html`<option value=${one} ?selected=${one === shape}>${SHAPE_NAMES[one]}</option>`,
                    )}
                  </select>
                </label>
                ${this.#text({ name: 'Address', key: 'url', placeholder: 'https://', required: true })}
              </div>
              ${
                this.known === null
                  ? nothing
                  : html`<p class="hint">Of the address only the host is shown. As it stands, it is kept.</p>`
              }`
      }`
  }

  #pace(): TemplateResult {
    const { groupWaitSeconds, groupIntervalSeconds, repeatMinutes } = this.fields
    const field = (name: string, value: number | null, set: (value: number | null) => void): TemplateResult =>
      html`<label class="ask"
        >${name}
        <input
          class="field tabular"
          type="number"
          min="0"
          step="any"
          placeholder="usual"
          .value=${value === null ? '' : String(value)}
          @input=${(event: Event) => set(numberOf(event))}
        />
      </label>`
    return html`<div class="pair">
        ${field('First message waits, s', groupWaitSeconds, (value) => this.#set({ groupWaitSeconds: value }))}
        ${field('Between two messages, s', groupIntervalSeconds, (value) =>
          this.#set({ groupIntervalSeconds: value }),
        )}
      </div>
      <div class="pair">
        ${field('Said again after, min (0: never)', repeatMinutes, (value) =>
          this.#set({ repeatMinutes: value }),
        )}
      </div>`
  }

  #secret(): TemplateResult | typeof nothing {
    if (this.fields.type === 'email') return nothing
    return html`<label class="ask"
      >Secret of the signature
      <input
        class="field"
        type="password"
        autocomplete="new-password"
        minlength="16"
        placeholder=${this.known === null ? 'one is made' : 'kept as it is'}
        .value=${this.fields.secret}
        @input=${(event: Event) => this.#set({ secret: valueOf(event) })}
      />
    </label>`
  }

  #text(field: {
    readonly name: string
    readonly key: 'name' | 'url' | 'to' | 'codes' | 'units'
    readonly placeholder: string
    readonly required?: boolean
  }): TemplateResult {
    return html`<label class="ask"
      >${field.name}
      <input
        class="field"
        type=${field.key === 'url' ? 'url' : 'text'}
        ?required=${field.required ?? false}
        placeholder=${field.placeholder}
        .value=${this.fields[field.key]}
        @input=${(event: Event) => this.#set({ [field.key]: valueOf(event) })}
      />
    </label>`
  }

  #many<Key extends 'channels' | 'states' | 'groupBy', Value extends SubscriptionFields[Key][number]>(
    legend: string,
    values: readonly Value[],
    names: Readonly<Record<Value, string>>,
    key: Key,
  ): TemplateResult {
    const chosen: readonly string[] = this.fields[key]
    const toggle = (value: Value): void => {
      const left = values.filter((one) => (one === value) !== chosen.includes(one))
      this.#set({ [key]: left })
    }
    return html`<fieldset>
      <legend>${legend}</legend>
      ${values.map(
        (value) =>
          html`<label
            ><input type="checkbox" .checked=${chosen.includes(value)} @change=${() => toggle(value)} />${
              names[value]
            }</label
          >`,
      )}
    </fieldset>`
  }

  #set(change: Partial<SubscriptionFields>): void {
    this.fields = { ...this.fields, ...change }
    this.problem = null
  }

  readonly #close = (): void => {
    this.renderRoot.querySelector('dialog')?.close()
  }

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault()
    void this.#save()
  }

  async #save(): Promise<void> {
    this.saving = true
    try {
      const saved = await this.api?.save(draftOf(this.fields, this.known?.subscriptionId ?? null))
      this.dispatchEvent(new CustomEvent('saved'))
      if (saved?.secret === undefined || saved.secret === null) this.#close()
      else this.secret = saved.secret
    } catch (error) {
      this.problem =
        error instanceof ApiError ? `Not saved: ${error.message}` : 'Not saved: the server did not answer.'
    }
    this.saving = false
  }
}

customElements.define('earshot-subscription-dialog', SubscriptionDialog)
