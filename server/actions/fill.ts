import type { CardParts, EvidencePart } from '../contracts/match.ts'
import { isSpokenWord } from '../language/phrases/phrase.ts'
import { templateParts, type Placeholder } from '../language/template.ts'

/** What a rule's texts may be filled with. */
export interface Filling {
  /** The words that the outcome rests on, fit to leave the process. */
  readonly words: string
  /** What its phrases caught, by name; what was masked is not among it. */
  readonly slots: ReadonlyMap<string, string>
  /** Of the call, as they are now. */
  readonly attributes: Readonly<Record<string, string>>
  /** The one that the card names; null: none, or it is not there. */
  readonly article: ShownArticle | null
}

/** What a text may show of an article. */
export interface ShownArticle {
  readonly title: string
  /** Its first line. */
  readonly line: string
}

/** A value is shown up to here, so that a card stays a card; in characters. */
const LONGEST_VALUE = 80

export function fill(text: string, filling: Filling): string {
  const filled = templateParts(text).map((part) => (typeof part === 'string' ? part : valueOf(part, filling)))
  // A place with nothing to fill in leaves its spaces.
  return filled.join('').replaceAll(/ {2,}/g, ' ').trim()
}

export function fillCard(card: CardParts, filling: Filling): CardParts {
  return { ...card, steps: card.steps.map((step) => fill(step, filling)) }
}

/** A part whose words have been masked, without the values that lost a word by it. */
export function withoutMasked<T extends EvidencePart>(part: T): T {
  const { words, slots } = part
  if (slots === undefined) return part
  const kept = slots.filter(({ from, to }) => words.slice(from, to).every(({ text }) => isSpokenWord(text)))
  return { ...part, slots: kept.length === 0 ? undefined : kept }
}

export function textOf(words: EvidencePart['words']): string {
  return words.map(({ text }) => text).join(' ')
}

function valueOf(place: Placeholder, filling: Filling): string {
  const text = foundFor(place, filling)?.trim() ?? ''
  if (text === '') return place.otherwise
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text
}

function foundFor(
  { kind, name }: Placeholder,
  { words, slots, attributes, article }: Filling,
): string | undefined {
  switch (kind) {
    case 'words':
      return words
    case 'slot':
      return slots.get(name)
    case 'attribute':
      return Object.hasOwn(attributes, name) ? attributes[name] : undefined
    case 'article':
      return name === 'title' ? article?.title : article?.line
  }
}
