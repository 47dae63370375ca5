import { expect, test } from 'vitest'
import { readablePhrase } from '../../../agent-console/src/data/readable-phrase.ts'

test.each([
  ['called twice', 'called twice'],
  ['recorded / (record|recording) (this|the|our) (call|calls|line)', 'recorded / record this call'],
  ['cancel* my (account|plan)', 'cancel… my account'],
  ['one / two / three', 'one / two'],
  ['(cancel (it|that)|close) (right now)? please?', 'cancel it right now please'],
  ['~cancel ...5 <competitors>', 'cancel … [competitors]'],
  ['paid <paid:amount>', 'paid [amount]'],
])('%s reads as %s', (phrase, readable) => {
  expect(readablePhrase(phrase)).toBe(readable)
})
