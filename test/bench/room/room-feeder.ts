import type { CallAudioSink } from '../../../server/contracts/audio.ts'
import type { CallId, Party } from '../../../server/contracts/call.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import { sleep, systemClock } from '../../../server/platform/clock.ts'
import { loopedAudio, type LoopedAudio } from '../play/bench-audio.ts'
import { PATIENCE_MS, type CallPlan, type PlayPlan } from '../play/play-plan.ts'
import type { RoomListener } from './room-listener.ts'

/** As telephony sends it. */
const FRAME_MS = 20
const POLL_MS = 5
const REST_MS = 100
/**
 * Audio that may wait undecoded while the room takes all it can: a little more than the second between two
 * ticks, so that the room never thinks itself overloaded.
 */
const FAST_WINDOW_MS = 1300
/** The same where the pace is given but not sure to be held. */
const HURRIED_WINDOW_MS = 8000

interface FedParty {
  readonly party: Party
  readonly audio: LoopedAudio
  fedMs: number
}

interface FedCall {
  readonly plan: CallPlan
  readonly parties: readonly FedParty[]
  openedAt: number
  /** Wall time at which its last audio was handed over. */
  fedAt: number | null
  closing: boolean
}

interface RoomFeederOptions {
  readonly plan: PlayPlan
  readonly sink: CallAudioSink
  readonly listener: RoomListener
}

/** Plays calls into recognition in frames of 20 ms, at the plan's speed or as fast as the room takes them. */
export class RoomFeeder {
  readonly #options: RoomFeederOptions
  readonly #calls: readonly FedCall[]
  readonly #windowMs: number
  readonly #faults: string[] = []

  private constructor(options: RoomFeederOptions, calls: readonly FedCall[]) {
    this.#options = options
    this.#calls = calls
    const { speed } = options.plan
    if (speed === Infinity) this.#windowMs = FAST_WINDOW_MS
    else this.#windowMs = speed > 1 ? HURRIED_WINDOW_MS : Infinity
  }

  /** Reads all audio, so that `run` only plays. */
  static async prepare(options: RoomFeederOptions): Promise<RoomFeeder> {
    const calls = options.plan.calls.map(async (plan): Promise<FedCall> => {
      const parties = plan.parties.map(async ({ party, recording }) => {
        const audio = await loopedAudio({ recording, periodMs: plan.periodMs, fromMs: plan.fromMs })
        return { party, audio, fedMs: 0 }
      })
      return { plan, parties: await Promise.all(parties), openedAt: 0, fedAt: null, closing: false }
    })
    return new RoomFeeder(options, await Promise.all(calls))
  }

  get faults(): readonly string[] {
    return this.#faults
  }

  startedAt(callId: CallId): number {
    return this.#calls.find(({ plan }) => plan.callId === callId)?.openedAt ?? NaN
  }

  /** Resolves when all calls have been played and decoded, and closed if the plan wants it. */
  async run(): Promise<void> {
    const { atOnce, stayOpen } = this.#options.plan
    const startedAt = systemClock.now()
    const waiting = [...this.#calls]
    let live: FedCall[] = []
    while (live.length > 0 || waiting.length > 0) {
      while (live.length < atOnce && isDue(waiting[0], startedAt)) live.push(this.#open(waiting.shift()))
      for (const call of live) this.#feed(call)
      const done = live.filter((call) => this.#isDecoded(call))
      // A call keeps its place until its last words are final.
      if (!stayOpen) for (const call of done) void this.#close(call).then(() => (live = without(live, call)))
      else live = live.filter((call) => !done.includes(call))
      await sleep(POLL_MS)
    }
  }

  /** Closes what has stayed open. */
  async finish(): Promise<void> {
    await Promise.all(this.#calls.map((call) => this.#close(call)))
  }

  #open(call: FedCall | undefined): FedCall {
    if (call === undefined) throw new Error('no call waits')
    call.openedAt = systemClock.now()
    this.#options.sink.open({
      callId: call.plan.callId,
      startedAt: wallMs(call.openedAt),
      agentId: null,
      language: 'en-US',
      source: 'native',
      attributes: {},
    })
    return call
  }

  #feed(call: FedCall): void {
    const now = systemClock.now()
    const { durationMs } = call.plan
    const spokenMs = this.#options.plan.speed === Infinity ? Infinity : this.#spokenMs(call, now)
    for (const party of call.parties) {
      const decodedMs = this.#options.listener.decodedMs(call.plan.callId, party.party)
      const untilMs = Math.min(spokenMs, decodedMs + this.#windowMs)
      while (party.fedMs < durationMs) {
        const toMs = Math.min(party.fedMs + FRAME_MS, durationMs)
        if (toMs > untilMs) break
        this.#frame(call, { party, toMs, now })
      }
    }
    if (call.parties.every(({ fedMs }) => fedMs >= durationMs)) call.fedAt ??= now
  }

  #spokenMs(call: FedCall, now: number): number {
    return (now - call.openedAt) * this.#options.plan.speed
  }

  #frame(call: FedCall, { party, toMs, now }: { party: FedParty; toMs: number; now: number }): void {
    const { speed } = this.#options.plan
    this.#options.sink.audio({
      callId: call.plan.callId,
      party: party.party,
      atMs: callMs(party.fedMs),
      samples: party.audio.between(party.fedMs, toMs),
      rate: party.audio.rate,
      capturedAt: wallMs(speed === Infinity ? now : call.openedAt + toMs / speed),
      heardAt: wallMs(now),
    })
    party.fedMs = toMs
  }

  /** As far as ticks tell: the last full second. A call whose words do not come is given up after a while. */
  #isDecoded(call: FedCall): boolean {
    if (call.fedAt === null || call.closing) return false
    // The rest of the last chunk is decoded when the stream ends.
    const lastTickMs = Math.floor((call.plan.durationMs - REST_MS) / 1000) * 1000
    const isBehind = call.parties.some(
      ({ party }) => this.#options.listener.decodedMs(call.plan.callId, party) < lastTickMs,
    )
    if (!isBehind) return true
    if (systemClock.now() - call.fedAt < PATIENCE_MS) return false
    this.#faults.push(`${call.plan.callId} was still behind ${PATIENCE_MS / 1000} s after its end`)
    return true
  }

  async #close(call: FedCall): Promise<void> {
    if (call.closing) return
    call.closing = true
    await this.#options.sink.close(call.plan.callId, 'completed')
  }
}

function isDue(call: FedCall | undefined, startedAt: number): boolean {
  return call !== undefined && systemClock.now() >= startedAt + call.plan.startMs
}

function without(calls: readonly FedCall[], call: FedCall): FedCall[] {
  return calls.filter((other) => other !== call)
}
