/** The delivery room over real HTTP, in a process of its own: alerts come when the bench asks for them. */
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import { DEFAULT_LIMITS } from '../../../server/delivery/limits.ts'
import { startHttpApp } from '../../helpers/http-app.ts'
import { buildCall, buildOutcome, buildStart, buildUtterance } from '../../helpers/message-builders.ts'
import type { ServerAnswer, ServerOrder } from './fanout-message.ts'

const app = await startHttpApp({ limits: { ...DEFAULT_LIMITS, readers: 20_000, outboxBytes: 64 * 1024 } })
app.bus.publish('transcript', buildStart(buildCall({ callId: 'call-1' })))
const { port } = new URL(app.url)
say({ type: 'ready', port: Number(port), path: '/v1/events', token: await app.token('supervisor') })

process.on('message', (order: ServerOrder) => {
  if (order.type === 'report') {
    void report()
    return
  }
  if (order.type === 'flood') {
    void flood()
    return
  }
  const alert = buildOutcome({
    kind: 'alert',
    outcomeId: `alert-${order.serial}`,
    atMs: callMs(order.serial),
    createdAt: wallMs(Date.now()),
  })
  const begun = process.hrtime.bigint()
  app.bus.publish('outcome', alert)
  const blockedMs = Number(process.hrtime.bigint() - begun) / 1e6
  say({ type: 'sent', serial: order.serial, atNs: String(begun), blockedMs })
})

/** More than a socket's buffers take: twenty megabytes, in steps that leave room for everything else. */
async function flood(): Promise<void> {
  const text = Array.from({ length: 250 }, () => 'word').join(' ')
  for (let seq = 2; seq < 1002; seq += 1) {
    const utteranceId = `flood-${seq}`
    app.bus.publish(
      'transcript',
      buildUtterance({ callId: 'call-1', seq, utteranceId, text, startMs: seq * 100 }),
    )
    if (seq % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  say({ type: 'flooded' })
}

async function report(): Promise<void> {
  const missed = await app.metric('earshot_delivery_events_dropped_total', { reason: 'missed' })
  say({ type: 'report', residentMb: process.memoryUsage.rss() / 1e6, missed })
}

function say(answer: ServerAnswer): void {
  process.send?.(answer)
}
