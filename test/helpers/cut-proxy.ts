import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A TCP proxy on a free port whose connections a test can cut, as a bad network does. */
export interface CutProxy {
  readonly host: string
  /** Connections made through it so far. */
  readonly connections: number
  /** Cuts every connection without a word. */
  cut(): void
  /** Refuses new connections until `false`. */
  refuse(refusing: boolean): void
  close(): Promise<void>
}

/** Proxies to `host:port`. */
export async function startCutProxy(target: string): Promise<CutProxy> {
  const [host = '', port = ''] = target.split(':')
  const sockets = new Set<Socket>()
  let connections = 0
  let refusing = false
  const server = createServer((inside) => {
    if (refusing) {
      inside.resetAndDestroy()
      return
    }
    connections += 1
    const outside = connect(Number(port), host)
    for (const [own, other] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      sockets.add(own)
      // Both ends are torn down together; which of them failed is of no matter.
      own
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(own)
          other.destroy()
        })
      own.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return connections
    },
    cut,
    refuse: (value) => (refusing = value),
    async close() {
      cut()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
