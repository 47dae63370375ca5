/** The baseline, a process of its own: the native library in a plain loop over its channels. */
import {
  loadVoskLibrary,
  type ModelPointer,
  type VoskLibrary,
} from '../../../server/asr/worker/vosk-library.ts'
import { answerRequests } from '../play/answer-requests.ts'
import { loopedAudio } from '../play/bench-audio.ts'
import type { PlayPlan, PlayResult } from '../play/play-plan.ts'
import { PlainChannel } from './plain-channel.ts'
import { plainDelays, plainText } from './plain-delays.ts'
import { runPlainLoop } from './plain-loop.ts'

let plan: PlayPlan | null = null
let channels: readonly PlainChannel[] = []
let startedAt = 0

answerRequests({
  load: async (request) => {
    plan = request.plan
    const library = loadVoskLibrary(null)
    library.setLogLevel(-1)
    const model = library.newModel(request.modelDir)
    if (model === null) throw new Error(`no usable model in ${request.modelDir}`)
    channels = await makeChannels(request.plan, { library, model })
  },
  play: async () => {
    if (plan === null) throw new Error('nothing was loaded')
    const { atOnce, speed, stayOpen } = plan
    startedAt = await runPlainLoop({ channels, atOnce, speed, stayOpen })
  },
  finish: () => {
    const leftMs = Math.max(0, ...channels.map((channel) => channel.leftMs))
    for (const channel of channels) channel.end()
    return Promise.resolve(resultOf(leftMs))
  },
})

async function makeChannels(
  { calls, keep }: PlayPlan,
  native: { library: VoskLibrary; model: ModelPointer },
): Promise<readonly PlainChannel[]> {
  const parties = calls.flatMap((call) =>
    call.parties.map(({ party, recording }) => ({ call, party, recording })),
  )
  return Promise.all(
    parties.map(async ({ call, party, recording }) => {
      const audio = await loopedAudio({ recording, periodMs: call.periodMs, fromMs: call.fromMs })
      const { callId, durationMs, startMs } = call
      return new PlainChannel({
        ...native,
        ...{ callId, party, audio, durationMs, startMs },
        keepPartials: keep === 'delays',
        keepResults: keep !== 'nothing',
      })
    }),
  )
}

function resultOf(leftMs: number): PlayResult {
  return {
    parties: channels.map(({ callId, party, sayings, startMs }) => ({
      callId,
      party,
      text: plainText(sayings),
      delays:
        plan?.keep === 'delays'
          ? plainDelays(sayings, { startedAt: startedAt + startMs, warmMs: plan.warmMs })
          : null,
    })),
    faults: leftMs > 0 ? [`too far behind: the last ${(leftMs / 1000).toFixed(0)} s were not decoded`] : [],
    notes: [],
  }
}
