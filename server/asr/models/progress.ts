/** What a person who waits for a model wants to see. */
export type ModelProgress =
  /** Another process installs the same model now. */
  | { readonly phase: 'waiting' }
  | { readonly phase: 'asking'; readonly source: string }
  | {
      readonly phase: 'downloading'
      readonly source: string
      readonly receivedBytes: number
      /** Null while the source does not say. */
      readonly totalBytes: number | null
    }
  | { readonly phase: 'checking'; readonly source: string; readonly sumKnown: boolean }
  | { readonly phase: 'unpacking'; readonly source: string }
  /** The language model is written anew in the form that costs least. */
  | { readonly phase: 'rewriting' }
  | { readonly phase: 'rewritten'; readonly states: number; readonly arcs: number }
  /** A step that makes recognition cheaper was not possible; the model works without it. */
  | { readonly phase: 'left'; readonly reason: string }
  | { readonly phase: 'refused'; readonly source: string; readonly reason: string }
  | { readonly phase: 'installed'; readonly dir: string }

export type OnModelProgress = (progress: ModelProgress) => void
