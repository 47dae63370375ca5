import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { DeadLetter, SubscriptionState } from '../../../../server/contracts/subscription.ts'
import { formatWhen } from '../../data/format.ts'
import { filterWords, targetWords } from '../../data/subscription-words.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { panels } from './panel.styles.ts'
import { tables } from './table.styles.ts'

/** What is being done with one subscription, and what came of it. */
export interface SubscriptionNews {
  readonly subscriptionId: string
  readonly text: string
  readonly good: boolean
}

/**
 * Who is told outside this page, and how that goes. Fires `edit` and `add`, `test`, `pause`, `remove`, `show-dead` with
 * the state, and `retry` with a dead letter's id.
 */
export class SubscriptionList extends LitElement {
  static override properties = {
    states: { attribute: false },
    news: { attribute: false },
    dead: { attribute: false },
    asked: { state: true },
  }
  static override styles = [
    controls,
    panels,
    tables,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        min-height: 0;
        background: var(--es-surface);
      }
      .tools {
        display: flex;
        gap: var(--es-4);
        align-items: center;
        justify-content: space-between;
        min-height: 52px;
        padding: var(--es-2) var(--es-4);
        border-bottom: 1px solid var(--es-border);
      }
      h2 {
        font-size: var(--es-text-l);
        font-weight: 650;
      }
      td {
        padding: 10px var(--es-3);
      }
      .name {
        font-weight: 600;
      }
      .state {
        font-weight: 650;
      }
      .good {
        color: var(--es-good);
      }
      .bad {
        color: var(--es-bad);
      }
      .warn {
        color: var(--es-warn);
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        justify-content: flex-end;
      }
      .news td {
        border-top: 0;
        padding-top: 0;
        font-weight: 550;
      }
      .letters td {
        padding: 0 var(--es-4) var(--es-3) var(--es-6);
        border-top: 0;
      }
      .letters li {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr) max-content max-content;
        gap: var(--es-3);
        align-items: center;
        padding: 4px var(--es-3);
        border-left: 3px solid var(--es-critical);
        background: var(--es-sunken);
      }
      .empty {
        display: grid;
        gap: var(--es-3);
        place-content: center;
        justify-items: center;
        max-width: 52ch;
        margin: 0 auto;
        padding: var(--es-7) var(--es-4);
        color: var(--es-ink-3);
        text-align: center;
        text-wrap: balance;
      }
    `,
  ]
  /** Null: not read yet. */
  declare states: readonly SubscriptionState[] | null
  declare news: SubscriptionNews | null
  /** What was given up, of the one subscription whose dead letters are open. */
  declare dead: { readonly subscriptionId: string; readonly letters: readonly DeadLetter[] } | null
  /** Who would be removed at the next press. */
  declare private asked: string | null

  constructor() {
    super()
    this.states = null
    this.news = null
    this.dead = null
    this.asked = null
  }

  override render(): TemplateResult {
    return html`
      <div class="tools">
        <h2>Who is told</h2>
        <button class="button primary" type="button" @click=${() => this.#tell('add')}>
          ${icon('plus', 16)} Add a subscription
        </button>
      </div>
      ${this.#table()}
    `
  }

  #table(): TemplateResult {
    const { states } = this
    if (states === null) return html`<p class="empty" role="status">Reading the subscriptions…</p>`
    if (states.length === 0)
      return html`<p class="empty">
        ${icon('bell', 28)} Nobody is told outside this page yet. A subscription sends issues to Slack,
        Microsoft Teams, PagerDuty, Alertmanager, Jira, any webhook, or by e-mail: signed, in order, and tried
        again until they arrive.
      </p>`
    return html`<div class="scroller" tabindex="0" role="group" aria-label="Subscriptions">
      <table>
        <thead>
          <tr>
            <th scope="col">Subscription</th>
            <th scope="col">Told of</th>
            <th scope="col">State</th>
            <th scope="col" class="number">Delivered</th>
            <th scope="col" class="number">Waiting</th>
            <th scope="col" class="number">Given up</th>
            <th scope="col"><span class="unseen">What to do</span></th>
          </tr>
        </thead>
        <tbody>
          ${states.map((state) => this.#row(state))}
        </tbody>
      </table>
    </div>`
  }

  #row(state: SubscriptionState): TemplateResult {
    const { subscription, waiting, delivered, deadLetters, lastDeliveredAt } = state
    const { subscriptionId, name, target } = subscription
    return html`<tr data-subscription=${subscriptionId}>
        <td>
          <span class="name">${name}</span>
          <p class="small">${targetWords(target)}</p>
        </td>
        <td>${filterWords(subscription)}</td>
        <td>${stateOf(state)}</td>
        <td class="number tabular">
          ${delivered}
          ${lastDeliveredAt === null ? nothing : html`<p class="small">${formatWhen(lastDeliveredAt)}</p>`}
        </td>
        <td class="number tabular">${waiting}</td>
        <td class="number tabular">
          ${
            deadLetters === 0
              ? 0
              : html`<button class="button bad" type="button" @click=${() => this.#tell('show-dead', state)}>
                  ${deadLetters}<span class="unseen"> dead letters of ${name}: show</span>
                </button>`
          }
        </td>
        <td>${this.#buttons(state)}</td>
      </tr>
      ${this.#newsOf(subscriptionId)} ${this.#lettersOf(subscriptionId)}`
  }

  #buttons(state: SubscriptionState): TemplateResult {
    const { subscriptionId, name, paused } = state.subscription
    const asked = this.asked === subscriptionId
    return html`<div class="buttons" role="group" aria-label="${name}">
      <button class="button" type="button" @click=${() => this.#tell('test', state)}>
        ${icon('send', 16)} Test
      </button>
      <button class="button" type="button" @click=${() => this.#tell('pause', state)}>
        ${paused ? 'Resume' : 'Pause'}
      </button>
      <button class="button" type="button" @click=${() => this.#tell('edit', state)}>Edit</button>
      <button
        class="button ${asked ? 'bad' : ''}"
        type="button"
        @blur=${() => (this.asked = null)}
        @click=${() => this.#remove(state)}
      >
        ${asked ? 'Remove it?' : 'Remove'}
      </button>
    </div>`
  }

  #remove(state: SubscriptionState): void {
    const { subscriptionId } = state.subscription
    if (this.asked !== subscriptionId) {
      this.asked = subscriptionId
      return
    }
    this.asked = null
    this.#tell('remove', state)
  }

  #newsOf(subscriptionId: string): TemplateResult | typeof nothing {
    const { news } = this
    if (news?.subscriptionId !== subscriptionId) return nothing
    return html`<tr class="news">
      <td colspan="7" role="status" class=${news.good ? 'good' : 'bad'}>${news.text}</td>
    </tr>`
  }

  #lettersOf(subscriptionId: string): TemplateResult | typeof nothing {
    const { dead } = this
    if (dead?.subscriptionId !== subscriptionId) return nothing
    return html`<tr class="letters">
      <td colspan="7">
        ${
          dead.letters.length === 0
            ? html`<p class="quiet">Nothing is left.</p>`
            : html`<ul aria-label="Messages that were given up">
                ${dead.letters.map((letter) => this.#letter(letter))}
              </ul>`
        }
      </td>
    </tr>`
  }

  #letter({ deliveryId, issueId, attempts, givenUpAt, error }: DeadLetter): TemplateResult {
    return html`<li>
      ${
        issueId === null
          ? html`<span>Contacts and feeds</span>`
          : html`<a href="#issues/${encodeURIComponent(issueId)}">${issueId}</a>`
      }
      <span>${error}</span>
      <span class="small tabular">${attempts} attempts, given up ${formatWhen(givenUpAt)}</span>
      <button class="button" type="button" @click=${() => this.#tell('retry', deliveryId)}>
        ${icon('undo', 16)} Try again
      </button>
    </li>`
  }

  #tell(type: string, detail: unknown = null): void {
    this.dispatchEvent(new CustomEvent(type, { detail }))
  }
}

function stateOf({
  subscription,
  lastError,
  nextAttemptAt,
  lastDeliveredAt,
}: SubscriptionState): TemplateResult {
  if (subscription.paused) return html`<span class="state warn">Paused</span>`
  if (lastError === null)
    return html`<span class="state good">${lastDeliveredAt === null ? 'Ready' : 'Delivering'}</span>`
  return html`<span class="state bad">Failing</span>
    <p class="small">
      ${lastError}${nextAttemptAt === null ? nothing : html`, next attempt ${formatWhen(nextAttemptAt)}`}
    </p>`
}

customElements.define('earshot-subscription-list', SubscriptionList)
