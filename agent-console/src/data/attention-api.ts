import type { Demotion, Silence, SilenceDraft } from '../../../server/contracts/attention.ts'
import type { Plain } from './plain.ts'
import { Requests, type ServerAddress } from './requests.ts'
import { hasFields, isList } from './shape.ts'

/** What is kept from people for a while, as the server knows it. Every method throws as `Requests` does. */
export class AttentionApi {
  readonly #requests: Requests

  constructor(address: ServerAddress) {
    this.#requests = new Requests(address)
  }

  /** Those in force that this person may know of, by their end. */
  async silences(): Promise<readonly Silence[]> {
    return this.#requests.json('/v1/silences', (value) => isList(value, isSilence))
  }

  async silence(draft: Plain<SilenceDraft>): Promise<Silence> {
    return this.#requests.json('/v1/silences', isSilence, { method: 'POST', body: draft })
  }

  async endSilence(silenceId: string): Promise<void> {
    await this.#requests.done(`/v1/silences/${encodeURIComponent(silenceId)}`, { method: 'DELETE' })
  }

  /** Rules that are shown to nobody because people called them wrong too often. */
  async demotions(): Promise<readonly Demotion[]> {
    return this.#requests.json('/v1/demotions', (value) => isList(value, isDemotion))
  }

  /** Puts a demoted rule back. */
  async restore(ruleId: string): Promise<void> {
    await this.#requests.done(`/v1/demotions/${encodeURIComponent(ruleId)}`, { method: 'DELETE' })
  }
}

function isSilence(value: unknown): value is Silence {
  const fields = {
    silenceId: 'string',
    until: 'number',
    reason: 'string',
    by: 'string',
    at: 'number',
  } as const
  if (!hasFields(value, fields)) return false
  return [value['ruleId'], value['queue'], value['agentId']].every(
    (each) => each === null || typeof each === 'string',
  )
}

function isDemotion(value: unknown): value is Demotion {
  return hasFields(value, {
    ruleId: 'string',
    used: 'number',
    notNow: 'number',
    wrong: 'number',
    since: 'number',
  })
}
