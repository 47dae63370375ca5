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
  for (let tick = 0; tick < plan.days * TICKS_PER_DAY; tick += 1) {
    if (tick % TICKS_PER_DAY === 0)
      shares.forEach((log, code) => (shares[code] = log + 0.03 * chance.normal()))
    if (tick % 12 === 0) {
      const hour = (tick % TICKS_PER_DAY) / 12
      pick = weightedPicker(
        shares.map((log, code) => Math.exp(log) * (hours[code]?.[hour] ?? 1) * chance.gamma(8)),
      )
    }
    const contacts = Array.from({ length: chance.poisson(volume.rate(tick)) }, () => ({
      ...{ at: tick + chance.share(), code: pick(chance.share()), incident: -1 },
    }))
    incidents.forEach((incident, index) => {
      if (tick < incident.from || tick >= incident.to) return
      for (let more = chance.poisson(incidentRate(incident, tick)); more > 0; more -= 1) {
        contacts.push({ at: tick + chance.share(), code: incident.subject, incident: index })
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
