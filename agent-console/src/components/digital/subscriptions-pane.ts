import { css, html, LitElement, type TemplateResult } from 'lit'
import type { DeadLetter, SubscriptionState } from '../../../../server/contracts/subscription.ts'
import { ApiError } from '../../data/requests.ts'
import { draftOf, fieldsOf } from '../../data/subscription-words.ts'
import { SubscriptionsApi } from '../../data/subscriptions-api.ts'
import { systemClock } from '../../platform/clock.ts'
import { PollController } from '../poll-controller.ts'
import { SubscriptionDialog } from './subscription-dialog.ts'
import type { SubscriptionNews } from './subscription-list.ts'
import './subscription-list.ts'

const LOOK_MS = 10_000

/** Reads the subscriptions again and again, and does what is asked with them. */
export class SubscriptionsPane extends LitElement {
  static override properties = {
    states: { state: true },
    news: { state: true },
    dead: { state: true },
  }
  static override styles = css`
    :host {
      display: grid;
      grid-template: minmax(0, 1fr) / minmax(0, 1fr);
      min-height: 0;
    }
  `
  declare private states: readonly SubscriptionState[] | null
  declare private news: SubscriptionNews | null
  declare private dead: { readonly subscriptionId: string; readonly letters: readonly DeadLetter[] } | null
  readonly #api = new SubscriptionsApi({ server: location.origin, token: null })
  readonly #poll = new PollController(this, {
    ask: () => this.#api.list(),
    everyMs: LOOK_MS,
    clock: systemClock,
    onAnswer: (states) => (this.states = states ?? this.states),
  })

  constructor() {
    super()
    this.states = null
    this.news = null
    this.dead = null
  }

  override render(): TemplateResult {
    const of =
      (run: (state: SubscriptionState) => Promise<void>) => (event: CustomEvent<SubscriptionState>) =>
        void run(event.detail)
    return html`<earshot-subscription-list
        .states=${this.states}
        .news=${this.news}
        .dead=${this.dead}
        @add=${() => void this.#dialog?.ask(null)}
        @edit=${(event: CustomEvent<SubscriptionState>) => void this.#dialog?.ask(event.detail.subscription)}
        @test=${of((state) => this.#test(state))}
        @pause=${of((state) => this.#pause(state))}
        @remove=${of((state) => this.#remove(state))}
        @show-dead=${of((state) => this.#toggleDead(state.subscription.subscriptionId))}
        @retry=${(event: CustomEvent<string>) => void this.#retry(event.detail)}
      ></earshot-subscription-list>
      <earshot-subscription-dialog
        .api=${this.#api}
        @saved=${() => void this.#poll.look()}
      ></earshot-subscription-dialog>`
  }

  async #test({ subscription }: SubscriptionState): Promise<void> {
    const { subscriptionId } = subscription
    this.news = { subscriptionId, text: 'Sending a test…', good: true }
    await this.#try(subscriptionId, async () => {
      const { delivered, error } = await this.#api.test(subscriptionId)
      return delivered
        ? { text: 'The test message arrived.', good: true }
        : { text: `The test message did not arrive: ${error ?? 'no reason was given'}`, good: false }
    })
  }

  async #pause({ subscription }: SubscriptionState): Promise<void> {
    const { subscriptionId, paused } = subscription
    await this.#try(subscriptionId, async () => {
      await this.#api.save(draftOf({ ...fieldsOf(subscription), paused: !paused }, subscriptionId))
      return {
        text: paused ? 'Told again from now on.' : 'Paused: nothing is sent until it is resumed.',
        good: true,
      }
    })
  }

  async #remove({ subscription }: SubscriptionState): Promise<void> {
    await this.#try(subscription.subscriptionId, async () => {
      await this.#api.remove(subscription.subscriptionId)
      return null
    })
  }

  async #toggleDead(subscriptionId: string): Promise<void> {
    if (this.dead?.subscriptionId === subscriptionId) this.dead = null
    else await this.#readDead(subscriptionId)
  }

  async #readDead(subscriptionId: string): Promise<void> {
    await this.#try(subscriptionId, async () => {
      this.dead = { subscriptionId, letters: await this.#api.deadLetters(subscriptionId) }
      return null
    })
  }

  async #retry(deliveryId: string): Promise<void> {
    const subscriptionId = this.dead?.subscriptionId
    if (subscriptionId === undefined) return
    await this.#try(subscriptionId, async () => {
      await this.#api.retry(deliveryId)
      return { text: 'Put at the end of the queue again.', good: true }
    })
    await this.#readDead(subscriptionId)
  }

  async #try(
    subscriptionId: string,
    run: () => Promise<Omit<SubscriptionNews, 'subscriptionId'> | null>,
  ): Promise<void> {
    try {
      const news = await run()
      if (news !== null) this.news = { subscriptionId, ...news }
    } catch (error) {
      const text = error instanceof ApiError ? error.message : 'The server did not answer. Try again.'
      this.news = { subscriptionId, text, good: false }
    }
    await this.#poll.look()
  }

  get #dialog(): SubscriptionDialog | null {
    const found = this.renderRoot.querySelector('earshot-subscription-dialog')
    return found instanceof SubscriptionDialog ? found : null
  }
}

customElements.define('earshot-subscriptions-pane', SubscriptionsPane)
