/** Which names a call or a fallback may use: groups, aliases, deployment ids and what a wildcard matches. */
import type { Config } from './config.js'

/** A public name with `*` and the expression it stands for. */
export type Pattern = { readonly name: string; readonly regex: RegExp }

/** LiteLLM anchors a pattern at its start only. */
export function toPattern(name: string): Pattern {
  const parts = name.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
  return { name, regex: new RegExp(`^${parts.join('.*')}`, 's') }
}

/** True where LiteLLM would find a deployment for `name`. */
export function isKnownName(name: string, config: Config): boolean {
  return config.groups.has(name) || config.aliases.has(name) || config.ids.has(name) || matchesPattern(name, config)
}

/** True where a wildcard of the config matches. */
export function matchesPattern(name: string, config: Config): boolean {
  return config.patterns.some((pattern) => pattern.regex.test(name))
}

/** Names worth suggesting for a misspelt one. */
export function callableNames(config: Config): readonly string[] {
  return [...config.groups.keys(), ...config.aliases.keys()]
}
