import { assertNever } from '../contracts/assert-never.ts'
import type { ModelProgress, OnModelProgress } from '../asr/models/progress.ts'
import type { Output } from './context.ts'

const MEGABYTE = 1_000_000
const STEP_PERCENT = 10

/**
 * Tells a waiting person how a model comes in: one line that moves on a terminal, a line every tenth of the
 * way in a log file.
 */
export function createModelProgressPrinter(stream: Output): OnModelProgress {
  let lastStep = -1
  let lineOpen = false
  const print = (text: string): void => {
    stream.write(`${lineOpen ? '\n' : ''}${text}\n`)
    lineOpen = false
  }
  return (progress) => {
    if (progress.phase !== 'downloading') {
      lastStep = -1
      print(describe(progress))
      return
    }
    const { receivedBytes, totalBytes } = progress
    const percent = totalBytes === null ? null : Math.floor((receivedBytes / totalBytes) * 100)
    const text = describeDownload(receivedBytes, totalBytes, percent)
    if (stream.isTTY === true) {
      stream.write(`\r${text}`)
      lineOpen = true
      return
    }
    const step =
      percent === null
        ? Math.floor(receivedBytes / (STEP_PERCENT * MEGABYTE))
        : Math.floor(percent / STEP_PERCENT)
    if (step > lastStep) print(text)
    lastStep = Math.max(step, lastStep)
  }
}

function describeDownload(receivedBytes: number, totalBytes: number | null, percent: number | null): string {
  const received = (receivedBytes / MEGABYTE).toFixed(1)
  if (totalBytes === null) return `model: ${received} MB`
  return `model: ${received} of ${(totalBytes / MEGABYTE).toFixed(1)} MB (${percent ?? 0} %)`
}

function describe(progress: Exclude<ModelProgress, { phase: 'downloading' }>): string {
  switch (progress.phase) {
    case 'waiting':
      return 'model: another process installs it; waiting'
    case 'asking':
      return `model: fetching ${progress.source}`
    case 'checking':
      return progress.sumKnown
        ? 'model: checking the sha-256'
        : 'model: its makers publish no sum, so only its files are checked'
    case 'unpacking':
      return 'model: unpacking'
    case 'rewriting':
      return 'model: rewriting the language model as const'
    case 'rewritten':
      return `model: rewritten; its ${progress.states} states and ${progress.arcs} arcs equal the original's`
    case 'left':
      return `model: left as it is: ${progress.reason}`
    case 'refused':
      return `model: ${progress.reason}`
    case 'installed':
      return `model: installed in ${progress.dir}`
    default:
      return assertNever(progress)
  }
}
