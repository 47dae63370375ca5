/** Our side, a process of its own: recognition with its workers, fed through its sink as ingest feeds it. */
import type { Registry } from '../../../server/platform/metrics.ts'
import { metricValue } from '../../helpers/metric-value.ts'
import { answerRequests } from '../play/answer-requests.ts'
import type { PlayPlan } from '../play/play-plan.ts'
import { openRoom, type Room } from './open-room.ts'
import { RoomFeeder } from './room-feeder.ts'
import { RoomListener } from './room-listener.ts'

interface Playing {
  readonly room: Room
  readonly plan: PlayPlan
  readonly listener: RoomListener
  readonly feeder: RoomFeeder
}

/** Each of them means that not all audio was recognised. */
const FAULTS: Readonly<Record<string, string>> = {
  earshot_asr_dropped_audio_milliseconds_total: 'ms of audio were dropped',
  earshot_asr_refused_frames_total: 'frames were refused',
  earshot_asr_faults_total: 'times the native recogniser refused samples',
}
const STOP_MS = 1000

let playing: Playing | null = null

answerRequests({
  load: async ({ modelDir, workers, plan }) => {
    const room = await openRoom({ modelDir, workers })
    const listener = new RoomListener({ keep: plan.keep })
    room.bus.subscribe('call', (message) => listener.hear(message))
    const feeder = await RoomFeeder.prepare({ plan, sink: room.recognition.sink, listener })
    playing = { room, plan, listener, feeder }
  },
  play: () => current().feeder.run(),
  finish: async () => {
    const { room, plan, listener, feeder } = current()
    await feeder.finish()
    const faults = [...feeder.faults, ...(await readFaults(room.registry))]
    const notes = await readNotes(room.registry)
    const startedAt = (callId: string): number => feeder.startedAt(callId)
    return { parties: listener.results({ startedAt, warmMs: plan.warmMs }), faults, notes }
  },
  stop: async () => playing?.room.recognition.stop(STOP_MS),
})

function current(): Playing {
  if (playing === null) throw new Error('nothing was loaded')
  return playing
}

async function readFaults(registry: Registry): Promise<readonly string[]> {
  const found = await Promise.all(
    Object.entries(FAULTS).map(async ([name, what]) => ({ count: await metricValue(registry, name), what })),
  )
  return found.filter(({ count }) => count > 0).map(({ count, what }) => `${count} ${what}`)
}

/** A worker that was replaced is no fault, but a figure that hides it would be. */
async function readNotes(registry: Registry): Promise<readonly string[]> {
  const exits = await metricValue(registry, 'earshot_asr_worker_exits_total')
  return exits > 0 ? [`${exits} workers ended and were replaced`] : []
}
