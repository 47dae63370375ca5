import { describe, expect, it } from 'vitest'
import { readSettings } from '../../server/app/settings.ts'
import { main } from '../../server/cli/cli.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { DayStates } from '../../server/issues/keep/day-states.ts'
import { HOUR_MS, IssuesApp, MINUTE_MS, NOON, calmText, keepQuietDays } from '../helpers/issues-app.ts'
import { keepCallsIn } from '../helpers/keep-calls.ts'
import { metricValue } from '../helpers/metric-value.ts'
import { only } from '../helpers/only.ts'
import { until } from '../helpers/until.ts'

const FREEZES = 'the payment page freezes every time i press pay'

describe('a site that is new', () => {
  it('opens nothing on its first day, and says so in words', async () => {
    await using app = await IssuesApp.create()
    await app.start()
    for (let n = 0; n < 12; n += 1) {
      app.ring(`frozen-${String(n)}`, FREEZES)
      app.pass(5 * MINUTE_MS)
    }
    expect(app.issues).toEqual([])
    const { inWords } = await app.room.desk.settings()
    expect(inWords.at(-1)).toMatch(/not known yet for calls: a new feed is listened to for a day/)
    // What is heard is there to be looked at all the same.
    const { cells, coverage } = await app.room.desk.map(24)
    // Above it are the codes that it is part of.
    expect(new Map(cells.map(({ code, channel, contacts }) => [`${code} ${channel}`, contacts]))).toEqual(
      new Map([
        ['web.payment.page-freezes call', 12],
        ['web.payment call', 12],
        ['web call', 12],
      ]),
    )
    expect(coverage).toMatchObject({ contacts: 12, coded: 12 })
  })

  it('knows what is usual at once where it has kept calls', async () => {
    await using app = await IssuesApp.create()
    const calls = Array.from({ length: 900 }, (_, n) => ({
      callId: `past-${String(n)}`,
      customer: `past ${String(n)}`,
      startedAt: NOON - 30 * HOUR_MS + n * 2 * MINUTE_MS,
      text: n % 30 === 0 ? 'i can not log in but i cannot log in often' : calmText(n),
    }))
    await keepCallsIn(app.store, calls)
    await app.start()
    await app.learned()
    expect((await app.room.desk.settings()).inWords.join()).not.toMatch(/not known yet/)
    for (let n = 0; n < 8; n += 1) {
      app.ring(`frozen-${String(n)}`, FREEZES)
      app.pass(4 * MINUTE_MS)
    }
    expect(app.told.map(({ code }) => code)).toEqual(['web.payment.page-freezes'])
  })

  it('learns past feedback that it imports on its first day', async () => {
    await using app = await IssuesApp.create()
    await app.start()
    app.post({ feedbackId: 'now', text: calmText(1) })
    for (let n = 0; n < 800; n += 1) {
      const at = wallMs(NOON - 40 * HOUR_MS + n * 3 * MINUTE_MS)
      app.post({ feedbackId: `past-${String(n)}`, text: calmText(n), at })
    }
    expect(await metricValue(app.registry, 'earshot_issues_contacts_too_late')).toBeGreaterThan(700)
    app.pass(2 * MINUTE_MS)
    await app.learned()
    for (let n = 0; n < 10; n += 1) {
      app.post({ feedbackId: `frozen-${String(n)}`, text: 'Your payment page freezes!' })
      app.pass(4 * MINUTE_MS)
    }
    expect(app.told).toMatchObject([{ code: 'web.payment.page-freezes', counts: { byChannel: { web: 10 } } }])
  })
})

describe('earshot issues replay', () => {
  async function replay(app: IssuesApp): Promise<{ exitCode: number; stdout: string; stderr: string }> {
    let stdout = ''
    let stderr = ''
    const exitCode = await main(['issues', 'replay', '--json'], {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      clock: { ...systemClock, now: () => app.clock.now() },
      settings: () => readSettings({ EARSHOT_DATA_DIR: app.dataDir, EARSHOT_RULES_DIR: app.rulesDir }),
      colour: () => false,
    })
    return { exitCode, stdout, stderr }
  }

  it('plays what was kept since a state of before, and finds the same issues', async () => {
    await using app = await IssuesApp.create()
    await keepQuietDays(app.store)
    await app.start()
    await app.learned()
    app.pass(6 * MINUTE_MS)
    await until('a state of the day', async () => (await new DayStates(app.statesDir).list()).length === 1)
    for (let n = 0; n < 40; n += 1) {
      app.ring(`any-${String(n)}`, n % 3 === 0 ? FREEZES : calmText(n))
      app.pass(3 * MINUTE_MS)
    }
    await app.store.flush()
    const { exitCode, stdout, stderr } = await replay(app)
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({
      same: [{ subject: 'web.payment.page-freezes', at: only(app.told).openedAt }],
      onlyThen: [],
      onlyNow: [],
    })
    expect(exitCode).toBe(0)
  })

  it('says so where no state is kept', async () => {
    await using app = await IssuesApp.create()
    expect(await replay(app)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('no state is kept'),
    })
  })
})

describe('contacts', () => {
  it('that say that they come from the future are of now', async () => {
    await using app = await IssuesApp.create()
    await app.start()
    app.post({ feedbackId: 'early', text: FREEZES, at: wallMs(NOON + 30 * 24 * HOUR_MS) })
    app.pass(6 * MINUTE_MS)
    app.post({ feedbackId: 'next', text: FREEZES })
    const { coverage, cells } = await app.room.desk.map(1)
    expect(coverage).toMatchObject({ contacts: 2, coded: 2 })
    expect(cells.find(({ code }) => code === 'web.payment.page-freezes')).toMatchObject({
      contacts: 2,
      lastHour: 2,
    })
  })

  it('are forgotten after their time', async () => {
    await using app = await IssuesApp.create({ keepContactsMs: 2 * HOUR_MS })
    await app.start()
    const kept = () => app.store.issues.listContacts({ since: wallMs(0), limit: 100 })
    app.ring('first', calmText(1))
    app.pass(90 * MINUTE_MS)
    app.ring('second', calmText(2))
    expect(await kept()).toHaveLength(2)
    app.pass(90 * MINUTE_MS)
    await until('the first is gone', async () => (await kept()).length === 1)
    expect(await kept()).toMatchObject([{ callId: 'second' }])
  })

  it('of a flood are all counted', async () => {
    await using app = await IssuesApp.create()
    await app.start()
    for (let n = 0; n < 3000; n += 1) app.post({ feedbackId: String(n), text: `${FREEZES} ${calmText(n)}` })
    app.pass(2 * MINUTE_MS)
    const labels = { channel: 'web', coded: 'true' }
    expect(await metricValue(app.registry, 'earshot_issues_contacts_total', labels)).toBe(3000)
    const { coverage } = await app.room.desk.map(1)
    expect(coverage.contacts).toBe(3000)
  })
})
