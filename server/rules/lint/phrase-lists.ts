import type { Phrase } from '../../language/phrases/phrase.ts'
import type { Path } from '../../platform/yaml/yaml-source.ts'
import type { Condition, PhraseGroup } from '../compile/rule.ts'
import type { RuleDocument } from '../file/parse-rule.ts'
import { allConditions, ownGroup } from '../file/walk.ts'

/** Phrases of which any is enough, and where they stand. */
export interface PhraseList {
  /** Of the list; its phrases are below it, by their index. */
  readonly path: Path
  readonly phrases: readonly Phrase[]
  readonly group: PhraseGroup
  /** The condition that listens for them. */
  readonly condition: Condition
}

/** The lists of phrases of a rule's conditions, and where they stand in its file. */
export function phraseLists({ rule, paths }: RuleDocument): readonly PhraseList[] {
  return allConditions(rule.condition).flatMap((condition): readonly PhraseList[] => {
    const group = ownGroup(condition)
    if (group === null) return []
    const path = paths.get(group) ?? ['when']
    const own = { path: [...path, 'phrases'], phrases: group.phrases, group, condition }
    return condition.kind === 'near' ? [own, { ...own, path: [...path, 'to'], phrases: condition.to }] : [own]
  })
}
