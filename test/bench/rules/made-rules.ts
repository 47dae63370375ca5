import { join } from 'node:path'
import { contentWords } from '../../../server/language/content-words.ts'
import { parsePhrase, type Phrase } from '../../../server/language/phrases/phrase.ts'
import type { Condition, Rule, StateCondition } from '../../../server/rules/compile/rule.ts'
import { groupsOf } from '../../../server/rules/compile/tree.ts'
import { loadRules } from '../../../server/rules/file/load.ts'
import { allConditions } from '../../../server/rules/file/walk.ts'
import * as when from '../../fixtures/rules/conditions.ts'
import { seededRandom, type Random } from '../../fixtures/rules/random.ts'

export const RULES_DIR = join(import.meta.dirname, '../../../rules')

/** A place of a phrase: a word, or a group in brackets. */
const PLACE = /\([^()]*\)\??|[^\s()]+/g

/** The shipped phrases and the words in them: what rules are made of. */
interface Vocabulary {
  readonly phrases: readonly string[]
  readonly places: readonly string[]
}

/** Rules that every call meets: a site has some, and not more of them because it has many rules. */
const COMMON_RULES = 25

/**
 * So many rules of the shipped kind, the same ones each time. Their phrases are shipped phrases with some places
 * exchanged for others, so that they share words as the rules of a real site do. Watches from the call's start
 * and states by themselves are as many in each set; what grows is the number of rules for certain words.
 */
export async function makeRules(count: number): Promise<readonly Rule[]> {
  const vocabulary = await readVocabulary()
  const random = seededRandom(7)
  return Array.from({ length: count }, (_, index) => {
    const condition =
      index < COMMON_RULES ? commonCondition(random, vocabulary) : makeCondition(random, vocabulary)
    return when.ruleOf(`made-${index}`, condition)
  })
}

function commonCondition(random: Random, vocabulary: Vocabulary): Condition {
  if (random.int(0, 1) === 0) return makeState(random)
  return when.absence(makeSaid(random, vocabulary, 8), { withinMs: random.int(10, 60) * 1000 })
}

async function readVocabulary(): Promise<Vocabulary> {
  const { documents } = await loadRules(RULES_DIR)
  const phrases = documents
    .flatMap(({ rule }) => allConditions(rule.condition))
    .flatMap((condition) => groupsOf(condition).flatMap(({ group }) => group.phrases))
    .map(({ text }) => text)
    // Named lists belong to the site's files.
    .filter((text) => !text.includes('<'))
  return {
    phrases,
    places: phrases.flatMap((text) => text.match(PLACE) ?? []).filter((place) => place !== '...'),
  }
}

/** About three quarters listen for words alone; the others for what is missing, follows, comes again, or is so then. */
function makeCondition(random: Random, vocabulary: Vocabulary): Condition {
  const kind = random.int(0, 19)
  const some = (least: number, most: number): ReturnType<typeof when.said> =>
    makeSaid(random, vocabulary, random.int(least, most))
  if (kind < 15) return some(6, 14)
  if (kind < 17) {
    return when.absence(some(4, 10), { after: some(3, 6), withinMs: random.int(10, 60) * 1000 })
  }
  if (kind === 17) return when.sequence(random.int(10, 60) * 1000, some(4, 8), some(4, 8))
  return kind === 18 ? when.all(some(4, 10), makeState(random)) : when.count(some(4, 8), random.int(2, 3))
}

function makeSaid(random: Random, vocabulary: Vocabulary, phrases: number): ReturnType<typeof when.said> {
  const texts = Array.from({ length: phrases }, () => makePhrase(random, vocabulary).text)
  return when.said(random.pick(['agent', 'customer', 'customer', null]), texts)
}

function makePhrase(random: Random, vocabulary: Vocabulary): Phrase {
  for (;;) {
    const places = [...(random.pick(vocabulary.phrases).match(PLACE) ?? [])]
    for (let changes = random.int(1, 2); changes > 0; changes -= 1) {
      places[random.int(0, places.length - 1)] = random.pick(vocabulary.places)
    }
    // What people say all the time is no rule's business.
    if (places.filter(saysSomething).length < FEWEST_TELLING) places.push(random.pick(vocabulary.places))
    const result = places.filter(saysSomething).length < FEWEST_TELLING ? null : parsePhrase(places.join(' '))
    if (result?.ok === true) return result.phrase
  }
}

/** Places of a phrase that tell what it is about. */
const FEWEST_TELLING = 2

/** Whether every word that may stand in a place tells what is spoken of: not "the", "you" or "is". */
function saysSomething(place: string): boolean {
  const words = place.match(/[\p{L}'-]+/gu) ?? []
  return words.length > 0 && !place.endsWith('?') && words.every((word) => contentWords(word).length > 0)
}

function makeState(random: Random): StateCondition {
  const seconds = random.pick([5, 8, 10, 15, 20, 30])
  const party = random.pick(['agent', 'customer'] as const)
  return random.pick<StateCondition>([
    { kind: 'silence', party: null, forMs: seconds * 1000 },
    { kind: 'talk-over', by: party, forMs: 2000 },
    { kind: 'talk-ratio', party, afterMs: 60_000, overMs: null, above: 0.7, below: null },
    { kind: 'pace', party, overMs: 30_000, above: random.pick([180, 200, 220]), below: null },
    { kind: 'sentiment', party: 'customer', above: null, below: random.pick([-0.3, -0.5]) },
    { kind: 'phase', phases: ['closing'] },
    { kind: 'hold', forMs: seconds * 3000 },
    { kind: 'call-time', firstMs: null, afterMs: seconds * 20_000 },
    when.attribute('queue', random.pick(['billing', 'sales', 'retention'])),
  ])
}
