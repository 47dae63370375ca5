import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node'

interface Totals {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/**
 * Ends every run with one plain line, `N passed, N failed` (and `, N skipped`), that people and CI can read
 * whatever the other reporters print. A file that could not be read, a hook that failed and an error outside
 * of any test each count as one failure; a run without a single executed test fails.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly SerializedError[],
    _reason: TestRunEndReason,
  ): void {
    const { passed, failed, skipped } = countTests(modules)
    const failures = failed + unhandledErrors.length
    if (passed + failures === 0) process.exitCode = 1
    // Other reporters print their own summary in this hook; this line comes after all of them.
    process.once('exit', () => {
      process.stdout.write(
        `\n${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
      )
    })
  }
}

function countTests(modules: readonly TestModule[]): Totals {
  let passed = 0
  let failed = 0
  let skipped = 0
  for (const module of modules) {
    failed += module.errors().length
    for (const suite of module.children.allSuites()) failed += suite.errors().length
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') passed += 1
      else if (state === 'failed') failed += 1
      else skipped += 1
    }
  }
  return { passed, failed, skipped }
}
