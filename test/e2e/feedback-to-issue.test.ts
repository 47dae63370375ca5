import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { IssueDetail } from '../../server/contracts/issue-desk.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { startEarshot } from '../helpers/earshot-server.ts'
import { EventReader } from '../helpers/event-reader.ts'
import { keepQuietDays } from '../helpers/issues-app.ts'
import { until } from '../helpers/until.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'earshot-issues-e2e-'))

afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true })
})

/** What the site has heard before: three days in which nobody complained of anything. */
async function keepPast(): Promise<void> {
  const log = createLog({ level: 'silent' })
  const path = join(dataDir, 'earshot.db')
  const store = openSqliteStore({ path, log, registry: new Registry(), clock: systemClock })
  await keepQuietDays(store, {
    before: systemClock.now(),
    days: 3,
    perHour: 20,
    change: { channel: 'web', sourceId: 'web-snippet', callId: null, atMs: null },
  })
  await store.close()
}

test(
  'posted feedback becomes an issue, and what the digital team does to it is seen by all who may see it',
  {
    timeout: 180_000,
  },
  async () => {
    await keepPast()
    const server = await startEarshot({ dataDir })
    const { url } = server
    const digital = server.tokens['digital'] ?? ''
    const readers: EventReader[] = []
    const read = async (role: string, query = ''): Promise<EventReader> => {
      const reader = await EventReader.open({ url, token: server.tokens[role], query })
      readers.push(reader)
      return reader
    }
    const ask = async (path: string, token: string, body?: object): Promise<Response> =>
      fetch(`${url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    try {
      await until('the past to be learned', () => server.log().includes('has been learned from what is kept'))
      const [team, board, agent] = [await read('digital'), await read('supervisor'), await read('agent')]
      expect(team.of('snapshot')[0]?.issues).toEqual([])

      const ingest = await server.token('ingest')
      for (let n = 0; n < 12 && team.of('issue').length === 0; n += 1) {
        const answer = await ask('/v1/feedback', ingest, {
          id: `frozen-${String(n)}`,
          source: 'web-snippet',
          channel: 'web',
          author: `customer-${String(n)}`,
          text: 'The payment page freezes every time. My card is 4111 1111 1111 1111.',
        })
        expect(answer.status).toBe(200)
        await team.settle()
      }

      const opened = await team.next('issue')
      expect(opened).toMatchObject({ code: 'web.payment.page-freezes', state: 'new', active: true })
      expect(opened.counts.contacts).toBeGreaterThanOrEqual(3)
      expect(opened.quotes[0]?.text).toContain('payment page freezes')
      expect(JSON.stringify(opened)).not.toContain('4111')
      const path = `/v1/issues/${encodeURIComponent(opened.issueId)}`

      const stale = await ask(`${path}/actions`, digital, { action: { type: 'acknowledge' }, revision: 0 })
      expect([stale.status, await stale.json()]).toMatchObject([409, { code: 'ISSUE_CHANGED' }])
      const acted = await ask(`${path}/actions`, digital, {
        action: { type: 'advise', text: 'Payment page down, take it by phone.', fixExpectedAt: null },
      })
      const answered = (await acted.json()) as { revision: number }
      expect(acted.status).toBe(200)
      expect(answered.revision).toBeGreaterThan(opened.revision)
      for (const reader of [team, board]) {
        await until('the new revision', () =>
          reader.of('issue').some(({ revision }) => revision === answered.revision),
        )
        expect(reader.of('issue').find(({ revision }) => revision === answered.revision)).toMatchObject({
          issueId: opened.issueId,
          advice: { text: 'Payment page down, take it by phone.', by: 'digital' },
        })
        const revisions = reader.of('issue').map(({ revision }) => revision)
        expect(revisions).toEqual(revisions.toSorted((a, b) => a - b))
      }
      await agent.settle()
      expect(agent.of('issue')).toEqual([])

      const detail = (await (await ask(path, digital)).json()) as IssueDetail
      expect(detail.issue.history.at(-1)).toMatchObject({ by: 'digital' })
      expect(detail.series.seen.reduce((sum, seen) => sum + seen, 0)).toBeGreaterThanOrEqual(3)
      const affected = await ask(`${path}/affected?format=csv`, digital)
      expect((await affected.text()).split('\r\n').length).toBeGreaterThanOrEqual(5)
      expect((await read('analyst')).of('snapshot')[0]?.issues).toMatchObject([{ issueId: opened.issueId }])
    } finally {
      for (const reader of readers) reader.socket.terminate()
      await server.stop()
    }
  },
)
