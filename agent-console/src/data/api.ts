import type { Principal } from '../../../server/contracts/access.ts'
import type { FloorLoad } from '../../../server/contracts/health.ts'
import { hasFields, isList } from './shape.ts'

/** Who is signed in, as `/v1/me` says. */
export type Me = Pick<Principal, 'subject' | 'role' | 'agentId'>

/** A recording that can be played into the server. */
export interface SampleCall {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly durationMs: number
  readonly url: string
}

/** The server answered with an error, or with something that is not the documented form (`status` 200). */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number

  constructor(status: number) {
    super(`The server answered ${status}.`)
    this.status = status
  }
}

export interface ServerAddress {
  /** Origin of the server, for example `https://earshot.example`. */
  readonly server: string
  /** Bearer token; null where the cookie of the same origin speaks. */
  readonly token: string | null
}

/** Reads the server's HTTP API. Every method throws `ApiError`, or `TypeError` when there is no answer. */
export class Api {
  readonly #address: ServerAddress

  constructor(address: ServerAddress) {
    this.#address = address
  }

  async me(): Promise<Me> {
    return this.#json('/v1/me', isMe)
  }

  /** How the floor is carried now; for those who see all calls. */
  async load(): Promise<FloorLoad> {
    return this.#json('/v1/load', isLoad)
  }

  async samples(): Promise<readonly SampleCall[]> {
    return this.#json('/v1/samples', (value) => isList(value, isSample))
  }

  /** The bytes behind an address of the server, relative to it. */
  async bytes(path: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const answer = await this.#get(path, signal)
    return new Uint8Array(await answer.arrayBuffer())
  }

  async #json<T>(path: string, has: (value: unknown) => value is T): Promise<T> {
    const answer = await this.#get(path)
    const value: unknown = await answer.json()
    if (!has(value)) throw new ApiError(answer.status)
    return value
  }

  async #get(path: string, signal?: AbortSignal): Promise<Response> {
    const { server, token } = this.#address
    const answer = await fetch(new URL(path, server), {
      ...(token === null ? {} : { headers: { authorization: `Bearer ${token}` } }),
      ...(signal === undefined ? {} : { signal }),
    })
    if (!answer.ok) throw new ApiError(answer.status)
    return answer
  }
}

function isMe(value: unknown): value is Me {
  return hasFields(value, { subject: 'string', role: 'string' })
}

const LEVELS: readonly unknown[] = ['calm', 'fewer-partials', 'larger-chunks', 'behind']

function isLoad(value: unknown): value is FloorLoad {
  const fields = {
    lateMs: 'number',
    liveCalls: 'number',
    capacityCalls: 'number',
    accepting: 'boolean',
  } as const
  return hasFields(value, fields) && LEVELS.includes(value['level'])
}

function isSample(value: unknown): value is SampleCall {
  return hasFields(value, {
    id: 'string',
    title: 'string',
    description: 'string',
    durationMs: 'number',
    url: 'string',
  })
}
