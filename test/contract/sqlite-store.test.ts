import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import type { CallStore } from '../../server/contracts/store.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { callStoreContract } from './call-store.contract.ts'

callStoreContract('The SQLite store', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-store-'))
  const openStore = (): CallStore =>
    openSqliteStore({
      path: join(folder, 'data', 'earshot.db'),
      log: createLog({ level: 'silent' }),
      registry: new Registry(),
      clock: systemClock,
    })
  const store = openStore()
  let current = store
  return {
    store,
    async reopen() {
      await current.close()
      current = openStore()
      return current
    },
    async dispose() {
      await current.close()
      await rm(folder, { recursive: true })
    },
  }
})
