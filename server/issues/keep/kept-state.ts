import type { BookState } from '../book/issue-book.ts'

/** Goes up whenever what is kept takes another form: a state of another form is not taken up. */
const FORM = 1
const LENGTH_BYTES = 4

export interface KeptState {
  readonly book: BookState
  /** What the detection has learnt, in its own form. */
  readonly detector: Uint8Array
}

/** One row of bytes: the length of the JSON, the JSON, and the detector's bytes. */
export function encodeState({ book, detector }: KeptState): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify({ form: FORM, book }))
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
  return isKept(kept) ? { book: kept.book, detector: bytes.slice(LENGTH_BYTES + length) } : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The form's number vouches for all that is in it: only this program writes there. */
function isKept(value: unknown): value is { readonly form: typeof FORM; readonly book: BookState } {
  return (
    typeof value === 'object' && value !== null && 'form' in value && value.form === FORM && 'book' in value
  )
}
