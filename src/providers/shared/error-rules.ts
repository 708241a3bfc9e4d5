/** Classifies error answers: codes first, then text where the status allows a second meaning, then the status table. */
import type { ErrorKind } from '../../protocol/failure.js'

/** One row. All conditions that are given must hold; the first row that fits decides. */
export type ErrorRule = {
  /** Statuses the row applies to; absent is any. Errors inside a stream without a status pass every list that holds 400. */
  readonly status?: readonly number[]
  /** Compared with the body's code, type and inner code, ignoring case. */
  readonly code?: readonly string[]
  /** Compared with the body's message. */
  readonly pattern?: RegExp
  readonly kind: ErrorKind
  /** Code that callers see instead of the provider's. */
  readonly as?: string
}

/** What is known about an error. */
export type Evidence = {
  /** Undefined inside a stream that names none. */
  readonly status: number | undefined
  readonly codes: readonly string[]
  readonly message: string
}

/** What an error means; `code` where callers should see another than the provider's. */
export type Verdict = { readonly kind: ErrorKind; readonly code?: string }

const refusals = [400, 413, 422] as const
const contextCode = 'context_length_exceeded'

/**
 * Differs: LiteLLM searches the whole message, echoes of the request included, before it looks at the status.
 * Rules for every provider, after its own. Source of the texts: the providers' error references.
 */
export const commonRules: readonly ErrorRule[] = [
  {
    code: ['insufficient_quota', 'billing_error', 'quota_exceeded', 'billing_hard_limit_reached'],
    kind: 'rate-limit',
    as: 'insufficient_quota',
  },
  { status: refusals, code: ['context_length_exceeded', 'model_max_prompt_tokens_exceeded'], kind: 'context-window', as: contextCode },
  {
    status: [...refusals, 403],
    code: ['content_policy_violation', 'content_filter', 'responsibleaipolicyviolation', 'moderation_blocked'],
    kind: 'content-policy',
    as: 'content_policy_violation',
  },
  { code: ['model_not_found', 'deploymentnotfound', 'model_not_exist'], kind: 'not-found' },
  { status: [400, 401], code: ['invalid_api_key', 'authentication_error'], kind: 'authentication' },
  {
    status: refusals,
    pattern:
      /exceeds? context limit|maximum context (length|limit)|longer than the model's context length|context (window|length) (is )?exceeded|exceeds? the (available |model's )?context (size|window|length)|string too long\. expected a string with maximum length|input tokens exceed the configured limit|`inputs` tokens \+ `max_new_tokens` must be|exceeds the maximum number of tokens allowed|prompt is too long|input is too long|too many input tokens|length limit exceeded/i,
    kind: 'context-window',
    as: contextCode,
  },
  { status: refusals, pattern: /current length is[\s\S]*while limit is/i, kind: 'context-window', as: contextCode },
  {
    status: [...refusals, 403],
    pattern:
      /content management policy|content filtering policy|(result of|rejected by) (our|the) safety system|violating our usage policy|the model produced invalid content|content_filter_policy/i,
    kind: 'content-policy',
    as: 'content_policy_violation',
  },
  { status: [400], pattern: /^model .* (is not supported|does not exist|not found)/i, kind: 'not-found', as: 'model_not_found' },
]

/** What an error inside a stream means by its code or type, where it names no status. */
const codeKinds: ReadonlyMap<string, ErrorKind> = new Map([
  ['invalid_request_error', 'bad-request'],
  ['tool_use_failed', 'bad-request'],
  ['request_too_large', 'bad-request'],
  ['authentication_error', 'authentication'],
  ['permission_error', 'permission'],
  ['not_found_error', 'not-found'],
  ['rate_limit_error', 'rate-limit'],
  ['rate_limit_exceeded', 'rate-limit'],
  ['tokens', 'rate-limit'],
  ['requests', 'rate-limit'],
  ['overloaded_error', 'unavailable'],
  ['service_unavailable', 'unavailable'],
  ['the service is currently unavailable', 'unavailable'],
  ['timeout_error', 'timeout'],
  ['api_error', 'internal'],
  ['server_error', 'internal'],
  ['internal_server_error', 'internal'],
])

