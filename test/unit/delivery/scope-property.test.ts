import { describe, expect, it } from 'vitest'
import { isInScope, type AccessScope, type Principal } from '../../../server/contracts/access.ts'
import type { AlertCase } from '../../../server/contracts/alert-case.ts'
import type { CallInfo } from '../../../server/contracts/call.ts'
import type { CallSnapshot, ServerEvent } from '../../../server/contracts/events.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { buildAssist } from '../../helpers/assist-builders.ts'
import { buildCase } from '../../helpers/case-builders.ts'
import { principalOf, setUpHub, type HubBench } from '../../helpers/event-hub-bench.ts'
import { buildIssue } from '../../helpers/issue-builders.ts'
import {
  STARTED_AT,
  buildCall,
  buildEnd,
  buildOutcome,
  buildStart,
  buildUpdate,
  buildUtterance,
} from '../../helpers/message-builders.ts'
import { placeByAttributes } from '../../helpers/place-by-attributes.ts'
import { seededRandom } from '../../helpers/seeded-random.ts'

const TEAMS = ['billing', 'retention', 'sales', '']
const SITES = ['berlin', 'leeds', '']
const AGENTS = ['agent-1', 'agent-2', 'agent-3']
const CALLS = Array.from({ length: 8 }, (_, index) => `call-${index}`)
const STEPS = 250

const supervisor = (scope: AccessScope): Principal => ({ ...principalOf('supervisor'), scope })
const READERS: readonly Principal[] = [
  ...['supervisor', 'analyst', 'admin', 'digital'].map((role) => principalOf(role as Principal['role'])),
  ...AGENTS.map((agentId) => principalOf('agent', agentId)),
  ...['billing', 'retention', 'sales'].map((team) => supervisor({ teams: [team], sites: [] })),
  ...['berlin', 'leeds'].map((site) => supervisor({ teams: [], sites: [site] })),
  supervisor({ teams: ['sales', 'retention'], sites: [] }),
  supervisor({ teams: ['sales'], sites: ['berlin'] }),
]

/** Who may see a call, said anew and not asked of the code: by who has it and where it is. */
function mayHave(principal: Principal, call: CallInfo): boolean {
  if (principal.role === 'agent') return principal.agentId === call.agentId
  if (principal.role === 'digital') return false
  return isInScope(principal.scope, placeByAttributes(call))
}

function mayHaveCase({ role, scope }: Principal, { places }: AlertCase): boolean {
  if (role === 'agent' || role === 'digital') return false
  return places.some((place) => isInScope(scope, place))
}

/** What happened, so that each event can be held against how things stood when it happened. */
class Floor {
  readonly #bench: HubBench
  readonly live = new Map<string, CallInfo>()
  /** Those that are not resolved. */
  readonly cases = new Map<string, AlertCase>()
  readonly #history = new Map<string, { readonly seq: number; readonly call: CallInfo }[]>()
  #serial = 0

  constructor(bench: HubBench) {
    this.#bench = bench
  }

  /** How the call stood at that place of the sequence. */
  at(callId: string, seq: number): CallInfo {
    const found = this.#history.get(callId)?.findLast((entry) => entry.seq <= seq)
    if (found === undefined) throw new Error(`nothing of ${callId} had happened`)
    return found.call
  }

