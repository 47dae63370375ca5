import type {
  ExplainedCondition,
  ExplainedFiring,
  ExplainedOutcome,
  Explanation,
  Lack,
  NearestMiss,
  RuleInCall,
} from '../../../server/contracts/explanation.ts'
import { Requests, type ServerAddress } from './requests.ts'
import { hasFields, isList, isRecord } from './shape.ts'

/** Asks the server why rules fired in a call or did not. Every method throws as `Requests` does. */
export class WhyApi {
  readonly #requests: Requests

  constructor(address: ServerAddress) {
    this.#requests = new Requests(address)
  }

  /** The rules in force, those first that fire in the call or come near. */
  async rulesIn(callId: string, signal?: AbortSignal): Promise<readonly RuleInCall[]> {
    const path = `/v1/calls/${encodeURIComponent(callId)}/rules`
    return this.#requests.json(path, (value) => isList(value, isRuleInCall), { signal })
  }

  async explain(callId: string, ruleId: string, signal?: AbortSignal): Promise<Explanation> {
    const path = `/v1/calls/${encodeURIComponent(callId)}/rules/${encodeURIComponent(ruleId)}/explain`
    return this.#requests.json(path, isExplanation, { signal })
  }
}

function isRuleInCall(value: unknown): value is RuleInCall {
  return hasFields(value, { ruleId: 'string', title: 'string', fired: 'number', near: 'number' })
}

function isExplanation(value: unknown): value is Explanation {
  return (
    hasFields(value, { callId: 'string', durationMs: 'number', isLive: 'boolean', legFromMs: 'number' }) &&
    hasFields(value['rule'], { id: 'string', version: 'number', title: 'string', status: 'string' }) &&
    isList(value['firings'], isFiring) &&
    isList(value['outcomes'], isOutcome) &&
    isList(value['conditions'], isCondition) &&
    (value['nearestMiss'] === null || isMiss(value['nearestMiss']))
  )
}

function isFiring(value: unknown): value is ExplainedFiring {
  return hasFields(value, { atMs: 'number', state: 'string' }) && isList(value['parts'], isPart)
}

function isPart(value: unknown): value is ExplainedFiring['parts'][number] {
  const isWord = (word: unknown): word is { readonly text: string } => hasFields(word, { text: 'string' })
  return hasFields(value, { phrase: 'string', startMs: 'number' }) && isList(value['words'], isWord)
}

function isOutcome(value: unknown): value is ExplainedOutcome {
  return hasFields(value, {
    rule: 'string',
    kind: 'string',
    atMs: 'number',
    state: 'string',
    reason: 'string',
  })
}

function isCondition(value: unknown): value is ExplainedCondition {
  const fields = { path: 'string', depth: 'number', asks: 'string', isState: 'boolean' } as const
  return (
    hasFields(value, fields) && isList(value['happened'], isOccurrence) && isList(value['held'], isInterval)
  )
}

function isOccurrence(value: unknown): value is ExplainedCondition['happened'][number] {
  return hasFields(value, { atMs: 'number', words: 'string', score: 'number' })
}

function isInterval(value: unknown): value is ExplainedCondition['held'][number] {
  return hasFields(value, { fromMs: 'number' })
}

function isMiss(value: unknown): value is NearestMiss {
  return hasFields(value, { atMs: 'number', held: 'number' }) && isList(value['lacks'], isLack)
}

function isLack(value: unknown): value is Lack {
  if (!hasFields(value, { path: 'string', detail: 'string' })) return false
  const { nearest } = value
  return nearest === null || (isRecord(nearest) && typeof nearest['startMs'] === 'number')
}
