import type { RuleFault } from './rule-fault.ts'

/**
 * The one table of errors. A code is steady and low in number: it is what clients act on and what metrics
 * count. `ERRORS.md` beside this file documents each; a test holds the two together.
 */
export interface ErrorEntry {
  /** What happened, without any data of the call or person. */
  readonly message: string
  /** Whether the same request may succeed later. */
  readonly retryable: boolean
  readonly httpStatus: number
  /** WebSocket close code (RFC 6455 section 7.4; 4000-4999 are ours). */
  readonly closeCode: number
  /** gRPC status code (grpc/grpc doc/statuscodes.md). */
  readonly grpcStatus: number
}

const INVALID_ARGUMENT = 3
const NOT_FOUND = 5
const ALREADY_EXISTS = 6
const PERMISSION_DENIED = 7
const RESOURCE_EXHAUSTED = 8
const FAILED_PRECONDITION = 9
const INTERNAL = 13
const UNAVAILABLE = 14
const UNAUTHENTICATED = 16

function entry(
  message: string,
  httpStatus: number,
  closeCode: number,
  grpcStatus: number,
  retryable = false,
): ErrorEntry {
  return { message, retryable, httpStatus, closeCode, grpcStatus }
}

export const ERRORS = {
  TOKEN_MISSING: entry('A bearer token is required.', 401, 4401, UNAUTHENTICATED),
  TOKEN_INVALID: entry('The token is not valid here.', 401, 4401, UNAUTHENTICATED),
  TOKEN_EXPIRED: entry('The token has expired.', 401, 4401, UNAUTHENTICATED),
  FORBIDDEN: entry('The role of this token does not allow this.', 403, 4403, PERMISSION_DENIED),
  ORIGIN_REFUSED: entry('Requests from this web origin are not allowed.', 403, 4403, PERMISSION_DENIED),

  MESSAGE_NOT_JSON: entry('A control message must be one JSON object.', 400, 4400, INVALID_ARGUMENT),
  MESSAGE_INVALID: entry('A message does not have the documented form.', 400, 4400, INVALID_ARGUMENT),
  MESSAGE_UNKNOWN: entry('A message has an unknown type.', 400, 4400, INVALID_ARGUMENT),
  FRAME_TOO_LARGE: entry('A frame is larger than allowed.', 413, 1009, RESOURCE_EXHAUSTED),
  FRAME_UNEXPECTED: entry('A frame of this kind is not part of this protocol.', 400, 4400, INVALID_ARGUMENT),

  START_MISSING: entry('The first message must be a start.', 400, 4400, FAILED_PRECONDITION),
  START_TIMEOUT: entry('No start came in time.', 408, 4408, FAILED_PRECONDITION),
  START_TWICE: entry('The stream has already been started.', 409, 4409, FAILED_PRECONDITION),
  ENCODING_UNKNOWN: entry('The audio encoding is not supported.', 400, 4400, INVALID_ARGUMENT),
  SAMPLE_RATE_UNSUPPORTED: entry('The sample rate is not supported.', 400, 4400, INVALID_ARGUMENT),
  AUDIO_MISALIGNED: entry(
    'Audio does not end on a whole sample of every channel.',
    400,
    4400,
    INVALID_ARGUMENT,
  ),
  PARTY_TAKEN: entry('Another stream already carries this party of the call.', 409, 4409, ALREADY_EXISTS),
  RESUME_UNKNOWN: entry('There is no stream to resume under this id.', 404, 4404, NOT_FOUND),
  STREAM_IDLE: entry('No audio came for too long.', 408, 4408, FAILED_PRECONDITION),
  LANGUAGE_UNAVAILABLE: entry('No model here recognises this language.', 422, 4400, FAILED_PRECONDITION),

  OVERLOADED: entry('No more calls can be taken now.', 503, 1013, RESOURCE_EXHAUSTED, true),
  SHUTTING_DOWN: entry('The server is shutting down.', 503, 1012, UNAVAILABLE, true),
  RECOGNISER_FAILED: entry('Recognition failed and is being restarted.', 503, 1013, UNAVAILABLE, true),

  NOT_FOUND: entry('There is nothing under this address.', 404, 4404, NOT_FOUND),
  REQUEST_INVALID: entry('The request does not have the documented form.', 400, 4400, INVALID_ARGUMENT),
  TOO_MANY_READERS: entry('There are too many event readers.', 503, 1013, RESOURCE_EXHAUSTED, true),
  INTERNAL: entry('Something failed inside the server.', 500, 1011, INTERNAL, true),

  MODEL_UNKNOWN: entry('There is no model of this name.', 404, 4404, NOT_FOUND),
  MODEL_INCOMPLETE: entry('The model lacks files that recognition needs.', 503, 1011, FAILED_PRECONDITION),
  MODEL_UNAVAILABLE: entry(
    'The model could not be fetched from any of its sources.',
    503,
    1011,
    UNAVAILABLE,
    true,
  ),
  LIBRARY_UNAVAILABLE: entry('The recognition library could not be loaded.', 503, 1011, FAILED_PRECONDITION),

  RULES_INVALID: entry('A rule file has faults.', 422, 4400, INVALID_ARGUMENT),
  RULE_CHANGED: entry('The rule is not as it was when it was read.', 409, 4409, FAILED_PRECONDITION),
  RULES_UNWRITABLE: entry('The rule files cannot be written.', 503, 1011, FAILED_PRECONDITION),
  CALL_TOO_LONG: entry('The call is too long for this.', 422, 4400, RESOURCE_EXHAUSTED),
  EXPLAIN_BUSY: entry('Judging the call anew would take too long now.', 503, 1013, UNAVAILABLE, true),
  CODES_INVALID: entry('A file of the code frame has faults.', 422, 4400, INVALID_ARGUMENT),
  FEEDBACK_INVALID: entry('Feedback does not have the documented form.', 422, 4400, INVALID_ARGUMENT),
  FEEDBACK_TOO_FAST: entry(
    'More feedback came from this source than it may send.',
    429,
    4429,
    RESOURCE_EXHAUSTED,
    true,
  ),
  ISSUE_ACTION_REFUSED: entry('The state of the issue does not allow this.', 409, 4409, FAILED_PRECONDITION),
  ISSUE_CHANGED: entry('The issue is not as it was when it was read.', 409, 4409, FAILED_PRECONDITION),
  CASE_ACTION_REFUSED: entry('The state of the case does not allow this.', 409, 4409, FAILED_PRECONDITION),
  CASE_CHANGED: entry('The case is not as it was when it was read.', 409, 4409, FAILED_PRECONDITION),
  TARGET_REFUSED: entry('Nothing may be sent to this address.', 422, 4400, INVALID_ARGUMENT),
  SPELLINGS_INVALID: entry('The file of spellings has faults.', 422, 1011, INVALID_ARGUMENT),
  SECRET_UNUSABLE: entry('The secret that signs tokens cannot be used.', 503, 1011, FAILED_PRECONDITION),
  STORE_FAILED: entry('The store could not be read or written.', 503, 1011, UNAVAILABLE, true),
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof ERRORS

export interface AppErrorOptions extends ErrorOptions {
  /** When the same request may be worth another try, in milliseconds; unknown when absent. */
  readonly retryAfterMs?: number
  /** What is wrong in the files of a rule. */
  readonly faults?: readonly RuleFault[]
}

/** What went wrong where. `detail` names the place and what was expected, never what somebody said or who. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly detail: string | null
  readonly retryAfterMs: number | null
  readonly faults: readonly RuleFault[] | null

  constructor(code: ErrorCode, detail: string | null = null, options: AppErrorOptions = {}) {
    super(detail === null ? ERRORS[code].message : `${ERRORS[code].message} ${detail}`, options)
    this.code = code
    this.detail = detail
    this.retryAfterMs = options.retryAfterMs ?? null
    this.faults = options.faults ?? null
  }

  get entry(): ErrorEntry {
    return ERRORS[this.code]
  }
}

/** The form in which an error leaves the process, over every door. */
export interface ErrorMessage {
  readonly type: 'error'
  readonly code: ErrorCode
  readonly message: string
  readonly retryable: boolean
  /** When to try again, in milliseconds from now; absent when nobody knows. */
  readonly retryAfterMs?: number
  /** With `RULES_INVALID`, where a rule was to be saved or tried: what is wrong where. */
  readonly faults?: readonly RuleFault[]
}

export function errorMessage(error: AppError): ErrorMessage {
  const { code, message, entry, retryAfterMs, faults } = error
  return {
    type: 'error',
    code,
    message,
    retryable: entry.retryable,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
    ...(faults === null ? {} : { faults }),
  }
}

/** The value of the HTTP header `Retry-After`: whole seconds (RFC 9110 section 10.2.3), null when unknown. */
export function retryAfterSeconds({ retryAfterMs }: AppError): number | null {
  return retryAfterMs === null ? null : Math.max(1, Math.ceil(retryAfterMs / 1000))
}
