import { open, readFile, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises'
import { z } from 'zod'
import { sleep, type Clock } from '../../platform/clock.ts'
import { normaliseError } from '../../platform/normalise-error.ts'

export interface HttpFetchOptions {
  readonly url: string
  /** The finished file; what has come so far lies beside it as `<target>.part`. */
  readonly target: string
  readonly clock: Clock
  readonly onProgress?: (receivedBytes: number, totalBytes: number | null) => void
  readonly signal?: AbortSignal
  /** For the first answer: short, so that the next source gets its turn. */
  readonly connectTimeoutMs?: number
  /** Without a single byte. */
  readonly idleTimeoutMs?: number
  /** How often a download that broke off is taken up again without any gain. */
  readonly retries?: number
  readonly retryDelayMs?: number
}

/** What lets a later request go on with the same file and no other. */
const PartNote = z.object({ url: z.string(), validator: z.string() })

/** A download that broke off: worth another request, unlike a refusal. */
class BrokenOff extends Error {
  override readonly name = 'BrokenOff'
}

/**
 * Downloads to a file, going on from what an earlier attempt left. A source that does not answer is asked
 * once; one that breaks off is asked again (Range and If-Range, RFC 9110 sections 13.1.5 and 14).
 */
export async function fetchToFile(options: HttpFetchOptions): Promise<void> {
  const retries = options.retries ?? 4
  let left = retries
  for (;;) {
    const before = await sizeOf(`${options.target}.part`)
    try {
      await fetchRest(options)
      return
    } catch (thrown) {
      if (!(thrown instanceof BrokenOff) || options.signal?.aborted === true) throw thrown
      const gained = (await sizeOf(`${options.target}.part`)) > before
      left = gained ? retries : left - 1
      if (left < 0) throw thrown
      await sleep(options.retryDelayMs ?? 1000, options.signal)
    }
  }
}

async function fetchRest(options: HttpFetchOptions): Promise<void> {
  const part = `${options.target}.part`
  const note = await readNote(part, options.url)
  const offset = note === null ? 0 : await sizeOf(part)
  const idle = watchIdle(options)
  try {
    const response = await ask(options, idle.signal, offset, note?.validator ?? '')
    const resumed = response.status === 206
    const start = resumed ? offset : 0
    const total = totalBytesOf(response, start)
    if (!resumed) await writeNote(part, options.url, response)
    const file = await open(part, resumed ? 'a' : 'w')
    try {
      const received = await receive({ response, file, start, total, idle, options })
      if (total !== null && received !== total)
        throw new BrokenOff(`broke off after ${received} of ${total} bytes`)
      await file.sync()
    } finally {
      await file.close()
    }
  } finally {
    idle.stop()
  }
  await rename(part, options.target)
  await rm(noteOf(part), { force: true })
}

async function ask(
  options: HttpFetchOptions,
  signal: AbortSignal,
  offset: number,
  validator: string,
): Promise<Response> {
  const headers = new Headers({ 'accept-encoding': 'identity' })
  if (offset > 0) {
    headers.set('range', `bytes=${offset}-`)
    headers.set('if-range', validator)
  }
  const response = await fetch(options.url, { headers, signal }).catch((thrown: unknown) => {
    throw new Error(describeFailure(thrown, options.url), { cause: thrown })
  })
  if (response.status === 200) return response
  if (response.status === 206 && startOfRange(response) === offset) return response
  await response.body?.cancel()
  if (response.status === 206 || response.status === 416) {
    await rm(`${options.target}.part`, { force: true })
    throw new BrokenOff('the file has changed at its source')
  }
  throw new Error(`${new URL(options.url).host} answered with status ${response.status}`)
}

interface Receiving {
  readonly response: Response
  readonly file: FileHandle
  readonly start: number
  readonly total: number | null
  readonly idle: IdleWatch
  readonly options: HttpFetchOptions
}

async function receive({ response, file, start, total, idle, options }: Receiving): Promise<number> {
  let received = start
  if (response.body === null) return received
  const chunks: AsyncIterable<Uint8Array> = response.body
  idle.started()
  try {
    for await (const chunk of chunks) {
      await file.write(chunk)
      received += chunk.byteLength
      idle.touch()
      options.onProgress?.(received, total)
    }
  } catch (thrown) {
    if (options.signal?.aborted === true) throw normaliseError(thrown)
    throw new BrokenOff(`broke off after ${received} bytes`, { cause: thrown })
  }
  return received
}

interface IdleWatch {
  readonly signal: AbortSignal
  started(): void
  touch(): void
  stop(): void
}

function watchIdle({
  clock,
  signal,
  connectTimeoutMs = 10_000,
  idleTimeoutMs = 30_000,
}: HttpFetchOptions): IdleWatch {
  const controller = new AbortController()
  const arm = (ms: number): (() => void) =>
    clock.after(ms, () => controller.abort(new Error(`no answer for ${ms / 1000} s`)))
  let disarm = arm(connectTimeoutMs)
  const touch = (): void => {
    disarm()
    disarm = arm(idleTimeoutMs)
  }
  return {
    signal: signal === undefined ? controller.signal : AbortSignal.any([controller.signal, signal]),
    started: touch,
    touch,
    stop: () => disarm(),
  }
}

function startOfRange(response: Response): number | null {
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1]
  return start === undefined ? null : Number(start)
}

function totalBytesOf(response: Response, start: number): number | null {
  const length = response.headers.get('content-length')
  return length === null ? null : start + Number(length)
}

function describeFailure(thrown: unknown, url: string): string {
  const error = normaliseError(thrown)
  const cause = error.cause instanceof Error ? error.cause : error
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null
  return `${new URL(url).host} cannot be reached (${code ?? cause.message})`
}

function noteOf(part: string): string {
  return `${part}.json`
}

async function readNote(part: string, url: string): Promise<z.infer<typeof PartNote> | null> {
  const text = await readFile(noteOf(part), 'utf8').catch(() => null)
  if (text === null) return null
  const note = PartNote.safeParse(parseJson(text))
  return note.success && note.data.url === url ? note.data : null
}

/** A weak validator does not promise the same bytes, so it starts over (RFC 9110 section 8.8.1). */
async function writeNote(part: string, url: string, response: Response): Promise<void> {
  const tag = response.headers.get('etag')
  const validator = tag !== null && !tag.startsWith('W/') ? tag : response.headers.get('last-modified')
  await (validator === null
    ? rm(noteOf(part), { force: true })
    : writeFile(noteOf(part), JSON.stringify({ url, validator })))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A note cut short by a crash: the download starts over.
    return null
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0
}
