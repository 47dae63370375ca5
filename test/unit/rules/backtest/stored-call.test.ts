import { describe, expect, it } from 'vitest'
import { callMs } from '../../../../server/contracts/time.ts'
import { durationOf, toMessages } from '../../../../server/rules/backtest/stored-call.ts'
import { movingWords } from '../../../../server/rules/backtest/moving-words.ts'
import { firingsByRule } from '../../../../server/rules/backtest/firing.ts'
import { compileRules } from '../../../../server/rules/compile/compile.ts'
import { playScript } from '../../../../server/rules/testing/play-script.ts'
import { evaluateCall } from '../../../../server/rules/engine/evaluate-call.ts'
import { buildRule, saidRule } from '../../../fixtures/rules/build-rule.ts'
import { keptCall } from '../../../helpers/kept-call.ts'
import { buildStart, buildUpdate, buildUtterance } from '../../../helpers/message-builders.ts'

const SLOW = [5000, 'customer', 'my page is slow'] as const

describe('the moving words of a final', () => {
  it('come as each was seen, and settle', () => {
    const [final] = keptCall({ said: [SLOW] }).utterances
    if (final === undefined) throw new Error('something was said')
    const moving = movingWords(final)
    expect(moving.map(({ atMs, text }) => [atMs, text])).toEqual([
      [5500, 'my'],
      [5740, 'my'],
      [5820, 'my page'],
      [6060, 'my page'],
      [6140, 'my page is'],
      [6380, 'my page is'],
      [6460, 'my page is slow'],
      [6700, 'my page is slow'],
    ])
    expect(moving.at(-1)?.words.map(({ stayedMs }) => stayedMs)).toEqual([1260, 940, 620, 300])
    expect(moving.every(({ words }) => words.every(({ confidence }) => confidence === null))).toBe(true)
  })

  it('end before a word that only the final has, so that no words meet that never did', () => {
    const said = buildUtterance({ text: 'i do not want it' })
    const words = said.words.map((word) => ({ ...word, stayedMs: word.text === 'not' ? 0 : word.stayedMs }))
    const texts = new Set(movingWords({ ...said, words }).map(({ text }) => text))
    expect([...texts]).toEqual(['i do'])
  })

  it('are none where it is not known how long a word had stayed', () => {
    const said = buildUtterance({ text: 'hello there' })
    const words = said.words.map((word) => ({ ...word, stayedMs: 0 }))
    expect(movingWords({ ...said, words })).toEqual([])
  })
})

describe('a kept call as messages', () => {
  it('begins as it began, and has what changed in its place', () => {
    const start = buildStart()
    const hold = { ...buildUpdate({ onHold: true }), atMs: callMs(5600), seq: 9 }
    const record = keptCall({
      said: [SLOW],
      events: [start, hold],
      durationMs: 7000,
      attributes: { queue: 'late' },
    })
    const messages = toMessages(record)
    expect(messages[0]).toMatchObject({ type: 'start', call: { attributes: { queue: 'billing' } } })
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1))
    const rest = messages.filter(({ type }) => type !== 'utterance').map(({ type, atMs }) => [type, atMs])
    expect(rest).toEqual([
      ['start', 0],
      ...[1000, 2000, 3000, 4000, 5000].map((atMs) => ['tick', atMs]),
      ['update', 5600],
      ['tick', 6000],
      ['tick', 7000],
      ['end', 7000],
    ])
  })

  it('stands still while no audio of either party came', () => {
    const gap = {
      type: 'gap',
      callId: 'call-1',
      atMs: callMs(1500),
      durationMs: 3000,
      reason: 'lost',
    } as const
    const events = [
      { ...gap, seq: 4, party: 'agent' },
      { ...gap, seq: 5, party: 'customer' },
    ] as const
    const ticks = (record: Parameters<typeof toMessages>[0]): readonly number[] =>
      toMessages(record).flatMap(({ type, atMs }) => (type === 'tick' ? [atMs] : []))
    expect(ticks(keptCall({ events, durationMs: 6000 }))).toEqual([1000, 5000, 6000])
    expect(ticks(keptCall({ events: events.slice(0, 1), durationMs: 6000 }))).toHaveLength(6)
  })

  it('is as long as what is known of it, when it has no end', () => {
    const record = { ...keptCall({ said: [SLOW] }), durationMs: null }
    expect(durationOf(record)).toBe(6260)
    expect(durationOf({ ...keptCall(), durationMs: null })).toBe(0)
  })

  it('is judged as the call was live: same rules, same words, same moments', () => {
    const lines = [
      { atMs: 3000, party: 'agent', words: 'let me put you on hold'.split(' ') },
      { atMs: 9000, party: 'customer', words: 'i want to cancel my contract'.split(' ') },
    ] as const
    const live = playScript('call-1', { lines, events: [{ kind: 'hold', atMs: 12_000 }], endMs: 90_000 })
    const set = compileRules({
      hash: 'test',
      rules: [
        saidRule(['cancel my contract'], { id: 'cancel' }),
        buildRule({ id: 'held', when: '{ hold: { for: 60s } }' }),
        buildRule({
          id: 'silent',
          when: '{ absence: { missing: { speaker: agent, phrases: [recorded] }, within: 20s } }',
        }),
      ],
    })
    const record = {
      ...keptCall({ durationMs: 90_000 }),
      utterances: live.flatMap((message) =>
        message.type === 'utterance' && message.state === 'final' ? [message] : [],
      ),
      events: live.flatMap((message) =>
        message.type === 'start' || message.type === 'update' ? [message] : [],
      ),
    }
    const lived = evaluateCall({ set, callId: 'call-1', messages: live }).filter(
      ({ state }) => state === 'fired',
    )
    const played = [...firingsByRule(set, record.call, toMessages(record)).values()].flat()
    expect(played.map(({ rule }) => rule.id).toSorted()).toEqual(['cancel', 'held', 'silent'])
    for (const match of played) {
      const same = lived.find(({ rule }) => rule.id === match.rule.id)
      expect(match.evidence.startMs).toBe(same?.evidence.startMs)
      expect(Math.abs(match.atMs - (same?.atMs ?? Infinity))).toBeLessThanOrEqual(150)
    }
  })
})
