import { WorkerPool, type WorkerPoolOptions } from '../../server/asr/pool/worker-pool.ts'
import { PartyChannel } from '../../server/asr/party-channel.ts'
import { RecognitionMetrics } from '../../server/asr/recognition-metrics.ts'
import type { UtteranceDraft } from '../../server/asr/transcript-assembler.ts'
import type { AudioFrame } from '../../server/contracts/audio.ts'
import type { CallId, Party } from '../../server/contracts/call.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { sleep, systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { linesInto } from './lines-into.ts'
import { metricValue } from './metric-value.ts'
import { testModelDir } from './model.ts'

export interface RunningPool {
  readonly pool: WorkerPool
  /** What was logged, one object a line. */
  readonly logged: readonly Readonly<Record<string, unknown>>[]
  /** Process ids of the workers that were started, oldest first. */
  readonly pids: () => readonly number[]
  readonly metric: (name: string, labels?: Readonly<Record<string, string>>) => Promise<number>
  readonly channel: (party: { callId: CallId; party: Party }) => HeardParty
}

/** One party on a pool, and what has been heard of it. */
export interface HeardParty {
  readonly channel: PartyChannel
  readonly drafts: readonly UtteranceDraft[]
  readonly finals: () => readonly UtteranceDraft[]
  /** Anything that was lost on the way. */
  readonly lost: readonly string[]
}

/** A pool of real workers with the real model, not yet started. */
export function makePool(options: Partial<WorkerPoolOptions> = {}): RunningPool {
  const logged: Record<string, unknown>[] = []
  const registry = new Registry()
  const metrics = new RecognitionMetrics(registry, () => ({
    calls: 0,
    maxLagMs: 0,
    keptAudioMs: 0,
    readyWorkers: 0,
  })).ofModel('test')
  const pool = new WorkerPool({
    modelDir: testModelDir(),
    libraryPath: null,
    workers: 1,
    clock: systemClock,
    log: createLog({ level: 'debug', destination: linesInto(logged) }),
    metrics,
    ...options,
  })
  return {
    pool,
    logged,
    pids: () => logged.flatMap((line) => (typeof line['pid'] === 'number' ? [line['pid']] : [])),
    metric: (name, labels) => metricValue(registry, name, labels),
    channel: (party) => heardParty(pool, party),
  }
}

function heardParty(pool: WorkerPool, party: { callId: CallId; party: Party }): HeardParty {
  const drafts: UtteranceDraft[] = []
  const lost: string[] = []
  const channel = new PartyChannel({
    ...party,
    pool,
    limitMs: 120_000,
    events: {
      utterance: (draft) => drafts.push(draft),
      gap: ({ fromMs, reason }) => lost.push(`gap at ${fromMs}: ${reason}`),
      dropped: (durationMs, reason) => lost.push(`${durationMs} ms dropped: ${reason}`),
      moved: () => undefined,
    },
  })
  return { channel, drafts, lost, finals: () => drafts.filter((draft) => draft.state === 'final') }
}

const FRAME_MS = 20

interface Speech {
  readonly party: HeardParty
  readonly samples: Int16Array
}

/**
 * Lets parties speak at the same time, 8 kHz in frames of 20 ms, at `speed` times real time, and ends their
 * streams unless they are to `stay`.
 */
export async function speak(
  speeches: readonly Speech[],
  options: { readonly speed: number; readonly stay?: boolean },
): Promise<void> {
  const startedAt = systemClock.now()
  const longest = Math.max(...speeches.map(({ samples }) => samples.length / 8))
  for (let atMs = 0; atMs < longest; atMs += FRAME_MS) {
    const aheadMs = atMs / options.speed - (systemClock.now() - startedAt)
    if (aheadMs > 5) await sleep(aheadMs)
    for (const { party, samples } of speeches) pushFrame(party, { atMs, samples })
  }
  if (options.stay === true) return
  for (const { party } of speeches) party.channel.end()
}

function pushFrame({ channel }: HeardParty, { atMs, samples }: { atMs: number; samples: Int16Array }): void {
  channel.push(frameAt(atMs, samples.slice(atMs * 8, (atMs + FRAME_MS) * 8)))
}

/** A frame of 8 kHz that came just now; silence of 20 ms when nothing else is given. */
export function frameAt(atMs: number, samples = new Int16Array(FRAME_MS * 8)): AudioFrame {
  const now = wallMs(systemClock.now())
  const stamps = { capturedAt: now, heardAt: now }
  return { callId: 'any', party: 'agent', atMs: callMs(atMs), samples, rate: 8000, ...stamps }
}
