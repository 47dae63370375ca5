/** What a socket tells its owner. */
export interface SocketHandlers {
  readonly onOpen: () => void
  /** A string, or an ArrayBuffer for a binary frame. */
  readonly onMessage: (data: unknown) => void
  /** Once, also for a socket that never opened. */
  readonly onClose: (code: number) => void
}

/** As much of a WebSocket as the console uses. */
export interface Socket {
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(): void
}

export type OpenSocket = (url: string, handlers: SocketHandlers) => Socket

const NORMAL = 1000

/** Opens the browser's own WebSocket. */
export const openWebSocket: OpenSocket = (url, handlers) => {
  const socket = new WebSocket(url)
  socket.binaryType = 'arraybuffer'
  socket.onopen = () => handlers.onOpen()
  socket.onmessage = (event: { readonly data: unknown }) => handlers.onMessage(event.data)
  socket.onclose = ({ code }) => handlers.onClose(code)
  return {
    send(data) {
      // A frame for a socket that has just gone is lost with it; resuming sends it again.
      if (socket.readyState === WebSocket.OPEN) socket.send(data)
    },
    close: () => socket.close(NORMAL),
  }
}

/** The address of a WebSocket endpoint of the server at `server` (an http or https origin). */
export function socketUrl(
  server: string,
  path: string,
  query: Readonly<Record<string, string | null>>,
): string {
  const url = new URL(path, server)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  for (const [name, value] of Object.entries(query)) if (value !== null) url.searchParams.set(name, value)
  return url.href
}
