import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAccess, type Access } from '../../server/access/access.ts'
import { createHttpServer } from '../../server/app/http-server.ts'
import { makeFigures } from '../../server/app/make-figures.ts'
import type { MemoryBus } from '../../server/bus/memory-bus.ts'
import type { CallInfo, EndReason } from '../../server/contracts/call.ts'
import type { AudioFrame } from '../../server/contracts/audio.ts'
import { callMs } from '../../server/contracts/time.ts'
import { createDelivery } from '../../server/delivery/delivery.ts'
import { createIngest } from '../../server/ingest/ingest.ts'
import { noFloor } from '../../server/floor/no-floor.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { QuietKeeper } from '../../server/actions/quiet/quiet-keeper.ts'
import { EMPTY_CASES } from './empty-case-desk.ts'
import { EMPTY_ASSIST } from './empty-assist.ts'
import { EMPTY_DESK } from './empty-desk.ts'
import { CALM_LOAD, EMPTY_RULES } from './http-app.ts'
import { MemoryIssueDesk } from './memory-issue-desk.ts'
import { MemoryNotifyDesk } from './memory-notify-desk.ts'
import { buildOutcome, buildUtterance } from './message-builders.ts'
import { qualityDesk } from './quality-desk.ts'
import { RecordingSink } from './recording-sink.ts'
import { strictBus } from './strict-bus.ts'
import { placeByAttributes } from './place-by-attributes.ts'

/** The real doors and the real event stream, with a script in place of recognition and rules. */
export interface StreamingServer {
  readonly sink: ScriptedSink
  readonly access: Access
  /** `host:port` of HTTP and WebSocket. */
  readonly host: string
  readonly grpc: string
  close(): Promise<void>
}

/** Something that is said in the script: a partial half way, the final at its end. */
interface ScriptedLine {
  readonly text: string
  readonly startMs: number
  /** Shown together with the final. */
  readonly outcomeId?: string
}

/** Publishes what the script says as soon as the customer's audio has come so far. */
export class ScriptedSink extends RecordingSink {
  readonly #bus: MemoryBus
  readonly #script: readonly ScriptedLine[]
  readonly #said = new Set<string>()
  endReason: EndReason | null = null

  constructor(options: { bus: MemoryBus; script: readonly ScriptedLine[] }) {
    super()
    this.#bus = options.bus
    this.#script = options.script
  }

  override open(call: CallInfo, model?: string): void {
    super.open(call, model)
    this.#bus.publish('transcript', { type: 'start', callId: call.callId, seq: 1, atMs: callMs(0), call })
  }

  override audio(frame: AudioFrame): void {
    super.audio(frame)
    if (frame.party !== 'customer') return
    const { callId } = frame
    const reachedMs = frame.atMs + (frame.samples.length * 1000) / frame.rate
    for (const { text, startMs, outcomeId } of this.#script) {
      const final = buildUtterance({ callId, text, startMs, utteranceId: `u-${startMs}` })
      if (reachedMs < final.endMs || this.#said.has(`${callId} ${startMs}`)) continue
      this.#said.add(`${callId} ${startMs}`)
      this.#bus.publish('transcript', { ...final, state: 'partial' })
      this.#bus.publish('transcript', final)
      if (outcomeId === undefined) continue
      const agentId = this.of('open')[0]?.call.agentId ?? null
      const shown = buildOutcome({ callId, outcomeId, agentId, atMs: callMs(final.endMs) })
      this.#bus.publish('outcome', { ...shown, evidence: { ...shown.evidence, endMs: final.endMs } })
    }
  }

  override async close(callId: string, reason: EndReason): Promise<void> {
    await super.close(callId, reason)
    const frames = this.framesOf(callId, 'customer')
    const durationMs = frames.reduce((sum, { samples, rate }) => sum + (samples.length * 1000) / rate, 0)
    this.#bus.publish('transcript', {
      type: 'end',
      callId,
      seq: 99,
      atMs: callMs(durationMs),
      durationMs,
      reason: this.endReason ?? reason,
    })
  }
}

export async function startStreamingServer(script: readonly ScriptedLine[]): Promise<StreamingServer> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-streaming-'))
  const log = createLog({ level: 'silent' })
  const registry = new Registry()
  const clock = systemClock
  const bus = strictBus()
  const access = await createAccess({ clock, secret: randomBytes(32) })
  const sink = new ScriptedSink({ bus, script })
  const common = { bus, log, registry, clock, authenticator: access }
  const ingest = createIngest({ ...common, sink })
  const store = openSqliteStore({ path: join(folder, 'store.sqlite'), log, registry, clock })
  const delivery = createDelivery({
    ...common,
    store,
    readiness: [],
    rules: () => EMPTY_RULES,
    desk: EMPTY_DESK,
    cases: EMPTY_CASES,
    attention: new QuietKeeper({ rules: store.rules, store: store.attention, clock, log }),
    assist: EMPTY_ASSIST,
    figures: makeFigures({ store, log, registry, clock }, { timeZone: 'UTC' }, () => EMPTY_RULES).desk,
    quality: qualityDesk(store),
    issues: new MemoryIssueDesk(),
    notify: new MemoryNotifyDesk(),
    load: () => CALM_LOAD,
    callAttributes: { queue: 'queue' },
    placeOf: placeByAttributes,
    listenUrl: null,
    bargeUrl: null,
    floor: noFloor({ perCall: 12, perAgentHour: 60, perRuleHour: 12 }),
    staticDir: join(folder, 'dist'),
    samplesDir: join(folder, 'samples'),
    allowedOrigins: [],
  })
  const server = await createHttpServer()
  ingest.registerRoutes(server)
  await delivery.registerRoutes(server)
  delivery.start()
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  const grpc = await ingest.startGrpc({ host: '127.0.0.1', port: 0 })
  return {
    sink,
    access,
    host: new URL(url).host,
    grpc: `127.0.0.1:${grpc.port}`,
    async close() {
      await ingest.stop(1000)
      await delivery.stop(1000)
      await server.close()
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
}
