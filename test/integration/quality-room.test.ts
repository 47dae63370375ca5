import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { QualityReport, ScoreCard, ScoreResult } from '../../server/contracts/quality.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { openScoredFloor, type ScoredFloor } from '../helpers/scored-floor.ts'
import { until } from '../helpers/until.ts'

const RULES = resolve(import.meta.dirname, '../../rules')
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Noon in Berlin, on the Saturday before the clocks go forward. */
const NOON = Date.parse('2026-03-28T12:00:00+01:00')

/** Nobody says that the call is recorded, and the agent is rude; but the complaint is dealt with. */
const COMPLAINT = `
  00:02 agent hello this is anna how can i help you
  00:06 customer this is the third time i am calling nobody came this is ridiculous
  00:14 agent please calm down i am sorry about that
  00:40 customer i want to complain
  00:50 agent i will send somebody tomorrow the reference number is on the account
  01:20 customer all right thank you bye
  01:30 end`

const CALM = `
  00:02 agent good morning this call is recorded how can i help you
  00:10 customer when do you open
  00:14 agent at nine in the morning
  01:10 end`

let folder: string
let rulesDir: string
let floor: ScoredFloor

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-quality-'))
  rulesDir = join(folder, 'rules')
  await cp(RULES, rulesDir, { recursive: true })
  floor = await openScoredFloor({ rulesDir, folder, now: NOON })
})

afterEach(async () => {
  await floor.close()
  await rm(folder, { recursive: true })
})

async function restart(now: number): Promise<void> {
  await floor.close()
  floor = await openScoredFloor({ rulesDir, folder, now })
}

function results({ items }: ScoreCard): Readonly<Record<string, ScoreResult>> {
  return Object.fromEntries(items.map(({ itemId, result }) => [itemId, result]))
}

async function saveNotes(callId: string, disposition: string): Promise<void> {
  const notes = { reason: 'r', summary: 's', promises: [], dispositions: [disposition] }
  const saved = floor.assist.saveWrapUp(callId, notes, { by: 'ana' })
  await floor.pass(0)
  await saved
}

/** What is known of each call's reason and resolution. */
async function resolutions(...callIds: readonly string[]): Promise<readonly string[]> {
  const cards = await Promise.all(callIds.map((callId) => floor.desk.card(callId)))
  return cards.map(({ reason, resolution, repeatedBy }) => [reason, resolution, repeatedBy].join(' '))
}

