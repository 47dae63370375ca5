import { normaliseError } from './normalise-error.ts'

interface Cleanup {
  readonly name: string
  readonly run: () => void | Promise<void>
}

/**
 * What has been opened, to be closed in the opposite order: for the end of the process and for a start
 * that failed half way. A cleanup that throws does not keep the others from running.
 */
export class CleanupStack {
  readonly #cleanups: Cleanup[] = []

  add(name: string, run: () => void | Promise<void>): void {
    this.#cleanups.push({ name, run })
  }

  /** Runs all cleanups, last added first. Resolves to those that failed. */
  async run(): Promise<readonly { name: string; error: Error }[]> {
    const failures: { name: string; error: Error }[] = []
    for (let next = this.#cleanups.pop(); next !== undefined; next = this.#cleanups.pop()) {
      try {
        await next.run()
      } catch (thrown) {
        failures.push({ name: next.name, error: normaliseError(thrown) })
      }
    }
    return failures
  }
}
