import { Subject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import type { Evidence, Match } from '../../../../server/contracts/match.ts'
import { callMs } from '../../../../server/contracts/time.ts'
import type { CallMessage } from '../../../../server/contracts/transcript.ts'
import { initialCallState, type CallState } from '../../../../server/rules/engine/call-state.ts'
import { step } from '../../../../server/rules/engine/step.ts'
import type { UnstampedMatch } from '../../../../server/rules/engine/unstamped-match.ts'
import { matchStream } from '../../../../server/rules/stream.ts'
import { ManualClock } from '../../../helpers/manual-clock.ts'
import { MIXED_WORDS, mixedRules } from '../../../fixtures/rules/mixed-rules.ts'
import { seededRandom } from '../../../fixtures/rules/random.ts'
import { randomCall, randomMessages } from '../../../fixtures/rules/random-call.ts'
import { matchesOf, ruleSetOf } from '../../../fixtures/rules/run-call.ts'
import { silentObserver } from '../../../fixtures/rules/silent-observer.ts'

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1)

const RULES = mixedRules()
const set = ruleSetOf(...RULES)

/** Every seed is a whole call judged by every kind of condition. */
const TIMEOUT_MS = 60_000

/** A confirmed match without what names the message that decided it. */
function confirmed(matches: readonly UnstampedMatch[]): readonly string[] {
  return matches
    .filter(({ state }) => state === 'confirmed')
    .map(({ rule, evidence, atMs }) => {
      return JSON.stringify({ rule: rule.id, atMs, evidence: withoutStays(evidence) })
    })
    .toSorted()
}

/** How long a word stayed is about the partials, which differ. */
function withoutStays({ words, others, ...part }: Evidence): unknown {
  const told = (spoken: Evidence['words']): unknown => spoken.map(({ stayedMs: _, ...word }) => word)
  return {
    ...part,
    words: told(words),
    others: others.map((other) => ({ ...other, words: told(other.words) })),
  }
}

function callOf(seed: number): ReturnType<typeof randomCall> {
  return randomCall({ random: seededRandom(seed), words: MIXED_WORDS })
}

describe('on random calls', { timeout: TIMEOUT_MS }, () => {
  it('splitting and moving partials differently confirms the same', () => {
    const seen = new Set<string>()
    for (const seed of SEEDS) {
      const call = callOf(seed)
      const matches = matchesOf(set, randomMessages(call, seededRandom(seed + 1000)))
      for (const { state, rule } of matches) if (state === 'confirmed') seen.add(rule.id)
      const one = confirmed(matches)
      const other = confirmed(matchesOf(set, randomMessages(call, seededRandom(seed + 2000))))
      expect(other, `seed ${seed}`).toEqual(one)
    }
    // No condition is left out: each was confirmed somewhere, but for the trend, which needs a longer call.
    const unseen = RULES.map(({ ref }) => ref.id).filter((id) => !seen.has(id))
    expect(unseen).toEqual(['state-8-sentiment-trend', 'with-8-sentiment-trend'])
  })

  it('every match fires once, then is confirmed or retracted once', () => {
    const seen = new Set<string>()
    for (const seed of SEEDS) {
      const matches = matchesOf(set, randomMessages(callOf(seed), seededRandom(seed)))
      const byId = Map.groupBy(matches, ({ matchId }) => matchId)
      for (const [matchId, changes] of byId) {
        const states = changes.map(({ state }) => state).join(' ')
        expect(['fired confirmed', 'fired retracted'], `seed ${seed}, ${matchId}`).toContain(states)
        seen.add(states)
      }
    }
    expect(seen.size).toBe(2)
  })

  it('no word of a final counts twice for a rule', () => {
    for (const seed of SEEDS) {
      const matches = matchesOf(set, randomMessages(callOf(seed), seededRandom(seed)))
      const said = matches.filter(({ state }) => state === 'confirmed')
      const uses = said.flatMap(({ rule, evidence }) => {
        const party = evidence.utteranceId?.split('-')[0] ?? ''
        return evidence.words.map(({ startMs, text }) => `${rule.id} ${party} ${startMs} ${text}`)
      })
      expect(new Set(uses).size, `seed ${seed}`).toBe(uses.length)
    }
  })

  it('a state written to JSON and read back at any point changes nothing', () => {
    for (const seed of SEEDS.slice(0, 20)) {
      const messages = randomMessages(callOf(seed), seededRandom(seed))
      let state: CallState = initialCallState('call-1')
      const matches: UnstampedMatch[] = []
      for (const message of messages) {
        const restored = JSON.parse(JSON.stringify(state)) as CallState
        expect(restored).toEqual(state)
        const stepped = step(set, restored, message)
        state = stepped.state
        matches.push(...stepped.matches)
      }
      expect(matches, `seed ${seed}`).toEqual(matchesOf(set, messages))
    }
  })

  it('a call keeps little when no rule waits for more', () => {
    const plain = ruleSetOf(...RULES.filter(({ ref }) => /^(said|near|absent-from)/.test(ref.id)))
    for (const seed of SEEDS) {
      let state: CallState = initialCallState('call-1')
      for (const message of randomMessages(callOf(seed), seededRandom(seed))) {
        // Before its end, which takes everything.
        if (message.type !== 'end') state = step(plain, state, message).state
      }
      for (let after = 1; after <= 30; after += 1) {
        const place = { callId: 'call-1', seq: state.seq + 1, atMs: callMs(60_000 + after * 1000) }
        state = step(plain, state, { type: 'tick', ...place, lagMs: 0 }).state
      }
      expect(state.rules, `seed ${seed}`).toEqual({})
      expect(JSON.stringify(state).length).toBeLessThan(2000)
    }
  })

  it('live, with calls mixed and time between messages, and replayed, it gives the same', async () => {
    const calls = SEEDS.slice(0, 10).map((seed) => {
      return randomMessages(callOf(seed), seededRandom(seed), `call-${seed}`)
    })
    const live: Match[] = []
    const messages$ = new Subject<CallMessage>()
    const clock = new ManualClock(1_000_000)
    const done = matchStream({ messages$, ruleSet: () => set, clock, observer: silentObserver }).forEach(
      (match) => {
        live.push(match)
      },
    )
    const random = seededRandom(5)
    const waiting = calls.map((messages) => [...messages])
    while (waiting.some((messages) => messages.length > 0)) {
      const message = random.pick(waiting.filter((messages) => messages.length > 0)).shift()
      if (message !== undefined) messages$.next(message)
      if (random.int(0, 20) === 0) await Promise.resolve()
    }
    messages$.complete()
    await done
    for (const messages of calls) {
      const callId = messages[0]?.callId
      const ofCall = live.filter((match) => match.callId === callId).map(withoutMatchedAt)
      expect(ofCall).toEqual(matchesOf(set, messages))
    }
  })
})

function withoutMatchedAt({ stamps, ...match }: Match): UnstampedMatch {
  if (stamps === null) return { ...match, stamps: null }
  const { matchedAt, ...rest } = stamps
  expect(matchedAt).toBe(1_000_000)
  return { ...match, stamps: rest }
}
