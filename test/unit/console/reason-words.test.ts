import { describe, expect, test } from 'vitest'
import { reasonWords } from '../../../agent-console/src/data/reason-words.ts'
import { OUTCOME_REASONS, type Outcome } from '../../../server/contracts/outcome.ts'
import { buildOutcome } from '../../helpers/message-builders.ts'

const words = (change: Partial<Outcome>): string => reasonWords(buildOutcome(change))

describe('why an outcome is in its state', () => {
  test.each(OUTCOME_REASONS)('%s is a sentence of its own', (reason) => {
    const others = OUTCOME_REASONS.filter((other) => other !== reason).map((other) =>
      words({ reason: other }),
    )
    expect(words({ reason })).toMatch(/^[A-Z].+\.$/)
    expect(words({ reason })).not.toContain(reason)
    expect(others).not.toContain(words({ reason }))
  })

  test('names the outcome that holds it back', () => {
    const because = {
      type: 'outcome',
      outcomeId: 'o-9',
      rule: 'danger@1',
      title: 'Somebody may be in danger',
    } as const
    expect(words({ state: 'held', reason: 'inhibited', because })).toBe(
      'Held back by “Somebody may be in danger”.',
    )
  })

  test('says of what was told in a group that it was not said after all', () => {
    const because = { type: 'group', caseId: 'group-1' } as const
    expect(words({ state: 'held', reason: 'grouped', because })).toBe(
      'Held back: told together with the same in other calls.',
    )
    expect(words({ state: 'held', reason: 'not-in-final', because })).toBe(
      'Held back, and the final words did not have it.',
    )
  })
})
