import { describe, expect, it } from 'vitest'
import type { OutcomeFeedback } from '../../server/contracts/feedback.ts'
import type { RuleVersion } from '../../server/contracts/rule-desk.ts'
import type { Store } from '../../server/contracts/store.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { STARTED_AT, buildCall, buildOutcome, buildUtterance } from '../helpers/message-builders.ts'
import { withStoreOf, type StoreUnderTest } from './store-under-test.ts'

const END = { endedAt: wallMs(STARTED_AT + 90_000), durationMs: 90_000, reason: 'completed' } as const

function version(change: Partial<RuleVersion> = {}): RuleVersion {
  return { version: 1, fingerprint: 'aaaa', status: 'draft', at: wallMs(STARTED_AT), by: 'file', ...change }
}

function feedback(change: Partial<OutcomeFeedback> = {}): OutcomeFeedback {
  return {
    outcomeId: 'outcome-1',
    rule: 'cancel-risk@2',
    verdict: 'used',
    by: 'agent-7',
    role: 'agent',
    at: wallMs(STARTED_AT + 6000),
    ...change,
  }
}

/** What every store of rules must do. `open` makes an empty one. */
export function ruleStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  const withStore = withStoreOf(open)

  describe(`${name} keeps the versions of rules`, () => {
    it('newest first, each rule for itself, over a restart', () =>
      withStore(async ({ rules }, subject) => {
        await rules.saveVersion('greeting', version())
        await rules.saveVersion('greeting', version({ version: 2, fingerprint: 'bbbb', by: 'ana' }))
        await rules.saveVersion('farewell', version({ fingerprint: 'cccc', status: 'live' }))
        const reopened = (await subject.reopen()).rules
        expect(await reopened.listVersions('greeting')).toEqual([
          version({ version: 2, fingerprint: 'bbbb', by: 'ana' }),
          version(),
        ])
        expect(await reopened.listVersions('farewell')).toHaveLength(1)
        expect(await reopened.listVersions('unknown')).toEqual([])
      }))

    it('once while the content stays, again when an old content comes back', () =>
      withStore(async ({ rules }) => {
        await rules.saveVersion('greeting', version())
        await rules.saveVersion('greeting', version({ at: wallMs(STARTED_AT + 5), by: 'ana' }))
        await rules.saveVersion('greeting', version({ fingerprint: 'bbbb' }))
        await rules.saveVersion('greeting', version())
        expect(
          (await rules.listVersions('greeting')).map(({ fingerprint, by }) => [fingerprint, by]),
        ).toEqual([
          ['aaaa', 'file'],
          ['bbbb', 'file'],
          ['aaaa', 'file'],
        ])
      }))
  })

  describe(`${name} keeps what people say of outcomes`, () => {
    it('the last of each person', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall())
        await store.saveOutcome(buildOutcome())
        await store.rules.saveFeedback(feedback())
        await store.rules.saveFeedback(feedback({ by: 'sam', role: 'supervisor', verdict: 'wrong' }))
        const last = feedback({ verdict: 'not-now', at: wallMs(STARTED_AT + 7000) })
        await store.rules.saveFeedback(last)
        expect(await store.rules.listFeedback('call-1')).toEqual([
          feedback({ by: 'sam', role: 'supervisor', verdict: 'wrong' }),
          last,
        ])
        expect(await store.rules.listFeedback('call-2')).toEqual([])
      }))

    it('refuses what is said of an outcome that is not kept', () =>
      withStore(async ({ rules }) => {
        await expect(rules.saveFeedback(feedback())).rejects.toMatchObject({ code: 'STORE_FAILED' })
      }))
  })

  describe(`${name} counts what rules did`, () => {
    it('by latest state, reason and verdict, over all versions of a rule, within the period', () =>
      withStore(async (store) => {
        await fillFigures(store)
        const report = await store.rules.countRules(wallMs(STARTED_AT))
        expect(report).toEqual({
          // 90 s that are known, and a call without an end that is as long as its words.
          callMs: 90_000 + 4940,
          rules: [
            { ...NOTHING, ruleId: 'a-rule', fired: 1, confirmed: 1, wrong: 1 },
            {
              ...NOTHING,
              ruleId: 'cancel-risk',
              fired: 5,
              held: { cooldown: 2, 'no-agent': 1 },
              confirmed: 0,
              retracted: 1,
              used: 1,
              notNow: 1,
            },
          ],
        })
        expect(await store.rules.countVerdicts(wallMs(STARTED_AT))).toEqual([
          { ruleId: 'a-rule', used: 0, notNow: 0, wrong: 1 },
          { ruleId: 'cancel-risk', used: 1, notNow: 1, wrong: 0 },
        ])
      }))

    it('nothing in an empty store', () =>
      withStore(async ({ rules }) => {
        expect(await rules.countRules(wallMs(0))).toEqual({ callMs: 0, rules: [] })
        expect(await rules.countVerdicts(wallMs(0))).toEqual([])
      }))
  })
}

const NOTHING = { held: {}, confirmed: 0, retracted: 0, used: 0, notNow: 0, wrong: 0 }

async function fillFigures(store: Store): Promise<void> {
  const old = wallMs(STARTED_AT - 1000)
  await store.saveCall(buildCall({ callId: 'old', startedAt: old }))
  await store.endCall('old', END)
  await store.saveCall(buildCall())
  await store.endCall('call-1', END)
  await store.saveCall(buildCall({ callId: 'live' }))
  await store.saveUtterance(buildUtterance({ callId: 'live', text: 'one two', startMs: 4320 }))
  const outcomes = [
    buildOutcome({ outcomeId: 'shown' }),
    buildOutcome({ outcomeId: 'gone', state: 'retracted', reason: 'not-in-final', rule: 'cancel-risk@3' }),
    buildOutcome({ outcomeId: 'held-1', state: 'held', reason: 'cooldown' }),
    buildOutcome({ outcomeId: 'held-2', state: 'held', reason: 'cooldown' }),
    buildOutcome({ outcomeId: 'held-3', state: 'held', reason: 'no-agent' }),
    buildOutcome({ outcomeId: 'sure', rule: 'a-rule@1', state: 'confirmed', reason: 'confirmed-by-final' }),
    buildOutcome({ outcomeId: 'before', callId: 'old', createdAt: old }),
    buildOutcome({ outcomeId: 'issue', kind: 'issue' }),
  ]
  for (const outcome of outcomes) await store.saveOutcome(outcome)
  await store.rules.saveFeedback(feedback({ outcomeId: 'shown' }))
  await store.rules.saveFeedback(feedback({ outcomeId: 'shown', by: 'sam', verdict: 'not-now' }))
  await store.rules.saveFeedback(feedback({ outcomeId: 'sure', verdict: 'wrong' }))
  await store.rules.saveFeedback(feedback({ outcomeId: 'before', verdict: 'wrong' }))
}
