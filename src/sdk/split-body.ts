/** Takes a call apart: what says where it goes, and what is asked there. */
import { isRequestParam } from '../compiler/param-keys.js'
import { isRecord } from '../providers/shared/json.js'
import type { Entry } from './lower-entries.js'

/** Parameters that `litellm_params` takes too, and which a single call steers. */
const ofTheCall: ReadonlySet<string> = new Set([
  'model',
  'fallbacks',
  'num_retries',
  'timeout',
  'request_timeout',
  'stream_timeout',
  'mock_response',
  'mock_timeout',
  'drop_params',
  'extra_headers',
  'extra_body',
])
/** Other names of LiteLLM for the same. */
const otherNames: { readonly [name: string]: string } = { max_retries: 'num_retries', headers: 'extra_headers' }

/** A call by any function, of a caller who may have no type checker. */
export type RawCall = { readonly [name: string]: unknown } & { readonly model: string }

/** A call ready to be handed to the client of its models. */
export type SplitCall = {
  /** The model and its fallbacks, each under the name that `body` has for it. */
  readonly entries: readonly [Entry, ...Entry[]]
  readonly body: RawCall
  /** Equal for calls that one client serves. Holds secrets: for a look-up in memory only. Throws where a value is not JSON. */
  readonly key: string
}

/** The body of a call that names nothing but a model and parameters is handed on as it is. */
export function splitCall(body: RawCall): SplitCall {
  const { model } = body
  if (!mustSplit(body)) return { entries: [{ name: model, model, params: noParams }], body, key: model }
  const { params, request } = splitParams(body)
  const first: Entry = { name: model, model, params }
  const entries: [Entry, ...Entry[]] = [first]
  const split: RawCall = { ...request, model }
  if (!Array.isArray(body.fallbacks)) return { entries, body: split, key: keyOf(entries) }
  const names = new Map([noParams, params].map((own) => [JSON.stringify([model, own]), model]))
  const fallbacks = body.fallbacks.map((item: unknown) => nameFallback(item, entries, names))
  return { entries, body: { ...split, fallbacks }, key: keyOf(entries) }
}

const noParams = Object.freeze({})

function keyOf(entries: readonly Entry[]): string {
  return JSON.stringify(entries.map(({ model, params }) => [model, params]))
}

function mustSplit(body: RawCall): boolean {
  for (const name in body) if (!staysInBody(name) || name === 'fallbacks') return true
  return false
}

/** Remembered: the question is asked for every member of every call. */
const known = new Map<string, boolean>()

function staysInBody(name: string): boolean {
  const before = known.get(name)
  if (before !== undefined) return before
  const stays = ofTheCall.has(name) || (isRequestParam(name) && !Object.hasOwn(otherNames, name))
  if (known.size < 1_000) known.set(name, stays)
  return stays
}

type Split = { readonly params: { [name: string]: unknown }; readonly request: { [name: string]: unknown } }

function splitParams(body: object): Split {
  const params: Split['params'] = Object.create(null)
  const request: Split['request'] = Object.create(null)
  for (const [name, value] of Object.entries(body)) {
    const own = Object.hasOwn(otherNames, name) ? otherNames[name] : undefined
    if (own !== undefined) request[own] ??= value
    else if (staysInBody(name)) request[name] = value
    else if (value !== undefined && value !== null) params[name] = value
  }
  return { params, request }
}

/** The step for one fallback; its model joins `entries` where no entry is the same. What is no fallback is left to the client, which refuses it. */
function nameFallback(item: unknown, entries: Entry[], names: Map<string, string>): unknown {
  const { model, ...rest } = typeof item === 'string' ? { model: item } : isRecord(item) ? item : {}
  if (typeof model !== 'string') return item
  const { params, request } = splitParams(rest)
  const identity = JSON.stringify([model, params])
  const name = names.get(identity) ?? freeName(model, new Set(names.values()))
  if (!names.has(identity)) {
    names.set(identity, name)
    entries.push({ name, model, params })
  }
  return typeof item === 'string' && name === item ? item : { ...request, model: name }
}

/** The same model with another key is another entry, told apart by a number. */
function freeName(model: string, taken: ReadonlySet<string>): string {
  if (!taken.has(model)) return model
  let count = 2
  while (taken.has(`${model} (${count})`)) count++
  return `${model} (${count})`
}
