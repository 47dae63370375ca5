import { describe, expect, it } from 'vitest'
import type { KnownNames } from '../../../server/quality/form/read-form.ts'
import { parseForm } from '../../../server/quality/form/read-form.ts'
import { formatFault } from '../../../server/platform/yaml/file-fault.ts'

const KNOWN: KnownNames = {
  rules: [
    { id: 'greeting-missing', status: 'live' },
    { id: 'praise', status: 'shadow' },
    { id: 'old-rule', status: 'retired' },
  ],
  checklists: new Map([['verification', ['name', 'secret']]]),
}

const HEAD = `version: 1
title: Card
owner: quality-team
sections:
  - id: opening
    title: Opening
    items:
`

function parse(items: string) {
  const { form, faults } = parseForm('score-card.yaml', HEAD + items, KNOWN)
  return { form, faults: faults.map(formatFault) }
}

describe('a score card file', () => {
  it('says what each item is decided by, with the opposite and shadow by default', () => {
    const { form, faults } = parse(`
      - { id: a, title: A, weight: 5, rules: [greeting-missing], fired: missed }
      - { id: b, title: B, weight: 0.5, rules: [praise], fired: met, shadow: ignored }
      - { id: c, title: C, weight: 5, rules: [praise], fired: met, not-fired: not-applicable }
      - { id: d, title: D, weight: 5, critical: true, checklist: verification, item: name, in-time: true }
      - id: e
        title: E
        weight: 5
        checklist: verification
        applies:
          queue: [billing]
          attributes: { tier: [gold, silver] }
          longer-than: 1.5m
          fired: [praise]
          checklist: verification
`)
    expect(faults).toEqual([])
    expect(form?.items.map(({ by }) => by)).toEqual([
      { type: 'rules', rules: ['greeting-missing'], fired: 'missed', notFired: 'met', shadow: true },
      { type: 'rules', rules: ['praise'], fired: 'met', notFired: 'missed', shadow: false },
      { type: 'rules', rules: ['praise'], fired: 'met', notFired: 'not-applicable', shadow: true },
      { type: 'checklist', checklist: 'verification', item: 'name', inTime: true },
      { type: 'checklist', checklist: 'verification', item: null, inTime: false },
    ])
    expect(form?.items[3]).toMatchObject({ itemId: 'd', section: 'Opening', weight: 5, critical: true })
    expect(form?.items[4]?.applies).toEqual({
      queues: ['billing'],
      attributes: new Map([['tier', ['gold', 'silver']]]),
      longerThanMs: 90_000,
      fired: ['praise'],
      checklist: 'verification',
    })
  })

  it('is another state with every change, and the same for the same text', () => {
    const text = '      - { id: a, title: A, weight: 5, rules: [praise], fired: met }\n'
    expect(parse(text).form?.hash).toBe(parse(text).form?.hash)
    expect(parse(text).form?.hash).not.toBe(parse(text.replace('5', '6')).form?.hash)
  })

  it.each<[string, string, string, string]>([
    [
      'a rule',
      'rules: [greting-missing], fired: met',
      'greting-missing',
      'rule called "greting-missing", expected one that is there; did you mean "greeting-missing"?',
    ],
    [
      'a checklist',
      'checklist: payment',
      'payment',
      'checklist called "payment", expected one that is there',
    ],
    [
      'an item',
      'checklist: verification, item: nam',
      'nam',
      'item of "verification" called "nam", expected one that is there; did you mean "name"?',
    ],
    [
      'a rule in applies',
      'rules: [praise], fired: met, applies: { fired: [none] }',
      'none',
      'rule called "none", expected one that is there',
    ],
    [
      'a checklist in applies',
      'rules: [praise], fired: met, applies: { checklist: none }',
      'none',
      'checklist called "none", expected one that is there',
    ],
  ])('is told of %s that is not there, and is used without it', (_name, rest, wrong, fault) => {
    const line = `      - { id: a, title: A, weight: 5, ${rest} }`
    const { form, faults } = parse(`${line}\n`)
    const column = line.lastIndexOf(wrong) + 1
    expect(faults).toEqual([`score-card.yaml:8:${column}: there is no ${fault} [unknown-name]`])
    expect(form?.items).toHaveLength(1)
  })

  it('is warned of a rule that never fires', () => {
    const { faults } = parse('      - { id: a, title: A, weight: 5, rules: [old-rule], fired: met }\n')
    expect(faults).toEqual([
      'score-card.yaml:8:47: warning: the rule "old-rule" is retired and never fires, expected one that is live or in shadow [idle-rule]',
    ])
  })

  it.each<[string, string, RegExp]>([
    ['neither rules nor a checklist', '{ id: a, title: A, weight: 5 }', /:8:\d+: .*expected/],
    [
      'both',
      '{ id: a, title: A, weight: 5, rules: [praise], fired: met, checklist: verification }',
      /:8:\d+: /,
    ],
    ['rules without a verdict', '{ id: a, title: A, weight: 5, rules: [praise] }', /:8:\d+: .*fired/],
    ['a weight below 0', '{ id: a, title: A, weight: -1, rules: [praise], fired: met }', /:8:\d+: /],
    [
      'a duration that is none',
      '{ id: a, title: A, weight: 1, rules: [praise], fired: met, applies: { longer-than: soon } }',
      /:8:\d+: .*such as 45s/,
    ],
    [
      'an empty applies',
      '{ id: a, title: A, weight: 1, rules: [praise], fired: met, applies: {} }',
      /:8:\d+: .*expected one of queue/,
    ],
    [
      'an unknown key',
      '{ id: a, title: A, weight: 1, rules: [praise], fired: met, wieght: 1 }',
      /:8:\d+: .*wieght/,
    ],
    ['YAML that is none', '{ id: a', /:9:1: .*\[yaml\]/],
  ])('is refused with %s', (_name, entry, fault) => {
    const { form, faults } = parse(`      - ${entry}\n`)
    expect(form).toBeNull()
    expect(faults.join('\n')).toMatch(fault)
  })

  it('is refused with an id twice, also in another section', () => {
    const { form, faults } = parse(`      - { id: a, title: A, weight: 5, rules: [praise], fired: met }
  - id: opening
    title: Again
    items:
      - { id: a, title: A, weight: 5, rules: [praise], fired: met }
`)
    expect(form).toBeNull()
    expect(faults).toEqual([
      'score-card.yaml:9:9: the section "opening" stands in this file already, expected an id of its own [duplicate-id]',
      'score-card.yaml:12:15: the item "a" stands in this file already, expected an id of its own [duplicate-id]',
    ])
  })
})
