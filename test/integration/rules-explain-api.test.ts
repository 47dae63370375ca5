import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Explanation, RuleInCall } from '../../server/contracts/explanation.ts'
import { callMs } from '../../server/contracts/time.ts'
import * as forms from '../../server/delivery/http/explain-schemas.ts'
import { ruleText } from '../fixtures/rules/build-rule.ts'
import type { HttpApp } from '../helpers/http-app.ts'
import { buildCall, buildEnd, buildOutcome, buildStart, buildUtterance } from '../helpers/message-builders.ts'
import { startRulesApp, type RulesApp } from '../helpers/rules-app.ts'

const SAID = 'said: { speaker: agent, phrases: [put you on hold] }'
const RULES = {
  'hold.rule.yaml': ruleText({
    id: 'hold',
    when: `{ all: [ { ${SAID} }, { attribute: { key: queue, is: [billing] } } ] }`,
  }),
  'no-thanks.rule.yaml': ruleText({
    id: 'no-thanks',
    when: '{ absence: { after: { speaker: agent, phrases: [put you on hold] }, missing: { speaker: agent, phrases: [thank you] }, within: 60s } }',
  }),
  'both.rule.yaml': ruleText({
    id: 'both',
    when: `{ all: [ { ${SAID} }, { said: { speaker: customer, phrases: [terrible] } } ] }`,
  }),
  'numbers.rule.yaml': ruleText({
    id: 'numbers',
    when: '{ said: { speaker: customer, phrases: [my number is] } }',
  }),
}

let rules: RulesApp
let app: HttpApp

beforeAll(async () => {
  rules = await startRulesApp(RULES)
  ;({ app } = rules)
})

afterAll(() => rules[Symbol.asyncDispose]())

/** A call of the agent's and the customer's words, which goes on. */
async function live(
  callId: string,
  said: readonly (readonly [number, 'agent' | 'customer', string])[],
): Promise<void> {
  app.bus.publish('call', buildStart(buildCall({ callId })))
  for (const [index, [startMs, party, text]] of said.entries()) {
    app.bus.publish(
      'call',
      buildUtterance({ callId, text, party, startMs, seq: 2 + index, utteranceId: `u-${index}` }),
    )
  }
  await app.store.flush()
}

function tick(callId: string, atMs: number): void {
  app.bus.publish('call', { type: 'tick', callId, seq: 90, atMs: callMs(atMs), lagMs: 0 })
}

async function explain(callId: string, ruleId: string): Promise<Explanation> {
  const answer = await app.get(`/v1/calls/${callId}/rules/${ruleId}/explain`, await app.token('supervisor'))
  expect(answer.status).toBe(200)
  const body: unknown = await answer.json()
  expect(forms.explanation.safeParse(body).error).toBeUndefined()
  return body as Explanation
}

describe('why a rule fires in a call, over HTTP', () => {
  it('is told of a live call by what is final so far, and of the whole call after its end', async () => {
    await live('one', [
      [5000, 'customer', 'hello there'],
      [9000, 'agent', 'let me put you on hold'],
    ])
    tick('one', 20_000)
    const waiting = await explain('one', 'no-thanks')
    expect(waiting).toMatchObject({ isLive: true, durationMs: 20_000, legFromMs: 0, firings: [] })
    expect(waiting.nearestMiss?.lacks.map(({ detail }) => detail)).toEqual(['50.9 s of the 1 min are left'])
    expect(await explain('one', 'hold')).toMatchObject({
      firings: [{ state: 'confirmed', atMs: expect.any(Number) }],
      nearestMiss: null,
      conditions: [{ path: 'all' }, { asks: 'said by agent: “put you on hold”' }, { isState: true }],
    })
    app.bus.publish('call', buildEnd('one', 120_000))
    await app.store.flush()
    const over = await explain('one', 'no-thanks')
    expect(over).toMatchObject({ isLive: false, durationMs: 120_000 })
    expect(over.firings.map(({ state }) => state)).toEqual(['confirmed'])
  })

  it('says of words of a moment ago that they are not certain yet', async () => {
    await live('just-now', [[9000, 'agent', 'let me put you on hold']])
    const either = await explain('just-now', 'both')
    expect(either.nearestMiss?.lacks.map(({ detail }) => detail)).toEqual([
      '“put you on hold” was said at 0:09.6 just now, and is not certain yet',
      'nothing like it was said by the customer',
    ])
  })

  it('says what people were told, or why not', async () => {
    await live('two', [[9000, 'agent', 'let me put you on hold']])
    const because = { type: 'group', caseId: 'case-1' } as const
    app.bus.publish(
      'outcome',
      buildOutcome({ callId: 'two', rule: 'hold@1', state: 'held', reason: 'grouped', because }),
    )
    await app.store.flush()
    expect((await explain('two', 'hold')).outcomes).toEqual([
      expect.objectContaining({ state: 'held', reason: 'grouped', because, heldBecause: expect.any(String) }),
    ])
  })

  it('shows words only as they may leave', async () => {
    await live('three', [[5000, 'customer', 'my number is four seven two nine one one']])
    const text = JSON.stringify(await explain('three', 'numbers'))
    expect(text).toContain('my number is')
    expect(text).not.toMatch(/seven|nine/)
  })

  it('lists the rules, those that fire first, then those that came near', async () => {
    await live('four', [[9000, 'agent', 'let me put you on hold']])
    tick('four', 20_000)
    const answer = await app.get('/v1/calls/four/rules', await app.token('analyst'))
    const found = (await answer.json()) as readonly RuleInCall[]
    expect(found.map(({ ruleId, fired, near }) => [ruleId, fired, near])).toEqual([
      ['hold', 1, 1],
      ['both', 0, 0.5],
      ['no-thanks', 0, 0.5],
      ['numbers', 0, 0],
    ])
    expect(forms.ruleInCall.array().parse(found)).toEqual(found)
  })

  it('is not told of what is not there, and not of a call that is too long', async () => {
    await live('five', [[1000, 'agent', 'hello']])
    const token = await app.token('supervisor')
    const status = async (path: string): Promise<unknown> => {
      const answer = await app.get(path, token)
      return [answer.status, ((await answer.json()) as { code?: string }).code]
    }
    expect(await status('/v1/calls/five/rules/none/explain')).toEqual([404, 'NOT_FOUND'])
    expect(await status('/v1/calls/none/rules/hold/explain')).toEqual([404, 'NOT_FOUND'])
    const said = Array.from(
      { length: 61 },
      (_, index) => [index * 1000, 'agent', 'a '.repeat(1000).trim()] as const,
    )
    await live('six', said)
    expect(await status('/v1/calls/six/rules/hold/explain')).toEqual([422, 'CALL_TOO_LONG'])
  })

  it('sends those away who ask for too much at once, and answers the others', async () => {
    await live('seven', [[9000, 'agent', 'let me put you on hold']])
    const token = await app.token('supervisor')
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => app.get('/v1/calls/seven/rules/hold/explain', token)),
    )
    const statuses = new Set(answers.map(({ status }) => status))
    expect(statuses.has(200)).toBe(true)
    expect([...statuses].every((status) => status === 200 || status === 503)).toBe(true)
    expect((await explain('seven', 'hold')).firings).toHaveLength(1)
  })
})
