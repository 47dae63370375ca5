import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fetchToFile, type HttpFetchOptions } from '../../../../server/asr/models/fetch-http.ts'
import { systemClock } from '../../../../server/platform/clock.ts'
import { startArchiveServer, type ArchiveServer } from '../../../helpers/archive-server.ts'

const CONTENT = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251))

let server: ArchiveServer
let folder: string
let target: string

beforeEach(async () => {
  server = await startArchiveServer()
  server.serve(CONTENT)
  folder = mkdtempSync(join(tmpdir(), 'earshot-fetch-'))
  target = join(folder, 'model.zip')
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

function fetchModel(options: Partial<HttpFetchOptions> = {}): Promise<void> {
  return fetchToFile({ url: server.url, target, clock: systemClock, retryDelayMs: 1, ...options })
}

describe('a download', () => {
  it('reports its progress and leaves only the finished file', async () => {
    const seen: [number, number | null][] = []
    await fetchModel({ onProgress: (received, total) => seen.push([received, total]) })
    expect(readFileSync(target).equals(CONTENT)).toBe(true)
    expect(seen.at(-1)).toEqual([CONTENT.length, CONTENT.length])
    expect(existsSync(`${target}.part`) || existsSync(`${target}.part.json`)).toBe(false)
  })

  it('goes on where it broke off, as often as it gains', async () => {
    server.cut(6, 40_000)
    await fetchModel({ retries: 1 })
    expect(readFileSync(target).equals(CONTENT)).toBe(true)
    expect(server.ranges).toHaveLength(7)
    expect(server.ranges.slice(1).every((range) => range !== null)).toBe(true)
  })

  it('goes on in a later process from what an earlier one left', async () => {
    server.stall(100_000)
    await expect(fetchModel({ signal: abortAfterFirstBytes().signal })).rejects.toThrow()
    const left = statSync(`${target}.part`).size
    expect(left).toBeGreaterThan(0)
    await fetchModel()
    expect(server.ranges.at(-1)).toBe(`bytes=${left}-`)
    expect(readFileSync(target).equals(CONTENT)).toBe(true)
  })

  it('starts over when the file has changed at its source', async () => {
    server.stall(100_000)
    await expect(fetchModel({ signal: abortAfterFirstBytes().signal })).rejects.toThrow()
    const changed = Buffer.alloc(200_000, 'new')
    server.serve(changed, { etag: '"two"' })
    await fetchModel()
    expect(readFileSync(target).equals(changed)).toBe(true)
  })

  it('starts over when the source gives no strong validator', async () => {
    server.serve(CONTENT, { etag: 'W/"weak"' })
    server.cut(1, 40_000)
    await fetchModel()
    expect(server.ranges).toEqual([null, null])
    expect(readFileSync(target).equals(CONTENT)).toBe(true)
  })

  it('gives up a source that breaks off again and again without any gain', async () => {
    server.cut(100, 0)
    await expect(fetchModel({ retries: 2 })).rejects.toThrow(/broke off/)
    expect(server.ranges).toHaveLength(3)
  })

  it.each([404, 403, 500])('asks a source that answers %i once', async (status) => {
    server.answerWith(status)
    await expect(fetchModel()).rejects.toThrow(`status ${status}`)
    expect(server.ranges).toHaveLength(1)
  })

  it('does not wait long for a source that does not answer', async () => {
    server.hang()
    await expect(fetchModel({ connectTimeoutMs: 50 })).rejects.toThrow(/no answer for 0.05 s/)
    expect(server.ranges).toHaveLength(1)
  })

  it('takes up a download again that has fallen silent', async () => {
    server.stall(100_000)
    await fetchModel({ idleTimeoutMs: 100 })
    expect(server.ranges).toHaveLength(2)
    expect(readFileSync(target).equals(CONTENT)).toBe(true)
  })

  it('says which host cannot be reached', async () => {
    await server.close()
    await expect(fetchModel()).rejects.toThrow(/^127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)$/)
  })
})

function abortAfterFirstBytes(): AbortController {
  const controller = new AbortController()
  const poll = setInterval(() => {
    if (!existsSync(`${target}.part`) || statSync(`${target}.part`).size === 0) return
    clearInterval(poll)
    controller.abort(new Error('stopped'))
  }, 1)
  return controller
}
