/** Looks names up in the generated key table: what is known at a place, and where else a name is known. */
import { type KeyNode, keys as root } from '../../generated/config-validator.js'

/** The table of the whole file. */
export const configKeys: KeyNode = root

/** What is known about `key` in the map that `level` describes. */
export function childOf(level: KeyNode | undefined, key: string): KeyNode | undefined {
  if (level === undefined) return undefined
  if (level.keys !== undefined && Object.hasOwn(level.keys, key)) return level.keys[key]
  return level.patterns?.find(([pattern]) => new RegExp(pattern).test(key))?.[1] ?? level.others
}

/** The names that have an effect or a meaning in the map that `level` describes. */
export function namesOf(level: KeyNode): readonly string[] {
  const known = names.get(level)
  if (known !== undefined) return known
  const found = Object.entries(level.keys ?? {}).flatMap(([name, node]) =>
    node.use === undefined && node.warn === undefined ? [name] : [],
  )
  names.set(level, found)
  return found
}

const names = new Map<KeyNode, readonly string[]>()

const entry = childOf(root, 'model_list')?.items

/** One level of a config that has a name of its own. */
export type Level = { readonly name: string; readonly node: KeyNode }

/** The levels between which people confuse keys, in the order in which they are offered. */
export const levels: readonly Level[] = [
  level('the top level', root),
  level('router_settings', childOf(root, 'router_settings')),
  level('litellm_settings', childOf(root, 'litellm_settings')),
  level('general_settings', childOf(root, 'general_settings')),
  level('litellm_settings.cache_params', childOf(childOf(root, 'litellm_settings'), 'cache_params')),
  level('a model_list entry', entry),
  level('litellm_params', childOf(entry, 'litellm_params')),
  level('model_info', childOf(entry, 'model_info')),
]

function level(name: string, node: KeyNode | undefined): Level {
  if (node === undefined) throw new Error(`llmgen bug: the key table has no ${name}`)
  return { name, node }
}

/** The level that `node` is, or undefined for the many small maps inside. */
export function levelOf(node: KeyNode): Level | undefined {
  return levels.find((known) => known.node === node)
}

/** Names of the other levels at which `key` has a meaning. */
export function knownElsewhere(key: string, here: KeyNode): readonly string[] {
  return levels.flatMap(({ name, node }) => {
    const found = node !== here && node.keys !== undefined && Object.hasOwn(node.keys, key) ? node.keys[key] : undefined
    return found !== undefined && found.use === undefined && found.warn === undefined ? [name] : []
  })
}
