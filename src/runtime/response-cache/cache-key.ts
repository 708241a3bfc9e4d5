/** The key of an answer: what was asked for, in one order, hashed. */
import type { Crypto } from '../../protocol/ports.js'
import type { Endpoint, Endpoints } from '../../providers/adapter.js'
import { isRecord } from '../../providers/shared/json.js'
import type { Run } from '../run.js'

/** Members that do not change an answer, or stand in the key in another form (`model` as its group). LiteLLM leaves out the metadata too. */
const apart: ReadonlySet<string> = new Set(['model', 'stream', 'stream_options', 'metadata', 'litellm_metadata', 'tags'])
/** Headers that name one call and differ from call to call. */
const ofOneCall: ReadonlySet<string> = new Set(['traceparent', 'tracestate', 'baggage', 'x-request-id', 'idempotency-key'])

/**
 * The key of what `run` asks its group for, or undefined for a body that is no JSON, which no provider could be sent.
 * `request` stands in the place of the run's own, for one input of a list.
 *
 * Differs: LiteLLM puts the parameters it knows into the key in the order in which they were given, and leaves those of
 * single providers out; here every member counts, and order does not. Headers of the caller count, so that no key of one
 * caller answers another; so does `user`, as in LiteLLM. Tags count where the config routes by them, and so does the region
 * that a call asks for: they say which deployments may answer. Whole and streamed answers share a key.
 */
export async function cacheKey<E extends Endpoint>(
  run: Run<E>,
  namespace: string | undefined,
  request: Endpoints[E]['request'] = run.prepared.request,
): Promise<string | undefined> {
  const { engine, endpoint, options } = run
  const { headers, dropParams, tags, region } = run.prepared.controls
  try {
    const asked = await withoutBytes(engine.crypto, request)
    const text = canonicalJson({
      endpoint,
      group: groupOf(run),
      tags: engine.plan.routing.tags === undefined ? undefined : [...tags].sort(),
      region,
      dropParams,
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !ofOneCall.has(name))),
      scope: options?.cacheNamespace,
      asked: Object.fromEntries(Object.entries(asked).filter(([name, value]) => value !== null && !apart.has(name))),
    })
    const hash = hex(await engine.crypto.sha256(text))
    return namespace === undefined ? hash : `${namespace}:${hash}`
  } catch {
    return undefined // circular, or a number that JSON has not: the attempt says what is wrong with it
  }
}

/** The public name that is asked now: an alias is its group, a name that a wildcard catches and a deployment's id are themselves. */
export function groupOf({ current, engine }: Run): string {
  const { match, group } = current
  const pinned = group.pinned ? engine.plan.deployments[group.deployments[0] ?? -1] : undefined
  return match?.name ?? pinned?.id ?? group.name
}

/** JSON in which the order of members does not show. Lists keep theirs; undefined members are left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => (isRecord(member) ? sorted(member) : member))
}

function sorted(record: { readonly [name: string]: unknown }): object {
  // `fromEntries` defines members, so that `__proto__` is a member like any other.
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Files as what is in them: the same recording under another name gets the same answer. */
async function withoutBytes(crypto: Crypto, request: object): Promise<object> {
  if (!('file' in request) || !isRecord(request.file) || !(request.file.bytes instanceof Uint8Array)) return request
  return { ...request, file: { sha256: hex(await crypto.sha256(request.file.bytes)) } }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
