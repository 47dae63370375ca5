import { describe, expect, it } from 'vitest'
import { parseCallScript } from '../../../../server/rules/testing/call-script.ts'
import { formatCallTime, parseCallTime } from '../../../../server/rules/testing/call-time.ts'

describe('parseCallScript', () => {
  it('reads lines in order of time', () => {
    const { script, faults } = parseCallScript(
      '\n00:05 agent    how can i help\n01:02.5 customer  hi\n\n01:10 end\n',
    )
    expect(faults).toEqual([])
    expect(script).toEqual({
      lines: [
        { atMs: 5000, party: 'agent', words: ['how', 'can', 'i', 'help'] },
        { atMs: 62_500, party: 'customer', words: ['hi'] },
      ],
      events: [],
      endMs: 70_000,
    })
  })

  it('reads what happens besides speech', () => {
    const { script, faults } = parseCallScript(
      '00:05 hold\n00:09 back\n00:10 transfer agent-2\n00:11 set queue billing line\n00:12 lost\n00:15 found\n00:20 end',
    )
    expect(faults).toEqual([])
    expect(script.events).toEqual([
      { kind: 'hold', atMs: 5000 },
      { kind: 'back', atMs: 9000 },
      { kind: 'transfer', atMs: 10_000, agentId: 'agent-2' },
      { kind: 'set', atMs: 11_000, key: 'queue', value: 'billing line' },
      { kind: 'lost', atMs: 12_000 },
      { kind: 'found', atMs: 15_000 },
    ])
  })

  it('reads how fast a line is spoken, and counts with it', () => {
    const { script, faults } = parseCallScript(
      '00:01 agent@240 one two three four\n00:02 agent five\n00:09 end',
    )
    expect(faults).toEqual([])
    expect(script.lines[0]).toMatchObject({ wordMs: 250, words: ['one', 'two', 'three', 'four'] })
  })

  it.each([
    ['00:05 agent hello', 0, 1, 'no end'],
    ['', 0, 1, 'no end'],
    ['soon', 0, 1, 'expected a line such as'],
    ['0:5 agent hello', 0, 1, 'not a time'],
    ['00:75 agent hello', 0, 1, 'not a time'],
    ['00:05 caller hello', 0, 7, '"caller" is not known'],
    ['00:05 agent@900 hello', 0, 12, '"@900" is no pace'],
    ['00:05 agent@ hello', 0, 12, 'is no pace'],
    ['00:05 agent', 0, 12, 'nothing is said'],
    ['00:05 agent hello  Sir', 0, 20, '"Sir" is not written as the recogniser writes'],
    ['00:05 agent a 4 4', 0, 15, '"4"'],
    ['00:05 end now', 0, 11, 'nothing after'],
    ['00:05 end\n00:06 agent hello', 1, 1, 'the call has ended'],
    ['00:05 agent hello\n00:04 customer hello', 1, 1, 'before the line above'],
    ['00:05 agent one two three\n00:06 agent four', 1, 1, 'expected a time from 00:06.1 on'],
    ['00:05 agent one two three\n00:06 end', 1, 1, 'somebody is still speaking'],
  ])('refuses %j', (text, line, column, message) => {
    const [fault] = parseCallScript(text).faults
    expect(fault).toMatchObject({ line, column })
    expect(fault?.message).toContain(message)
  })

  it('lets both parties speak at once', () => {
    expect(parseCallScript('00:05 agent one two three\n00:05.5 customer four\n00:09 end').faults).toEqual([])
  })
})

describe('call time', () => {
  it.each([
    ['00:00', 0],
    ['01:05', 65_000],
    ['01:05.5', 65_500],
    ['01:05.25', 65_250],
    ['120:00.005', 7_200_005],
  ])('reads %s', (text, ms) => {
    expect(parseCallTime(text)).toBe(ms)
  })

  it.each(['', '5', '00:60', '1:5', '00:05.', '-1:00'])('refuses %j', (text) => {
    expect(parseCallTime(text)).toBeNull()
  })

  it.each([
    [0, '00:00.0'],
    [65_460, '01:05.5'],
    [59_960, '01:00.0'],
  ])('writes %i ms', (ms, text) => {
    expect(formatCallTime(ms)).toBe(text)
  })
})
