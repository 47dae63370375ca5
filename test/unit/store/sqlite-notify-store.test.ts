import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { wallMs } from '../../../server/contracts/time.ts'
import { systemClock } from '../../../server/platform/clock.ts'
import { createLog } from '../../../server/platform/log.ts'
import { Registry } from '../../../server/platform/metrics.ts'
import { openSqliteStore } from '../../../server/store/sqlite-store.ts'
import { buildIssue } from '../../helpers/issue-builders.ts'

it('makes a waiting message that cannot be read a dead letter, and goes on with the next', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-notify-store-'))
  const path = join(folder, 'earshot.db')
  const open = () =>
    openSqliteStore({
      path,
      log: createLog({ level: 'silent' }),
      registry: new Registry(),
      clock: systemClock,
    })
  try {
    const before = open()
    await before.notify.saveSubscription({
      subscriptionId: 'sub',
      name: 'web team',
      target: { type: 'email', to: ['a@shop.example'] },
      filter: {},
      pace: { groupWaitMs: 0, groupIntervalMs: 0, repeatIntervalMs: 0, groupBy: [] },
      paused: false,
      createdBy: 'ana',
      createdAt: wallMs(1),
      secret: 'sixteen letters!',
      noticesSince: null,
    })
    for (const deliveryId of ['m1', 'm2']) {
      const entries = [{ issue: buildIssue(), news: 'opened' as const }]
      const about = { deliveryId, subscriptionId: 'sub', groupKey: 'g', createdAt: wallMs(1) }
      const message = { ...about, entries, notices: [] }
      await before.notify.enqueue(message, [], null)
    }
    await before.close()
    const file = new DatabaseSync(path)
    file.exec(`UPDATE deliveries SET entries = '[{"issue":{}}]' WHERE delivery_id = 'm1'`)
    file.close()

    const after = open()
    const { notify } = after
    expect((await notify.nextDelivery('sub'))?.deliveryId).toBe('m2')
    expect(await notify.listDeadLetters('sub')).toMatchObject([{ deliveryId: 'm1', issueId: null }])
    await after.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
})
