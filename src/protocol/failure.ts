/** What went wrong with one attempt, as data. Decisions read this; the error class is made from it only when it is thrown. */

/** Closed set; each kind has one class in `errors.ts` and one HTTP status the gateway answers with. */
export type ErrorKind =
  | 'bad-request'
  | 'unsupported-params'
  | 'context-window'
  | 'content-policy'
  | 'authentication'
  | 'permission'
  | 'not-found'
  | 'timeout'
  | 'conflict'
  | 'unprocessable'
  | 'rate-limit'
  | 'internal'
  | 'bad-gateway'
  | 'unavailable'
  | 'connection'
  | 'abort'
  | 'api'

export type Failure = {
  readonly kind: ErrorKind
  /** For the person who reads it at night: what, where, why. Never a secret, never the prompt; provider text cut at 300 characters, its own error message at 1,000. */
  readonly message: string
  /** HTTP status: the provider's, or the kind's own where no answer came. */
  readonly status: number
  /** The provider's code (`context_length_exceeded`, `insufficient_quota`, …) or ours (`incomplete_stream`, `missing_api_key`, …). */
  readonly code: string | null
  readonly type: string | null
  readonly param: string | null
  /** Reply headers, names in lower case. */
  readonly headers: { readonly [name: string]: string }
  readonly requestId: string | null
  /** LiteLLM's provider name. */
  readonly provider: string
  /** Upstream model, or the public name where no deployment was chosen. */
  readonly model: string
  /** How long the provider asks to wait, milliseconds. */
  readonly retryAfterMs?: number
  /** Of the call's last model group: retries made, and how many were allowed for this failure. Set on the one that ends a call. */
  readonly retries?: { readonly made: number; readonly allowed: number }
  /** The provider's error object as parsed, at most 4 kB. */
  readonly body?: unknown
  readonly cause?: unknown
}

/** A step that can refuse returns its value, or this. */
export type Fault = { readonly failure: Failure }
export type Outcome<T> = T | Fault

export function isFault(value: unknown): value is Fault {
  return typeof value === 'object' && value !== null && 'failure' in value
}
