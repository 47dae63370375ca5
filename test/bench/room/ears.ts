import { setImmediate as turn } from 'node:timers/promises'
import type { FromWorker, ToWorker } from '../../../server/asr/ipc-message.ts'
import { PartyChannel } from '../../../server/asr/party-channel.ts'
import type { UtteranceDraft } from '../../../server/asr/transcript-assembler.ts'
import type { ChannelHandler } from '../../../server/asr/pool/channel-handler.ts'
import { ChannelTurns } from '../../../server/asr/worker/channel-turns.ts'
import { loadVoiceActivity } from '../../../server/asr/worker/voice-activity.ts'
import { loadVoskLibrary } from '../../../server/asr/worker/vosk-library.ts'
import { loadVoskModel } from '../../../server/asr/worker/vosk-recognizer.ts'
import type { RecognitionRate } from '../../../server/contracts/audio.ts'
import type { Party } from '../../../server/contracts/call.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'

interface EarsFrame {
  readonly atMs: number
  readonly rate: RecognitionRate
  readonly samples: Int16Array
}

interface Listening {
  /** Resolves when the frame has been decoded, or waits for more to make a chunk. */
  push(frame: EarsFrame): Promise<void>
  /** Ends the party's audio; all its utterances in order. */
  end(): Promise<readonly UtteranceDraft[]>
}

export interface Ears {
  listen(party: Party): Listening
}

interface EarsOptions {
  /** Other readings of each final to ask for; none by default. */
  readonly alternatives?: number
}

/**
 * Both sides of recognition in one process, without the messages between them: audio goes in as fast as it is
 * decoded, and nothing depends on how busy the machine is.
 */
export async function openEars(modelDir: string, options: EarsOptions = {}): Promise<Ears> {
  const { alternatives: maxAlternatives = 0 } = options
  const handlers = new Map<number, ChannelHandler>()
  const turns = new ChannelTurns({
    model: loadVoskModel({ library: loadVoskLibrary(null), folder: modelDir, maxAlternatives }),
    createVoiceActivity: await loadVoiceActivity(),
    send: (message) => deliver(handlers, message),
  })
  let channels = 0
  return {
    listen(party) {
      channels += 1
      return listenTo(party, { turns, handlers, channelId: channels })
    },
  }
}

function listenTo(
  party: Party,
  room: { turns: ChannelTurns; handlers: Map<number, ChannelHandler>; channelId: number },
): Listening {
  const { turns, handlers, channelId } = room
  const drafts: UtteranceDraft[] = []
  const tell = (message: ToWorker): void => turns.take(message)
  const channel = new PartyChannel({
    callId: `bench-${channelId}`,
    party,
    limitMs: Number.MAX_SAFE_INTEGER,
    pool: {
      attach(handler) {
        handlers.set(channelId, handler)
        handler.attached({
          open: ({ speaking }) => tell({ type: 'open', channelId, speaking }),
          audio: (chunk) => tell({ type: 'audio', channelId, ...chunk }),
          flush: () => tell({ type: 'flush', channelId }),
          leave: fail,
        })
      },
      detach() {
        handlers.delete(channelId)
        tell({ type: 'close', channelId })
      },
    },
    events: {
      utterance: (draft) => drafts.push(draft),
      gap: fail,
      dropped: fail,
      moved: () => undefined,
    },
  })
  return {
    async push({ atMs, rate, samples }) {
      channel.push({
        callId: `bench-${channelId}`,
        party,
        atMs: callMs(atMs),
        rate,
        samples,
        capturedAt: wallMs(atMs),
        heardAt: wallMs(atMs),
      })
      await turn()
    },
    async end() {
      channel.end()
      while (!channel.isIdle) await turn()
      channel.close()
      return drafts
    },
  }
}

function deliver(handlers: ReadonlyMap<number, ChannelHandler>, message: FromWorker): void {
  if ('channelId' in message) handlers.get(message.channelId)?.message(message)
}

function fail(): never {
  throw new Error('audio was lost, so the figures say nothing')
}
