import type { LintCheck } from './check.ts'
import { coveredPhrase } from './checks/covered-phrase.ts'
import { deafCode } from './checks/deaf-code.ts'
import { duplicatePhrase } from './checks/duplicate-phrase.ts'
import { emptyCode } from './checks/empty-code.ts'
import { missingTest } from './checks/missing-test.ts'
import { orphanTest } from './checks/orphan-test.ts'
import { overlap } from './checks/overlap.ts'
import { shortPhrase } from './checks/short-phrase.ts'
import { unusedList } from './checks/unused-list.ts'

/** Every check beyond the form of the files. A new one is a file in `checks/` and a line here. */
export const LINT_CHECKS: readonly LintCheck[] = [
  missingTest,
  orphanTest,
  emptyCode,
  duplicatePhrase,
  coveredPhrase,
  shortPhrase,
  overlap,
  unusedList,
  deafCode,
]
