import { incidentAt } from './coded-detector.ts'
import { type CodedContact, type CodedStream } from './coded-stream.ts'
import { RAMP_TICKS } from './incidents.ts'
import { type Alert } from './score.ts'
import { TICKS_PER_DAY } from './volume-model.ts'

/** The incident that it is told to look for: contacts a tick. */
const INCREASE = 12 / 12
/** How far back an incident may have begun, and the step in which its beginnings are tried, in ticks. */
const LOOK_BACK = 20
const STEP = 0.4
const LEAST_CONTACTS = 3
/** Usual rates an hour by which codes are grouped: each group has its part of the budget, and a threshold. */
const EDGES = [0.03, 0.1, 0.3, 1, 3, 10]
/** So little evidence is an alert at no budget. */
const LEAST_EVIDENCE = 6
const QUIET_TICKS = 36

interface Reading extends Alert {
  readonly stream: number
  readonly code: number
  readonly group: number
  readonly evidence: number
}

/**
 * The best that can be done about incidents of one size: it is told each code's usual rate at each moment, and the
 * incidents' size and ramp, and sums the likelihood ratios over all moments at which one may have begun (Shiryaev and
 * Roberts). Its thresholds are set with hindsight, by the false alarms of the very days that it is judged on.
 */
export function runOracle(
  streams: readonly CodedStream[],
  budgets: readonly number[],
): readonly ReadonlyMap<number, readonly Alert[]>[] {
  const sizes = streams.map(groupsOf)
  const readings = Map.groupBy(
    streams.flatMap((stream, index) => readAll(stream, index, sizes[index] ?? [])),
    ({ group }) => group,
  )
  const days = streams.reduce((sum, { plan }) => sum + plan.days - plan.testDay, 0)
  const codes = sizes.flat()
  const alerts = budgets.map((budget) =>
    [...readings].flatMap(([group, all]) => {
      const share = codes.filter((one) => one === group).length / codes.length
      return alertsAt(all, fitThreshold(all, budget * days * share))
    }),
  )
  return streams.map(
    (_, index) =>
      new Map(
        budgets.map((budget, at) => [budget, alerts[at]?.filter(({ stream }) => stream === index) ?? []]),
      ),
  )
}

/** The group of each code, by its ordinary contacts. */
function groupsOf({ plan, ticks }: CodedStream): readonly number[] {
  const counts = new Float64Array(plan.codes)
  for (const { contacts } of ticks) {
    for (const { code, incident } of contacts) if (incident === -1) counts[code] = (counts[code] ?? 0) + 1
  }
  return Array.from(counts, (count) => EDGES.filter((edge) => count / (plan.days * 24) > edge).length)
}

function readAll(stream: CodedStream, index: number, groups: readonly number[]): readonly Reading[] {
  const { plan, incidents, ticks } = stream
  const recent = new Map<number, CodedContact[]>()
  const readings: Reading[] = []
  for (const contact of ticks.slice(plan.testDay * TICKS_PER_DAY).flatMap(({ contacts }) => contacts)) {
    const { at, code } = contact
    const said = [...(recent.get(code) ?? []).filter((one) => one.at > at - LOOK_BACK), contact]
    recent.set(code, said)
    if (said.length < LEAST_CONTACTS) continue
    const evidence = evidenceOf(said, at)
    const incident = incidentAt(incidents, code, at)
    // What is left of an incident that is over is no false alarm.
    if (evidence < LEAST_EVIDENCE || (incident === -1 && said.some((one) => one.incident !== -1))) continue
    readings.push({ at, incident, stream: index, code, group: groups[code] ?? 0, evidence })
  }
  return readings
}

/** Log of the likelihood ratios of all beginnings together. */
function evidenceOf(said: readonly CodedContact[], at: number): number {
  let sum = 0
  for (let began = at - LOOK_BACK; began < at; began += STEP) {
    let ratio = -expectedSince(at - began)
    for (const one of said) {
      if (one.at > began) ratio += Math.log(1 + rateAfter(one.at - began) / one.usual)
    }
    sum += Math.exp(ratio)
  }
  return Math.log(sum)
}

function rateAfter(ticks: number): number {
  return INCREASE * Math.min(1, ticks / RAMP_TICKS)
}

function expectedSince(ticks: number): number {
  if (ticks < RAMP_TICKS) return (INCREASE * ticks ** 2) / (2 * RAMP_TICKS)
  return INCREASE * (ticks - RAMP_TICKS / 2)
}

/** The first reading of a code above the threshold after three quiet hours. */
function alertsAt(readings: readonly Reading[], threshold: number): readonly Reading[] {
  const last = new Map<string, number>()
  return readings.filter(({ at, stream, code, incident, evidence }) => {
    if (evidence < threshold) return false
    const key = `${stream}/${code}/${incident}`
    const isNew = at - (last.get(key) ?? -Infinity) > QUIET_TICKS
    last.set(key, at)
    return isNew
  })
}

/** The lowest threshold, to a thousandth, with at most so many false alarms. */
function fitThreshold(readings: readonly Reading[], most: number): number {
  const ordinary = readings.filter(({ incident }) => incident === -1)
  let low = LEAST_EVIDENCE
  let high = ordinary.reduce((highest, { evidence }) => Math.max(highest, evidence), low) + 0.001
  while (high - low > 0.001) {
    const middle = (low + high) / 2
    if (alertsAt(ordinary, middle).length > most) low = middle
    else high = middle
  }
  return high
}
