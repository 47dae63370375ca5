import type { Principal } from '../../server/contracts/access.ts'
import type { AudioFrame, AudioGap } from '../../server/contracts/audio.ts'
import type { Party } from '../../server/contracts/call.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { CallRegistry } from '../../server/ingest/call-registry.ts'
import { FlowControl } from '../../server/ingest/flow-control.ts'
import { IngestMetrics } from '../../server/ingest/ingest-metrics.ts'
import type { Stream } from '../../server/ingest/stream.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { ManualClock } from './manual-clock.ts'
import { lineFrames, type LineFrame, type LineOptions } from './phone-line.ts'
import { RecordingSink } from './recording-sink.ts'
import { strictBus } from './strict-bus.ts'

const OPENED_AT = Date.UTC(2026, 10, 22, 9, 0, 0)
const PRINCIPAL: Principal = { subject: 'test', role: 'ingest', agentId: null, expiresAt: wallMs(Infinity) }

/** Where one frame was put, and where it belongs. */
export interface PlacedFrame {
  readonly party: Party
  /** Real time since the call began. */
  readonly capturedMs: number
  readonly atMs: number
}

export interface LineCall {
  readonly frames: readonly PlacedFrame[]
  readonly gaps: readonly AudioGap[]
  readonly breaches: readonly string[]
  readonly registry: Registry
}

/**
 * A call whose parties come over lines, each in a stream of its own, through the real registry and streams on a
 * clock that the arrivals push on: an hour takes a second.
 */
export function placeCall(lines: Readonly<Partial<Record<Party, LineOptions>>>): LineCall {
  const clock = new ManualClock(OPENED_AT)
  const sink = new RecordingSink()
  const registry = new Registry()
  const metrics = new IngestMetrics(registry)
  const flow = new FlowControl({ bus: strictBus(), clock, maxAheadMs: 20_000 })
  const calls = new CallRegistry({
    sink,
    flow,
    metrics,
    clock,
    log: createLog({ level: 'silent' }),
    resumeWindowMs: 30_000,
    usedCallIds: [],
    unfinishedCalls: [],
  })
  const frames: PlacedFrame[] = []
  sink.onFrame = (frame) => {
    frames.push(placed(frame, sentOf(frame.party)))
    sink.frames.length = 0
  }
  const parties = Object.keys(lines) as Party[]
  const feeds = parties.map((party) => openFeed({ party, calls, line: lines[party] ?? { durationMs: 0 } }))
  const sentOf = (party: Party): readonly number[] =>
    feeds.find((feed) => feed.party === party)?.captured ?? []

  for (let next = earliest(feeds); next !== null; next = earliest(feeds)) {
    const { feed, frame } = next
    clock.advance(OPENED_AT + frame.arrivesMs - clock.now())
    feed.captured[frame.index] = frame.capturedMs
    feed.stream.push({ type: 'audio', bytes: marked(frame), heardAt: wallMs(clock.now()) })
    feed.next = take(feed.rest)
  }
  clock.advance(1_000)
  for (const { stream } of feeds) void calls.finish(stream, 'completed')
  flow.close()
  const gaps = sink.of('gap').map((event) => event.gap)
  return { frames, gaps, breaches: sink.breaches, registry }
}

/** How far the last frame of a party lies from its place. */
export function lastError(call: LineCall, party: Party): number {
  const last = call.frames.findLast((frame) => frame.party === party)
  return last === undefined ? NaN : last.atMs - last.capturedMs
}

/** The share of a party's frames captured after `fromMs` that lie further than `ms` from their place. */
export function shareBeyond(call: LineCall, party: Party, range: { ms: number; fromMs: number }): number {
  const own = call.frames.filter((frame) => frame.party === party && frame.capturedMs >= range.fromMs)
  return own.filter((frame) => Math.abs(frame.atMs - frame.capturedMs) > range.ms).length / own.length
}

/** Milliseconds of a party's call time that were told to be missing. */
export function gapMs(call: LineCall, party: Party): number {
  return call.gaps
    .filter((gap) => gap.party === party)
    .reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
}

/** The largest amount among the errors of frames captured after `fromMs`. */
export function worstError(call: LineCall, party: Party, fromMs = 0): number {
  let worst = 0
  for (const frame of call.frames) {
    if (frame.party !== party || frame.capturedMs < fromMs) continue
    worst = Math.max(worst, Math.abs(frame.atMs - frame.capturedMs))
  }
  return worst
}

interface Feed {
  readonly party: Party
  readonly stream: Stream
  readonly rest: Generator<LineFrame>
  readonly captured: number[]
  next: LineFrame | null
}

function openFeed(options: { party: Party; calls: CallRegistry; line: LineOptions }): Feed {
  const { party, calls, line } = options
  const stream = calls.start({
    message: {
      type: 'start',
      callId: 'c-1',
      audio: { encoding: 'pcm_s16le', sampleRate: 8000, channels: [party] },
      atMs: 0,
    },
    principal: PRINCIPAL,
    source: 'native',
    owner: { displaced: () => undefined, failed: () => undefined },
  })
  const rest = lineFrames(line)
  return { party, stream, rest, captured: [], next: take(rest) }
}

function take(frames: Generator<LineFrame>): LineFrame | null {
  const step = frames.next()
  return step.done === true ? null : step.value
}

function earliest(feeds: readonly Feed[]): { feed: Feed; frame: LineFrame } | null {
  let found: { feed: Feed; frame: LineFrame } | null = null
  for (const feed of feeds) {
    if (feed.next === null) continue
    if (found === null || feed.next.arrivesMs < found.frame.arrivesMs) found = { feed, frame: feed.next }
  }
  return found
}

/** Silence that carries its number in its first two samples, 15 bits each. */
function marked(frame: LineFrame): Buffer {
  const bytes = Buffer.alloc(frame.samples * 2)
  bytes.writeInt16LE(frame.index & 0x7fff, 0)
  bytes.writeInt16LE(frame.index >> 15, 2)
  return bytes
}

function placed(frame: AudioFrame, captured: readonly number[]): PlacedFrame {
  const index = (frame.samples[0] ?? 0) + (frame.samples[1] ?? 0) * 0x8000
  return { party: frame.party, capturedMs: captured[index] ?? NaN, atMs: frame.atMs }
}
