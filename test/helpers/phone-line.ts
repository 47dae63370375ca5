import { seededRandom } from './seeded-random.ts'

/** What a line does to a party's audio on its way here. Times are real time in ms since the line was opened. */
export interface LineOptions {
  readonly durationMs: number
  readonly frameMs?: number
  readonly rate?: number
  /** How much faster than it says the source's sample clock runs, in parts per million. */
  readonly driftPpm?: number
  /** The shortest way through the network. */
  readonly delayMs?: number
  /** What a frame takes longer than that. The transport is ordered: a late frame holds up those behind it. */
  readonly jitterMs?: (random: () => number) => number
  /** Share of frames that vanish before the transport, in runs of `lossRun`. */
  readonly lossShare?: number
  readonly lossRun?: number
  /** Nothing is sent in these stretches, and nothing is said about it. */
  readonly silences?: readonly Stretch[]
  /** Nothing arrives in these stretches; what was sent comes in a burst at their end. */
  readonly stalls?: readonly Stretch[]
  /** How much faster than real time a backlog comes after a stall. Default: all at once. */
  readonly catchUp?: number
  /** How much faster than real time the whole audio is sent; 16 for a recording at sixteen times its speed. */
  readonly speed?: number
  readonly seed?: number
}

export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/** A stretch of `forMs` every `everyMs`, from `fromMs` on. */
export function stretches(options: {
  readonly fromMs: number
  readonly everyMs: number
  readonly forMs: number
  readonly untilMs: number
}): readonly Stretch[] {
  const { fromMs, everyMs, forMs, untilMs } = options
  return Array.from({ length: Math.ceil((untilMs - fromMs) / everyMs) }, (_, index) => {
    const startMs = fromMs + index * everyMs
    return { fromMs: startMs, toMs: startMs + forMs }
  })
}

export interface LineFrame {
  readonly index: number
  /** Real time of the first sample at the source. */
  readonly capturedMs: number
  readonly arrivesMs: number
  readonly samples: number
}

/** Jitter as of a good office network, with a rare frame that is very late. */
export function officeJitter(random: () => number): number {
  return random() < 0.002 ? 150 * random() : -4 * Math.log(1 - random())
}

/** Jitter as of a home's wireless network. */
export function wirelessJitter(random: () => number): number {
  return random() < 0.02 ? 300 * random() : -15 * Math.log(1 - random())
}

/** The frames of one party in the order in which they arrive. */
export function* lineFrames(options: LineOptions): Generator<LineFrame> {
  const { durationMs, frameMs = 20, rate = 8000, driftPpm = 0, delayMs = 30, speed = 1 } = options
  const { lossShare = 0, lossRun = 1, silences = [], stalls = [] } = options
  const random = seededRandom(options.seed ?? 1)
  const realFrameMs = frameMs / (1 + driftPpm / 1e6) / speed
  const samples = (frameMs * rate) / 1000
  let arrivedMs = 0
  let lostUntil = -1
  for (let index = 0; (index + 1) * realFrameMs <= durationMs; index += 1) {
    const capturedMs = index * realFrameMs
    const sentMs = capturedMs + realFrameMs
    if (lossShare > 0 && index > lostUntil && random() < lossShare / lossRun) lostUntil = index + lossRun - 1
    if (index <= lostUntil || silences.some((stretch) => inside(stretch, capturedMs))) continue
    const jitterMs = options.jitterMs?.(random) ?? 0
    const stall = stalls.find((stretch) => inside(stretch, sentMs + delayMs))
    const earliestMs = options.catchUp === undefined ? arrivedMs : arrivedMs + realFrameMs / options.catchUp
    arrivedMs = Math.max(sentMs + delayMs + jitterMs, stall?.toMs ?? 0, arrivedMs === 0 ? 0 : earliestMs)
    yield { index, capturedMs, arrivesMs: arrivedMs, samples }
  }
}

function inside({ fromMs, toMs }: Stretch, ms: number): boolean {
  return ms >= fromMs && ms < toMs
}
