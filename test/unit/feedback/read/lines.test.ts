import { describe, expect, it } from 'vitest'
import {
  MAX_BODY_BYTES,
  MAX_LINE_BYTES,
  readLines,
  type Line,
} from '../../../../server/feedback/read/lines.ts'
import { collect } from '../../../helpers/collect.ts'

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

async function linesOf(body: AsyncIterable<Uint8Array>): Promise<readonly Line[]> {
  return collect(readLines(body))
}

async function texts(bytes: Uint8Array, size = 7): Promise<readonly (string | null)[]> {
  return (await linesOf(inPieces(bytes, size))).map(({ text }) => text)
}

describe('readLines', () => {
  it.each([1, 2, 3, 1000])('gives lines whatever the pieces: %i bytes', async (size) => {
    const bytes = Buffer.from('\ufefferste Zeile: ä😡\r\n\r\n\nlast')
    expect(await texts(bytes, size)).toEqual(['erste Zeile: ä😡', '', '', 'last'])
  })

  it('gives nothing of nothing, and no empty line at the end', async () => {
    expect(await texts(Buffer.from(''))).toEqual([])
    expect(await texts(Buffer.from('a\n'))).toEqual(['a'])
  })

  it('numbers lines from 1', async () => {
    const lines = await linesOf(inPieces(Buffer.from('a\nb\nc'), 2))
    expect(lines.map(({ number }) => number)).toEqual([1, 2, 3])
  })

  it('tells of a line that is not UTF-8, and goes on', async () => {
    const bytes = Buffer.concat([Buffer.from('a\n'), Buffer.from('für', 'latin1'), Buffer.from('\nb')])
    const lines = await linesOf(inPieces(bytes, 3))
    expect(lines.map(({ text }) => text)).toEqual(['a', null, 'b'])
    expect(lines[1]?.fault?.expected).toBe('expected UTF-8')
  })

  it('skips a line that is too long without holding it, and goes on', async () => {
    const piece = Buffer.alloc(64 * 1024, 'x')
    async function* body(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a\n')
      for (let sent = 0; sent < 40 * MAX_LINE_BYTES; sent += piece.length) yield piece
      yield Buffer.from('\nb\n')
      yield Buffer.alloc(MAX_LINE_BYTES, 'y')
    }
    const before = process.memoryUsage().arrayBuffers
    const lines: Line[] = []
    let most = 0
    for await (const line of readLines(body())) {
      lines.push(line)
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }
    expect(lines.map(({ text }) => text?.length ?? null)).toEqual([1, null, 1, MAX_LINE_BYTES])
    expect(lines[1]?.fault?.expected).toBe('expected at most 1 MB')
    expect(most).toBeLessThan(10 * MAX_LINE_BYTES)
  })

  it('stops at more than one request may bring', async () => {
    const piece = Buffer.from(`${'x'.repeat(1023)}\n`.repeat(4096))
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield piece
    }
    let bytes = 0
    const reading = (async () => {
      for await (const { text } of readLines(endless())) bytes += (text?.length ?? 0) + 1
    })()
    await expect(reading).rejects.toMatchObject({ code: 'FRAME_TOO_LARGE' })
    expect(bytes).toBe(MAX_BODY_BYTES)
  })

  it.each(['fffe', 'feff'])('says what is wrong with UTF-16: %s', async (mark) => {
    const body = inPieces(Buffer.from(`${mark}61006200`, 'hex'), 100)
    await expect(linesOf(body)).rejects.toMatchObject({ code: 'FEEDBACK_INVALID' })
  })
})
