/** The plain loop: a `ws` server that sends one message to every client, and knows nothing else. */
import { WebSocketServer } from 'ws'
import { buildOutcome } from '../../helpers/message-builders.ts'
import type { ServerAnswer, ServerOrder } from './fanout-message.ts'

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false, backlog: 1024 })
server.on('listening', () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  say({ type: 'ready', port, path: '/', token: '' })
})

process.on('message', (order: ServerOrder) => {
  if (order.type === 'flood') return
  if (order.type === 'report') {
    say({ type: 'report', residentMb: process.memoryUsage.rss() / 1e6, missed: 0 })
    return
  }
  const begun = process.hrtime.bigint()
  const alert = buildOutcome({ kind: 'alert', outcomeId: `alert-${order.serial}` })
  const payload = Buffer.from(JSON.stringify(alert))
  for (const client of server.clients) client.send(payload, { binary: false })
  const blockedMs = Number(process.hrtime.bigint() - begun) / 1e6
  say({ type: 'sent', serial: order.serial, atNs: String(begun), blockedMs })
})

function say(answer: ServerAnswer): void {
  process.send?.(answer)
}
