import { basename } from 'node:path'
import { RULE_SUFFIX } from '../../file/parse-rule.ts'
import type { LintCheck } from '../check.ts'

/** A test whose rule is gone, or never was, tests nothing. */
export const orphanTest: LintCheck = {
  id: 'orphan-test',
  find({ rules, tests, faultyFiles }) {
    const known = new Set([
      ...rules.map(({ rule }) => rule.ref.id),
      // Their own fault is told already.
      ...faultyFiles.map((file) => basename(file, RULE_SUFFIX)),
    ])
    return tests
      .filter(({ file }) => !known.has(file.rule))
      .map(({ file, source }) => ({
        ...source.placeOf(['rule']),
        check: orphanTest.id,
        severity: 'error' as const,
        message: `there is no rule "${file.rule}", expected the test of a rule in this folder`,
      }))
  },
}