  step(random: () => number): void {
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
    const { hub, clock } = this.#bench
    const callId = pick(CALLS)
    const call = this.live.get(callId)
    this.#serial += 1
    clock.advance(200)
    const attributes = { team: pick(TEAMS), site: pick(SITES) }
    const named = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''))
    if (call === undefined) {
      const fresh = buildCall({ callId, agentId: pick([...AGENTS, null]), attributes: named })
      this.#set(fresh)
      hub.takeMessage(buildStart(fresh))
      if (this.cases.has(`case-${callId}`)) this.#tellCase(callId)
      return
    }
    const kinds = [
      () => {
        const agentId = random() < 0.5 ? pick(AGENTS) : undefined
        const change = { agentId, attributes: random() < 0.7 ? named : undefined }
        this.#set({
          ...call,
          agentId: agentId ?? call.agentId,
          attributes: { ...call.attributes, ...change.attributes },
        })
        hub.takeMessage(buildUpdate(change, callId))
        // The alerts room hears of it after the hub, and lets the case follow.
        if (this.cases.has(`case-${callId}`)) this.#tellCase(callId)
      },
      () => hub.takeMessage(buildUpdate({ onHold: random() < 0.5 }, callId)),
      () => hub.takeMessage(this.#said(callId, random() < 0.5 ? 'partial' : 'final')),
      () => hub.takeOutcome(this.#told(call, pick(['prompt', 'alert', 'issue']))),
      () => hub.takeAssist(buildAssist({ callId, revision: this.#serial })),
      () => this.#tellCase(callId, random() < 0.3),
      () => this.#tellGroup(random() < 0.1),
      () => hub.takeIssue(buildIssue({ issueId: `issue-${this.#serial}` })),
      () => {
        this.live.delete(callId)
        hub.takeMessage(buildEnd(callId))
      },
    ]
    pick(random() < 0.3 ? kinds.slice(0, 1) : kinds)()
  }

  #set(call: CallInfo): void {
    const history = this.#history.get(call.callId) ?? []
    this.#history.set(call.callId, history)
    history.push({ seq: this.#bench.hub.lastSeq + 1, call })
    this.live.set(call.callId, call)
  }

  #said(callId: string, state: 'partial' | 'final') {
    const utteranceId = `u-${Math.floor(this.#serial / 3)}`
    return buildUtterance({ callId, utteranceId, state, text: 'so', startMs: this.#serial * 200 })
  }

  #told({ callId, agentId }: CallInfo, kind: 'prompt' | 'alert' | 'issue') {
    return buildOutcome({ callId, agentId, kind, outcomeId: `o-${this.#serial}` })
  }

  /** The case of a call, which is where the call is. */
  #tellCase(callId: string, isDone = false): void {
    const { call } = this.#history.get(callId)?.at(-1) ?? {}
    if (call !== undefined)
      this.#tell(`case-${callId}`, { callId, places: [placeByAttributes(call)] }, isDone)
  }

  /** Of all live calls; whoever saw it once goes on seeing it. */
  #tellGroup(isDone: boolean): void {
    const calls = [...this.live.values()].slice(-3).map((call) => ({
      ...{ callId: call.callId, agentId: call.agentId, queue: null, outcomeId: call.callId },
      ...{ place: placeByAttributes(call), at: wallMs(STARTED_AT) },
    }))
    const group = {
      ...{ ruleId: 'outage', since: wallMs(STARTED_AT), terms: { calls: 2, withinMs: 60_000 } },
      ...{ calls, callsInAll: calls.length },
    }
    const places = [...(this.cases.get('group')?.places ?? []), ...calls.map(({ place }) => place)]
    this.#tell('group', { callId: null, group, places }, isDone)
  }

  #tell(caseId: string, change: Partial<AlertCase>, isDone: boolean): void {
    const state = isDone ? 'resolved' : 'new'
    const told = buildCase({ caseId, revision: this.#serial, state, ...change })
    if (isDone) this.cases.delete(caseId)
    else this.cases.set(caseId, told)
    this.#bench.hub.takeCase(told)
  }
}

/** A reader with what its board shows, as a console keeps it. */
class Watcher {
  readonly principal: Principal
  readonly #floor: Floor
  readonly #bench: HubBench
  readonly #isSlow: boolean
  readonly board = new Set<string>()
  readonly cases = new Set<string>()
  readonly #watched = new Set<string>()
  #attachment: ReturnType<HubBench['join']>
  #read = 0
  #seq = 0
  events = 0
  isHere = true

  constructor(options: { principal: Principal; floor: Floor; bench: HubBench; isSlow: boolean }) {
    this.principal = options.principal
    this.#floor = options.floor
    this.#bench = options.bench
    this.#isSlow = options.isSlow
    this.#attachment = this.#bench.join(this.principal, { flowing: !this.#isSlow })
  }

  /** Goes away, or comes back and reads on from where it left off. */
  comeOrGo(): void {
    if (this.isHere) {
      this.catchUp()
      this.#attachment.detach()
      this.isHere = false
      return
    }
    this.#watched.clear()
    const after = { epoch: this.#bench.hub.epoch, seq: this.#seq }
    this.#attachment = this.#bench.join(this.principal, { after, flowing: !this.#isSlow })
    this.#read = 0
    this.isHere = true
  }

  watch(callId: string): void {
    this.#watched.add(callId)
    try {
      this.#attachment.reader.take({ type: 'watch', callId })
    } catch {
      this.#watched.delete(callId)
    }
  }

  /** Reads what came, and holds each of it against the truth. */
  catchUp(): void {
    const { transport } = this.#attachment
    transport.drain()
    for (const { payload } of transport.sent.slice(this.#read)) {
      this.#take(JSON.parse(payload.toString()) as ServerEvent)
    }
    this.#read = transport.sent.length
  }

  #take(event: ServerEvent): void {
    if ('eventSeq' in event) this.#seq = event.eventSeq
    if (event.type === 'hello' || event.type === 'pong' || event.type === 'missed') return
    if (event.type === 'issue' || event.type === 'notice') {
      expect(this.principal.role).not.toBe('agent')
      return
    }
    this.events += 1
    const seq = event.eventSeq
    if (event.type === 'snapshot') {
      if (event.complete) this.board.clear()
      if (event.complete) this.cases.clear()
      for (const call of event.calls) this.#takeCall(call, seq)
      for (const each of event.cases ?? []) this.#takeCase(each, seq)
    } else if (event.type === 'case') {
      this.#takeCase(event, seq)
    } else {
      const { callId } = event
      const isGoodbye = event.type === 'end' && this.principal.role === 'agent'
      if (event.type === 'outcome') this.#checkOutcome(event, seq)
      else if (!isGoodbye) this.#check(callId, seq)
      if (event.type === 'utterance' && this.principal.role !== 'agent') {
        expect(this.#watched).toContain(callId)
      }
      if (event.type === 'start') this.board.add(callId)
      if (event.type === 'end') this.board.delete(callId)
    }
  }

  #takeCall({ summary, utterances }: CallSnapshot, seq: number): void {
    const { callId, state } = summary
    this.#check(callId, seq)
    if (state === 'live') this.board.add(callId)
    if (this.principal.role !== 'agent' && !this.#watched.has(callId)) expect(utterances).toEqual([])
  }

  #takeCase({ caseId, callId, state, places, group }: AlertCase, seq: number): void {
    expect(['supervisor', 'analyst', 'admin']).toContain(this.principal.role)
    if (callId !== null) this.#check(callId, seq)
    const shown = group === null ? [] : [...places, ...group.calls.map(({ place }) => place)]
    expect(shown.filter((place) => !isInScope(this.principal.scope, place))).toEqual([])
    if (state === 'resolved') this.cases.delete(caseId)
    else this.cases.add(caseId)
  }

  #checkOutcome(event: Extract<ServerEvent, { readonly type: 'outcome' }>, seq: number): void {
    if (this.principal.role === 'digital') expect(event.kind).toBe('issue')
    else if (this.principal.role === 'agent') expect(event).toMatchObject({ agentId: this.principal.agentId })
    else this.#check(event.callId, seq)
  }

  #check(callId: string, seq: number): void {
    const call = this.#floor.at(callId, seq)
    const who = JSON.stringify([this.principal.role, this.principal.agentId, this.principal.scope])
    expect(mayHave(this.principal, call), `${who} and ${callId} at ${seq}`).toBe(true)
  }
}

describe('over random calls, moves and readers', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'nobody is sent what is not theirs, and everybody what is (seed %i)',
    (seed) => {
      const random = seededRandom(seed)
      const bench = setUpHub({ socketBytes: 4000, outboxEvents: 12 })
      const floor = new Floor(bench)
      const watchers = READERS.flatMap((principal) =>
        [false, true].map((isSlow) => new Watcher({ principal, floor, bench, isSlow })),
      )
      for (let step = 0; step < STEPS; step += 1) {
        floor.step(random)
        for (const watcher of watchers) {
          if (random() < (watcher.isHere ? 0.02 : 0.1)) watcher.comeOrGo()
          if (watcher.isHere && random() < 0.05)
            watcher.watch(CALLS[Math.floor(random() * CALLS.length)] ?? '')
          if (random() < 0.3) watcher.catchUp()
        }
      }
      for (const watcher of watchers) {
        if (!watcher.isHere) watcher.comeOrGo()
        watcher.catchUp()
        const theirs = [...floor.live.values()].filter((call) => mayHave(watcher.principal, call))
        expect([...watcher.board].toSorted()).toEqual(theirs.map(({ callId }) => callId).toSorted())
        const cases = [...floor.cases.values()].filter((each) => mayHaveCase(watcher.principal, each))
        expect([...watcher.cases].toSorted()).toEqual(cases.map(({ caseId }) => caseId).toSorted())
      }
      // It would prove nothing had they been sent nothing.
      for (const { principal, events } of watchers) {
        if (principal.role !== 'digital') expect(events).toBeGreaterThan(STEPS / 10)
      }
    },
  )
})
