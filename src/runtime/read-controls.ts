/** Takes the parameters that steer a call out of the request body. Units here are the body's: seconds become milliseconds. */
import type { HttpHeaders } from '../protocol/http.js'
import type { RequestOptions } from './client-types.js'
import {
  type Controls,
  controlNames,
  hasControls,
  isList,
  isMap,
  isTagged,
  noControls,
  noHeaders,
  type Prepared,
  type RawBody,
  type StagedFailure,
} from './controls.js'
import { readChains, toSteps } from './requested-chains.js'

/** Request and controls apart. The second argument of a call wins over the body; a body without controls is used as it is. */
export function readControls<Body extends { readonly model: string }>(body: Body, options: RequestOptions | undefined): Prepared<Body> {
  const found = hasControls(body)
  if (!found && options === undefined) return { request: body, controls: noControls }
  // Every member of `Body` but `model` is read below through a check of its own type.
  const raw = body as unknown as RawBody
  const headers = { ...toHeaders(raw.extra_headers), ...toHeaders(options?.headers) }
  const controls: Controls = {
    numRetries: count(options?.maxRetries) ?? count(raw.num_retries),
    fallbacks: raw.disable_fallbacks === true ? [] : toSteps(raw.fallbacks),
    chains: raw.disable_fallbacks === true ? undefined : readChains(raw),
    maxFallbacks: count(raw.max_fallbacks),
    timeoutMs: limit(options?.timeout) ?? seconds(raw.timeout) ?? seconds(raw.request_timeout),
    streamTimeoutMs: seconds(raw.stream_timeout),
    deadlineMs: limit(options?.deadline) ?? seconds(raw.deadline),
    mockResponse: typeof raw.mock_response === 'string' ? raw.mock_response : undefined,
    mockTimeout: raw.mock_timeout === true,
    staged: stagedBy(raw),
    priority: typeof raw.priority === 'number' ? raw.priority : undefined,
    dropParams: typeof raw.drop_params === 'boolean' ? raw.drop_params : undefined,
    tags: readTags(raw),
    region: typeof raw.allowed_model_region === 'string' ? raw.allowed_model_region : undefined,
    headers,
  }
  return { request: found ? withoutControls(body) : body, controls }
}

function readTags({ tags, metadata }: RawBody): readonly string[] {
  const lists = [tags, isMap(metadata) ? metadata.tags : undefined].filter(isList)
  return [...new Set(lists.flat().filter((tag) => typeof tag === 'string'))]
}

function withoutControls<Body extends object>(body: Body): Body {
  const rest = Object.entries(body).flatMap(([name, value]): [string, unknown][] => {
    if (controlNames.has(name)) return []
    if (name !== 'metadata' || !isTagged(body) || !isMap(value)) return [[name, value]]
    const { tags: _, ...own } = value
    return Object.keys(own).length > 0 ? [[name, own]] : []
  })
  // Controls are optional members, so what is left is still a `Body`.
  return Object.fromEntries(rest) as Body
}

function stagedBy(raw: RawBody): StagedFailure | undefined {
  if (raw.mock_testing_fallbacks === true) return 'internal'
  if (raw.mock_testing_context_fallbacks === true) return 'context-window'
  if (raw.mock_testing_content_policy_fallbacks === true) return 'content-policy'
  return raw.mock_testing_rate_limit_error === true ? 'rate-limit' : undefined
}

function toHeaders(value: unknown): HttpHeaders {
  if (typeof value !== 'object' || value === null) return noHeaders
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name.toLowerCase(), String(text)]))
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? Math.floor(value) : undefined
}

/** Zero counts as not set, as in LiteLLM. */
function limit(ms: unknown): number | undefined {
  return typeof ms === 'number' && ms > 0 ? ms : undefined
}

function seconds(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? value * 1_000 : undefined
}
