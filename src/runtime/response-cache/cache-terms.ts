/** Whether and how a call takes part in the response cache: the config's settings under the call's own. */
import type { CachedEndpoint, CacheSettings } from '../../plan/routing.js'
import type { Endpoint } from '../../providers/adapter.js'
import { isRecord } from '../../providers/shared/json.js'
import type { Run } from '../run.js'
import { type Environment, readNumber } from '../settings.js'

/** Settings of the config, read. */
export type CacheRules = Pick<CacheSettings, 'byDefault' | 'namespace'> & {
  readonly endpoints: ReadonlySet<Endpoint>
  readonly ttlMs: number | undefined
}

/** What a call wants of the cache. */
export type CacheTerms = {
  readonly reads: boolean
  readonly keeps: boolean
  /** How long its answer is kept, milliseconds; undefined is the store's own time. */
  readonly ttlMs: number | undefined
  /** Oldest answer that it takes, milliseconds; Infinity is any. */
  readonly maxAgeMs: number
  readonly namespace: string | undefined
}

const cacheable: readonly CachedEndpoint[] = ['chat', 'completions', 'embeddings', 'transcriptions', 'rerank', 'responses']

/** Longest time that a call can ask for, milliseconds: ten years. Stores need not count further. */
const longestMs = 315_360_000_000

/** The settings of a Plan, with the environment read. */
export function readRules(settings: CacheSettings, env: Environment): CacheRules {
  const { byDefault, namespace, endpoints = cacheable, ttlMs } = settings
  return { byDefault, ...(namespace !== undefined && { namespace }), endpoints: new Set(endpoints), ttlMs: readNumber(ttlMs, env) }
}

/** What `run` wants; undefined where it takes no part. */
export function termsOf(run: Run, rules: CacheRules): CacheTerms | undefined {
  const { endpoint, body } = run
  if (!rules.endpoints.has(endpoint) || isMock(body) || (endpoint === 'responses' && leavesTraces(body))) return undefined
  // Controls of the cache are read here, by name, and not by every client's `readControls`.
  const { cache, caching } = body as { readonly cache?: unknown; readonly caching?: unknown }
  const asked = isRecord(cache) ? cache : {}
  const isWanted = rules.byDefault || caching === true || asked['use-cache'] === true || asked.use_cache === true
  if (caching === false || !isWanted) return undefined
  const ttlMs = seconds(asked.ttl) ?? rules.ttlMs
  const reads = asked['no-cache'] !== true
  const keeps = asked['no-store'] !== true && (ttlMs === undefined || ttlMs > 0)
  if (!reads && !keeps) return undefined
  const maxAgeMs = seconds(asked['s-maxage']) ?? seconds(asked['s-max-age']) ?? Number.POSITIVE_INFINITY
  const namespace = typeof asked.namespace === 'string' && asked.namespace !== '' ? asked.namespace : rules.namespace
  return { reads, keeps, ttlMs, maxAgeMs, namespace }
}

/** A call that plays an answer or a failure: `mock_response`, `mock_testing_fallbacks` and the like. */
function isMock(body: object): boolean {
  return Object.entries(body).some(([name, value]) => name.startsWith('mock_') && Boolean(value))
}

/** A response that goes on in the background, or becomes a part of a conversation, is more than its answer. */
function leavesTraces(request: object): boolean {
  return ('background' in request && request.background === true) || ('conversation' in request && request.conversation != null)
}

function seconds(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? Math.min(value * 1_000, longestMs) : undefined
}
