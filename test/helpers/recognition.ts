import { createRecognition, type Recognition, type RecognitionOptions } from '../../server/asr/recognition.ts'
import type { CallAudioSink, RecognitionRate } from '../../server/contracts/audio.ts'
import type { CallId, CallInfo, Party } from '../../server/contracts/call.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import type { CallMessage, Utterance } from '../../server/contracts/transcript.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { linesInto } from './lines-into.ts'
import { buildCall } from './message-builders.ts'
import { metricValue } from './metric-value.ts'
import { testModel } from './model.ts'
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
  /** The same, of one set of labels. */
  readonly metricOf: (name: string, labels: Readonly<Record<string, string>>) => Promise<number>
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
    models: options.models ?? [testModel()],
    workers: 1,
    maxCalls: 10,
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
    metricOf: (name, labels) => metricValue(registry, name, labels),
    open: (call) => recognition.sink.open(buildCall(call)),
  }
}

interface PlayedStream {
  readonly callId: CallId
  readonly party: Party
  readonly samples: Int16Array
  /** Call time of the first sample; 0 by default. */
  readonly fromMs?: number
  /** 8000 by default. */
  readonly rate?: RecognitionRate
  /** Name of the model; the call's own by default. */
  readonly model?: string
}

const FRAME_MS = 20

/** Hands audio over in frames of 20 ms, as fast as it is taken. Captured 40 ms before it came. */
export function play(sink: CallAudioSink, stream: PlayedStream): void {
  const { fromMs = 0, rate = 8000, model } = stream
  const frame = (FRAME_MS * rate) / 1000
  for (let at = 0; at < stream.samples.length; at += frame) {
    const samples = stream.samples.slice(at, at + frame)
    const heardAt = systemClock.now()
    sink.audio({
      callId: stream.callId,
      party: stream.party,
      atMs: callMs(fromMs + (at * 1000) / rate),
      samples,
      rate,
      model,
      capturedAt: wallMs(heardAt - 40),
      heardAt: wallMs(heardAt),
    })
  }
}

/** The words of several utterances, as one text. */
export function textOf(utterances: readonly Utterance[]): string {
  return utterances.map((utterance) => utterance.text).join(' ')
}
