import { Writable } from 'node:stream'
import { createRecognition, type Recognition, type RecognitionOptions } from '../../server/asr/recognition.ts'
import type { CallAudioSink } from '../../server/contracts/audio.ts'
import type { CallId, CallInfo, Party } from '../../server/contracts/call.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import type { CallMessage, Utterance } from '../../server/contracts/transcript.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { buildCall } from './message-builders.ts'
import { metricValue } from './metric-value.ts'
import { testModelDir } from './model.ts'
import { strictBus } from './strict-bus.ts'

export interface RunningRecognition {
  readonly recognition: Recognition
  readonly sink: CallAudioSink
  /** Everything published on topic `call`, in order. */
  readonly messages: readonly CallMessage[]
  /** What was logged, one object a line. */
  readonly logged: readonly Readonly<Record<string, unknown>>[]
  /** Process ids of the workers that were started, oldest first. */
  readonly workerPids: () => readonly number[]
  readonly messagesOf: (callId: CallId) => readonly CallMessage[]
  readonly finals: (callId: CallId, party: Party) => readonly Utterance[]
  /** Value of a metric, summed over its labels. */
  readonly metric: (name: string) => Promise<number>
  readonly open: (call?: Partial<CallInfo>) => void
}

/** Recognition with real workers and the real model, not yet started. */
export function makeRecognition(options: Partial<RecognitionOptions> = {}): RunningRecognition {
  const messages: CallMessage[] = []
  const logged: Record<string, unknown>[] = []
  const bus = strictBus()
  bus.subscribe('call', (message) => messages.push(message))
  const registry = new Registry()
  const recognition = createRecognition({
    bus,
    log: createLog({ level: 'debug', destination: linesInto(logged) }),
    registry,
    clock: systemClock,
    modelDir: options.modelDir ?? testModelDir(),
    workers: 1,
    maxCalls: 10,
    language: 'en-US',
    ...options,
  })
  return {
    recognition,
    sink: recognition.sink,
    messages,
    logged,
    workerPids: () => logged.flatMap((line) => (typeof line['pid'] === 'number' ? [line['pid']] : [])),
    messagesOf: (callId) => messages.filter((message) => message.callId === callId),
    finals: (callId, party) =>
      messages.filter(
        (message): message is Utterance =>
          message.type === 'utterance' &&
          message.callId === callId &&
          message.party === party &&
          message.state === 'final',
      ),
    metric: (name) => metricValue(registry, name),
    open: (call) => recognition.sink.open(buildCall(call)),
  }
}

interface PlayedStream {
  readonly callId: CallId
  readonly party: Party
  readonly samples: Int16Array
  /** Call time of the first sample; 0 by default. */
  readonly fromMs?: number
}

const FRAME_MS = 20

/** Hands audio of 8 kHz over in frames of 20 ms, as fast as it is taken. Captured 40 ms before it came. */
export function play(sink: CallAudioSink, stream: PlayedStream): void {
  const fromMs = stream.fromMs ?? 0
  for (let at = 0; at < stream.samples.length; at += FRAME_MS * 8) {
    const samples = stream.samples.slice(at, at + FRAME_MS * 8)
    const heardAt = systemClock.now()
    sink.audio({
      callId: stream.callId,
      party: stream.party,
      atMs: callMs(fromMs + at / 8),
      samples,
      rate: 8000,
      capturedAt: wallMs(heardAt - 40),
      heardAt: wallMs(heardAt),
    })
  }
}

/** The words of several utterances, as one text. */
export function textOf(utterances: readonly Utterance[]): string {
  return utterances.map((utterance) => utterance.text).join(' ')
}

function linesInto(lines: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as Record<string, unknown>)
      done()
    },
  })
}
