import { createHash } from 'node:crypto'
import type { PhraseLists } from '../../language/phrases/phrase.ts'
import type { PhraseGroup, Rule } from '../compile/rule.ts'
import { listNamesIn } from './forms/list-names.ts'
import { allConditions, ownGroup } from './walk.ts'

/**
 * The same for two rules exactly when they do the same: what the file says, in whatever layout, and what the
 * lists and calendars that it names say now. (Calendars are part of the condition.)
 */
export function fingerprintOf(content: Omit<Rule, 'fingerprint'>, lists: PhraseLists): string {
  const phrases = allConditions(content.condition).flatMap((condition) => {
    const group = ownGroup(condition)
    return [...(group?.phrases ?? []), ...(condition.kind === 'near' ? condition.to : [])]
  })
  const texts = new Set(phrases.map(({ text }) => text))
  const names = new Set([...texts].flatMap((text) => listNamesIn(text).map(({ name }) => name)))
  const used = [...names].toSorted().flatMap((name) => {
    const words = lists.get(name)
    return words === undefined ? [] : [[name, words]]
  })
  return digest(JSON.stringify([content, used], phrasesByText))
}

/** What closes a call is part of what a set of rules does. */
export function phasesFingerprint(phases: PhraseGroup): string {
  return digest(JSON.stringify(phases, phrasesByText))
}

/** Short enough for a label, long enough that two rule sets never share it by chance. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** A phrase is its text; how it is kept in memory may change between releases. */
function phrasesByText(key: string, value: unknown): unknown {
  const isList = (key === 'phrases' || key === 'to') && Array.isArray(value)
  return isList ? value.map(textOf) : value
}

function textOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'text' in value ? value.text : value
}
