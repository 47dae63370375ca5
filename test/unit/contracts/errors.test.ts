import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError, ERRORS, errorMessage, type ErrorEntry } from '../../../server/contracts/errors.ts'

const PAGE = readFileSync(resolve(import.meta.dirname, '../../../server/contracts/ERRORS.md'), 'utf8')
const TABLE: [string, ErrorEntry][] = Object.entries(ERRORS)

interface Row {
  readonly meaning: string
  readonly httpStatus: number
  readonly closeCode: number
  readonly grpcStatus: number
  readonly retryable: boolean
  readonly advice: string
}

/** The rows of the page by code; a code that stands there twice is reported as such. */
function readRows(): Map<string, Row> {
  const rows = new Map<string, Row>()
  for (const line of PAGE.split('\n')) {
    const cells = line.split('|').map((cell) => cell.trim())
    const code = /^`([A-Z0-9_]+)`$/.exec(cells[1] ?? '')?.[1]
    if (code === undefined) continue
    expect(rows.has(code), `${code} has two rows`).toBe(false)
    const [, , meaning = '', http, close, grpc, retry, advice = ''] = cells
    rows.set(code, {
      meaning,
      httpStatus: Number(http),
      closeCode: Number(close),
      grpcStatus: Number(grpc),
      retryable: retry === 'yes',
      advice,
    })
  }
  return rows
}

describe('the page of errors', () => {
  it('documents each code of the table and no other', () => {
    expect([...readRows().keys()].sort()).toEqual(Object.keys(ERRORS).sort())
  })

  it.each(TABLE)('says of %s what the table says, and what to do', (code, entry) => {
    const row = readRows().get(code)
    expect(row).toMatchObject({
      meaning: entry.message,
      httpStatus: entry.httpStatus,
      closeCode: entry.closeCode,
      grpcStatus: entry.grpcStatus,
      retryable: entry.retryable,
    })
    expect(row?.advice.length).toBeGreaterThan(10)
  })
})

describe('the table of errors', () => {
  it.each(TABLE)('gives %s numbers that its protocols allow', (_code, entry) => {
    expect(entry.httpStatus).toBeGreaterThanOrEqual(400)
    expect(entry.httpStatus).toBeLessThan(600)
    expect(entry.grpcStatus).toBeGreaterThan(0)
    expect(entry.grpcStatus).toBeLessThanOrEqual(16)
    const ours = entry.closeCode >= 4000 && entry.closeCode < 5000
    expect(ours || [1009, 1011, 1012, 1013].includes(entry.closeCode)).toBe(true)
  })

  it.each(TABLE.filter(([, { closeCode }]) => closeCode >= 4400))(
    'gives %s the close code of its HTTP status',
    (_code, { closeCode, httpStatus }) => {
      // One rule for several bodies: a fault in a file that was sent is a fault of the request.
      expect(closeCode).toBe(httpStatus === 422 ? 4400 : 4000 + httpStatus)
    },
  )

  it.each(TABLE)('says %s in one sentence', (_code, { message }) => {
    expect(message).toMatch(/^[A-Z][^.]*\.$/)
  })
})

describe('an error', () => {
  it('carries its code, the detail and the cause', () => {
    const cause = new Error('inner')
    const error = new AppError('FRAME_TOO_LARGE', 'At most 64 kB.', { cause })
    expect(error).toMatchObject({
      code: 'FRAME_TOO_LARGE',
      detail: 'At most 64 kB.',
      cause,
      name: 'AppError',
    })
    expect(error.message).toBe('A frame is larger than allowed. At most 64 kB.')
    expect(errorMessage(error)).toEqual({
      type: 'error',
      code: 'FRAME_TOO_LARGE',
      message: 'A frame is larger than allowed. At most 64 kB.',
      retryable: false,
    })
  })
})
