import { describe, expect, it } from 'vitest'
import { wallMs } from '../../server/contracts/time.ts'
import { buildCase, buildGroup } from '../helpers/case-builders.ts'
import { withStoreOf, type StoreUnderTest } from './store-under-test.ts'

/** What every store of alert cases must do. `open` makes an empty one. */
export function caseStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  const withStore = withStoreOf(open)

  describe(`${name} keeps alert cases`, () => {
    it('whole, over a restart', () =>
      withStore(async ({ cases }, subject) => {
        const snoozed = buildCase({ snoozedUntil: wallMs(2_000_000), state: 'owned', owner: 'ana' })
        await cases.saveCase(snoozed)
        const reopened = (await subject.reopen()).cases
        expect(await reopened.getCase('case-1')).toEqual(snoozed)
        expect(await reopened.getCase('case-2')).toBeNull()
      }))

    it('about many calls, which are of none of them', () =>
      withStore(async ({ cases }) => {
        const group = buildGroup()
        await cases.saveCase(group)
        await cases.saveCase(buildCase())
        expect(await cases.getCase(group.caseId)).toEqual(group)
        expect((await cases.listCases({ callId: 'call-1', limit: 9 })).map(({ caseId }) => caseId)).toEqual([
          'case-1',
        ])
      }))

    it('in their newest revision, whatever comes last', () =>
      withStore(async ({ cases }) => {
        await cases.saveCase(buildCase({ revision: 3, state: 'resolved' }))
        await cases.saveCase(buildCase({ revision: 2, state: 'seen' }))
        expect(await cases.getCase('case-1')).toMatchObject({ revision: 3, state: 'resolved' })
        expect(await cases.listCases({ states: ['seen'], limit: 10 })).toEqual([])
      }))

    it('lists them newest first, by state, call and time, page by page', () =>
      withStore(async ({ cases }) => {
        const at = (n: number) => wallMs(1_000_000 + n)
        for (const n of [1, 2, 3, 4]) {
          const state = n === 2 ? 'resolved' : 'new'
          await cases.saveCase(
            buildCase({ caseId: `case-${n}`, callId: `call-${n % 2}`, openedAt: at(n), state }),
          )
        }
        const ids = async (query: Parameters<typeof cases.listCases>[0]): Promise<readonly string[]> =>
          (await cases.listCases(query)).map(({ caseId }) => caseId)
        expect(await ids({ limit: 2 })).toEqual(['case-4', 'case-3'])
        expect(await ids({ before: at(3), limit: 10 })).toEqual(['case-2', 'case-1'])
        expect(await ids({ states: ['new', 'seen'], limit: 10 })).toEqual(['case-4', 'case-3', 'case-1'])
        expect(await ids({ callId: 'call-0', limit: 10 })).toEqual(['case-4', 'case-2'])
        await expect(cases.listCases({ limit: 501 })).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
      }))
  })
}
