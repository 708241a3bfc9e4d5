/** The names under which models can be called, those that patterns stand for included. */
import { modelNames } from '../catalog/models.js'
import type { Plan } from '../plan/plan.js'
import { createPattern, matchPattern } from '../runtime/wildcards.js'

/** Groups, then aliases that are not hidden. */
export function namedModels({ groups, aliases }: Plan): readonly string[] {
  return [...groups.map(({ name }) => name), ...aliases.filter(({ hidden }) => !hidden).map(({ name }) => name)]
}

const declared = new WeakMap<Plan, ReadonlySet<string>>()

/** Names of groups and aliases, hidden ones included: what stands for itself, whatever patterns it fits. */
export function declaredNames(plan: Plan): ReadonlySet<string> {
  const found = declared.get(plan) ?? new Set([...plan.groups, ...plan.aliases].map(({ name }) => name))
  declared.set(plan, found)
  return found
}

const expanded = new WeakMap<Plan, readonly string[]>()

/**
 * Names that a pattern stands for, as far as the catalogue knows the provider's models: `openai/*` with `model: openai/*` is
 * `openai/gpt-4o` and so on. Names that have a group or an alias of their own are left out.
 */
export function knownByPattern(plan: Plan): readonly string[] {
  const found = expanded.get(plan)
  if (found !== undefined) return found
  const named = declaredNames(plan)
  const names = new Set<string>()
  for (const { pattern, deployments } of plan.wildcards) {
    for (const index of deployments) {
      const { provider, model } = plan.deployments[index] ?? {}
      if (provider === undefined || typeof model !== 'string') continue
      for (const name of namesOf(pattern, model, provider)) if (!named.has(name)) names.add(name)
    }
  }
  const made = [...names]
  expanded.set(plan, made)
  return made
}

/** Each of the provider's models that fits the upstream pattern, under the public one. */
function namesOf(pattern: string, model: string, provider: string): readonly string[] {
  const stars = (text: string) => text.split('*').length - 1
  if (stars(model) === 0 || stars(model) !== stars(pattern)) return []
  const upstream = createPattern(model)
  return modelNames(provider).flatMap((name) => {
    const match = matchPattern(upstream, name)
    if (match === undefined) return []
    let next = 0
    return [pattern.replaceAll('*', () => match.captures[next++] ?? '')]
  })
}
