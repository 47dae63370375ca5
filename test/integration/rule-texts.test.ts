import { afterEach, beforeEach, expect, it } from 'vitest'
import { createActions, type Actions } from '../../server/actions/actions.ts'
import type { Outcome } from '../../server/contracts/outcome.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { redactExcerpt } from '../../server/redaction/redact-words.ts'
import { ruleText } from '../fixtures/rules/build-rule.ts'
import { buildCall, buildEnd, buildStart, buildUtterance } from '../helpers/message-builders.ts'
import { startRulesApp, type RulesApp } from '../helpers/rules-app.ts'

const PAID = ruleText({
  id: 'paid',
  when: '{ said: { speaker: customer, phrases: ["i paid <paid:amount> (on <date>)? (from account <from:number>)?"] } }',
  then: `{ prompt: { text: 'Find {slot.paid|the payment} of {slot.date|the day}, {slot.from|any account}.', steps: ['Read {article.title}: {article.line}'], article: refund, cooldown: 1s } }`,
})

let rules: RulesApp
let actions: Actions
let told: Outcome[]

beforeEach(async () => {
  rules = await startRulesApp({
    'paid.rule.yaml': PAID,
    'knowledge/refund.md':
      '---\nid: refund\ntitle: Refunds\nowner: a-team\nkeywords: [refund]\n---\n\nFind it.\n',
  })
  const { bus } = rules.app
  actions = createActions({
    ...{ bus, clock: systemClock, redact: redactExcerpt, quiet: () => null, queueAttribute: 'queue' },
    ...{ log: createLog({ level: 'silent' }), registry: new Registry() },
    limits: { perCall: 100, perAgentHour: 100, perRuleHour: 100 },
    articleOf: (id) => (id === 'refund' ? { title: 'Refunds', body: '1. **Find** the payment.\n' } : null),
  })
  actions.start()
  told = []
  bus.subscribe('outcome', (outcome) => told.push(outcome))
})

afterEach(async () => {
  actions.stop()
  await rules[Symbol.asyncDispose]()
})

/** Each state of the outcome with its text, as the customer's words come. */
function say(...texts: readonly string[]): readonly string[] {
  const { bus } = rules.app
  bus.publish('call', buildStart(buildCall()))
  for (const [index, text] of texts.entries()) {
    const state = index === texts.length - 1 ? 'final' : 'partial'
    bus.publish('call', buildUtterance({ text, startMs: 1000, state, seq: 2 + index, utteranceId: 'u-1' }))
  }
  bus.publish('call', buildEnd())
  return told.map(({ state, text }) => `${state}: ${text}`)
}

it('a card says the amount that was heard, and the one of the final once it is known', async () => {
  expect(say('i paid twenty dollars', 'i paid twenty five dollars on tuesday')).toEqual([
    'shown: Find twenty dollars of the day, any account.',
    'confirmed: Find twenty five dollars of tuesday, any account.',
  ])
  expect(told.map(({ card }) => card?.steps)).toEqual([
    ['Read Refunds: Find the payment.'],
    ['Read Refunds: Find the payment.'],
  ])
  await rules.app.store.flush()
  const kept = await rules.app.store.getOutcome(told[0]?.outcomeId ?? '')
  expect(kept).toMatchObject({
    text: 'Find twenty five dollars of tuesday, any account.',
    evidence: {
      slots: [
        { name: 'paid', from: 2, to: 5 },
        { name: 'date', from: 6, to: 7 },
      ],
    },
  })
})

it('nothing of a number that is masked is on the card, nor among the values that are kept', () => {
  const text = 'i paid twenty dollars on tuesday from account forty seven thousand two hundred and eleven'
  expect(say(text)).toEqual([
    'shown: Find twenty dollars of tuesday, any account.',
    'confirmed: Find twenty dollars of tuesday, any account.',
  ])
  expect(told[0]?.evidence.slots?.map(({ name }) => name)).toEqual(['paid', 'date'])
  expect(JSON.stringify(told)).not.toMatch(/forty|thousand|eleven/)
})
