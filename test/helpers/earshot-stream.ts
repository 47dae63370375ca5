import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Outcome } from '../../server/contracts/outcome.ts'
import type { CallEnd, Utterance } from '../../server/contracts/transcript.ts'
import type { Party } from '../../server/contracts/call.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** One `--json` line of `earshot stream`, with the moment at which it came. */
export type StreamLine = (Utterance | Outcome | CallEnd | { readonly type: 'other' }) & {
  readonly cameAt: number
}

export interface StreamRun {
  readonly exitCode: number | null
  readonly stderr: string
  readonly lines: readonly StreamLine[]
}

interface StreamOptions {
  readonly files: readonly string[]
  readonly url: string
  readonly grpc: string
  readonly token: string
  readonly args?: readonly string[]
  readonly onLine?: (line: StreamLine) => void
}

/** Runs `earshot stream … --json` as a user would and collects what it prints. */
export function earshotStream(options: StreamOptions): Promise<StreamRun> {
  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'server/main.ts'),
      'stream',
      ...options.files,
      ...['--url', options.url, '--grpc', options.grpc, '--token', options.token, '--json'],
      ...(options.args ?? []),
    ],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const lines: StreamLine[] = []
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = { ...(JSON.parse(text) as StreamLine), cameAt: Date.now() }
    lines.push(line)
    options.onLine?.(line)
  })
  return new Promise((done) => {
    child.once('close', (exitCode) => done({ exitCode, stderr, lines }))
  })
}

export function finalsOf(run: StreamRun): readonly Utterance[] {
  return run.lines.filter(
    (line): line is Utterance & StreamLine => line.type === 'utterance' && line.state === 'final',
  )
}

export function outcomesOf(run: StreamRun): readonly Outcome[] {
  return run.lines.filter((line): line is Outcome & StreamLine => line.type === 'outcome')
}

/** The finals of one party as one text, in order of their start. */
export function heardFrom(run: StreamRun, party: Party): string {
  return finalsOf(run)
    .filter((utterance) => utterance.party === party)
    .toSorted((a, b) => a.startMs - b.startMs)
    .map((utterance) => utterance.text)
    .join(' ')
}
