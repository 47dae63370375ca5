import { describe, expect, it } from 'vitest'
import type { Silence } from '../../server/contracts/attention.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { withStoreOf, type StoreUnderTest } from './store-under-test.ts'

function silence(silenceId: string, until: number, change: Partial<Silence> = {}): Silence {
  const about = { ruleId: null, queue: null, agentId: null }
  return { silenceId, ...about, until: wallMs(until), reason: 'drill', by: 'ana', at: wallMs(1), ...change }
}

/** What every store of silences and restorations must do. `open` makes an empty one. */
export function attentionStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  const withStore = withStoreOf(open)

  describe(`${name} keeps silences and restorations`, () => {
    it('silences by their end, those in force alone, over a restart', () =>
      withStore(async ({ attention }, subject) => {
        const late = silence('late', 300, { ruleId: 'upset', agentId: 'a7' })
        const soon = silence('soon', 200, { queue: 'billing' })
        for (const each of [late, silence('over', 100), soon]) await attention.saveSilence(each)
        const kept = (await subject.reopen()).attention
        expect(await kept.listSilences(wallMs(100))).toEqual([soon, late])
        await kept.removeSilence('soon')
        await kept.removeSilence('nobody')
        expect(await kept.listSilences(wallMs(100))).toEqual([late])
      }))

    it('of a rule the latest restoration, by rule', () =>
      withStore(async ({ attention }) => {
        for (const [ruleId, at] of [
          ['b', 10],
          ['a', 20],
          ['b', 30],
        ] as const) {
          await attention.saveRestoration({ ruleId, by: 'ana', at: wallMs(at) })
        }
        expect((await attention.listRestorations(wallMs(20))).map(({ ruleId, at }) => [ruleId, at])).toEqual([
          ['a', 20],
          ['b', 30],
        ])
        expect(await attention.listRestorations(wallMs(31))).toEqual([])
      }))
  })
}
