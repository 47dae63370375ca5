import { expect, it } from 'vitest'
import { toFigures } from '../../../../server/rules/desk/figures.ts'

const COUNTS = {
  ruleId: 'b',
  fired: 10,
  held: { cooldown: 2, 'no-agent': 1 },
  confirmed: 4,
  retracted: 1,
  seen: 6,
  used: 3,
  notNow: 5,
  wrong: 1,
}

it('figures say what reached somebody, how often an hour, and how right it was', () => {
  const [, b] = toFigures({ callMs: 7_200_000, rules: [COUNTS] }, ['a', 'b'])
  const { seen: _, ...counts } = COUNTS
  expect(b).toEqual({ ...counts, shown: 7, perCallHour: 5, precision: 0.75 })
})

it('are there for rules that did nothing, and for those that did and are gone', () => {
  const figures = toFigures({ callMs: 3_600_000, rules: [COUNTS] }, ['c', 'a'])
  expect(figures.map(({ ruleId }) => ruleId)).toEqual(['a', 'b', 'c'])
  expect(figures[0]).toMatchObject({ fired: 0, shown: 0, perCallHour: 0, precision: null })
})

it('claim no rate without calls and no precision without a verdict', () => {
  const [b] = toFigures({ callMs: 0, rules: [{ ...COUNTS, used: 0, wrong: 0 }] }, [])
  expect(b).toMatchObject({ perCallHour: null, precision: null, notNow: 5 })
})
