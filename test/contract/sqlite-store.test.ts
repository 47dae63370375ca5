import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import type { Store } from '../../server/contracts/store.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { assistStoreContract } from './assist-store.contract.ts'
import { attentionStoreContract } from './attention-store.contract.ts'
import { auditStoreContract } from './audit-store.contract.ts'
import { caseStoreContract } from './case-store.contract.ts'
import { callStateStoreContract } from './call-state-store.contract.ts'
import { callStoreContract } from './call-store.contract.ts'
import { customersContract } from './customers.contract.ts'
import { figuresStoreContract } from './figures-store.contract.ts'
import { issueStoreContract } from './issue-store.contract.ts'
import { notifyStoreContract } from './notify-store.contract.ts'
import { placesContract } from './places.contract.ts'
import { qualityStoreContract } from './quality-store.contract.ts'
import { ruleStoreContract } from './rule-store.contract.ts'
import type { StoreUnderTest } from './store-under-test.ts'

async function openEmpty(): Promise<StoreUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-store-'))
  const openStore = (): Store =>
    openSqliteStore({
      path: join(folder, 'data', 'earshot.db'),
      log: createLog({ level: 'silent' }),
      registry: new Registry(),
      clock: systemClock,
      customerAttribute: 'customer',
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
}

callStoreContract('The SQLite store', openEmpty)
placesContract('The SQLite store', openEmpty)
customersContract('The SQLite store', openEmpty)
qualityStoreContract('The SQLite store', openEmpty)
ruleStoreContract('The SQLite store', openEmpty)
callStateStoreContract('The SQLite store', openEmpty)
issueStoreContract('The SQLite store', openEmpty)
notifyStoreContract('The SQLite store', openEmpty)
caseStoreContract('The SQLite store', openEmpty)
assistStoreContract('The SQLite store', openEmpty)
auditStoreContract('The SQLite store', openEmpty)
attentionStoreContract('The SQLite store', openEmpty)
figuresStoreContract('The SQLite store', openEmpty)
