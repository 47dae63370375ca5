import type { AlertCase } from '../../../server/contracts/alert-case.ts'
import type { AccessScope, Principal } from '../../../server/contracts/access.ts'
import type { FeedbackVerdict, OutcomeFeedback } from '../../../server/contracts/feedback.ts'
import type { FloorSite } from '../../../server/contracts/floor.ts'
import type { FloorLoad } from '../../../server/contracts/health.ts'
import type { CallRecord } from '../../../server/contracts/store.ts'
import type { SentCaseAction } from './cases.ts'
import { isCase, isOutcome, isUtterance } from './decode-event.ts'
import { Requests, type ServerAddress } from './requests.ts'
import { hasFields, isList, isRecord, isTextOrNull } from './shape.ts'

/** Who is signed in, as `/v1/me` says. */
export type Me = Pick<Principal, 'subject' | 'role' | 'agentId'> & {
  /** The part of the floor that a supervisor answers for; null or absent: all that the role allows. */
  readonly scope?: AccessScope | null
}

/** What the board needs to know of the site. */
export interface BoardSettings {
  /** Where to listen in: with `{callId}` and `{agentId}` to be filled in; null: there is no such place. */
  readonly listenUrl: string | null
  /** Where to join the call; likewise. */
  readonly bargeUrl: string | null
}

/** A recording that can be played into the server. */
export interface SampleCall {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly durationMs: number
  readonly url: string
}

/** Reads the server's HTTP API, and tells it what people say. Every method throws as `Requests` does. */
export class Api {
  readonly #requests: Requests

  constructor(address: ServerAddress) {
    this.#requests = new Requests(address)
  }

  async me(): Promise<Me> {
    return this.#requests.json('/v1/me', isMe)
  }

  /** How the floor is carried now; for those who see all calls. */
  async load(): Promise<FloorLoad> {
    return this.#requests.json('/v1/load', isLoad)
  }

  /** Where calls can be listened to, for those who may act on them. */
  async board(): Promise<BoardSettings> {
    return this.#requests.json('/v1/board', isBoard)
  }

  /** Sites and teams, as far as this person answers for them. */
  async sites(): Promise<readonly FloorSite[]> {
    return (await this.#requests.json('/v1/floor', isFloor)).sites
  }

  async samples(): Promise<readonly SampleCall[]> {
    return this.#requests.json('/v1/samples', (value) => isList(value, isSample))
  }

  /** A call as it is kept. */
  async call(callId: string): Promise<CallRecord> {
    return this.#requests.json(`/v1/calls/${encodeURIComponent(callId)}`, isCallRecord)
  }

  /** Says whether an outcome helped; a later word of the same person replaces it. */
  async judge(outcomeId: string, verdict: FeedbackVerdict): Promise<void> {
    const path = `/v1/outcomes/${encodeURIComponent(outcomeId)}/feedback`
    await this.#requests.json(path, isRecord, { method: 'POST', body: { verdict } })
  }

  /** What this person has said of the outcomes of a call. */
  async verdicts(callId: string): Promise<readonly OutcomeFeedback[]> {
    const path = `/v1/calls/${encodeURIComponent(callId)}/feedback`
    return this.#requests.json(path, (value) => isList(value, isFeedback))
  }

  /** Does something about the alerts of a call. */
  async actOnCase({ caseId, revision }: AlertCase, action: SentCaseAction): Promise<AlertCase> {
    const path = `/v1/cases/${encodeURIComponent(caseId)}/actions`
    return this.#requests.json(path, isCase, { method: 'POST', body: { action, revision } })
  }

  /** Puts a line on the screen of the agent who has the call. */
  async whisper(callId: string, text: string): Promise<void> {
    const path = `/v1/calls/${encodeURIComponent(callId)}/whispers`
    await this.#requests.done(path, { method: 'POST', body: { text } })
  }

  /** The bytes behind an address of the server, relative to it. */
  async bytes(path: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    return this.#requests.bytes(path, signal)
  }
}

function isMe(value: unknown): value is Me {
  return hasFields(value, { subject: 'string', role: 'string' }) && isScopeOrNull(value['scope'])
}

function isScopeOrNull(value: unknown): boolean {
  if (value === null || value === undefined) return true
  const isId = (id: unknown): id is string => typeof id === 'string'
  return isRecord(value) && isList(value['teams'], isId) && isList(value['sites'], isId)
}

const VERDICTS = ['used', 'not-now', 'wrong'] as const satisfies readonly FeedbackVerdict[]

function isFeedback(value: unknown): value is OutcomeFeedback {
  return hasFields(value, { outcomeId: 'string' }) && VERDICTS.some((verdict) => verdict === value['verdict'])
}

function isBoard(value: unknown): value is BoardSettings {
  return isRecord(value) && isTextOrNull(value['listenUrl']) && isTextOrNull(value['bargeUrl'])
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

function isFloor(value: unknown): value is { readonly sites: readonly FloorSite[] } {
  return isRecord(value) && isList(value['sites'], isSite)
}

function isSite(value: unknown): value is FloorSite {
  return hasFields(value, { siteId: 'string', title: 'string' }) && isList(value['teams'], isTeam)
}

function isTeam(value: unknown): value is FloorSite['teams'][number] {
  return hasFields(value, { teamId: 'string', title: 'string', agents: 'number' })
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

function isCallRecord(value: unknown): value is CallRecord {
  return (
    isRecord(value) &&
    hasFields(value['call'], { callId: 'string', startedAt: 'number', attributes: 'record' }) &&
    isList(value['utterances'], isUtterance) &&
    isList(value['events'], isRecord) &&
    isList(value['outcomes'], isOutcome)
  )
}
