/**
 * What may go to a deployment unchanged. Nobody keeps a list of it: the deployment's own adapter is asked what it makes of
 * sample requests, and what it leaves alone may pass as bytes.
 */
import { isDeepStrictEqual } from 'node:util'
import { isFault } from '../../protocol/failure.js'
import type { HttpHeaders } from '../../protocol/http.js'
import type { Adapter, Call, EndpointCodec, Target } from '../../providers/adapter.js'
import { isRecord, type JsonRecord } from '../../providers/shared/json.js'
import { baseSample, messageSamples, type Relayed, samplesOf } from './samples.js'

/** How requests pass to one deployment. */
export type Passage = {
  readonly url: string
  readonly headers: HttpHeaders
  /** The upstream's name of the model. */
  readonly model: string
  /** Members that pass with any value, beside `model`, `stream`, `stream_options` and what is asked. */
  readonly members: ReadonlySet<string>
  /** Of those that do not pass together, each with the others. */
  readonly conflicts: ReadonlyMap<string, ReadonlySet<string>>
  readonly roles: ReadonlySet<string>
  /** Streams can be asked for with their usage. */
  readonly streams: boolean
}

/** What a passage is found out with. */
export type PassageParts<E extends Relayed> = {
  readonly endpoint: E
  readonly adapter: Adapter
  readonly codec: EndpointCodec<E>
  readonly target: Target
  /** A call of the deployment, for its switches. */
  readonly call: Call<E>
}

/** The passage, or undefined where the adapter changes every request. */
export function findPassage<E extends Relayed>(parts: PassageParts<E>): Passage | undefined {
  const base = baseSample(parts.endpoint)
  const first = sent(parts, base, false)
  if (first === undefined) return undefined
  const { model } = first.body
  if (typeof model !== 'string' || !isDeepStrictEqual(first.body, { ...base, model })) return undefined
  const passes = (members: JsonRecord) =>
    isDeepStrictEqual(sent(parts, { ...base, ...members }, false)?.body, { ...base, ...members, model })
  const samples = samplesOf(parts.endpoint)
  const members = new Set<string>()
  const context = (name: string): JsonRecord =>
    name === 'tool_choice' || name === 'parallel_tool_calls' ? { tools: samples.tools?.[0] } : {}
  for (const [name, values] of Object.entries(samples))
    if (values.every((value) => passes({ ...context(name), [name]: value }))) members.add(name)
  const roles = new Set(
    Object.entries(messageSamples).flatMap(([role, lists]) => (lists.every((messages) => passes({ messages })) ? [role] : [])),
  )
  const streamed = { ...base, model, stream: true, stream_options: { include_usage: true } }
  return {
    url: first.url,
    headers: first.headers,
    model,
    members,
    conflicts: conflictsOf(members, samples, passes),
    roles,
    streams: isDeepStrictEqual(sent(parts, base, true)?.body, streamed),
  }
}

type Sent = { readonly url: string; readonly headers: HttpHeaders; readonly body: JsonRecord }

function sent<E extends Relayed>({ codec, target, call }: PassageParts<E>, request: JsonRecord, stream: boolean): Sent | undefined {
  // A sample of this endpoint.
  const asked = { ...call, stream, request: { ...request, model: target.model } as unknown as Call<E>['request'] }
  if (codec.split?.(asked, target) !== undefined) return undefined
  const http = codec.toRequest(asked, target)
  if (isFault(http) || http.method !== 'POST' || typeof http.body !== 'string') return undefined
  const body: unknown = JSON.parse(http.body)
  return isRecord(body) ? { url: http.url, headers: http.headers, body } : undefined
}

type Passes = (members: JsonRecord) => boolean
type Samples = { readonly [name: string]: readonly unknown[] }

/** Members that each pass alone need not pass together. All together is the usual case, and asked first. */
function conflictsOf(members: ReadonlySet<string>, samples: Samples, passes: Passes): ReadonlyMap<string, ReadonlySet<string>> {
  const names = [...members]
  const of = (name: string) => ({ [name]: samples[name]?.[0] })
  const conflicts = new Map<string, Set<string>>()
  const add = (name: string, other: string) => conflicts.set(name, (conflicts.get(name) ?? new Set()).add(other))
  if (passes(Object.assign({}, ...names.map(of)))) return conflicts
  for (const [at, first] of names.entries())
    for (const second of names.slice(at + 1))
      if (!passes({ ...of(first), ...of(second) })) {
        add(first, second)
        add(second, first)
      }
  return conflicts
}
