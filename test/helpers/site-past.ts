import { join } from 'node:path'
import type { Channel, CodeId, HeardContact, JourneyStep } from '../../server/contracts/contact.ts'
import { wallMs } from '../../server/contracts/time.ts'
import type { VolumeNotice } from '../../server/contracts/volume-notice.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { keepQuietDays } from './issues-app.ts'
import { seededRandom } from './seeded-random.ts'

const HOUR_MS = 3_600_000
const DAYS = 3
const WEB = { channel: 'web', sourceId: 'web-snippet', callId: null, atMs: null, queue: null } as const

/** What somebody always complains of, on a channel, at a steady rate. */
export interface UsualSubject {
  readonly code: CodeId
  readonly text: string
  readonly channel: Exclude<Channel, 'call'>
  readonly step: JourneyStep | null
  readonly perHour: number
}

/**
 * Keeps three days on which nothing was unusual, for a server to start from: calls and comments on the web site that no
 * code knows, and what customers always complain of.
 */
export async function keepSitePast(
  dataDir: string,
  {
    perHour = 20,
    usual = [],
    notices = [],
  }: {
    readonly perHour?: number
    readonly usual?: readonly UsualSubject[]
    readonly notices?: readonly VolumeNotice[]
  } = {},
): Promise<void> {
  const log = createLog({ level: 'silent' })
  const path = join(dataDir, 'earshot.db')
  const store = openSqliteStore({ path, log, registry: new Registry(), clock: systemClock })
  const before = systemClock.now()
  await keepQuietDays(store, { before, days: DAYS, perHour, seed: 1 })
  await keepQuietDays(store, { before: before - 1000, days: DAYS, perHour, seed: 2, change: WEB })
  const random = seededRandom(3)
  for (const subject of usual) {
    for (const contact of contactsOf(subject, before, random))
      void store.issues.saveContact(contact, contact.at)
  }
  for (const notice of notices) void store.issues.saveNotice(notice)
  await store.flush()
  await store.close()
}

function contactsOf(
  { code, text, channel, step, perHour }: UsualSubject,
  before: number,
  random: () => number,
): readonly HeardContact[] {
  return Array.from({ length: Math.round(DAYS * 24 * perHour) }, (_, n) => {
    const id = `${code}-${channel}-${String(n)}`
    return {
      ...WEB,
      id,
      authorKey: id,
      channel,
      step,
      at: wallMs(before - ((n + random()) * HOUR_MS) / perHour),
      language: 'en-US',
      codes: [code],
      texts: [text],
      rating: null,
      mood: -0.2,
    }
  })
}
