import { describe, expect, it } from 'vitest'
import { wallMs } from '../../server/contracts/time.ts'
import { HOUR_MS, IssuesApp, MINUTE_MS, NOON, calmText, keepQuietDays } from '../helpers/issues-app.ts'
import { buildUpdate } from '../helpers/message-builders.ts'
import { only } from '../helpers/only.ts'

const FREEZES = 'the payment page freezes every time i press pay'
const DIGITAL = { by: 'dana of the web team' }

/** A site that has been quiet for three days, with the room started. */
async function quietSite(): Promise<IssuesApp> {
  const app = await IssuesApp.create()
  await keepQuietDays(app.store)
  await app.start()
  await app.learned()
  app.pass(2 * MINUTE_MS)
  return app
}

function ringTwelve(app: IssuesApp, name = 'frozen'): void {
  for (let n = 0; n < 12; n += 1) {
    app.ring(`${name}-${String(n)}`, FREEZES)
    app.pass(5 * MINUTE_MS)
  }
}

describe('an issue', () => {
  it('is raised once by twelve callers within an hour, with code, channel, counts and words', async () => {
    await using app = await quietSite()
    ringTwelve(app)
    const issue = only(app.told)
    expect(issue).toMatchObject({
      code: 'web.payment.page-freezes',
      channel: 'web',
      step: 'payment',
      state: 'new',
      active: true,
      counts: { contacts: 12, byChannel: { call: 12 }, byStep: { payment: 12 } },
      queues: ['billing'],
      need: 'pain',
      kano: 'must-be',
    })
    expect(issue.quotes).toHaveLength(12)
    expect(issue.quotes[0]).toMatchObject({ text: FREEZES, channel: 'call', callId: 'frozen-11' })
    expect(issue.counts.expectedLastHour).toBeLessThan(1)
    expect(issue.extraCallsNextHour).toBeGreaterThan(5)
    expect(issue.extraAgentsNextHour).toBeGreaterThan(0)
    expect(await app.store.issues.listIssues({ limit: 10 })).toEqual([issue])
  })

  it('counts customers, not mentions: one who calls twelve times is no issue', async () => {
    await using app = await quietSite()
    for (let n = 0; n < 12; n += 1) {
      app.ring(`again-${String(n)}`, FREEZES, { customer: 'one and the same' })
      app.pass(5 * MINUTE_MS)
    }
    expect(app.issues).toEqual([])
  })

  it('is not that there is more of everything, which is told as a notice', async () => {
    await using app = await IssuesApp.create()
    await keepQuietDays(app.store, { days: 9 })
    await app.start()
    await app.learned()
    for (let n = 0; n < 240; n += 1) {
      app.ring(`busy-${String(n)}`, calmText(n))
      if (n % 4 === 3) app.pass(MINUTE_MS)
    }
    expect(app.issues).toEqual([])
    const notice = only(await app.room.desk.notices())
    expect(notice).toMatchObject({ kind: 'volume-up', sourceId: null, sinceAt: notice.at })
    expect(notice.perHour).toBeGreaterThan(2 * notice.expectedPerHour)
  })

  it('counts what is written on the web together with what is said in calls', async () => {
    await using app = await IssuesApp.create()
    await keepQuietDays(app.store)
    const change = { channel: 'web', sourceId: 'web-snippet', callId: null, atMs: null } as const
    await keepQuietDays(app.store, { perHour: 6, seed: 2, change })
    await app.start()
    await app.learned()
    app.pass(2 * MINUTE_MS)
    for (let n = 0; n < 6; n += 1) {
      app.ring(`frozen-${String(n)}`, FREEZES)
      app.post({ feedbackId: `f-${String(n)}`, text: 'Payment page freezes, again!', channel: 'web' })
      app.pass(5 * MINUTE_MS)
    }
    const { counts } = only(app.told)
    expect(counts).toMatchObject({ contacts: 12, byChannel: { call: 6, web: 6 } })
  })

  it('names what was changed shortly before it, on its own channel first', async () => {
    await using app = await quietSite()
    const change = { kind: 'deployment', title: 'Shop 4.2', at: wallMs(app.clock.now() - HOUR_MS) } as const
    await app.room.desk.addChange({ ...change, changeId: 'any', channel: null })
    await app.room.desk.addChange({ ...change, changeId: 'web', channel: 'web' })
    await app.room.desk.addChange({
      ...change,
      changeId: 'old',
      channel: 'web',
      at: wallMs(NOON - 9 * HOUR_MS),
    })
    ringTwelve(app)
    expect(only(app.told).changesBefore.map(({ changeId }) => changeId)).toEqual(['web', 'any'])
  })
})

