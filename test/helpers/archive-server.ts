import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ArchiveServer {
  readonly url: string
  /** The Range header of each request so far, null where there was none. */
  readonly ranges: (string | null)[]
  /** Breaks the connection of that many answers to come after so many bytes each. */
  cut(answers: number, afterBytes: number): void
  /** Sends so many bytes of the next answer and then nothing more, with the connection open. */
  stall(afterBytes: number): void
  /** What is served from now on. */
  serve(content: Buffer, headers?: Readonly<Record<string, string>>): void
  answerWith(status: number): void
  /** Takes requests and never answers. */
  hang(): void
  close(): Promise<void>
}

/** A real HTTP server on a free port that knows Range and If-Range. */
export async function startArchiveServer(): Promise<ArchiveServer> {
  const ranges: (string | null)[] = []
  let content: Buffer = Buffer.alloc(0)
  let headers: Readonly<Record<string, string>> = { etag: '"one"' }
  let status: number | null = null
  let hanging = false
  let cuts = { left: 0, afterBytes: 0, stays: false }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const range = request.headers.range ?? null
    ranges.push(range)
    if (hanging) return
    if (status !== null) {
      response.writeHead(status).end()
      return
    }
    const validator = headers['etag'] ?? headers['last-modified']
    const start =
      range === null || request.headers['if-range'] !== validator ? 0 : Number(/\d+/.exec(range)?.[0])
    const body = content.subarray(start)
    response.writeHead(start > 0 ? 206 : 200, {
      ...headers,
      'content-length': body.length,
      ...(start > 0 ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
    })
    if (cuts.left === 0) {
      response.end(body)
      return
    }
    cuts = { ...cuts, left: cuts.left - 1 }
    const { afterBytes, stays } = cuts
    response.write(body.subarray(0, afterBytes), () => {
      // The client forgets what it has not read by then, so a busy machine is given time.
      if (!stays) setTimeout(() => response.destroy(), 150)
    })
  }

  const server = createServer(answer)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.zip`,
    ranges,
    cut(left, afterBytes) {
      cuts = { left, afterBytes, stays: false }
    },
    stall(afterBytes) {
      cuts = { left: 1, afterBytes, stays: true }
    },
    serve(next, nextHeaders = { etag: '"one"' }) {
      content = next
      headers = nextHeaders
      status = null
    },
    answerWith(code) {
      status = code
    },
    hang() {
      hanging = true
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
