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
  expect(templateParts('Nothing to fill.')).toEqual(['Nothing to fill.'])
  expect(templateParts('{unknown} {call.x}')).toEqual([
    '{unknown} ',
    { kind: 'attribute', name: 'x', otherwise: '' },
  ])
})

test.each([
  ['{words} {words|this} {call.customer-tier} {call.a.b_c|x y}', []],
  ['{Words} and {call.} and {call.x|y|z}', ['{Words}', '{call.}', '{call.x|y|z}']],
  ['{}', ['{}']],
  ['a loose { brace', ['{']],
  ['another } one', ['}']],
])('%s has unknown places %s', (text, unknown) => {
  expect(unknownPlaces(text)).toEqual(unknown)
})
