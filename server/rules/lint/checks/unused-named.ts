import type { YamlSource } from '../../../platform/yaml/yaml-source.ts'
import type { FileFault } from '../../../platform/yaml/file-fault.ts'
import { nameOf } from '../../file/folder.ts'
import { listNamesIn } from '../../file/forms/list-names.ts'
import { allConditions } from '../../file/walk.ts'
import type { LintCheck } from '../check.ts'
import { phraseLists } from '../phrase-lists.ts'

/** A list that no phrase names is changed in vain. */
export const unusedList: LintCheck = {
  id: 'unused-list',
  find({ rules, lists, listsOfPhases, faultyFiles }) {
    // A rule that could not be read may be the one that uses it.
    if (faultyFiles.length > 0) return []
    const phrases = rules.flatMap(phraseLists).flatMap((list) => list.phrases)
    const used = new Set([
      ...listsOfPhases,
      ...phrases.flatMap(({ text }) => listNamesIn(text).map(({ name }) => name)),
    ])
    return unused(lists, used, (name) => `no phrase names <${name}>, expected one, or no such list`).map(
      (fault) => ({ ...fault, check: unusedList.id }),
    )
  },
}

/** A calendar that no rule looks at. */
export const unusedCalendar: LintCheck = {
  id: 'unused-calendar',
  find({ rules, calendars, faultyFiles }) {
    if (faultyFiles.length > 0) return []
    const conditions = rules.flatMap(({ rule }) => allConditions(rule.condition))
    const used = new Set(conditions.flatMap((each) => (each.kind === 'time' ? [each.hours.name] : [])))
    return unused(
      calendars,
      used,
      (name) => `no rule looks at "${name}", expected one, or no such calendar`,
    ).map((fault) => ({ ...fault, check: unusedCalendar.id }))
  },
}

function unused(
  sources: readonly YamlSource[],
  used: ReadonlySet<string>,
  message: (name: string) => string,
): readonly Omit<FileFault, 'check'>[] {
  return sources
    .filter(({ file }) => !used.has(nameOf(file)))
    .map((source) => ({ ...source.placeOf([]), severity: 'warning', message: message(nameOf(source.file)) }))
}
