import { expect, it } from 'vitest'
import { CallBuilder } from '../../../fixtures/rules/call-builder.ts'
import { buildRule } from '../../../fixtures/rules/build-rule.ts'
import { matchesOf, ruleSetOf } from '../../../fixtures/rules/run-call.ts'

interface Line {
  readonly text: string
  readonly fromMs: number
  readonly party?: 'agent' | 'customer'
}

/** What each part of the evidence caught when the rule fired: `name=words`, the deciding part first. */
function caught(when: string, lines: readonly Line[]): readonly string[] {
  const call = new CallBuilder()
  for (const [index, { text, fromMs, party }] of lines.entries()) {
    const atMs = fromMs + 400 * text.split(' ').length
    call.final({ id: `u${index}`, text, fromMs, atMs, party: party ?? 'customer' })
  }
  const match = matchesOf(ruleSetOf(buildRule({ when })), call.ticks(0, 90_000).end(90_000).messages)[0]
  if (match === undefined) return ['did not fire']
  return [match.evidence, ...match.evidence.others].flatMap(({ words, slots = [] }) =>
    slots.map(({ name, from, to }) => {
      const texts = words.slice(from, to).map(({ text }) => text)
      return `${name}=${texts.join(' ')}`
    }),
  )
}

const said = (phrase: string): string => `said: { speaker: customer, phrases: ["${phrase}"] }`

it.each<[string, string, readonly string[]]>([
  [
    'charged me <amount>',
    'you charged me fifty euros and ten cents today',
    ['amount=fifty euros and ten cents'],
  ],
  [
    'paid <paid:amount> not <due:amount>',
    'i paid ten dollars not twenty dollars',
    ['paid=ten dollars', 'due=twenty dollars'],
  ],
  ['come on <date> (at <time>)?', 'come on tuesday please', ['date=tuesday']],
  ['(<date>|at <time>) suits me', 'at half past four suits me', ['time=half past four']],
  ['order <digits>', 'my order four five six seven', ['digits=four five six seven']],
  // A piece of a longer number says another number.
  ['<number> please', 'four two eight please', []],
  ['took <number>', 'you took three', ['number=three']],
  ['took <number>', 'you took three nine', []],
])('%s in "%s" catches %j', (phrase, text, expected) => {
  expect(caught(`{ ${said(phrase)} }`, [{ text, fromMs: 1000 }])).toEqual(expected)
})

it('brings what each part of a join, a sequence and an absence caught', () => {
  const lines: readonly Line[] = [
    { text: 'i paid ten dollars', fromMs: 1000 },
    { text: 'it comes on friday', fromMs: 5000, party: 'agent' },
  ]
  const comes = '{ said: { speaker: agent, phrases: ["comes on <date>"] } }'
  const paid = `{ ${said('paid <amount>')} }`
  expect(caught(`{ all: [${paid}, ${comes}] }`, lines)).toEqual(['date=friday', 'amount=ten dollars'])
  expect(caught(`{ sequence: { within: 30s, of: [${paid}, ${comes}] } }`, lines)).toEqual([
    'date=friday',
    'amount=ten dollars',
  ])
  const missing = 'missing: { speaker: agent, phrases: [sorry] }'
  const after = 'after: { speaker: customer, phrases: ["paid <amount>"] }'
  expect(caught(`{ absence: { ${after}, ${missing}, within: 10s } }`, lines)).toEqual(['amount=ten dollars'])
})

it('catches across a pause in the middle of a phrase', () => {
  const lines: readonly Line[] = [
    { text: 'you charged me', fromMs: 1000 },
    { text: 'twenty dollars', fromMs: 2500 },
  ]
  expect(caught(`{ ${said('charged me <amount>')} }`, lines)).toEqual(['amount=twenty dollars'])
})
