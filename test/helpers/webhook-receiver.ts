import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedWebhook {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** As it came over the wire. */
  readonly text: string
  readonly json: Record<string, unknown>
}

/** What a receiver does with a request: a status, or whatever it wants. */
type Answer = number | ((response: ServerResponse) => void)

/** A receiver of webhooks on a port of its own, which answers as it is told. */
export interface WebhookReceiver {
  readonly port: number
  readonly url: string
  readonly received: readonly ReceivedWebhook[]
  /** How requests are answered from now on. */
  answer: (request: ReceivedWebhook, index: number) => Answer
  close(): Promise<void>
}

export async function startWebhookReceiver(
  answer: WebhookReceiver['answer'] = () => 204,
): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      const json = JSON.parse(text) as Record<string, unknown>
      const webhook = { path: request.url ?? '', headers: request.headers, text, json }
      received.push(webhook)
      const given = receiver.answer(webhook, received.length - 1)
      if (typeof given === 'number') response.writeHead(given).end()
      else given(response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const receiver: WebhookReceiver = {
    port,
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answer,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return receiver
}
