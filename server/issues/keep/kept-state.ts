import type { BookState } from '../book/issue-book.ts'
import type { TallyState } from '../book/tally.ts'

/** Goes up whenever what is kept takes another form: a state of another form is not taken up. */
const FORM = 1
const LENGTH_BYTES = 4

export interface KeptState {
  readonly book: BookState
  /** Null in a state from before they were counted. */
  readonly branches: TallyState | null
  /** What the detection has learnt, in its own form. */
  readonly detector: Uint8Array
}

/** One row of bytes: the length of the JSON, the JSON, and the detector's bytes. */
export function encodeState({ book, branches, detector }: KeptState): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify({ form: FORM, book, branches }))
  const bytes = new Uint8Array(LENGTH_BYTES + json.length + detector.length)
  new DataView(bytes.buffer).setUint32(0, json.length)
  bytes.set(json, LENGTH_BYTES)
  bytes.set(detector, LENGTH_BYTES + json.length)
  return bytes
}

/** Null for a state that this version cannot go on with. */
export function decodeState(bytes: Uint8Array): KeptState | null {
  if (bytes.length < LENGTH_BYTES) return null
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  if (LENGTH_BYTES + length > bytes.length) return null
  const kept = parse(new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length)))
  if (!isKept(kept)) return null
  const { book, branches = null } = kept
  return { book, branches, detector: bytes.slice(LENGTH_BYTES + length) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

interface KeptJson {
  readonly form: typeof FORM
  readonly book: BookState
  readonly branches?: TallyState | null
}

/** The form's number vouches for all that is in it: only this program writes there. */
function isKept(value: unknown): value is KeptJson {
  return (
    typeof value === 'object' && value !== null && 'form' in value && value.form === FORM && 'book' in value
  )
}