describe('the line to the floor', () => {
  it('reaches agents in live calls about it at once, later ones at the first words, and nobody else', async () => {
    await using app = await quietSite()
    ringTwelve(app)
    const { issueId } = only(app.told)
    app.call('live', { agentId: 'agent-live' })
    app.say('live', FREEZES)
    app.call('other', { agentId: 'agent-other' })
    app.say('other', 'i want to change my address')
    expect(app.outcomes).toEqual([])

    const line = 'Payment page is down: take payments by phone, repair at half past two.'
    const advised = await app.room.desk.act(
      issueId,
      { type: 'advise', text: line, fixExpectedAt: null },
      DIGITAL,
    )
    expect(advised).toMatchObject({ state: 'acknowledged', advice: { text: line, by: DIGITAL.by } })
    expect(app.outcomes).toMatchObject([
      { callId: 'live', agentId: 'agent-live', kind: 'prompt', text: line, state: 'confirmed' },
    ])

    app.call('later', { agentId: 'agent-later' })
    app.say('later', 'hello i have a question', 1000)
    app.say('later', 'i am paying and the payment page freezes', 5000, { state: 'partial' })
    expect(app.outcomes.at(-1)).toMatchObject({ callId: 'later', text: line, state: 'shown' })
    app.say('later', 'i am paying and the payment page freezes', 5000)
    app.say('later', FREEZES, 30_000)
    expect(app.outcomes.slice(1).map(({ callId, state }) => [callId, state])).toEqual([
      ['later', 'shown'],
      ['later', 'confirmed'],
    ])
  })

  it('is withdrawn where a final takes back the words, and told again when they are said', async () => {
    await using app = await quietSite()
    ringTwelve(app)
    const action = { type: 'advise', text: 'Use phone payment.', fixExpectedAt: null } as const
    await app.room.desk.act(only(app.told).issueId, action, DIGITAL)
    app.call('live')
    app.say('live', 'the payment page freezes', 5000, { state: 'partial' })
    app.say('live', 'the payment page pleases me', 5000)
    app.say('live', FREEZES, 20_000)
    expect(app.outcomes.map(({ state, reason }) => [state, reason])).toEqual([
      ['shown', 'matched'],
      ['retracted', 'not-in-final'],
      ['confirmed', 'confirmed-by-final'],
    ])
  })

  it('goes to the agent whom the call is passed to', async () => {
    await using app = await quietSite()
    ringTwelve(app)
    const action = { type: 'advise', text: 'Use phone payment.', fixExpectedAt: null } as const
    await app.room.desk.act(only(app.told).issueId, action, DIGITAL)
    app.call('live', { agentId: 'first' })
    app.say('live', FREEZES)
    app.publish(buildUpdate({ agentId: 'second' }, 'live'))
    expect(app.outcomes.map(({ agentId }) => agentId)).toEqual(['first', 'second'])
  })

  it('stops with the fix, and open cards are withdrawn', async () => {
    await using app = await quietSite()
    ringTwelve(app)
    const { issueId } = only(app.told)
    const announced = await app.room.desk.act(
      issueId,
      { type: 'advise', text: 'Use phone payment.', fixExpectedAt: wallMs(app.clock.now() + HOUR_MS) },
      DIGITAL,
    )
    expect(announced.state).toBe('fix-announced')
    app.call('live')
    app.say('live', FREEZES)
    const fixed = await app.room.desk.act(issueId, { type: 'fixed' }, DIGITAL)
    expect(fixed).toMatchObject({ state: 'fixed', advice: null, verification: { result: 'waiting' } })
    expect(app.outcomes.at(-1)).toMatchObject({ callId: 'live', state: 'retracted', reason: 'issue-over' })
    const before = app.outcomes.length
    app.pass(MINUTE_MS)
    app.ring('after', FREEZES)
    expect(app.outcomes).toHaveLength(before)
    const affected = await app.room.desk.affected(issueId, 100)
    expect(affected).toHaveLength(13)
    expect(affected[0]).toMatchObject({ callId: 'live' })
  })
})

describe('a fix', () => {
  it('is verified when contacts stay away', async () => {
    await using app = await quietSite()
    ringTwelve(app)
    const { issueId } = only(app.told)
    await app.room.desk.act(issueId, { type: 'fixed' }, DIGITAL)
    for (let n = 0; n < 120; n += 1) {
      app.ring(`calm-${String(n)}`, calmText(n))
      app.pass(2 * MINUTE_MS)
    }
    const issue = only(app.told)
    expect(issue).toMatchObject({ state: 'verified', verification: { result: 'holds', contacts: 0 } })
    expect(issue.history.map(({ action }) => action)).toEqual(['opened', 'fixed', 'fix-holds'])
  })

  it('does not hold when they come on: the issue is new again, and its contacts count on', async () => {
    await using app = await quietSite()
    ringTwelve(app)
    const { issueId } = only(app.told)
    await app.room.desk.act(issueId, { type: 'fixed' }, DIGITAL)
    ringTwelve(app, 'still')
    const issue = only(app.told)
    expect(issue).toMatchObject({
      issueId,
      state: 'new',
      timesReopened: 1,
      verification: { result: 'does-not-hold' },
      counts: { contacts: 24 },
    })
  })
})

describe('after a restart', () => {
  it.each([{ killed: false }, { killed: true }])(
    'goes on with the same issue (killed: $killed)',
    async (how) => {
      await using app = await quietSite()
      for (let n = 0; n < 6; n += 1) {
        app.ring(`before-${String(n)}`, FREEZES)
        app.pass(5 * MINUTE_MS)
      }
      const before = only(app.told)
      await app.room.desk.act(before.issueId, { type: 'own', owner: 'dana' }, DIGITAL)
      app.pass(MINUTE_MS)
      const told = app.issues.length
      const restored = await app.restart(how).then(() => app.room.desk.list({ limit: 10 }))
      expect(restored).toMatchObject([{ issueId: before.issueId, state: 'owned', owner: 'dana' }])
      expect(app.issues).toHaveLength(told)
      for (let n = 0; n < 6; n += 1) {
        app.ring(`after-${String(n)}`, FREEZES)
        app.pass(5 * MINUTE_MS)
      }
      expect(only(app.told)).toMatchObject({
        issueId: before.issueId,
        state: 'owned',
        counts: { contacts: 12 },
        timesReopened: 0,
      })
    },
  )
})
