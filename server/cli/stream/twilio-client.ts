import { AppError } from '../../contracts/errors.ts'
import type { AudioClient, AudioClientOptions } from './audio-client.ts'
import { TwilioCall } from './twilio-call.ts'
import { openWebSocket, sendFrame } from './web-socket.ts'

const PATH = '/v1/streams/twilio'

/** A server that does not close after `stop` keeps this client no longer than this. */
const CLOSE_MS = 60_000

/**
 * Sends audio as Twilio Media Streams does: one track for each party, 20 ms of base64 mu-law in a message.
 * The server answers nothing; there are no acknowledgements and there is no resuming, so a lost connection
 * is the end. https://www.twilio.com/docs/voice/media-streams/websocket-messages
 */
export async function openTwilioClient(options: AudioClientOptions): Promise<AudioClient> {
  if (options.rate !== 8000) throw new AppError('SAMPLE_RATE_UNSUPPORTED', 'A Twilio stream is 8000 Hz.')
  const end = Promise.withResolvers<undefined>()
  // Whoever asks gets the failure; nobody has to ask.
  end.promise.catch(() => undefined)
  let stopping = false
  const socket = await openWebSocket({
    url: new URL(PATH, options.url),
    // Twilio cannot send headers of ours: the token travels among the parameters of the start.
    token: null,
    listener: {
      text: () => undefined,
      closed: (reason) => {
        if (stopping && !(reason instanceof AppError)) end.resolve(undefined)
        else end.reject(reason)
      },
    },
  })
  const call = new TwilioCall({ ...options, sendText: (text) => sendFrame(socket, text) })
  await call.start()
  return {
    startMs: 0,
    closed: end.promise,
    send: (samples) => (socket.readyState === socket.OPEN ? call.audio(samples) : end.promise),
    stop: async () => {
      stopping = true
      await call.stop()
      const cancel = options.clock.after(CLOSE_MS, () => socket.terminate())
      await end.promise.finally(cancel)
    },
  }
}
