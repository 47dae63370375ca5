import { defineConfig } from 'vitest/config'

/** One call each, which takes its time and little of the machine. */
const CALLS_IN_REAL_TIME = ['test/e2e/assist-call.test.ts', 'test/e2e/play-sample.test.ts']
const TWO_AT_A_TIME = ['test/e2e/console-*.test.ts', ...CALLS_IN_REAL_TIME]
const BUILD_CONSOLE = 'test/helpers/build-console-once.ts'

/**
 * Parts run one after another, quick ones first: what fails early is known early, and whatever measures
 * speech or how long a browser is busy has the machine to itself.
 */
export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    reporters: ['default', './test/helpers/summary-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/contract/**/*.test.ts'],
          maxWorkers: 2,
          testTimeout: 10_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'tooling',
          include: ['test/tooling/**/*.test.ts'],
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'console',
          include: TWO_AT_A_TIME,
          exclude: ['test/e2e/console-*load.test.ts'],
          globalSetup: BUILD_CONSOLE,
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 4 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: ['test/e2e/console-!(*load).test.ts', ...CALLS_IN_REAL_TIME],
          globalSetup: BUILD_CONSOLE,
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
})
