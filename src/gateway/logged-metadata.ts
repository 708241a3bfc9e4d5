/** `spend_logs_metadata`: what callers, keys and teams want to find again in the rows of their requests. */
import { isRecord, parseJson } from '../providers/shared/json.js'
import type { Json, JsonObject } from './store/tables.js'

/** Largest of a row, characters of JSON: a row is small. Members that do not fit are left out. */
const mostCharacters = 1_000
/** Lists within lists: deeper ones are left out, before anything walks down all of them. */
const mostDepth = 10

type Headers = { readonly [name: string]: string | readonly string[] | undefined }
type Members = { readonly [name: string]: unknown }

/** What a key, a team or a request has under `metadata.spend_logs_metadata`; undefined where that is no object. */
export function loggedOf(metadata: unknown): JsonObject | undefined {
  const given = isRecord(metadata) && Object.hasOwn(metadata, 'spend_logs_metadata') ? metadata.spend_logs_metadata : undefined
  // what came in as JSON is JSON
  return isRecord(given) ? (given as JsonObject) : undefined
}

/** What the header `x-litellm-spend-logs-metadata` has. */
export function loggedInHead(headers: Headers): JsonObject | undefined {
  const header = headers['x-litellm-spend-logs-metadata']
  return typeof header === 'string' ? loggedOf({ spend_logs_metadata: parseJson(header) }) : undefined
}

/**
 * What stands in the row of a request: what its header has before `metadata` and `litellm_metadata` of the body, and those before
 * what its key and its team have. Undefined where nobody wants anything.
 */
export function loggedMetadata(
  inHead: JsonObject | undefined,
  { metadata, litellm_metadata: own }: Members,
  ofCaller: JsonObject | undefined,
): JsonObject | undefined {
  if (inHead === undefined && metadata === undefined && own === undefined) return ofCaller
  const given = [inHead, loggedOf(own), loggedOf(metadata)].filter((each) => each !== undefined)
  return given.length === 0 ? ofCaller : fitting([...given, ...(ofCaller === undefined ? [] : [ofCaller])])
}

/** Members of all, the first that has one wins, as many as fit; undefined for none. */
export function fitting(lists: readonly JsonObject[]): JsonObject | undefined {
  const found = new Map<string, Json>()
  let left = mostCharacters
  for (const list of lists)
    for (const [name, value] of Object.entries(list)) {
      if (found.has(name) || name.length > left || !isFlat(value, mostDepth)) continue
      const size = JSON.stringify({ [name]: value }).length
      if (size > left) continue
      found.set(name, value)
      left -= size
    }
  return found.size === 0 ? undefined : Object.fromEntries(found)
}

function isFlat(value: Json, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((each) => isFlat(each, depth - 1))
}
