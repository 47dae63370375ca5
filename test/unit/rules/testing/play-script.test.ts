import { describe, expect, it } from 'vitest'
import type { CallMessage } from '../../../../server/contracts/transcript.ts'
import { parseCallScript } from '../../../../server/rules/testing/call-script.ts'
import { playScript, type ScriptedCall } from '../../../../server/rules/testing/play-script.ts'
import { wallMs } from '../../../../server/contracts/time.ts'

function play(rows: string, about?: ScriptedCall): readonly CallMessage[] {
  const { script, faults } = parseCallScript(rows)
  expect(faults).toEqual([])
  return playScript('c', script, about)
}

function ofType<T extends CallMessage['type']>(
  messages: readonly CallMessage[],
  type: T,
): readonly Extract<CallMessage, { type: T }>[] {
  return messages.filter((message): message is Extract<CallMessage, { type: T }> => message.type === type)
}

describe('playScript', () => {
  it('numbers the messages of a call in order of call time, from its start to its end', () => {
    const messages = play('00:01 agent hello there\n00:01.2 customer hi\n00:05 end')
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1))
    const times = messages.map(({ atMs }) => atMs)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect([messages[0]?.type, messages.at(-1)?.type]).toEqual(['start', 'end'])
  })

  it('lets both speak at once, word for word', () => {
    const finals = ofType(
      play('00:01 agent one two three\n00:01.5 customer four five\n00:05 end'),
      'utterance',
    )
      .filter(({ state }) => state === 'final')
      .map(({ party, words }) => `${party} ${words[0]?.startMs}-${words.at(-1)?.endMs}`)
    expect(finals.toSorted()).toEqual(['agent 1000-2050', 'customer 1500-2200'])
  })

  it('says what changed: hold, transfer, attributes', () => {
    const rows = '00:01 hold\n00:03 back\n00:04 transfer agent-2\n00:05 set queue billing\n00:06 end'
    expect(ofType(play(rows), 'update').map(({ atMs, change }) => [atMs, change])).toEqual([
      [1000, { onHold: true }],
      [3000, { onHold: false }],
      [4000, { agentId: 'agent-2' }],
      [5000, { attributes: { queue: 'billing' } }],
    ])
  })

  it('stands still while the audio is lost, and says afterwards what is missing', () => {
    const messages = play('00:01.5 lost\n00:04.5 found\n00:06 end')
    expect(ofType(messages, 'tick').map(({ atMs }) => atMs)).toEqual([1000, 5000, 6000])
    expect(ofType(messages, 'gap').map(({ atMs, party, durationMs }) => [atMs, party, durationMs])).toEqual([
      [4500, 'agent', 3000],
      [4500, 'customer', 3000],
    ])
    expect(messages.at(-1)).toMatchObject({ type: 'end', reason: 'completed' })
  })

  it('ends as abandoned when the audio never came back', () => {
    expect(play('00:01 lost\n00:06 end').at(-1)).toMatchObject({
      type: 'end',
      atMs: 6000,
      reason: 'abandoned',
    })
  })

  it('starts the call as it is told', () => {
    const about = { startedAt: wallMs(5000), language: 'en-GB', attributes: { queue: 'billing' } }
    const messages = play('00:01 agent hello\n00:03 end', about)
    expect(messages[0]).toMatchObject({ type: 'start', call: { ...about, source: 'native' } })
    expect(ofType(messages, 'utterance').every(({ atMs, heardAt }) => heardAt === 5000 + atMs)).toBe(true)
  })
})
