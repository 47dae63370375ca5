import type { IncomingHttpHeaders } from 'node:http'
import { connect, type Socket } from 'node:net'
import { WebSocket, type ClientOptions } from 'ws'
import { until } from './until.ts'

export type ServerAnswer = Readonly<Record<string, unknown>> & { readonly type: string }

interface ConnectOptions {
  /** `host:port`. */
  readonly host: string
  readonly path?: string
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A plain WebSocket client that keeps what it is told, for tests that want to see every byte. */
export class NativeClient {
  readonly socket: WebSocket
  readonly answers: ServerAnswer[] = []
  closeCode: number | null = null
  #tcp: Socket | null = null

  private constructor(options: ConnectOptions) {
    const [host, port] = options.host.split(':')
    const clientOptions: ClientOptions = {
      headers: {
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...options.headers,
      },
      createConnection: () => {
        this.#tcp = connect({ host: host ?? '', port: Number(port) })
        return this.#tcp
      },
    }
    this.socket = new WebSocket(`ws://${options.host}${options.path ?? '/v1/streams/native'}`, clientOptions)
    this.socket.on('message', (data: Buffer) => {
      this.answers.push(JSON.parse(data.toString('utf8')) as ServerAnswer)
    })
    this.socket.on('close', (code) => {
      this.closeCode = code
    })
  }

  /** Resolves when the socket is open; rejects when the upgrade is refused. */
  static async open(options: ConnectOptions): Promise<NativeClient> {
    const client = new NativeClient(options)
    await new Promise<void>((resolve, reject) => {
      client.socket.once('open', resolve)
      client.socket.once('error', reject)
    })
    client.socket.on('error', () => undefined)
    return client
  }

  /** The HTTP status, headers and JSON body with which the upgrade is refused. */
  static refusal(
    options: ConnectOptions,
  ): Promise<{ status: number; headers: IncomingHttpHeaders; body: ServerAnswer }> {
    const client = new NativeClient(options)
    return new Promise((resolve, reject) => {
      client.socket.once('open', () => reject(new Error('the upgrade was not refused')))
      client.socket.once('error', () => undefined)
      client.socket.once('unexpected-response', (_request, response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as ServerAnswer
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
        })
      })
    })
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message))
  }

  audio(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.send(bytes, { binary: true }, (error) => {
        if (error instanceof Error) reject(error)
        else resolve()
      })
    })
  }

  /** Sends the header of a binary frame and half of what it promises, then cuts the connection. */
  async vanishMidFrame(bytes: Uint8Array): Promise<void> {
    const header = Buffer.alloc(8)
    header[0] = 0x82
    header[1] = 0x80 | 126
    header.writeUInt16BE(bytes.length, 2)
    // The masking key stays zero, so the payload is its own masked form.
    const tcp = this.#tcp
    if (tcp === null) throw new Error('not connected')
    const half = Buffer.concat([header, bytes.subarray(0, bytes.length / 2)])
    await new Promise((resolve) => tcp.write(half, resolve))
    tcp.destroy()
    await this.closed()
  }

  /** The first answer of a type, waited for. */
  async answer(type: string): Promise<ServerAnswer> {
    let found: ServerAnswer | undefined
    await until(`answer ${type}, got ${JSON.stringify(this.answers)}`, () => {
      found = this.answers.find((candidate) => candidate.type === type)
      return found !== undefined
    })
    if (found === undefined) throw new Error('unreachable')
    return found
  }

  async closed(): Promise<number> {
    await until('the socket closes', () => this.closeCode !== null)
    return this.closeCode ?? 0
  }
}

/** A start message with what most tests want. */
export function startMessage(overrides: object = {}): object {
  return {
    type: 'start',
    callId: 'c-1',
    audio: { encoding: 'pcm_s16le', sampleRate: 8000, channels: ['agent', 'customer'] },
    ...overrides,
  }
}

/** Samples as little-endian bytes. */
export function littleEndian(samples: Int16Array): Buffer {
  const bytes = Buffer.alloc(samples.length * 2)
  samples.forEach((sample, index) => bytes.writeInt16LE(sample, index * 2))
  return bytes
}

/** Two channels as one, sample by sample in turn. */
export function interleave(first: Int16Array, second: Int16Array): Int16Array {
  return Int16Array.from({ length: first.length * 2 }, (_, index) => {
    const channel = index % 2 === 0 ? first : second
    return channel[index >> 1] ?? 0
  })
}

/** A repeatable noise-like signal in which every stretch is different. */
export function noise(length: number, seed = 1): Int16Array {
  let state = seed
  return Int16Array.from({ length }, () => {
    state = (state * 1103515245 + 12345) % 2147483648
    return (state >> 15) - 32768 / 2
  })
}
