import { describe, expect, it } from 'vitest'
import { compileAlone, runCase } from '../../../../server/rules/testing/run-case.ts'
import type { RuleTest } from '../../../../server/rules/testing/test-schema.ts'
import { buildRule, saidRule } from '../../../fixtures/rules/build-rule.ts'

const tested = compileAlone(saidRule(['good day']))
/** "good day" ends at 5.7 s, shows 200 ms later and has settled 300 ms after that. */
const CALL = '00:05 customer good day\n00:10 end'

function run(expected: RuleTest['expect'], tolerance?: string, call = CALL): readonly string[] {
  return runCase({ tested, test: { name: 'x', call, expect: expected }, tolerance }).map(
    ({ expectation, message }) => {
      return `${expectation ?? '-'} ${message}`
    },
  )
}

const PROMPT = 'Do something.'

describe('runCase', () => {
  it.each(['00:05.7', '00:06.2', '00:06.7'])('passes when the prompt is expected at %s', (at) => {
    expect(run([{ at, prompt: PROMPT }])).toEqual([])
  })

  it('says when it came instead', () => {
    expect(run([{ at: '00:06.8', prompt: PROMPT }])).toEqual([
      '0 expected the prompt "Do something." at 00:06.8 (give or take 500 ms), but it came at 00:06.2',
    ])
  })

  it('takes the tolerance of the file', () => {
    expect(run([{ at: '00:08', prompt: PROMPT }], '2s')).toEqual([])
    expect(run([{ at: '00:06.3', prompt: PROMPT }], '50ms')).toHaveLength(1)
  })

  it('fails when nothing came', () => {
    expect(run([{ at: '00:06', prompt: PROMPT }], undefined, '00:10 end')).toEqual([
      '0 expected the prompt "Do something." at 00:06.0 (give or take 500 ms), but it did not come',
    ])
  })

  it('fails when something came that is not expected', () => {
    expect(run([])).toEqual(['- the prompt "Do something." came at 00:06.2, which is not expected'])
  })

  it('wants the kind and the text as the rule has them', () => {
    expect(run([{ at: '00:06.2', alert: PROMPT }])).toHaveLength(2)
    expect(run([{ at: '00:06.2', prompt: 'Do something' }])).toHaveLength(2)
  })

  it('counts each time, whatever the cooldown', () => {
    const twice = '00:05 customer good day\n00:08 customer good day\n00:12 end'
    expect(run([{ at: '00:06.2', prompt: PROMPT }], undefined, twice)).toHaveLength(1)
    expect(
      run(
        [
          { at: '00:06.2', prompt: PROMPT },
          { at: '00:09.2', prompt: PROMPT },
        ],
        undefined,
        twice,
      ),
    ).toEqual([])
  })

  it('leaves out what was retracted', () => {
    const rule = buildRule({
      when: '{ absence: { missing: { speaker: agent, phrases: [good day] }, within: 5s } }',
    })
    const call = '00:03 agent well well well well well good day\n00:10 end'
    expect(
      runCase({ tested: compileAlone(rule), test: { name: 'x', call, expect: [] }, tolerance: undefined }),
    ).toEqual([])
  })

  it('sees what came and was taken back', () => {
    const missing = '{ speaker: agent, phrases: [one two three four five six seven] }'
    const tested = compileAlone(buildRule({ when: `{ absence: { missing: ${missing}, within: 2s } }` }))
    const call = '00:01 agent one two three four five six seven eight\n00:10 end'
    const failures = (expected: RuleTest['expect']): number =>
      runCase({ tested, test: { name: 'x', call, expect: expected }, tolerance: undefined }).length
    expect(failures([{ at: '00:03', prompt: PROMPT, state: 'retracted' }])).toBe(0)
    expect(failures([])).toBe(0)
    expect(failures([{ at: '00:03', prompt: PROMPT }])).toBe(1)
  })

  it('runs the rules that a rule waits for, and looks at its own outcomes only', () => {
    const first = saidRule(['good day'])
    const rule = buildRule({ id: 'second', when: '{ count: { of: { rule: test-rule }, times: 2 } }' })
    const call = '00:02 customer good day\n00:05 customer good day\n00:12 end'
    const tested = compileAlone(rule, { needs: [first] })
    const expected = [{ at: '00:06.2', prompt: PROMPT }]
    expect(runCase({ tested, test: { name: 'x', call, expect: expected }, tolerance: '3s' })).toEqual([])
  })
})
