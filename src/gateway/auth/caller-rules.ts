/** What the metadata of a key and its team says of each of its calls: tags, members that may not be missing, cache controls. */
import type { Identity } from '../identity.js'
import { fitting, loggedOf } from '../logged-metadata.js'
import type { Caller } from '../store/find-caller.js'
import type { Json, JsonObject } from '../store/tables.js'

export type CallerRules = {
  /** `metadata.tags` of the key and of its team: every call of theirs is counted and routed under them. */
  readonly tags: readonly string[]
  /** `metadata.enforced_params` of both. */
  readonly enforcedParams: readonly string[]
  /** `allowed_cache_controls` of the key; undefined is every one. */
  readonly cacheControls: readonly string[] | undefined
  /** `metadata.spend_logs_metadata` of both: what the rows of their calls show. */
  readonly logged: JsonObject | undefined
}

const none: CallerRules = { tags: [], enforcedParams: [], cacheControls: undefined, logged: undefined }
const known = new WeakMap<Caller, CallerRules>()

/** Those of a caller; a caller read anew is another object. */
export function rulesOf({ caller }: Pick<Identity, 'caller'>): CallerRules {
  if (caller === undefined) return none
  const found = known.get(caller)
  if (found !== undefined) return found
  const made = read(caller)
  known.set(caller, made)
  return made
}

function read({ key, team }: Caller): CallerRules {
  const both = (name: string) => [...new Set([...texts(key.metadata, name), ...texts(team?.metadata, name)])]
  const { allowedCacheControls: controls } = key
  return {
    tags: both('tags'),
    enforcedParams: both('enforced_params'),
    cacheControls: controls.length === 0 ? undefined : controls,
    logged: fitting([loggedOf(key.metadata), loggedOf(team?.metadata)].filter((each) => each !== undefined)),
  }
}

function texts(metadata: JsonObject | undefined, name: string): readonly string[] {
  const list: Json | undefined = metadata !== undefined && Object.hasOwn(metadata, name) ? metadata[name] : undefined
  return Array.isArray(list) ? list.flatMap((each: Json) => (typeof each === 'string' && each.trim() !== '' ? [each.trim()] : [])) : []
}
