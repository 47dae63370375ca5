import type { LintCheck } from '../check.ts'

/** A rule without a test that fires and a test that stays quiet is a guess. */
export const missingTest: LintCheck = {
  id: 'missing-test',
  find({ rules, tests }) {
    return rules.flatMap(({ rule, source }) => {
      const cases = tests.filter(({ file }) => file.rule === rule.ref.id).flatMap(({ file }) => file.tests)
      const fires = cases.some((test) => test.expect.length > 0)
      const quiet = cases.some((test) => test.expect.length === 0)
      if (fires && quiet) return []
      const lacks = [
        ...(fires ? [] : ['a test in which it fires']),
        ...(quiet ? [] : ['a test in which it stays quiet']),
      ]
      const message = `the rule lacks ${lacks.join(' and ')}, expected both in ${rule.ref.id}.test.yaml`
      return [{ ...source.placeOf(['id']), check: missingTest.id, severity: 'error', message }]
    })
  },
}
