/** `model_list` and `credential_list`: one entry per deployment, with the parameters that LiteLLM would call it with. */

import { get, getMap, getText } from './read-node.js'
import type { Entry, ListNode, Located, MapNode, Node, Span } from './source.js'

/** One entry of `credential_list`. */
export type Credential = { readonly name: Located<string>; readonly values: MapNode | undefined }

/** One entry of `model_list`. */
export type ModelEntry = {
  /** Position in `model_list`. */
  readonly index: number
  /** `model_name`. */
  readonly name: Located<string>
  readonly at: Span
  /** The entry as written. */
  readonly entry: MapNode
  /** `litellm_params` as written. */
  readonly written: MapNode
  /** `litellm_params` with `rpm` and `tpm` of the entry moved in and the named credential filled in where a key is absent. */
  readonly params: MapNode
  readonly info: MapNode | undefined
}

/** Entries with a text as `model_name` and a map as `litellm_params`. */
export function readModels(list: ListNode | undefined, credentials: ReadonlyMap<string, Credential>): readonly ModelEntry[] {
  return (list?.items ?? []).flatMap((item, index) => {
    const entry = item.kind === 'map' ? readModel(item, index, credentials) : undefined
    return entry === undefined ? [] : [entry]
  })
}

function readModel(entry: MapNode, index: number, credentials: ReadonlyMap<string, Credential>): ModelEntry | undefined {
  const name = getText(entry, 'model_name')
  const written = getMap(entry, 'litellm_params')
  if (name === undefined || written === undefined) return undefined
  const params = withCredential(withLimits(written, entry), credentials)
  return { index, name, at: entry.at, entry, written, params, info: getMap(entry, 'model_info') }
}

/** `rpm` and `tpm` beside `litellm_params` count as written inside, unless they are there already. */
function withLimits(params: MapNode, entry: MapNode): MapNode {
  return fill(
    params,
    ['rpm', 'tpm'].flatMap((key) => entry.entries.get(key) ?? []),
  )
}

function withCredential(params: MapNode, credentials: ReadonlyMap<string, Credential>): MapNode {
  const name = getText(params, 'litellm_credential_name')?.value
  const values = name === undefined ? undefined : credentials.get(name)?.values
  return values === undefined ? params : fill(params, [...values.entries.values()])
}

function fill(params: MapNode, more: readonly Entry[]): MapNode {
  const missing = more.filter((entry) => get(params, entry.key) === undefined && !isNull(entry.value))
  if (missing.length === 0) return params
  const entries = new Map(params.entries)
  for (const entry of missing) entries.set(entry.key, entry)
  return { ...params, entries }
}

function isNull(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null
}

/** Credentials by name; of two with one name the first counts. */
export function readCredentials(list: ListNode | undefined): ReadonlyMap<string, Credential> {
  const credentials = new Map<string, Credential>()
  for (const item of list?.items ?? []) {
    if (item.kind !== 'map') continue
    const name = getText(item, 'credential_name')
    if (name !== undefined && !credentials.has(name.value)) {
      credentials.set(name.value, { name, values: getMap(item, 'credential_values') })
    }
  }
  return credentials
}
