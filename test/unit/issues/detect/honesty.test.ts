import { beforeAll, describe, expect, it } from 'vitest'
import { HonestyCourt, type Scenario } from '../../../bench/issues/honesty.ts'

const NAMES = [
  'an ordinary day, on which summer time begins',
  '2.5 times the contacts for four hours',
  'a campaign: all codes doubled for a day',
  'one caller says it ten times',
  'ten callers say it once',
  'a feed with a mix of its own starts',
  'a feed stops',
  'a code breaks for three days',
  'words without a code, for three days',
  'a new code that is rare',
  'a new code that is frequent at once',
]

/** The same scenarios as `npm run bench -- issues` plays, on one seed. */
describe('what must not raise an issue, and what must', () => {
  let scenarios: readonly Scenario[]

  beforeAll(() => {
    scenarios = new HonestyCourt(1).run()
  }, 120_000)

  it('knows all scenarios', () => {
    expect(scenarios.map(({ name }) => name)).toEqual(NAMES)
  })

  it.each(NAMES)('%s', (name) => {
    const scenario = scenarios.find((one) => one.name === name)
    expect(scenario, scenario?.expected).toMatchObject({ isMet: true })
  })
})