const statusKinds: { readonly [status: number]: ErrorKind } = {
  400: 'bad-request',
  401: 'authentication',
  402: 'rate-limit',
  403: 'permission',
  404: 'not-found',
  408: 'timeout',
  409: 'conflict',
  413: 'bad-request',
  422: 'bad-request',
  424: 'internal',
  429: 'rate-limit',
  498: 'authentication',
  500: 'internal',
  502: 'bad-gateway',
  503: 'unavailable',
  504: 'timeout',
  520: 'internal',
  522: 'timeout',
  524: 'timeout',
  529: 'unavailable',
}

/** LiteLLM's class names, as its proxy writes them in front of a message. */
const proxyClasses: { readonly [name: string]: ErrorKind } = {
  BadRequestError: 'bad-request',
  UnsupportedParamsError: 'unsupported-params',
  ContextWindowExceededError: 'context-window',
  ContentPolicyViolationError: 'content-policy',
  AuthenticationError: 'authentication',
  PermissionDeniedError: 'permission',
  NotFoundError: 'not-found',
  Timeout: 'timeout',
  UnprocessableEntityError: 'unprocessable',
  RateLimitError: 'rate-limit',
  InternalServerError: 'internal',
  BadGatewayError: 'bad-gateway',
  ServiceUnavailableError: 'unavailable',
  APIConnectionError: 'connection',
}

/** What the provider's own rules, then the common ones, find in the answer; then status, the provider's own rows first; then code. */
export function classify(evidence: Evidence, rules: readonly ErrorRule[]): Verdict {
  const proxied = proxyClass(evidence.message)
  if (proxied !== undefined) return { kind: proxied }
  const codes = evidence.codes.map((code) => code.toLowerCase())
  const fitting = (row: ErrorRule) => fits(row, evidence, codes)
  const rule = rules.find((row) => hasDetail(row) && fitting(row)) ?? commonRules.find(fitting) ?? rules.find(fitting)
  if (rule !== undefined) return { kind: kindOf(rule, evidence), ...codeOf(rule, evidence) }
  if (evidence.status === 402) return { kind: 'rate-limit', code: 'insufficient_quota' }
  return { kind: evidence.status === undefined ? kindByCode(codes) : kindByStatus(evidence.status) }
}

/**
 * An unknown model keeps the class that OpenAI's client has for the answer's status: a 400 is a bad request, whose code says
 * what it is (and by which routing treats it like a 404).
 */
function kindOf({ kind }: ErrorRule, { status }: Evidence): ErrorKind {
  return kind === 'not-found' && status === 400 ? 'bad-request' : kind
}

function codeOf({ kind, as }: ErrorRule, { status }: Evidence): { readonly code?: string } {
  const code = as ?? (kind === 'not-found' && status === 400 ? 'model_not_found' : undefined)
  return code === undefined ? {} : { code }
}

/** Status table for every provider: an HTTP status that has no row is an `api` error below 500, else `internal`. */
export function kindByStatus(status: number): ErrorKind {
  return statusKinds[status] ?? (status >= 500 ? 'internal' : 'api')
}

function kindByCode(codes: readonly string[]): ErrorKind {
  for (const code of codes) {
    const kind = codeKinds.get(code)
    if (kind !== undefined) return kind
  }
  return 'internal'
}

/** False for a row that knows a status only. */
const hasDetail = (rule: ErrorRule): boolean => rule.code !== undefined || rule.pattern !== undefined

function fits(rule: ErrorRule, { status, message }: Evidence, codes: readonly string[]): boolean {
  if (rule.status !== undefined && !rule.status.includes(status ?? 400)) return false
  if (rule.code !== undefined && !rule.code.some((code) => codes.includes(code))) return false
  // a limit on one text field is no context window
  if (rule.kind === 'context-window' && codes.includes('string_above_max_length')) return false
  return rule.pattern?.test(message) ?? true
}

function proxyClass(message: string): ErrorKind | undefined {
  const name = /^(?:\S+ ?Error: )?litellm\.(\w+)\s*:/.exec(message)?.[1]
  return name !== undefined && Object.hasOwn(proxyClasses, name) ? proxyClasses[name] : undefined
}
