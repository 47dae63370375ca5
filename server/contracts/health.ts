/** One thing that must work before calls can be taken; `/readyz` asks all of them. */
export interface ReadinessCheck {
  /** Short and steady, for example `recogniser`. */
  readonly name: string
  /** Resolves to null when ready, else to one clause that says what is missing. */
  check(): Promise<string | null>
}
