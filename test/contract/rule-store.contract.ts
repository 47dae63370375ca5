import { describe, expect, it } from 'vitest'
import type { OutcomeFeedback } from '../../server/contracts/feedback.ts'
import type { RuleVersion } from '../../server/contracts/rule-desk.ts'
import type { Store } from '../../server/contracts/store.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { STARTED_AT, buildCall, buildOutcome } from '../helpers/message-builders.ts'
import { withStoreOf, type StoreUnderTest } from './store-under-test.ts'

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

  describe(`${name} counts what people say of rules`, () => {
    it('over all versions of a rule, of outcomes made within the period', () =>
      withStore(async (store) => {
        await fillVerdicts(store)
        expect(await store.rules.countVerdicts(wallMs(STARTED_AT))).toEqual([
          { ruleId: 'a-rule', used: 0, notNow: 0, wrong: 1 },
          { ruleId: 'cancel-risk', used: 1, notNow: 1, wrong: 1 },
        ])
      }))

    it('nothing in an empty store', () =>
      withStore(async ({ rules }) => {
        expect(await rules.countVerdicts(wallMs(0))).toEqual([])
      }))
  })
}

async function fillVerdicts(store: Store): Promise<void> {
  const old = wallMs(STARTED_AT - 1000)
  await store.saveCall(buildCall({ callId: 'old', startedAt: old }))
  await store.saveCall(buildCall())
  const outcomes = [
    buildOutcome({ outcomeId: 'shown' }),
    buildOutcome({ outcomeId: 'gone', state: 'retracted', reason: 'not-in-final', rule: 'cancel-risk@3' }),
    buildOutcome({ outcomeId: 'sure', rule: 'a-rule@1', state: 'confirmed', reason: 'confirmed-by-final' }),
    buildOutcome({ outcomeId: 'before', callId: 'old', createdAt: old }),
  ]
  for (const outcome of outcomes) await store.saveOutcome(outcome)
  await store.rules.saveFeedback(feedback({ outcomeId: 'shown' }))
  await store.rules.saveFeedback(feedback({ outcomeId: 'shown', by: 'sam', verdict: 'not-now' }))
  await store.rules.saveFeedback(feedback({ outcomeId: 'gone', verdict: 'wrong' }))
  await store.rules.saveFeedback(feedback({ outcomeId: 'sure', verdict: 'wrong' }))
  await store.rules.saveFeedback(feedback({ outcomeId: 'before', verdict: 'wrong' }))
}
