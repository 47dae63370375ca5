import { type Banking } from './banking.ts'
import { Chance, weightedPicker, zipf } from './chance.ts'
import { type Incident, incidentRate, planIncidents } from './incidents.ts'
import { mishear, wordsOf } from './misheard.ts'
import { ownHours, TICKS_PER_DAY, VolumeModel } from './volume-model.ts'

export interface PhrasePlan {
  readonly days: number
  /** The first day with incidents. */
  readonly testDay: number
  readonly perHour: number
  /** Incidents of each size; none of them keeps all days quiet. */
  readonly incidents: readonly { readonly perHour: number; readonly each: number }[]
}

export const PHRASE_PLAN: PhrasePlan = {
  ...{ days: 24, testDay: 12, perHour: 250 },
  incidents: [
    { perHour: 6, each: 5 },
    { perHour: 12, each: 5 },
    { perHour: 24, each: 4 },
    { perHour: 60, each: 4 },
  ],
}

/** A contact; `incident` is -1 for an ordinary one. */
export interface PhraseContact {
  /** In ticks from the first day. */
  readonly at: number
  readonly text: string
  readonly incident: number
}

export interface PhraseStream {
  readonly plan: PhrasePlan
  readonly incidents: readonly Incident[]
  /** By tick, in order of time. */
  readonly ticks: readonly (readonly PhraseContact[])[]
}

const NOVEL = 10
const RARE = 10

/**
 * Questions without labels. Ten intents never come except in incidents; ten others are rare otherwise. Incidents
 * speak the test split's words, everything else the train split's.
 */
export function phraseStream(seed: number, banking: Banking, plan: PhrasePlan): PhraseStream {
  const chance = new Chance(seed)
  const volume = new VolumeModel(chance, { days: plan.days, perHour: plan.perHour, shocks: 8 })
  const order = chance.shuffled(banking.intents.map((_, intent) => intent))
  const novel = order.slice(0, NOVEL)
  const usual = order.slice(NOVEL)
  const rare = usual.slice(-RARE)
  const shares = zipf(usual.length, 0.9).map(Math.log)
  const hours = shares.map(() => (chance.share() < 0.3 ? ownHours(chance) : null))
  const vocabulary = [...new Set(banking.train.flat().flatMap(wordsOf))]
  const incidents = planIncidents(chance, {
    fromDay: plan.testDay,
    toDay: plan.days,
    kinds: plan.incidents.flatMap(({ perHour, each }) => [
      ...kindsOf(chance, novel, { perHour, each, name: 'novel' }),
      ...kindsOf(chance, rare, { perHour, each, name: 'rare' }),
    ]),
  })
  const ticks: PhraseContact[][] = []
  let pick = weightedPicker([1])
  for (let tick = 0; tick < plan.days * TICKS_PER_DAY; tick += 1) {
    if (tick % TICKS_PER_DAY === 0) shares.forEach((log, at) => (shares[at] = log + 0.03 * chance.normal()))
    if (tick % 12 === 0) {
      const hour = (tick % TICKS_PER_DAY) / 12
      pick = weightedPicker(
        shares.map((log, at) => Math.exp(log) * (hours[at]?.[hour] ?? 1) * chance.gamma(8)),
      )
    }
    const contacts = Array.from({ length: chance.poisson(volume.rate(tick)) }, () => {
      const questions = banking.train[usual[pick(chance.share())] ?? 0] ?? []
      const text = mishear(chance, chance.pick(questions), vocabulary)
      return { at: tick + chance.share(), text, incident: -1 }
    })
    incidents.forEach((incident, index) => {
      for (let more = chance.poisson(incidentRate(incident, tick)); more > 0; more -= 1) {
        const text = mishear(chance, chance.pick(banking.test[incident.subject] ?? []), vocabulary)
        contacts.push({ at: tick + chance.share(), text, incident: index })
      }
    })
    ticks.push(contacts.toSorted((a, b) => a.at - b.at))
  }
  return { plan, incidents, ticks }
}

function kindsOf(
  chance: Chance,
  intents: readonly number[],
  { perHour, each, name }: { perHour: number; each: number; name: string },
): readonly { subject: number; perHour: number; group: string }[] {
  const chosen = chance.shuffled(intents).slice(0, each)
  return chosen.map((subject) => ({ subject, perHour, group: `${name} ${perHour}/h` }))
}

/** Contacts that an incident had caused up to a moment in ticks. */
export function affectedCustomers({ incidents, ticks }: PhraseStream, incident: number, at: number): number {
  let affected = 0
  for (let tick = incidents[incident]?.from ?? 0; tick <= at; tick += 1) {
    for (const contact of ticks[tick] ?? [])
      if (contact.incident === incident && contact.at <= at) affected += 1
  }
  return affected
}
