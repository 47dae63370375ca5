/** A rule fired in a kept call; held and retracted ones count too, for the rule did ask for them. */
export interface Firing {
  readonly ruleId: string
  readonly callId: string
  /** The words that it came of; null: it came of what was not said, or of a state. */
  readonly words: { readonly utteranceId: string; readonly startMs: number; readonly endMs: number } | null
}
