import type { Party } from '../../contracts/call.ts'
import { createPhraseFinder, type FinderEntry, type PhraseFinder } from '../../language/phrases/finder.ts'
import type { PhraseGroup } from './rule.ts'
import { groupsOf, type PhraseRole, type TreeNode } from './tree.ts'

/** Who wants to know of a phrase. */
export interface PhraseListener {
  /** Index into `RuleSet.rules`. */
  readonly rule: number
  /** Index into the rule's nodes. */
  readonly node: number
  readonly role: PhraseRole
  /** Whose words count; null: either party's. */
  readonly party: Party | null
  readonly phrase: string
  /** Whether other readings of the recogniser count. */
  readonly alternatives: boolean
}

/** The phrases of all rules, and who listens to each. */
export interface PhraseTable {
  /** Finds the phrases of all rules, each phrase once however many rules have it. */
  readonly finder: PhraseFinder
  /** By index of the finder's phrase. */
  readonly listeners: readonly (readonly PhraseListener[])[]
  /** Whether any rule listens to other readings of the recogniser. */
  readonly alternatives: boolean
  /** Words of an utterance that the next may need: phrases go on over pauses. */
  readonly tailWords: number
}

/** Collects the phrases of all rules, each rule given by its nodes. */
export function collectPhrases(rules: readonly (readonly TreeNode[])[]): PhraseTable {
  const entries: FinderEntry[] = []
  const listeners: PhraseListener[][] = []
  const byKey = new Map<string, number>()
  let nearWords = 0
  for (const [rule, nodes] of rules.entries()) {
    for (const { condition, index: node } of nodes) {
      if (condition.kind === 'near') nearWords = Math.max(nearWords, condition.words)
      for (const { role, group } of groupsOf(condition)) {
        const { party, tolerance } = group
        const alternatives = tolerance === 'alternatives' || tolerance === 'both'
        for (const entry of entriesOf(group)) {
          const key = `${entry.phrase.text}|${entry.soundsAlike ? entry.minScore : ''}`
          let index = byKey.get(key)
          if (index === undefined) {
            index = entries.push(entry) - 1
            byKey.set(key, index)
            listeners.push([])
          }
          listeners[index]?.push({ rule, node, role, party, phrase: entry.phrase.text, alternatives })
        }
      }
    }
  }
  const finder = createPhraseFinder(entries)
  return {
    finder,
    listeners,
    alternatives: listeners.some((all) => all.some(({ alternatives }) => alternatives)),
    tailWords: Math.max(0, finder.longest - 1) + (nearWords === 0 ? 0 : nearWords + finder.longest),
  }
}

function entriesOf({ phrases, tolerance, minScore }: PhraseGroup): readonly FinderEntry[] {
  const soundsAlike = tolerance === 'sounds-alike' || tolerance === 'both'
  return phrases.map((phrase) => ({ phrase, soundsAlike, minScore: soundsAlike ? minScore : 1 }))
}
