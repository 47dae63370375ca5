import type {
  KeptSubscription,
  NotifyAttempt,
  NotifyDelivery,
  NotifyMessage,
  NotifyTold,
  NotifyTotals,
} from '../contracts/notify.ts'
import type { NotifyStore } from '../contracts/store.ts'
import type { DeadLetter } from '../contracts/subscription.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import type { Clock } from '../platform/clock.ts'
import type { Connection } from './connection.ts'
import {
  toDeadLetter,
  toDelivery,
  toDeliveryId,
  toKeptSubscription,
  toTold,
  toTotals,
} from './notify-rows.ts'
import * as sql from './notify-sql.ts'

/** Who is told of issues, and the queues of what is on its way, in one SQLite file. */
export class SqliteNotifyStore implements NotifyStore {
  readonly #connection: Connection
  readonly #clock: Clock

  constructor({ connection, clock }: { readonly connection: Connection; readonly clock: Clock }) {
    this.#connection = connection
    this.#clock = clock
  }

  async saveSubscription(kept: KeptSubscription): Promise<void> {
    const { subscriptionId, name, target, filter, pace, paused, createdBy, createdAt, secret } = kept
    const forms = [JSON.stringify(target), JSON.stringify(filter), JSON.stringify(pace)]
    const about = [subscriptionId, name, ...forms, paused ? 1 : 0, createdBy, createdAt, secret]
    const values = [...about, kept.noticesSince]
    await this.#connection.write(() => this.#connection.run(sql.SAVE_SUBSCRIPTION, values))
  }

  async startAnew(subscriptionId: string): Promise<number> {
    let removed = 0
    await this.#connection.write(() => {
      removed = this.#connection.run(sql.REMOVE_WAITING, [subscriptionId])
      this.#connection.run(sql.REMOVE_ALL_TOLD, [subscriptionId])
    })
    return removed
  }

  async removeSubscription(subscriptionId: string): Promise<void> {
    await this.#connection.write(() => this.#connection.run(sql.REMOVE_SUBSCRIPTION, [subscriptionId]))
  }

  async listSubscriptions(): Promise<readonly KeptSubscription[]> {
    return this.#connection.read(sql.LIST_SUBSCRIPTIONS, []).map(toKeptSubscription)
  }

  async listTotals(): Promise<readonly NotifyTotals[]> {
    return this.#connection.read(sql.LIST_TOTALS, []).map(toTotals)
  }

  async enqueue(message: NotifyMessage, told: readonly NotifyTold[], replaces: string | null): Promise<void> {
    const { deliveryId, subscriptionId, groupKey, createdAt, entries, notices } = message
    const forms = [JSON.stringify(entries), JSON.stringify(notices)]
    const values = [deliveryId, subscriptionId, groupKey, createdAt, ...forms]
    await this.#connection.write(() => {
      // The insert is the one that may be refused, so it comes first.
      this.#connection.run(sql.ADD_DELIVERY, values)
      if (replaces !== null) this.#connection.run(sql.REMOVE_DELIVERY, [replaces])
      for (const { issueId, groupKey: toldIn, standing, over, toldAt } of told) {
        const row = [subscriptionId, issueId, toldIn, standing, over ? 1 : 0, toldAt]
        this.#connection.run(sql.SAVE_TOLD, row)
      }
    })
  }

  async nextDelivery(subscriptionId: string): Promise<NotifyDelivery | null> {
    const [row] = this.#connection.read(sql.NEXT_DELIVERY, [subscriptionId])
    if (row === undefined) return null
    try {
      return toDelivery(row)
    } catch {
      // One that an older version wrote in another form must not hold up all that wait behind it.
      await this.giveUp(
        toDeliveryId(row),
        wallMs(this.#clock.now()),
        'It was kept in a form that cannot be read.',
      )
      return this.nextDelivery(subscriptionId)
    }
  }

  async findUntried(subscriptionId: string, groupKey: string): Promise<NotifyDelivery | null> {
    return this.#connection.read(sql.FIND_UNTRIED, [subscriptionId, groupKey]).map(toDelivery)[0] ?? null
  }

  async saveAttempt(deliveryId: string, attempt: NotifyAttempt): Promise<void> {
    const { attempts, firstTriedAt, nextAttemptAt, error } = attempt
    await this.#connection.write(() => {
      this.#connection.run(sql.SAVE_ATTEMPT, [deliveryId, attempts, firstTriedAt, nextAttemptAt, error])
      this.#connection.run(sql.SAVE_LAST_ERROR, [deliveryId, error])
    })
  }

  async saveDelivered(deliveryId: string, at: WallMs): Promise<void> {
    await this.#connection.write(() => {
      this.#connection.run(sql.COUNT_DELIVERED, [deliveryId, at])
      this.#connection.run(sql.REMOVE_DELIVERY, [deliveryId])
    })
  }

  async giveUp(deliveryId: string, at: WallMs, error: string): Promise<void> {
    await this.#connection.write(() => {
      this.#connection.run(sql.GIVE_UP, [deliveryId, at, error])
      this.#connection.run(sql.SAVE_LAST_ERROR, [deliveryId, error])
      this.#connection.run(sql.REMOVE_OLD_DEAD_LETTERS, [deliveryId])
    })
  }

  async listDeadLetters(subscriptionId: string): Promise<readonly DeadLetter[]> {
    return this.#connection.read(sql.LIST_DEAD_LETTERS, [subscriptionId]).map(toDeadLetter)
  }

  async revive(deliveryId: string): Promise<string | null> {
    const found = this.#connection.read(sql.FIND_DEAD_LETTER, [deliveryId]).map(toDeadLetter)[0]
    if (found === undefined) return null
    await this.#connection.write(() => this.#connection.run(sql.REVIVE, [deliveryId]))
    return found.subscriptionId
  }

  async listTold(subscriptionId: string): Promise<readonly NotifyTold[]> {
    return this.#connection.read(sql.LIST_TOLD, [subscriptionId]).map(toTold)
  }

  async forgetTold(subscriptionId: string, issueIds: readonly string[]): Promise<void> {
    await this.#connection.write(() => {
      for (const issueId of issueIds) this.#connection.run(sql.FORGET_TOLD, [subscriptionId, issueId])
    })
  }
}
