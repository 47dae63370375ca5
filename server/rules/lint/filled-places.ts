import type { RuleAction } from '../../contracts/match.ts'
import { placesIn, type Placeholder } from '../../language/template.ts'
import type { Path } from '../../platform/yaml/yaml-source.ts'

/** A place to fill in a rule's texts, and where in its file the text stands. */
export interface FilledPlace {
  readonly place: Placeholder
  readonly path: Path
}

/** Every place to fill in what a rule tells people. */
export function filledPlaces({ kind, text, card }: RuleAction): readonly FilledPlace[] {
  const at = (path: Path, each: string): readonly FilledPlace[] =>
    placesIn(each).map((place) => ({ place, path }))
  const steps = card?.steps ?? []
  return [
    ...at(['then', kind, 'text'], text),
    ...steps.flatMap((step, index) => at(['then', kind, 'steps', index], step)),
  ]
}
