import type { LintCheck } from './check.ts'
import { coveredPhrase } from './checks/covered-phrase.ts'
import { deafPhrase, deafRule } from './checks/deaf.ts'
import { duplicateCondition } from './checks/duplicate-condition.ts'
import { duplicatePhrase } from './checks/duplicate-phrase.ts'
import { duplicateRule } from './checks/duplicate-rule.ts'
import { idleRule } from './checks/idle-rule.ts'
import { lastInNot } from './checks/last-in-not.ts'
import { maskedSlot } from './checks/masked-slot.ts'
import { missingTest } from './checks/missing-test.ts'
import { neverHolds } from './checks/never-holds.ts'
import { neverTogether } from './checks/never-together.ts'
import { noOwner } from './checks/no-owner.ts'
import { orphanTest } from './checks/orphan-test.ts'
import { shortPhrase } from './checks/short-phrase.ts'
import { unknownArticle } from './checks/unknown-article.ts'
import { unknownSlot } from './checks/unknown-slot.ts'
import { unknownWord } from './checks/unknown-word.ts'
import { unusedCalendar, unusedList } from './checks/unused-named.ts'
import { weakInhibitor } from './checks/weak-inhibitor.ts'

/** Every check beyond the form of the files. A new one is a file in `checks/` and a line here. */
export const LINT_CHECKS: readonly LintCheck[] = [
  missingTest,
  orphanTest,
  duplicatePhrase,
  coveredPhrase,
  shortPhrase,
  duplicateRule,
  duplicateCondition,
  neverHolds,
  neverTogether,
  lastInNot,
  idleRule,
  weakInhibitor,
  unknownArticle,
  unknownSlot,
  maskedSlot,
  noOwner,
  unusedList,
  unusedCalendar,
  unknownWord,
  deafPhrase,
  deafRule,
]
