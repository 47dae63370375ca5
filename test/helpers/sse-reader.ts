import type { Received } from './event-reader.ts'

interface SseReaderOptions {
  readonly token: string
  readonly query?: string
  readonly lastEventId?: string | undefined
}

export interface SseReader {
  readonly messages: Received[]
  readonly ended: Promise<void>
  types(): string[]
  lastEventId(): string | undefined
  close(): void
}

/** Reads `/v1/events` as a browser's EventSource does; resolves when the stream is open. */
export async function sseReader(url: string, options: SseReaderOptions): Promise<SseReader> {
  const aborter = new AbortController()
  const answer = await fetch(`${url}/v1/events?${options.query ?? ''}`, {
    signal: aborter.signal,
    headers: {
      authorization: `Bearer ${options.token}`,
      ...(options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId }),
    },
  })
  if (answer.body === null || answer.headers.get('content-type')?.startsWith('text/event-stream') !== true) {
    throw new Error(`expected an event stream, got ${String(answer.status)}`)
  }
  const messages: Received[] = []
  let lastEventId: string | undefined
  const take = (frame: string): void => {
    for (const line of frame.split('\n')) {
      if (line.startsWith('id: ')) lastEventId = line.slice(4)
      if (line.startsWith('data: ')) messages.push(JSON.parse(line.slice(6)) as Received)
    }
  }
  return {
    messages,
    ended: readFrames(answer.body, take),
    types: () => messages.map((message) => message.type),
    lastEventId: () => lastEventId,
    close: () => aborter.abort(),
  }
}

async function readFrames(body: ReadableStream<Uint8Array>, take: (frame: string) => void): Promise<void> {
  const decoder = new TextDecoder()
  let text = ''
  try {
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true })
      const frames = text.split('\n\n')
      text = frames.pop() ?? ''
      frames.forEach(take)
    }
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name !== 'AbortError') throw thrown
  }
}
