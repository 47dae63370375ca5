/** What is wrong with one item: which field, and what was expected there; never what was found. */
export interface Fault {
  /** Empty: the item as a whole. */
  readonly field: string
  readonly expected: string
}

/** One item of what was sent, read but not looked at. */
export type Entry =
  | { readonly line: number; readonly value: unknown }
  | { readonly line: number; readonly faults: readonly Fault[] }