describe('a call that ends', () => {
  it('is scored by what rules found and checklists ticked, with the moments', async () => {
    floor.play({ callId: 'c-1', script: COMPLAINT, attributes: { queue: 'service', team: 'north' } })
    await floor.pass(MINUTE_MS)
    await expect(floor.desk.card('c-1')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await floor.pass(3 * MINUTE_MS)
    const card = await floor.desk.card('c-1')
    expect(card).toMatchObject({
      agentId: 'ana',
      queue: 'service',
      team: 'north',
      site: null,
      durationMs: 90_000,
    })
    expect(results(card)).toMatchObject({
      greeting: 'met',
      recording: 'missed',
      'no-password': 'met',
      wording: 'missed',
      apology: 'met',
      'next-step': 'met',
      reference: 'met',
      'full-name': 'not-applicable',
      'recording-paused': 'not-applicable',
    })
    expect(card.items.find(({ itemId }) => itemId === 'wording')?.moments).toMatchObject([
      { callId: 'c-1', atMs: 14_350, words: 'calm down', outcomeId: expect.any(String) as string },
    ])
    expect(card.items.find(({ itemId }) => itemId === 'apology')?.moments[0]?.words).toBe('i am sorry')
    expect(card.score).toBeGreaterThan(50)
    expect(card.score).toBeLessThan(90)
  })

  it('is found behind the figures of its team and day', async () => {
    floor.play({ callId: 'c-1', script: COMPLAINT, attributes: { queue: 'service', team: 'north' } })
    floor.play({ callId: 'c-2', script: CALM, attributes: { queue: 'service', team: 'south' } })
    await floor.pass(4 * MINUTE_MS)
    const period = { from: wallMs(NOON - DAY_MS), to: wallMs(NOON + DAY_MS) }
    const report: QualityReport = await floor.desk.report({
      ...period,
      group: 'team',
      step: 'day',
      itemId: 'recording',
    })
    expect(report.all).toMatchObject({ calls: 2, failed: 0, item: { met: 1, missed: 1 } })
    const north = report.rows.find(({ key }) => key === 'north')
    const point = north?.points[0]
    expect(point).toMatchObject({
      at: Date.parse('2026-03-28T00:00:00+01:00'),
      calls: 1,
      item: { missed: 1 },
    })
    const behind = await floor.desk.cards({
      ...{
        from: point?.at ?? wallMs(0),
        to: point?.until ?? wallMs(0),
        team: 'north',
        limit: 10,
        order: 'lowest',
      },
      item: { itemId: 'recording', result: 'missed' },
    })
    expect(behind).toEqual([await floor.desk.card('c-1')])
    expect(point?.score).toBe(behind[0]?.score)
    expect(report.items[0]).toMatchObject({ itemId: 'greeting', met: 2, missed: 0 })
  })

  it('is scored at once when its notes are saved, and again when they are saved again', async () => {
    floor.play({ callId: 'c-1', script: CALM, attributes: { customer: 'k-1' } })
    await floor.pass(0)
    await saveNotes('c-1', 'visit')
    await floor.pass(5000)
    expect(await resolutions('c-1')).toEqual(['visit open '])
    await floor.pass(10 * MINUTE_MS)
    const before = await floor.desk.card('c-1')
    await saveNotes('c-1', 'bill')
    await floor.pass(5000)
    expect(await resolutions('c-1')).toEqual(['bill open '])
    const after = await floor.desk.card('c-1')
    expect(after).toEqual({ ...before, reason: 'bill', scoredAt: after.scoredAt })
  })
})

describe('the customer of a call', () => {
  const call = async (callId: string, disposition: string): Promise<void> => {
    floor.play({ callId, script: CALM, attributes: { customer: 'k-1' } })
    await floor.pass(2 * MINUTE_MS)
    await saveNotes(callId, disposition)
    await floor.pass(5000)
  }

  it('who comes back about the same was not helped at first, until it turns out to be something else', async () => {
    await call('c-1', 'visit')
    await restart(NOON + 2 * DAY_MS)
    await call('c-2', 'visit')
    expect(await resolutions('c-1', 'c-2')).toEqual(['visit repeated c-2', 'visit open '])
    await saveNotes('c-2', 'bill')
    await floor.pass(5000)
    expect(await resolutions('c-1', 'c-2')).toEqual(['visit open ', 'bill open '])
  })

  it('who does not come back within a week was helped, also when nobody was there to see it', async () => {
    await call('c-1', 'visit')
    await restart(NOON + 7 * DAY_MS)
    await floor.pass(2 * MINUTE_MS)
    expect(await resolutions('c-1')).toEqual(['visit first '])
    await call('c-2', 'visit')
    expect(await resolutions('c-1', 'c-2')).toEqual(['visit first ', 'visit open '])
  })
})

describe('after a restart', () => {
  it('scores the calls that nobody scored, and those that were cut once it is sure that they are over', async () => {
    floor.play({ callId: 'ended', script: COMPLAINT })
    floor.play({ callId: 'cut', script: COMPLAINT, end: 'shutdown' })
    floor.play({ callId: 'died', script: COMPLAINT, end: null })
    await floor.pass(0)
    await restart(NOON + 5 * MINUTE_MS)
    await floor.pass(1000)
    expect((await floor.desk.card('ended')).durationMs).toBe(90_000)
    await expect(floor.desk.card('cut')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(floor.desk.card('died')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await floor.pass(HOUR_MS)
    expect(results(await floor.desk.card('cut'))['wording']).toBe('missed')
    expect(results(await floor.desk.card('died'))['wording']).toBe('missed')
  })

  it('scores a call that goes on as one, with each moment where it is kept', async () => {
    floor.play({ callId: 'leg-1', script: COMPLAINT, end: 'shutdown', attributes: { customer: 'k-1' } })
    await floor.pass(0)
    await restart(NOON + 2 * MINUTE_MS)
    floor.play({
      ...{ callId: 'leg-2', script: COMPLAINT, attributes: { customer: 'k-1' } },
      continues: { callId: 'leg-1', atMs: callMs(90_000) },
    })
    await floor.pass(2 * HOUR_MS)
    const card = await floor.desk.card('leg-2')
    expect(card).toMatchObject({ durationMs: 180_000, startedAt: NOON })
    const moments = card.items.find(({ itemId }) => itemId === 'wording')?.moments
    expect(moments?.map(({ callId, atMs }) => [callId, atMs])).toEqual([
      ['leg-1', 14_350],
      ['leg-2', 14_350],
    ])
    await expect(floor.desk.card('leg-1')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('the file', () => {
  const file = (): string => join(rulesDir, 'quality/score-card.yaml')

  it('takes force when it changes, and not when it is wrong', async () => {
    const text = await readFile(file(), 'utf8')
    await writeFile(file(), text.replace('rules: [greeting-missing]', 'rules: [greeting-mising]'))
    await until('it is told', () => {
      floor.clock.advance(100)
      return floor.readiness.note?.() !== null
    })
    expect(floor.readiness.note?.()).toBe('faults in the score card: 1')
    floor.play({ callId: 'c-1', script: CALM })
    await floor.pass(4 * MINUTE_MS)
    expect(results(await floor.desk.card('c-1'))['greeting']).toBe('met')
    await writeFile(file(), text.replace('title: Greets the customer', 'title: Says hello'))
    await until('it is right again', () => {
      floor.clock.advance(100)
      return floor.readiness.note?.() === null
    })
    floor.play({ callId: 'c-2', script: CALM })
    await floor.pass(4 * MINUTE_MS)
    expect((await floor.desk.card('c-2')).items[0]?.title).toBe('Says hello')
    expect((await floor.desk.card('c-1')).items[0]?.title).toBe('Greets the customer')
  })

  it('may be missing: nothing is scored, and what was not is scored when it comes', async () => {
    const text = await readFile(file(), 'utf8')
    await rm(file())
    await restart(NOON)
    floor.play({ callId: 'c-1', script: CALM })
    await floor.pass(4 * MINUTE_MS)
    await expect(floor.desk.card('c-1')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await writeFile(file(), text)
    await until('it is scored', async () => {
      await floor.pass(1000)
      return (await floor.store.quality.getCard('c-1')) !== null
    })
  })
})
