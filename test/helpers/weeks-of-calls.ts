import { join } from 'node:path'
import type { CallInfo } from '../../server/contracts/call.ts'
import type { HeardContact } from '../../server/contracts/contact.ts'
import type { FeedbackVerdict } from '../../server/contracts/feedback.ts'
import { ruleIdOf, type Outcome } from '../../server/contracts/outcome.ts'
import type { CallRecord, Store } from '../../server/contracts/store.ts'
import { wallMs, type WallMs } from '../../server/contracts/time.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { seededRandom } from './seeded-random.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const DAYS = 28
const CALLS_A_DAY = 12
const SATURDAY = 6

/** Of the calls: those of a customer who calls about the same again, and how late at most. */
const COMES_BACK = 0.14
const COMES_BACK_WITHIN_DAYS = 5

/** Of what people see: what they say something of. */
const JUDGED = 0.45

/** A team of a floor, and how often which call comes to it. */
export interface TeamOfWeeks {
  readonly site: string
  readonly team: string
  readonly agents: readonly string[]
  /** Ids of kept calls; one that stands there twice comes twice as often. */
  readonly calls: readonly string[]
}

/** A call that is kept, with the contacts that were made of it. */
interface Heard {
  readonly record: CallRecord
  readonly contacts: readonly HeardContact[]
}

/** A call as it is kept again. */
interface Again {
  readonly callId: string
  readonly of: string
  readonly startedAt: WallMs
  readonly agentId: string
  readonly customer: string
  readonly team: TeamOfWeeks
}

/**
 * Keeps calls that a data folder has again and again, over the working days of the four weeks before, for a server to
 * score and count: with what was said, found and measured in them, in other hands and of other customers. What people
 * say of prompts and alerts is drawn by lot. Returns how many calls that makes.
 */
export async function keepWeeksOfCalls(dataDir: string, teams: readonly TeamOfWeeks[]): Promise<number> {
  const path = join(dataDir, 'earshot.db')
  const log = createLog({ level: 'silent' })
  const store = openSqliteStore({ path, log, registry: new Registry(), clock: systemClock })
  const heard = await readCalls(store)
  const random = seededRandom(7)
  const judge = makeJudge(random)
  const weeks = planWeeks(teams, random)
  for (const again of weeks) {
    const found = heard.get(again.of)
    if (found === undefined) throw new Error(`no call ${again.of} is kept in ${dataDir}`)
    await keepAgain(store, found, again)
    for (const outcome of outcomesAgain(found.record, again)) {
      void store.saveOutcome(outcome)
      const verdict = judge(outcome)
      if (verdict === null) continue
      const { outcomeId, rule, createdAt } = outcome
      const by = outcome.kind === 'prompt' ? again.agentId : 'supervisor'
      const role = outcome.kind === 'prompt' ? 'agent' : 'supervisor'
      const at = wallMs(createdAt + 5000)
      void store.rules.saveFeedback({ outcomeId, rule, verdict, by, role, at })
    }
    await store.flush()
  }
  await store.close()
  return weeks.length
}

async function readCalls(store: Store): Promise<ReadonlyMap<string, Heard>> {
  const contacts = await store.issues.listContacts({ since: wallMs(0), limit: 1000 })
  const heard = new Map<string, Heard>()
  for (const callId of await store.listCallIds(100)) {
    const record = await store.getCall(callId)
    if (record !== null)
      heard.set(callId, { record, contacts: contacts.filter((contact) => contact.callId === callId) })
  }
  return heard
}

function planWeeks(teams: readonly TeamOfWeeks[], random: () => number): readonly Again[] {
  const today = Math.floor(systemClock.now() / DAY_MS)
  const planned: Again[] = []
  for (let day = today - DAYS; day < today; day += 1) {
    if (new Date(day * DAY_MS).getUTCDay() % SATURDAY === 0) continue
    for (let n = 0; n < CALLS_A_DAY; n += 1) {
      const team = pick(teams, random)
      const callId = `past-${planned.length}`
      const startedAt = wallMs(day * DAY_MS + (8 * 60 + (n + random()) * 45) * MINUTE_MS)
      const of = pick(team.calls, random)
      const agentId = pick(team.agents, random)
      const before = planned.filter(
        (one) => one.of === of && startedAt - one.startedAt < COMES_BACK_WITHIN_DAYS * DAY_MS,
      )
      const comesBack = before.length > 0 && random() < COMES_BACK
      const customer = comesBack ? pick(before, random).customer : `customer-${planned.length}`
      planned.push({ callId, of, startedAt, agentId, customer, team })
    }
  }
  return planned
}

async function keepAgain(store: Store, { record, contacts }: Heard, again: Again): Promise<void> {
  const { callId, startedAt, team } = again
  const later = startedAt - record.call.startedAt
  const call = callAgain(record.call, again)
  void store.saveCall(call, { site: team.site, team: team.team })
  for (const event of record.events)
    void store.saveEvent(event.type === 'start' ? { ...event, callId, call } : { ...event, callId })
  for (const said of record.utterances) {
    const { capturedAt, heardAt, decodedAt } = said
    const stamps = {
      capturedAt: wallMs(capturedAt + later),
      heardAt: wallMs(heardAt + later),
      decodedAt: wallMs(decodedAt + later),
    }
    void store.saveUtterance({ ...said, ...stamps, callId })
  }
  for (const contact of contacts) {
    const at = wallMs(contact.at + later)
    void store.issues.saveContact({ ...contact, id: `calls:${callId}`, callId, at, authorKey: callId }, at)
  }
  const { durationMs } = record
  if (durationMs === null) throw new Error(`the call ${record.call.callId} is not over`)
  const end = { endedAt: wallMs(startedAt + durationMs), durationMs, reason: 'completed' as const }
  await store.endCall(callId, end)
}

function callAgain(call: CallInfo, { callId, startedAt, agentId, customer, team }: Again): CallInfo {
  const attributes = { ...call.attributes, customer, team: team.team }
  return { ...call, callId, startedAt, agentId, attributes }
}

function outcomesAgain({ call, outcomes }: CallRecord, { callId, startedAt, agentId }: Again): Outcome[] {
  const idAgain = (outcomeId: string): string => `${callId}-${outcomeId}`
  return outcomes.map(({ because, ...outcome }) => ({
    ...outcome,
    outcomeId: idAgain(outcome.outcomeId),
    callId,
    agentId: outcome.agentId === null ? null : agentId,
    because: because?.type === 'outcome' ? { ...because, outcomeId: idAgain(because.outcomeId) } : because,
    createdAt: wallMs(outcome.createdAt + startedAt - call.startedAt),
  }))
}

/** Some rules are liked better than others; what was painted nowhere nobody judges. */
function makeJudge(random: () => number): (outcome: Outcome) => FeedbackVerdict | null {
  const shares = new Map<string, { readonly wrong: number; readonly notNow: number }>()
  return (outcome) => {
    const ruleId = ruleIdOf(outcome)
    const share = shares.get(ruleId) ?? { wrong: 0.02 + random() * 0.12, notNow: 0.05 + random() * 0.25 }
    shares.set(ruleId, share)
    if (outcome.latencyMs.paint === undefined || random() > JUDGED) return null
    const lot = random()
    if (lot < share.wrong) return 'wrong'
    return lot < share.wrong + share.notNow ? 'not-now' : 'used'
  }
}

function pick<T>(from: readonly T[], random: () => number): T {
  const found = from[Math.floor(random() * from.length)]
  if (found === undefined) throw new Error('there is nothing to pick from')
  return found
}
