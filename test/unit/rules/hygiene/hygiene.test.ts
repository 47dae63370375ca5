import { describe, expect, it } from 'vitest'
import type { FileFault } from '../../../../server/platform/yaml/file-fault.ts'
import { parseRule, type RuleDocument } from '../../../../server/rules/file/parse-rule.ts'
import type { Firing } from '../../../../server/rules/hygiene/firing.ts'
import { DEFAULT_LIMITS, judgeHygiene, type HygieneInput } from '../../../../server/rules/hygiene/hygiene.ts'
import { ruleText } from '../../../fixtures/rules/build-rule.ts'

const SAID = '{ said: { speaker: agent, phrases: [hello] } }'

function rule(id: string, { status = 'live', owner = 'a-team' } = {}): RuleDocument {
  const text = ruleText({ id, when: SAID, status }).replace('test-team', owner)
  const { document } = parseRule(`${id}.rule.yaml`, text)
  if (document === null) throw new Error('expected a rule without faults')
  return document
}

/** So many firings, each in an utterance of its own, on the words from 0 to 1 s. */
function fired(
  ruleId: string,
  times: number,
  words: Partial<NonNullable<Firing['words']>> = {},
): readonly Firing[] {
  return Array.from({ length: times }, (_, index) => ({
    ruleId,
    callId: 'call-1',
    words: { utteranceId: `u${index}`, startMs: 0, endMs: 1000, ...words },
  }))
}

function judge(input: Partial<HygieneInput>): readonly string[] {
  return judgeHygiene({
    rules: [],
    ignores: [],
    today: '2026-11-25',
    days: 30,
    calls: 10,
    callHours: 10,
    firings: [],
    limits: DEFAULT_LIMITS,
    ...input,
  }).map(({ file, line, check, message }: FileFault) => `${file}:${line} ${check}: ${message}`)
}

describe('judgeHygiene', () => {
  it('finds nothing in rules that do their work', () => {
    expect(judge({ rules: [rule('a'), rule('b')], firings: [...fired('a', 20), ...fired('b', 3)] })).toEqual(
      [],
    )
  })

  it('names rules that run and never fired, when there were calls', () => {
    const rules = [rule('a'), rule('b', { status: 'shadow' }), rule('c', { status: 'draft' })]
    expect(judge({ rules, firings: fired('a', 1) })).toEqual([
      'b.rule.yaml:1 never-fired: the rule did not fire in 10 calls of 30 days, expected it to hear something, or to be retired',
    ])
    expect(judge({ rules, calls: 0, callHours: 0 })).toEqual([])
  })

  it('names rules that fire too much for the time that was heard', () => {
    const input = { rules: [rule('a')], firings: fired('a', 61) }
    expect(judge(input)).toEqual([
      'a.rule.yaml:1 fires-too-much: the rule fired 6.1 times in an hour of calls (61 in all), expected at most 6',
    ])
    expect(judge({ ...input, limits: { ...DEFAULT_LIMITS, perCallHour: 7 } })).toEqual([])
    expect(judge({ ...input, callHours: 0.5 })).toEqual([])
  })

  it('names rules without an owner', () => {
    expect(judge({ rules: [rule('a', { owner: 'tbd' })], firings: fired('a', 1) })).toEqual([
      'a.rule.yaml:6 no-owner: "tbd" answers for nothing, expected the team that owns the rule',
    ])
  })

  it('names the rarer of two rules that fire on the same words', () => {
    const rules = [rule('a'), rule('b')]
    expect(
      judge({ rules, firings: [...fired('a', 10), ...fired('b', 5, { startMs: 900, endMs: 1500 })] }),
    ).toEqual([
      'b.rule.yaml:7 overlap: 5 of 5 times the rule fired on words on which "a" fired too, expected one of the two',
    ])
  })

  it.each([
    { name: 'words beside each other', firings: fired('b', 5, { startMs: 1000, endMs: 1500 }) },
    { name: 'other utterances', firings: fired('b', 5, { utteranceId: 'x' }) },
    { name: 'few times', firings: fired('b', 4) },
    { name: 'less than most times', firings: [...fired('b', 5), ...fired('b', 3, { utteranceId: 'x' })] },
    {
      name: 'other calls',
      firings: fired('b', 5).map((each) => ({ ...each, callId: 'call-2' })),
    },
    { name: 'no words', firings: fired('b', 5).map((each) => ({ ...each, words: null })) },
  ])('does not call it overlap: $name', ({ firings }) => {
    expect(judge({ rules: [rule('a'), rule('b')], firings: [...fired('a', 10), ...firings] })).toEqual([])
  })

  it('names ignores that are over or silence nothing', () => {
    const ignore = {
      file: 'a.rule.yaml',
      check: 'short-phrase',
      until: '2026-11-25',
      reason: 'x',
      line: 3,
      column: 1,
    }
    expect(judge({ ignores: [{ ignore, silenced: 1 }] })).toEqual([])
    expect(judge({ ignores: [{ ignore, silenced: 0 }] })).toEqual([
      'a.rule.yaml:3 stale-ignore: the ignore of "short-phrase" silences nothing, expected it removed',
    ])
    expect(judge({ today: '2026-11-26', ignores: [{ ignore, silenced: 1 }] })).toEqual([
      'a.rule.yaml:3 stale-ignore: the ignore of "short-phrase" ended on 2026-11-25, expected it removed',
    ])
  })
})
