import { resolve } from 'node:path'
import { loadCodeFrame } from '../../server/issues/codes/code-frame-loader.ts'
import { unusualWords } from '../../server/issues/codes/coverage/unusual-words.ts'
import { contentWords } from '../../server/language/content-words.ts'
import { readLabelledSets, type LabelledContact, type LabelledSet } from './coverage/labelled-contacts.ts'
import { atLeast, type BenchResult, type Goal } from './goals.ts'
import { figure, percent, printTable } from './measure/table.ts'

const RULES = resolve(import.meta.dirname, '../../rules')
const MOST = 20

/** How well terms tell what labelled contacts are about. */
interface Telling {
  readonly terms: number
  /** Share of the most frequent label among the contacts of a term, on average. */
  readonly purity: number
  /** Labels that are the most frequent one of some term. */
  readonly subjects: number
  /** Share of the contacts that have one of the terms. */
  readonly told: number
}

/** Whether the words for contacts without a code tell what people labelled them with, beside their most frequent words. */
export async function run(): Promise<BenchResult> {
  const { frame } = await loadCodeFrame(RULES)
  const finder = frame.finder()
  const goals: Record<string, Goal> = {}
  const rows: string[][] = []
  for (const set of readLabelledSets()) {
    const isCoded = ({ text }: LabelledContact): boolean =>
      finder.find({ channel: set.channel, step: null, text }).codes.length > 0
    const uncoded = set.contacts.filter((contact) => !isCoded(contact))
    const coded = set.contacts.filter(isCoded)
    const told = tellingOf(termsOf(uncoded, coded), uncoded)
    const frequent = tellingOf(mostFrequent(uncoded), uncoded)
    rows.push([set.name, String(uncoded.length), ...cells(frequent), ...cells(told)])
    goals[nameOf(set)] = atLeast(told.purity - frequent.purity, 0.1)
  }
  const figures = ['terms', 'purity', 'subjects', 'contacts']
  printTable(['texts', 'uncoded', ...figures.map((one) => `frequent: ${one}`), ...figures], rows)
  return { goals }
}

function nameOf({ name }: LabelledSet): string {
  return `purer_${name.toLowerCase().replaceAll(' ', '_')}`
}

function cells({ terms, purity, subjects, told }: Telling): readonly string[] {
  return [String(terms), figure(purity, 2), String(subjects), percent(told, 0)]
}

/** Each term as the words that it is made of, as they are counted. */
function termsOf(
  uncoded: readonly LabelledContact[],
  coded: readonly LabelledContact[],
): readonly (readonly string[])[] {
  const texts = (contacts: readonly LabelledContact[]) => contacts.map(({ text }) => [text])
  return unusualWords({ texts: texts(uncoded), others: texts(coded) }).map(({ words }) => contentWords(words))
}

/** What says least of a subject and is easiest to find. */
function mostFrequent(contacts: readonly LabelledContact[]): readonly (readonly string[])[] {
  const counts = new Map<string, number>()
  for (const { text } of contacts) {
    for (const word of new Set(contentWords(text))) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  counts.delete('#num')
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST)
    .map(([word]) => [word])
}

function tellingOf(terms: readonly (readonly string[])[], contacts: readonly LabelledContact[]): Telling {
  const words = contacts.map(({ text }) => new Set(contentWords(text)))
  const subjects = new Set<string>()
  const told = new Set<number>()
  let purity = 0
  for (const term of terms) {
    const members = contacts.flatMap((_, at) => (term.every((word) => words[at]?.has(word)) ? [at] : []))
    const labels = Map.groupBy(
      members.flatMap((at) => contacts[at]?.labels ?? []),
      (label) => label,
    )
    const [leading] = [...labels].toSorted(([, a], [, b]) => b.length - a.length)
    if (leading !== undefined) subjects.add(leading[0])
    purity += (leading?.[1].length ?? 0) / Math.max(1, members.length)
    for (const at of members) told.add(at)
  }
  return {
    terms: terms.length,
    purity: purity / Math.max(1, terms.length),
    subjects: subjects.size,
    told: told.size / Math.max(1, contacts.length),
  }
}
