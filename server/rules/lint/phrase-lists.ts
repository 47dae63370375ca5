import type { Condition, PhraseGroup } from '../compile/rule.ts'
import type { Path } from '../../platform/yaml/yaml-source.ts'

export interface PhraseList {
  readonly path: Path
  readonly group: PhraseGroup
}

/** The lists of phrases of a condition, and where they stand in its file. */
export function phraseLists(condition: Condition): readonly PhraseList[] {
  if (condition.kind === 'said') return [{ path: ['when', 'said'], group: condition }]
  const { after, missing } = condition
  return [
    ...(after === null ? [] : [{ path: ['when', 'absence', 'after'], group: after }]),
    { path: ['when', 'absence', 'missing'], group: missing },
  ]
}
