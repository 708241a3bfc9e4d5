/** Names that keys, teams and users are granted: models, access groups, patterns and LiteLLM's words for many models. */
import type { Config } from './config.js'
import { callableNames, isKnownName, toPattern } from './names.js'
import { getList, getMap, getText, texts } from './read-node.js'
import type { MapNode } from './source.js'

/** Words that stand for models of somebody else, or for all or none. */
const words: ReadonlySet<string> = new Set(['*', 'all-proxy-models', 'all-team-models', 'all-org-models', 'no-default-models'])
const everything: readonly string[] = ['*', 'all-proxy-models']

const known = new WeakMap<Config, ReadonlyMap<string, ReadonlySet<string>>>()

/** Model names by access group, from `model_info.access_groups`. */
export function accessGroups(config: Config): ReadonlyMap<string, ReadonlySet<string>> {
  const found = known.get(config)
  if (found !== undefined) return found
  const groups = new Map<string, Set<string>>()
  known.set(config, groups)
  for (const { name, info } of config.models)
    for (const { value } of texts(getList(info, 'access_groups'))) groups.set(value, (groups.get(value) ?? new Set()).add(name.value))
  return groups
}

/** True where the name grants something here. A pattern does where it fits a name, or a pattern of the config fits it. */
export function grantsSomething(name: string, config: Config): boolean {
  if (words.has(name) || isKnownName(name, config) || accessGroups(config).has(name)) return true
  if (!name.includes('*')) return false
  const { regex } = toPattern(name)
  return [...callableNames(config), ...config.ids].some((known) => regex.test(known))
}

/** Names worth suggesting for a misspelt one. */
export function grantableNames(config: Config): readonly string[] {
  return [...callableNames(config), ...accessGroups(config).keys()]
}

/** True where whoever has `held` may call everything that `name` grants. An empty list holds everything. */
export function isHeld(held: readonly string[], name: string, config: Config): boolean {
  if (held.length === 0 || held.some((each) => everything.includes(each))) return true
  const groups = accessGroups(config)
  const isNamed = (model: string) =>
    held.some(
      (each) => each === model || (each.includes('*') && toPattern(each).regex.test(model)) || groups.get(each)?.has(model) === true,
    )
  if (name === 'all-team-models' || name === 'no-default-models' || isNamed(name)) return true
  const target = config.aliases.get(name)?.group.value
  if (target !== undefined && isNamed(target)) return true
  const members = groups.get(name)
  return members !== undefined && [...members].every(isNamed)
}

/** Names that an entry gives to models of its own accord. */
export function ownAliases(entry: MapNode | undefined, key: 'aliases' | 'model_aliases'): ReadonlySet<string> {
  return new Set(getMap(entry, key)?.entries.keys() ?? [])
}

/** What an alias of an entry stands for. */
export function aliasTargets(entry: MapNode, key: 'aliases' | 'model_aliases') {
  const map = getMap(entry, key)
  return [...(map?.entries.keys() ?? [])].flatMap((name) => getText(map, name) ?? [])
}
