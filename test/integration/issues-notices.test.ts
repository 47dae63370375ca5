import { expect, it } from 'vitest'
import type { VolumeNotice } from '../../server/contracts/volume-notice.ts'
import { createNotify } from '../../server/notify/notify.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { calmText, HOUR_MS, IssuesApp, keepQuietDays, MINUTE_MS } from '../helpers/issues-app.ts'
import { AT_ONCE } from '../helpers/notify-room.ts'
import { only } from '../helpers/only.ts'
import { until } from '../helpers/until.ts'
import { startWebhookReceiver } from '../helpers/webhook-receiver.ts'

const SURVEY = { channel: 'survey', sourceId: 'survey', callId: null, atMs: null, queue: null } as const

/** A site with calls and a survey, of which it is known what is usual. */
async function siteWithTwoFeeds(): Promise<IssuesApp> {
  const app = await IssuesApp.create()
  await keepQuietDays(app.store, { perHour: 40 })
  await keepQuietDays(app.store, { perHour: 12, seed: 2, change: SURVEY })
  await app.start()
  await app.learned()
  return app
}

/** What is told from now on, by the process that runs now. */
function listenTo(app: IssuesApp): readonly VolumeNotice[] {
  const told: VolumeNotice[] = []
  app.bus.subscribe('notice', (notice) => told.push(notice))
  return told
}

let calls = 0

/** Goes on with calls as usual, and with the survey where it is not silent. */
function goOn(app: IssuesApp, { minutes, survey }: { minutes: number; survey: boolean }): void {
  for (let minute = 0; minute < minutes; minute += 1) {
    calls += 1
    if (calls % 3 !== 0) app.ring(`usual-${String(calls)}`, calmText(calls))
    if (survey && calls % 5 === 0) {
      app.post({
        feedbackId: `s${String(calls)}`,
        text: calmText(calls),
        sourceId: 'survey',
        channel: 'survey',
      })
    }
    app.pass(MINUTE_MS)
  }
}

it('a feed that stops is told once, kept over a restart, and so is that it delivers again', async () => {
  await using app = await siteWithTwoFeeds()
  const told = listenTo(app)
  goOn(app, { minutes: 60, survey: true })
  const lastAt = app.clock.now()
  expect(told).toEqual([])
  goOn(app, { minutes: 120, survey: false })
  const stopped = only(told)
  expect(stopped).toMatchObject({ type: 'notice', kind: 'source-stopped', sourceId: 'survey' })
  // Since its last contact, not since it was noticed.
  expect(stopped.sinceAt).toBeLessThan(lastAt)
  expect(lastAt - stopped.sinceAt).toBeLessThan(10 * MINUTE_MS)
  expect(stopped.quietUntil - stopped.at).toBe(HOUR_MS / 2)
  expect(await app.room.desk.notices()).toEqual([stopped])

  // A killed process plays its last minutes again, and tells nobody anew.
  await app.restart({ killed: true })
  const toldAfter = listenTo(app)
  expect(await app.room.desk.notices()).toEqual([stopped])
  goOn(app, { minutes: 10, survey: false })
  expect(toldAfter).toEqual([])

  goOn(app, { minutes: 30, survey: true })
  const resumed = only(toldAfter)
  expect(resumed).toMatchObject({ kind: 'source-resumed', sourceId: 'survey' })
  await app.restart()
  expect(await app.room.desk.notices()).toEqual([stopped, resumed])
})

it('a feed that stops reaches the receiver of a webhook that asks for it', async () => {
  await using app = await siteWithTwoFeeds()
  const receiver = await startWebhookReceiver()
  const notify = createNotify({
    ...{ bus: app.bus, store: app.store, registry: new Registry(), log: createLog({ level: 'silent' }) },
    clock: { ...systemClock, now: () => app.clock.now() },
    random: () => 0,
    privatePlaces: ['127.0.0.0/8'],
    publicUrl: 'https://earshot.example',
    smtp: null,
  })
  await notify.start()
  try {
    const target = { type: 'webhook', url: receiver.url, shape: 'slack' } as const
    await notify.desk.save({ name: 'team', target, filter: {}, pace: AT_ONCE, notices: true }, 'ana')
    goOn(app, { minutes: 120, survey: false })
    await until('the webhook', () => receiver.received.length === 1)
    expect(receiver.received[0]?.json['text']).toMatch(
      /^The feed survey has been silent since 2026-11-22 1\d:\d\d UTC$/,
    )
    expect(receiver.received[0]?.text).toContain('No new issue is opened until')
  } finally {
    await notify.stop(0)
    await receiver.close()
  }
})
