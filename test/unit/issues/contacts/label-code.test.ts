import { expect, it } from 'vitest'
import { codeOfLabel } from '../../../../server/issues/contacts/label-code.ts'

const CODES = [
  { id: 'web.payment.page-freezes', channel: 'web', step: 'payment' },
  { id: 'web.payment', channel: 'web', step: 'payment' },
  { id: 'web', channel: 'web', step: null },
  { id: 'app.crash', channel: 'app', step: null },
  { id: 'payment', channel: null, step: 'payment' },
] as const

it.each([
  ['web', 'payment', 'web.payment'],
  ['web', null, 'web'],
  ['web', 'basket', 'web'],
  ['app', 'payment', 'app.crash'],
  ['chat', 'payment', null],
] as const)('a label of %s, %s stands for %s', (channel, step, code) => {
  expect(codeOfLabel(CODES, { channel, step })).toBe(code)
})
