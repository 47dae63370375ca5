import { checklistNames, type AssistLibrary } from '../assist/assist-library.ts'
import { loadLibrary } from '../assist/files/load-library.ts'
import type { RuleRef } from '../contracts/match.ts'
import type { KnownNames } from '../quality/form/read-form.ts'
import { loadRules } from '../rules/file/load.ts'

/** What a score card may name, from a folder of rules; what has faults there is not known. */
export async function knownNames(rulesDir: string): Promise<{
  readonly names: KnownNames
  readonly rules: readonly RuleRef[]
  readonly library: AssistLibrary
}> {
  const { documents } = await loadRules(rulesDir)
  const { library } = await loadLibrary(rulesDir)
  const rules = documents.map(({ rule }) => rule.ref)
  return { names: { rules, checklists: checklistNames(library) }, rules, library }
}
