import type { RuleFault } from '../../../server/contracts/rule-desk.ts'
import { isRuleFault } from './rule-forms.ts'
import { isList, isRecord } from './shape.ts'

/** The server answered with an error, or with something that is not the documented form (`status` 200). */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** As in the server's table of errors; null when it gave none. */
  readonly code: string | null
  /** What is wrong in the files of a rule, where that is the error. */
  readonly faults: readonly RuleFault[]

  constructor(status: number, body: unknown = null) {
    const { code, message, faults } = isRecord(body) ? body : {}
    super(typeof message === 'string' ? message : `The server answered ${status}.`)
    this.status = status
    this.code = typeof code === 'string' ? code : null
    this.faults = isList(faults, isRuleFault) ? faults : []
  }
}

export interface ServerAddress {
  /** Origin of the server, for example `https://earshot.example`. */
  readonly server: string
  /** Bearer token; null where the cookie of the same origin speaks. */
  readonly token: string | null
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Sent as JSON. */
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

/** Asks one server over HTTP. Every method throws `ApiError`, or `TypeError` when there is no answer. */
export class Requests {
  readonly #address: ServerAddress

  constructor(address: ServerAddress) {
    this.#address = address
  }

  /** The answer, once `has` has found it to be of the documented form. */
  async json<T>(path: string, has: (value: unknown) => value is T, options: RequestOptions = {}): Promise<T> {
    const answer = await this.#send(path, options)
    const value: unknown = await answer.json()
    if (!has(value)) throw new ApiError(answer.status)
    return value
  }

  /** Asks for something to be done that has no answer but that it was. */
  async done(path: string, options: RequestOptions): Promise<void> {
    await this.#send(path, options)
  }

  /** The bytes behind an address of the server, relative to it. */
  async bytes(path: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const answer = await this.#send(path, { signal })
    return new Uint8Array(await answer.arrayBuffer())
  }

  async #send(path: string, { method = 'GET', body, signal }: RequestOptions): Promise<Response> {
    const { server, token } = this.#address
    const answer = await fetch(new URL(path, server), {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
    if (!answer.ok) throw new ApiError(answer.status, await bodyOf(answer))
    return answer
  }
}

async function bodyOf(answer: Response): Promise<unknown> {
  try {
    const body: unknown = await answer.json()
    return body
  } catch {
    // Expected from what stands between: a proxy's own error is a page.
    return null
  }
}
