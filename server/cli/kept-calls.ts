import { access } from 'node:fs/promises'
import { databasePath } from '../app/data-folder.ts'
import type { CallId } from '../contracts/call.ts'
import type { CallRecord, Store } from '../contracts/store.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import { createLog } from '../platform/log.ts'
import { createRegistry } from '../platform/metrics.ts'
import { wholeCall } from '../rules/backtest/whole-call.ts'
import { openSqliteStore } from '../store/sqlite-store.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'

const PAGE = 500

/** The calls that are kept in the data folder of the settings; closed when it is disposed. */
export class KeptCalls implements AsyncDisposable {
  readonly store: Store

  private constructor(store: Store) {
    this.store = store
  }

  /** @throws CliError when nothing is kept there; nothing is made. */
  static async open({ settings, clock }: Pick<CliContext, 'settings' | 'clock'>): Promise<KeptCalls> {
    const path = databasePath(settings())
    await access(path).catch((cause: unknown) => {
      throw new CliError(`no calls are kept here: ${path} is not there`, { exitCode: EXIT.wrongUse, cause })
    })
    const log = createLog({ level: 'error' })
    return new KeptCalls(openSqliteStore({ path, log, registry: createRegistry(), clock }))
  }

  /** @throws CliError when there is no such call. */
  async get(callId: CallId): Promise<CallRecord> {
    const record = await this.store.getCall(callId)
    if (record !== null) return record
    throw new CliError('there is no call with this id; GET /v1/calls lists those that are kept', {
      exitCode: EXIT.wrongUse,
    })
  }

  /**
   * The call with what was before the restarts it went through, on the call time of its first leg.
   * @throws CliError when there is no such call.
   */
  async whole(callId: CallId): Promise<CallRecord> {
    return (await wholeCall(this.store, await this.get(callId))).record
  }

  /** Ids of the calls that started at or after a time, newest first. */
  async idsSince(since: WallMs): Promise<readonly CallId[]> {
    const found = new Set<CallId>()
    let before: WallMs | undefined
    for (;;) {
      const page = await this.store.listCalls({ before, limit: PAGE })
      const known = found.size
      for (const { call } of page) if (call.startedAt >= since) found.add(call.callId)
      const last = page.at(-1)
      if (last === undefined || page.length < PAGE || last.call.startedAt < since) return [...found]
      // Calls of the last one's millisecond may go on in the next page; when all of a page are of it, they do not fit one.
      before = found.size === known ? last.call.startedAt : wallMs(last.call.startedAt + 1)
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.store.close()
  }
}
