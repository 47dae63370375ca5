import type { CodeId, Contact } from '../../../contracts/contact.ts'
import type { FrameCoverage } from '../../../contracts/issue-desk.ts'
import { unusualWords } from './unusual-words.ts'

/** A contact, or a part of one, with the codes that were found in it. */
export type CoveredContact = Pick<Contact, 'id' | 'codes' | 'texts'>

export interface CodeShare {
  readonly code: CodeId
  /** Distinct contacts. */
  readonly contacts: number
}

/** Two codes that are found in the same contacts: one subject under two names, or two that go together. */
export interface CodesTogether {
  readonly codes: readonly [CodeId, CodeId]
  readonly contacts: number
  /** Of the contacts of the rarer one, 0 to 1. */
  readonly share: number
}

/** What a stream of contacts says about the code frame. */
export interface CoverageReport extends FrameCoverage {
  /** Most frequent first. */
  readonly byCode: readonly CodeShare[]
  /** Most frequent first; of the same branch of the tree, too. */
  readonly together: readonly CodesTogether[]
}

const MOST_PAIRS = 50
/** Fewer contacts with both say nothing. */
const LEAST_TOGETHER = 2

/** Counts distinct contacts; parts of one contact count as one. */
export function frameCoverage(parts: Iterable<CoveredContact>): CoverageReport {
  const contacts = joinParts(parts)
  const coded = contacts.filter(({ codes }) => codes.size > 0)
  const uncoded = contacts.filter(({ codes }) => codes.size === 0)
  const counts = new Map<CodeId, number>()
  for (const { codes } of coded) for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  return {
    contacts: contacts.length,
    coded: coded.length,
    uncodedWords: unusualWords({
      texts: uncoded.map(({ texts }) => texts),
      others: coded.map(({ texts }) => texts),
    }),
    byCode: [...counts]
      .map(([code, count]) => ({ code, contacts: count }))
      .toSorted((a, b) => b.contacts - a.contacts || (a.code < b.code ? -1 : 1)),
    together: togetherIn(coded, counts),
  }
}

interface WholeContact {
  readonly codes: Set<CodeId>
  readonly texts: string[]
}

function joinParts(parts: Iterable<CoveredContact>): readonly WholeContact[] {
  const byId = new Map<string, WholeContact>()
  for (const { id, codes, texts } of parts) {
    const whole = byId.get(id) ?? { codes: new Set<CodeId>(), texts: [] }
    byId.set(id, whole)
    for (const code of codes) whole.codes.add(code)
    whole.texts.push(...texts)
  }
  return [...byId.values()]
}

function togetherIn(
  coded: readonly WholeContact[],
  counts: ReadonlyMap<CodeId, number>,
): readonly CodesTogether[] {
  const pairs = new Map<string, { readonly codes: [CodeId, CodeId]; contacts: number }>()
  for (const { codes } of coded) {
    const sorted = [...codes].toSorted()
    for (const [index, one] of sorted.entries()) {
      for (const other of sorted.slice(index + 1)) {
        const key = `${one} ${other}`
        const pair = pairs.get(key) ?? { codes: [one, other], contacts: 0 }
        pairs.set(key, pair)
        pair.contacts += 1
      }
    }
  }
  return [...pairs.values()]
    .filter(({ contacts }) => contacts >= LEAST_TOGETHER)
    .map(({ codes, contacts }) => {
      const rarer = Math.min(...codes.map((code) => counts.get(code) ?? 0))
      return { codes, contacts, share: contacts / rarer }
    })
    .toSorted((a, b) => b.contacts - a.contacts || b.share - a.share)
    .slice(0, MOST_PAIRS)
}
