import { describe, expect, it } from 'vitest'
import type { AuditEntry, AuditQuery } from '../../server/contracts/audit.ts'
import type { AuditStore } from '../../server/contracts/store.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { withStoreOf, type StoreUnderTest } from './store-under-test.ts'

function entry(at: number, change: Partial<AuditEntry> = {}): AuditEntry {
  return { at: wallMs(at), by: 'ana', role: 'supervisor', action: 'watch', about: 'call-1', ...change }
}

/** What every audit log must do. `open` makes an empty one. */
export function auditStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  const withStore = withStoreOf(open)
  const times = async (audit: AuditStore, query: Omit<AuditQuery, 'limit'>): Promise<readonly number[]> =>
    (await audit.listAudit({ ...query, limit: 10 })).map(({ at }) => at)

  describe(`${name} keeps who did what`, () => {
    it('newest first, by person, subject and time, over a restart', () =>
      withStore(async ({ audit }, subject) => {
        const entries = [
          entry(1),
          entry(2, { by: 'ben' }),
          entry(3, { about: 'call-2' }),
          entry(3, { by: 'ben' }),
        ]
        for (const each of entries) await audit.addAudit(each)
        const kept = (await subject.reopen()).audit
        expect(await kept.listAudit({ limit: 10 })).toEqual(entries.toReversed())
        expect(await times(kept, { by: 'ben' })).toEqual([3, 2])
        expect(await times(kept, { about: 'call-1', by: 'ana' })).toEqual([1])
        expect(await times(kept, { before: wallMs(3) })).toEqual([2, 1])
        expect(await kept.listAudit({ limit: 1 })).toEqual([entries[3]])
        await expect(kept.listAudit({ limit: 0 })).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
      }))

    it('and forgets what is too old, and nothing else', () =>
      withStore(async ({ audit }) => {
        for (const at of [1, 2, 3]) await audit.addAudit(entry(at))
        await audit.forgetAudit(wallMs(3))
        expect(await times(audit, {})).toEqual([3])
      }))
  })
}
