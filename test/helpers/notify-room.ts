import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { MemoryBus } from '../../server/bus/memory-bus.ts'
import type { Issue } from '../../server/contracts/issue.ts'
import type { Store } from '../../server/contracts/store.ts'
import type { VolumeNotice } from '../../server/contracts/volume-notice.ts'
import type { NotifyPace, Subscription, SubscriptionDraft } from '../../server/contracts/subscription.ts'
import { createNotify, type Notify, type NotifyOptions } from '../../server/notify/notify.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'

/** Told at once, and as often as it changes. */
export const AT_ONCE: NotifyPace = {
  groupWaitMs: 0,
  groupIntervalMs: 0,
  repeatIntervalMs: 0,
  groupBy: ['code'],
}

/** The notify room over a real store and a real bus. What failed is tried again at once. */
export interface NotifyRoom {
  readonly notify: Notify
  readonly store: Store
  readonly registry: Registry
  /** Everything logged so far. */
  logged(): string
  /** Keeps and publishes an issue, as the issues room does. */
  publish(issue: Issue): Promise<void>
  /** Keeps and publishes a notice, as the issues room does. */
  notice(notice: VolumeNotice): Promise<void>
  /** Saves a subscription that is told at once of everything; returns it with its secret. */
  subscribe(draft: Pick<SubscriptionDraft, 'target'> & Partial<SubscriptionDraft>): Promise<Saved>
  /** The state of the only subscription. */
  state(): Promise<Awaited<ReturnType<Notify['desk']['list']>>[number]>
  /** Stops the room and the store and opens both again, as a restart does. */
  restart(): Promise<void>
  close(): Promise<void>
}

interface Saved {
  readonly subscription: Subscription
  readonly secret: string
}

export async function openNotifyRoom(
  change: Partial<Omit<NotifyOptions, 'bus' | 'store' | 'log' | 'registry'>> = {},
): Promise<NotifyRoom> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-notify-'))
  let log = ''
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log += chunk.toString('utf8')
      done()
    },
  })
  const open = async () => {
    const registry = new Registry()
    const bus = new MemoryBus({ onHandlerError: (_, error) => (log += error.stack ?? error.message) })
    const common = { log: createLog({ level: 'debug', destination }), registry, clock: systemClock }
    const store = openSqliteStore({ ...common, path: join(folder, 'earshot.db') })
    const notify = createNotify({
      ...common,
      bus,
      store,
      random: () => 0,
      privatePlaces: ['127.0.0.0/8'],
      publicUrl: 'https://earshot.example',
      smtp: null,
      ...change,
    })
    await notify.start()
    return { registry, bus, store, notify }
  }
  let current = await open()
  const shut = async (): Promise<void> => {
    await current.bus.drain()
    await current.notify.stop(0)
    await current.store.close()
  }
  return {
    get notify() {
      return current.notify
    },
    get store() {
      return current.store
    },
    get registry() {
      return current.registry
    },
    logged: () => log,
    async publish(issue) {
      await current.store.issues.saveIssue(issue)
      current.bus.publish('issue', issue)
    },
    async notice(notice) {
      await current.store.issues.saveNotice(notice)
      current.bus.publish('notice', notice)
    },
    async subscribe(draft) {
      const whole = { name: 'all', filter: {}, pace: AT_ONCE, ...draft }
      const { subscription, secret } = await current.notify.desk.save(whole, 'ana')
      return { subscription, secret: secret ?? '' }
    },
    async state() {
      const [state] = await current.notify.desk.list()
      if (state === undefined) throw new Error('there is no subscription')
      return state
    },
    async restart() {
      await shut()
      current = await open()
    },
    async close() {
      await shut()
      await rm(folder, { recursive: true })
    },
  }
}
