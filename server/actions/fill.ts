import type { CardParts } from '../contracts/match.ts'
import { templateParts, type Placeholder } from '../language/template.ts'

/** What a rule's texts may be filled with. */
export interface Filling {
  /** The words that the outcome rests on, fit to leave the process. */
  readonly words: string
  /** Of the call, as they are now. */
  readonly attributes: Readonly<Record<string, string>>
}

/** An attribute is shown up to here, so that a card stays a card; in characters. */
const LONGEST_VALUE = 80

export function fill(text: string, filling: Filling): string {
  const filled = templateParts(text).map((part) => (typeof part === 'string' ? part : valueOf(part, filling)))
  // A place with nothing to fill in leaves its spaces.
  return filled.join('').replaceAll(/ {2,}/g, ' ').trim()
}

export function fillCard(card: CardParts, filling: Filling): CardParts {
  return { ...card, steps: card.steps.map((step) => fill(step, filling)) }
}

function valueOf({ kind, name, otherwise }: Placeholder, { words, attributes }: Filling): string {
  const value = kind === 'words' ? words : Object.hasOwn(attributes, name) ? attributes[name] : undefined
  const text = value?.trim() ?? ''
  if (text === '') return otherwise
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text
}
