/** The parameter policy that all adapters share: what is removed, what is refused, what passes. */
import type { ErrorKind } from '../../protocol/failure.js'
import type { Call, Endpoint, Target } from '../adapter.js'
import { failureOf, targetName } from './failure.js'
import { isRecord, type JsonRecord } from './json.js'

/** Parameters of OpenAI's chat endpoint. Anything else in a request is the provider's own and passes. */
export const openAiParams: ReadonlySet<string> = new Set([
  'audio',
  'frequency_penalty',
  'function_call',
  'functions',
  'logit_bias',
  'logprobs',
  'max_completion_tokens',
  'max_tokens',
  'metadata',
  'modalities',
  'moderation',
  'n',
  'parallel_tool_calls',
  'prediction',
  'presence_penalty',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'reasoning_effort',
  'response_format',
  'safety_identifier',
  'seed',
  'service_tier',
  'stop',
  'store',
  'stream_options',
  'temperature',
  'tool_choice',
  'tools',
  'top_logprobs',
  'top_p',
  'user',
  'verbosity',
  'web_search_options',
])

/** Dropped without a word where the target does not take them: they change nothing in the answer. */
export function isHarmless(name: string, value: unknown): boolean {
  switch (name) {
    case 'user':
    case 'store':
    case 'metadata':
    case 'stream_options':
    case 'service_tier':
    case 'prompt_cache_key':
    case 'prompt_cache_options':
    case 'prompt_cache_retention':
    case 'safety_identifier':
      return true
    case 'n':
    case 'temperature':
    case 'top_p':
      return value === 1
    case 'parallel_tool_calls':
      return value === true
    case 'frequency_penalty':
    case 'presence_penalty':
      return value === 0
    case 'logprobs':
      return value === false
    case 'tool_choice':
      return value === 'auto'
    case 'response_format':
      return isRecord(value) && value.type === 'text'
    default:
      return false
  }
}

/** Removes members that are null or undefined; several hosts refuse them. */
export function dropNulls(body: JsonRecord): void {
  for (const key of Object.keys(body)) if (body[key] === null || body[key] === undefined) delete body[key]
}

/**
 * `additional_drop_params`: names, or dotted paths into objects and lists (`tools[*].function.strict`, `a.b`).
 * Only `body` itself changes: what lies below is copied on the way, for it is the caller's and the next attempt's too.
 */
export function dropNamed(body: JsonRecord, paths: readonly string[]): void {
  for (const path of paths) {
    const [head = '', ...rest] = path.replace(/\[(\*|\d+)\]/g, '.$1').split('.')
    if (!Object.hasOwn(body, head)) continue
    if (rest.length > 0) body[head] = withoutPath(body[head], rest)
    else delete body[head]
  }
}

function withoutPath(value: unknown, [head = '', ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) return withoutItem(value, head, rest)
  if (!isRecord(value) || !Object.hasOwn(value, head)) return value
  const { [head]: dropped, ...kept } = value
  return rest.length > 0 ? { ...value, [head]: withoutPath(dropped, rest) } : kept
}

function withoutItem(list: readonly unknown[], head: string, rest: readonly string[]): unknown {
  const isMeant = (index: number) => head === '*' || head === String(index)
  if (rest.length === 0) return list.filter((_, index) => !isMeant(index))
  return list.map((item, index) => (isMeant(index) ? withoutPath(item, rest) : item))
}

/** Why a parameter is refused, where "the model does not take it" is not enough. */
export type Refusal = { readonly name: string; readonly why?: string }

/**
 * Removes refused parameters from `body` where the caller allows it, else returns the failure that names them all.
 * `allowed_openai_params` of the deployment lets a name through.
 */
export function settleRefused(body: JsonRecord, refused: readonly Refusal[], call: Call<Endpoint>, target: Target) {
  const allowed = target.deployment.allowedOpenAiParams ?? []
  const left: Refusal[] = []
  for (const refusal of refused) {
    if (allowed.includes(refusal.name)) continue
    if (call.dropParams || isHarmless(refusal.name, body[refusal.name])) delete body[refusal.name]
    else left.push(refusal)
  }
  return left.length > 0 ? unsupportedParams(left, target) : undefined
}

function unsupportedParams(refused: readonly Refusal[], target: Target) {
  const kind: ErrorKind = 'unsupported-params'
  const names = refused.map(({ name, why }) => (why === undefined ? `\`${name}\`` : `\`${name}\` (${why})`)).join(', ')
  return {
    failure: failureOf(target, {
      kind,
      message:
        `${targetName(target)} does not take ${names}; remove ${refused.length === 1 ? 'it' : 'them'}, ` +
        'or set `drop_params: true` to have such parameters left out',
      code: 'unsupported_parameter',
      type: 'invalid_request_error',
      param: refused[0]?.name ?? null,
    }),
  }
}
