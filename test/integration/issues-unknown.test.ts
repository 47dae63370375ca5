import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Issue } from '../../server/contracts/issue.ts'
import { IssuesApp, MINUTE_MS, calmText, keepQuietDays } from '../helpers/issues-app.ts'

const DIGITAL = { by: 'dana of the web team' }
/** What nobody has a code for, in the words of one caller after another. */
const SAID = [
  'the loyalty voucher shows strange letters when i open it',
  'there are only strange letters on my loyalty voucher',
  'i see strange letters instead of the voucher for loyalty points',
  'my voucher has strange letters on it since this morning',
]

async function siteWithUnknownIssue(): Promise<{ app: IssuesApp; issue: Issue }> {
  const app = await IssuesApp.create()
  await keepQuietDays(app.store, { days: 5 })
  await app.start()
  await app.learned()
  app.pass(2 * MINUTE_MS)
  for (let n = 0; n < 24; n += 1) {
    app.ring(`any-${String(n)}`, n % 2 === 0 ? (SAID[(n / 2) % SAID.length] ?? '') : calmText(n))
    app.pass(2.5 * MINUTE_MS)
  }
  const [issue] = app.told
  if (issue === undefined) throw new Error('nothing was noticed')
  return { app, issue }
}

it('an issue that no code knows is told once, by its words and its customers’ own', async () => {
  const { app, issue } = await siteWithUnknownIssue()
  await using _ = app
  expect(app.told).toHaveLength(1)
  expect(issue.code).toBeNull()
  expect(issue.title).toMatch(/strange|voucher|letters/)
  expect(issue.features.length).toBeGreaterThan(0)
  expect(issue.counts.contacts).toBeGreaterThanOrEqual(10)
  for (const { text } of issue.quotes.slice(0, 3)) expect(SAID).toContain(text)
})

it('its line reaches the calls in which its words are said', async () => {
  const { app, issue } = await siteWithUnknownIssue()
  await using _ = app
  app.call('live')
  app.say('live', SAID[1] ?? '')
  app.call('other')
  app.say('other', calmText(3))
  const action = { type: 'advise', text: 'Vouchers are made again tonight.', fixExpectedAt: null } as const
  await app.room.desk.act(issue.issueId, action, DIGITAL)
  app.call('later')
  app.say('later', 'hello i have a voucher')
  app.say('later', SAID[2] ?? '', 9000)
  expect(app.outcomes.map(({ callId, text, evidence }) => [callId, text, evidence.phrase])).toEqual([
    ['live', action.text, SAID[1]],
    ['later', action.text, SAID[2]],
  ])
})

it('one step makes a code of it, which counts from then on', async () => {
  const { app, issue } = await siteWithUnknownIssue()
  await using _ = app
  const draft = await app.room.desk.draftCode(issue.issueId)
  expect(draft.file).toMatch(/^codes\/.+\.codes\.yaml$/)
  for (const { text } of issue.quotes.slice(0, 3)) expect(draft.testText).toContain(text)
  const entry = await app.room.desk.saveCode(draft, DIGITAL)
  expect(entry).toMatchObject({ id: draft.id })
  expect(await readFile(join(app.rulesDir, draft.file), 'utf8')).toBe(draft.text)
  expect(await app.room.desk.codes()).toContainEqual(entry)
  const noted = app.told.find(({ issueId }) => issueId === issue.issueId)?.history.at(-1)
  expect(noted).toMatchObject({ by: DIGITAL.by, action: 'made-a-code', note: draft.id })
  app.ring('coded', SAID[0] ?? '')
  const { cells } = await app.room.desk.map(1)
  expect(cells).toMatchObject([{ code: draft.id, channel: 'call', contacts: 1 }])
})

it('a draft that leads out of the folder or does not fit is refused, and nothing is written', async () => {
  const { app, issue } = await siteWithUnknownIssue()
  await using _ = app
  const draft = await app.room.desk.draftCode(issue.issueId)
  const outside = app.room.desk.saveCode({ ...draft, file: 'codes/../../x.codes.yaml' }, DIGITAL)
  await expect(outside).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
  const broken = app.room.desk.saveCode({ ...draft, text: 'codes: [{ id: "A b" }]' }, DIGITAL)
  await expect(broken).rejects.toMatchObject({ code: 'RULES_INVALID' })
  await expect(readFile(join(app.rulesDir, draft.file))).rejects.toThrow()
})
