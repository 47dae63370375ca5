/** Runs a task when asked, one run at a time; however often it is asked during a run, one more follows. */
export class RepeatableRun {
  readonly #task: () => Promise<void>
  #running: Promise<void> | null = null
  #again = false
  #closed = false

  /** `task` must not reject. */
  constructor(task: () => Promise<void>) {
    this.#task = task
  }

  /** Asks for a run that begins after now. */
  ask(): void {
    if (this.#closed) return
    if (this.#running !== null) {
      this.#again = true
      return
    }
    this.#running = this.#task().finally(() => {
      this.#running = null
      const again = this.#again
      this.#again = false
      if (again) this.ask()
    })
  }

  /** Resolves when nothing runs and nothing is asked for. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running
  }

  /** Nothing begins any more; resolves when what runs is done. */
  async close(): Promise<void> {
    this.#closed = true
    await this.idle()
  }
}
