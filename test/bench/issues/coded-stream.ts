import { Chance, weightedPicker, zipf } from './chance.ts'
import { type Incident, incidentRate, planIncidents } from './incidents.ts'
import { ownHours, TICKS_PER_DAY, VolumeModel } from './volume-model.ts'

export interface CodedPlan {
  readonly codes: number
  readonly days: number
  /** The first day with incidents. */
  readonly testDay: number
  readonly perHour: number
  /** Incidents of each size. */
  readonly incidentsEach: number
}

export const CODED_SIZES = [3, 6, 12, 24, 60] as const

/** A contact; `incident` is -1 for an ordinary one. */
export interface CodedContact {
  /** In ticks from the first day. */
  readonly at: number
  readonly code: number
  readonly incident: number
  /** What a detector can know at best: ordinary contacts of the code a tick, by volume, share and hour. */
  readonly usual: number
}

/** The contacts of one tick in order of time. */
export interface CodedTick {
  readonly tick: number
  readonly contacts: readonly CodedContact[]
}

export interface CodedStream {
  readonly plan: CodedPlan
  readonly incidents: readonly Incident[]
  readonly ticks: readonly CodedTick[]
}

/** Contacts of one code each, as `detection.md` plans them: drifting shares, own hours, frailty, shocks. */
export function codedStream(seed: number, plan: CodedPlan): CodedStream {
  const chance = new Chance(seed)
  const volume = new VolumeModel(chance, { days: plan.days, perHour: plan.perHour, shocks: 8 })
  const shares = chance.shuffled(zipf(plan.codes, 1)).map(Math.log)
  const hours = shares.map(() => (chance.share() < 0.3 ? ownHours(chance) : null))
  const incidents = planIncidents(chance, {
    fromDay: plan.testDay,
    toDay: plan.days,
    kinds: CODED_SIZES.flatMap((perHour) =>
      Array.from({ length: plan.incidentsEach }, () => ({
        subject: chance.below(plan.codes),
        perHour,
        group: `+${perHour}/h`,
      })),
    ),
  })
  const ticks: CodedTick[] = []
  let pick = weightedPicker([1])
  let usual: readonly number[] = []
  for (let tick = 0; tick < plan.days * TICKS_PER_DAY; tick += 1) {
    if (tick % TICKS_PER_DAY === 0)
      shares.forEach((log, code) => (shares[code] = log + 0.03 * chance.normal()))
    if (tick % 12 === 0) {
      const hour = (tick % TICKS_PER_DAY) / 12
      const weights = shares.map((log, code) => Math.exp(log) * (hours[code]?.[hour] ?? 1))
      const sum = weights.reduce((total, weight) => total + weight, 0)
      usual = weights.map((weight) => weight / sum)
      pick = weightedPicker(weights.map((weight) => weight * chance.gamma(8)))
    }
    const rate = volume.rate(tick)
    const contactOf = (at: number, code: number, incident: number): CodedContact => ({
      ...{ at, code, incident, usual: rate * (usual[code] ?? 0) },
    })
    const contacts = Array.from({ length: chance.poisson(rate) }, () =>
      contactOf(tick + chance.share(), pick(chance.share()), -1),
    )
    incidents.forEach((incident, index) => {
      if (tick < incident.from || tick >= incident.to) return
      for (let more = chance.poisson(incidentRate(incident, tick)); more > 0; more -= 1) {
        contacts.push(contactOf(tick + chance.share(), incident.subject, index))
      }
    })
    ticks.push({ tick, contacts: contacts.toSorted((a, b) => a.at - b.at) })
  }
  return { plan, incidents, ticks }
}

/** Contacts that an incident had caused up to a moment in ticks, the alerting one included. */
export function affectedContacts({ incidents, ticks }: CodedStream, incident: number, at: number): number {
  let affected = 0
  for (let tick = incidents[incident]?.from ?? 0; tick <= at; tick += 1) {
    for (const contact of ticks[tick]?.contacts ?? []) {
      if (contact.incident === incident && contact.at <= at) affected += 1
    }
  }
  return affected
}
