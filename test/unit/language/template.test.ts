import { expect, test } from 'vitest'
import { templateParts, unknownPlaces } from '../../../server/language/template.ts'

test('a template is its texts and places, in order', () => {
  expect(templateParts('They said {words}: ask about {call.queue|the order}.')).toEqual([
    'They said ',
    { kind: 'words', name: '', otherwise: '' },
    ': ask about ',
    { kind: 'attribute', name: 'queue', otherwise: 'the order' },
    '.',
  ])
  expect(templateParts('{slot.paid|it}, {article.line}')).toEqual([
    { kind: 'slot', name: 'paid', otherwise: 'it' },
    ', ',
    { kind: 'article', name: 'line', otherwise: '' },
  ])
  expect(templateParts('Nothing to fill.')).toEqual(['Nothing to fill.'])
  expect(templateParts('{unknown} {call.x}')).toEqual([
    '{unknown} ',
    { kind: 'attribute', name: 'x', otherwise: '' },
  ])
})

test.each([
  ['{words} {words|this} {call.customer-tier} {call.a.b_c|x y}', []],
  ['{slot.amount|it} {slot.paid-2|} {article.title} {article.line|the guide}', []],
  ['{slot.amount} {slot.Amount|x} {article.body}', ['{slot.amount}', '{slot.Amount|x}', '{article.body}']],
  ['{Words} and {call.} and {call.x|y|z}', ['{Words}', '{call.}', '{call.x|y|z}']],
  ['{}', ['{}']],
  ['a loose { brace', ['{']],
  ['another } one', ['}']],
])('%s has unknown places %s', (text, unknown) => {
  expect(unknownPlaces(text)).toEqual(unknown)
})
