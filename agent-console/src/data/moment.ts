/** A moment of a call. */
export interface Moment {
  readonly callId: string
  /** Milliseconds of call time. */
  readonly atMs: number
}

/** Where a moment can be looked at by those who may see calls. */
export function momentLink(callId: string, atMs: number | null): string {
  const query = new URLSearchParams({ call: callId, at: String(Math.round(atMs ?? 0)) })
  return `/supervisor?${query.toString()}`
}

/** The moment that an address of the board names; null: none. */
export function momentFrom(search: string): Moment | null {
  const query = new URLSearchParams(search)
  const callId = query.get('call') ?? ''
  const at = Number(query.get('at') ?? 0)
  return callId === '' ? null : { callId, atMs: Number.isFinite(at) && at > 0 ? at : 0 }
}
