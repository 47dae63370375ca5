/** One thing that must work before calls can be taken; `/readyz` asks all of them. */
export interface ReadinessCheck {
  /** Short and steady, for example `recogniser`. */
  readonly name: string
  /** Resolves to null when ready, else to one clause that says what is missing. */
  check(): Promise<string | null>
  /** What is not as it should be although calls are taken; null: nothing. */
  note?(): string | null
  /** What is loaded for it now, by name. */
  loaded?(): readonly string[]
}

/**
 * What is in force against overload, each beside those before it: `fewer-partials` sends late audio to the
 * recogniser in larger pieces, so that words in motion are told less often; `larger-chunks` makes the
 * recogniser itself cheaper and a little later; `behind`: nothing more can be done, words come late and say so.
 */
export type OverloadLevel = 'calm' | 'fewer-partials' | 'larger-chunks' | 'behind'

/** How the floor is carried now. */
export interface FloorLoad {
  readonly level: OverloadLevel
  /** How late the calls are decoded, in milliseconds; few calls may be later. */
  readonly lateMs: number
  readonly liveCalls: number
  /** How many calls are taken at the same time. */
  readonly capacityCalls: number
  /** Another call would be taken now. */
  readonly accepting: boolean
}
