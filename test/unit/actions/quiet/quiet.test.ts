import { describe, expect, it } from 'vitest'
import { demotionOf } from '../../../../server/actions/quiet/demote.ts'
import { checkSilence, Silences } from '../../../../server/actions/quiet/silences.ts'
import type { MatchPlace, Silence } from '../../../../server/contracts/attention.ts'
import { wallMs } from '../../../../server/contracts/time.ts'

const NOW = wallMs(1_000_000)
const DAY_MS = 86_400_000

const PLACE: MatchPlace = { callId: 'c', ruleId: 'upset', queue: 'billing', agentId: 'a7' }

function silence(change: Partial<Silence> = {}): Silence {
  const until = wallMs(NOW + 60_000)
  return {
    ...{ silenceId: 's', ruleId: null, queue: null, agentId: null },
    ...{ until, reason: 'drill', by: 'ana', at: NOW, ...change },
  }
}

describe('a silence', () => {
  it.each([
    [{ ruleId: 'upset' }, true],
    [{ ruleId: 'other' }, false],
    [{ queue: 'billing' }, true],
    [{ queue: 'sales' }, false],
    [{ agentId: 'a7' }, true],
    [{ agentId: 'a8' }, false],
    [{ ruleId: 'upset', queue: 'billing' }, true],
    [{ ruleId: 'upset', queue: 'sales' }, false],
  ])('about %o holds a match of the rule in the queue: %s', (about, holds) => {
    expect(new Silences([silence(about)]).holds(PLACE, NOW)).toBe(holds)
  })

  it('ends at its time, to the millisecond, and when somebody ends it', () => {
    const silences = new Silences([silence({ ruleId: 'upset' })])
    expect([
      silences.holds(PLACE, wallMs(NOW + 59_999)),
      silences.holds(PLACE, wallMs(NOW + 60_000)),
    ]).toEqual([true, false])
    expect([silences.remove('s'), silences.remove('s'), silences.holds(PLACE, NOW)]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('is listed by its end, and forgotten after it', () => {
    const silences = new Silences([
      silence({ silenceId: 'late', until: wallMs(NOW + 2000) }),
      silence({ silenceId: 'soon', until: wallMs(NOW + 1000) }),
    ])
    const ids = (now: number) => silences.inForce(wallMs(now)).map(({ silenceId }) => silenceId)
    expect([ids(NOW), ids(NOW + 1000), ids(NOW + 2000)]).toEqual([['soon', 'late'], ['late'], []])
  })

  it.each([
    [{}, NOW + 1000],
    [{ ruleId: 'a' }, NOW],
    [{ ruleId: 'a' }, NOW + 30 * DAY_MS + 1],
  ])('about %o until %s is refused', (about, until) => {
    expect(() => checkSilence(silence({ ...about, until: wallMs(until) }), NOW)).toThrow(
      expect.objectContaining({ code: 'REQUEST_INVALID' }),
    )
    expect(() => checkSilence(silence({ ruleId: 'a', until: wallMs(NOW + 30 * DAY_MS) }), NOW)).not.toThrow()
  })
})

describe('a rule that people call wrong', () => {
  it.each([
    // Too few have said anything.
    [{ used: 0, notNow: 0, wrong: 7 }, false],
    [{ used: 0, notNow: 0, wrong: 8 }, true],
    [{ used: 2, notNow: 0, wrong: 6 }, true],
    [{ used: 2, notNow: 1, wrong: 5 }, false],
    [{ used: 10, notNow: 0, wrong: 10 }, false],
    [{ used: 7, notNow: 0, wrong: 13 }, true],
    [{ used: 100, notNow: 0, wrong: 60 }, false],
  ])('%o: demoted %s', (verdicts, demoted) => {
    const demotion = demotionOf({ ruleId: 'a', ...verdicts }, NOW)
    expect(demotion).toEqual(demoted ? { ruleId: 'a', ...verdicts, since: NOW } : null)
  })
})
