/** Tolerant readers over the config tree: what has the wrong shape is undefined here, and reported by the stages that check shapes. */
import type { Json, JsonObject } from '../plan/plan.js'
import type { Entry, ListNode, Located, MapNode, Node, ScalarNode } from './source.js'

/** The value under `key`; `null` counts as not set, as LiteLLM has it. */
export function get(map: MapNode | undefined, key: string): Node | undefined {
  const value = map?.entries.get(key)?.value
  return value === undefined || (value.kind === 'scalar' && value.value === null) ? undefined : value
}

/** The entry under `key` unless its value is `null`. */
export function getEntry(map: MapNode | undefined, key: string): Entry | undefined {
  return get(map, key) === undefined ? undefined : map?.entries.get(key)
}

/** The map under `key`, or undefined where it is anything else. */
export function getMap(map: MapNode | undefined, key: string): MapNode | undefined {
  const node = get(map, key)
  return node?.kind === 'map' ? node : undefined
}

/** The list under `key`, or undefined where it is anything else. */
export function getList(map: MapNode | undefined, key: string): ListNode | undefined {
  const node = get(map, key)
  return node?.kind === 'list' ? node : undefined
}

/** The text under `key` with its place; numbers and booleans are not text. */
export function getText(map: MapNode | undefined, key: string): Located<string> | undefined {
  const node = get(map, key)
  return node?.kind === 'scalar' && typeof node.value === 'string' ? { value: node.value, at: node.at } : undefined
}

/** The scalar under `key`. */
export function getScalar(map: MapNode | undefined, key: string): ScalarNode | undefined {
  const node = get(map, key)
  return node?.kind === 'scalar' ? node : undefined
}

/** A number, also one written as text (`1e-6` without a dot is text in YAML 1.1). */
export function toNumber(node: Node | undefined): number | undefined {
  if (node?.kind !== 'scalar') return undefined
  if (typeof node.value === 'number') return node.value
  if (typeof node.value !== 'string' || node.value.trim() === '') return undefined
  const number = Number(node.value)
  return Number.isFinite(number) ? number : undefined
}

/** The number under `key`; see {@link toNumber}. */
export function getNumber(map: MapNode | undefined, key: string): number | undefined {
  return toNumber(get(map, key))
}

/** True only where the file says true, as boolean or text. */
export function isTrue(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && String(node.value).toLowerCase() === 'true'
}

/** The texts of a list with their places; other items are left out. */
export function texts(node: Node | undefined): readonly Located<string>[] {
  if (node?.kind !== 'list') return []
  return node.items.flatMap((item) =>
    item.kind === 'scalar' && typeof item.value === 'string' ? [{ value: item.value, at: item.at }] : [],
  )
}

/** The tree as plain JSON. `Object.fromEntries` defines own properties, so `__proto__` as a key stays a key. */
export function toJson(node: Node): Json {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(toJson)
  return mapToJson(node)
}

/** {@link toJson} for a map. */
export function mapToJson(node: MapNode): JsonObject {
  return Object.fromEntries([...node.entries.values()].map((entry) => [entry.key, toJson(entry.value)]))
}
