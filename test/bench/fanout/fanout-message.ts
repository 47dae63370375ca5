/** What the parts of the fan-out benchmark say to each other over IPC. All times are of `process.hrtime`, which processes share. */

/** From the bench to either server. */
export type ServerOrder =
  | { readonly type: 'alert'; readonly serial: number }
  /** So much is said in the call that only the slow ones watch. */
  | { readonly type: 'flood' }
  | { readonly type: 'report' }

/** From a server. */
export type ServerAnswer =
  | { readonly type: 'ready'; readonly port: number; readonly path: string; readonly token: string }
  | { readonly type: 'sent'; readonly serial: number; readonly atNs: string; readonly blockedMs: number }
  | { readonly type: 'report'; readonly residentMb: number; readonly missed: number }
  | { readonly type: 'flooded' }

/** From the bench to the readers: connect; then watch the call on the first so many connections and stop reading; read again. */
export type ReadersOrder =
  | {
      readonly type: 'connect'
      readonly port: number
      readonly path: string
      readonly token: string
      readonly count: number
    }
  | { readonly type: 'expect'; readonly serial: number; readonly slow: number }
  | { readonly type: 'slow'; readonly count: number }
  | { readonly type: 'resume' }

export type ReadersAnswer =
  | { readonly type: 'connected' }
  /** When the alert reached each of the readers that read. */
  | { readonly type: 'arrived'; readonly serial: number; readonly atNs: readonly string[] }
  /** What the slow ones read when they read again: how many were told what they missed, and where things stand. */
  | { readonly type: 'resumed'; readonly told: number; readonly readers: number }
