import type { WebsocketPluginOptions } from '@fastify/websocket'

/** The longest frame taken, in bytes; a longer one is refused with close code 1009 before it is read. */
export const MAX_FRAME_BYTES = 1024 * 1024

/**
 * How `@fastify/websocket` is to be registered for the doors of this room. Compression is off: speech does not
 * shrink, and a window per socket costs memory. A socket error is left to the door: the plugin's own handler
 * would cut the socket off before the close code has been sent.
 */
export const websocketOptions: WebsocketPluginOptions = {
  options: { maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false },
  errorHandler: () => undefined,
}
