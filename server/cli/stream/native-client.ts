import { readServerMessage } from './server-message.ts'
import { openWebSocket, sendFrame } from './web-socket.ts'
import type { ControlMessage, Wire, WireListener } from './wire.ts'

const PATH = '/v1/streams/native'

/** A connection to the project's own WebSocket door (`proto/ws/v1`). */
export async function openNativeWire(options: {
  readonly url: string
  readonly token: string
  readonly listener: WireListener
}): Promise<Wire> {
  const { url, token, listener } = options
  const socket = await openWebSocket({
    url: new URL(PATH, url),
    token,
    listener: {
      text: (text) => {
        const message = readServerMessage(parse(text))
        if (message !== null) listener.message(message)
      },
      closed: (reason) => listener.lost(reason),
    },
  })
  return {
    control: (message) => socket.send(JSON.stringify(encode(message))),
    audio: (bytes) => sendFrame(socket, bytes),
    close: () => socket.close(1000),
  }
}

function encode(message: ControlMessage): object {
  if (message.type !== 'start') return message
  const { rate, parties, ...fields } = message
  return { ...fields, audio: { encoding: 'pcm_s16le', sampleRate: rate, channels: parties } }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
