import type { Phrase, Slot } from '../../compile/phrase.ts'
import type { LintCheck } from '../check.ts'
import { phraseLists } from '../phrase-lists.ts'

/** A phrase that holds a shorter one of its list adds nothing: whoever says it has said the shorter one. */
export const coveredPhrase: LintCheck = {
  id: 'covered-phrase',
  find({ rules }) {
    return rules.flatMap(({ rule, source }) =>
      phraseLists(rule.condition).flatMap(({ path, group }) =>
        group.phrases.flatMap((phrase, index) => {
          const cover = group.phrases.find((other) => other.text !== phrase.text && covers(other, phrase))
          if (cover === undefined) return []
          const message = `"${phrase.text}" never counts: whoever says it has said "${cover.text}", expected only one of the two`
          const place = source.placeOf([...path, 'phrases', index])
          return [{ ...place, check: coveredPhrase.id, severity: 'warning' as const, message }]
        }),
      ),
    )
  },
}

/** Whether every way to say `longer` holds a way to say `shorter`. */
function covers(shorter: Phrase, longer: Phrase): boolean {
  const room = longer.slots.length - shorter.slots.length
  for (let from = 0; from <= room; from += 1) {
    if (shorter.slots.every((slot, index) => holds(slot, longer.slots[from + index] ?? []))) return true
  }
  return false
}

/** Whether every word that fits `inner` fits `outer`. */
function holds(outer: Slot, inner: Slot): boolean {
  return inner.every((word) =>
    outer.some((wide) =>
      wide.prefix ? word.text.startsWith(wide.text) : !word.prefix && word.text === wide.text,
    ),
  )
}
