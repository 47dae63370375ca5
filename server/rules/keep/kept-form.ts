import type { CallState } from '../engine/call-state.ts'

/**
 * Goes up whenever `CallState` or anything in it takes another form: a state that another version has written
 * is not taken up then, and its call begins anew.
 */
const FORM = 1

interface Kept {
  readonly form: typeof FORM
  readonly state: CallState
}

/** A state as it is handed to the store. */
export function toKept(state: unknown): unknown {
  return { form: FORM, state }
}

/** The state in what the store gave back, or null when this version cannot go on with it. */
export function fromKept(kept: unknown): CallState | null {
  return isKept(kept) ? kept.state : null
}

/** The form's number vouches for all that is in it: only this program writes there. */
function isKept(value: unknown): value is Kept {
  return (
    typeof value === 'object' &&
    value !== null &&
    'form' in value &&
    value.form === FORM &&
    'state' in value &&
    typeof value.state === 'object' &&
    value.state !== null
  )
}
