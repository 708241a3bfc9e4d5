/** Access groups: names that a key is granted in place of models, `model_info.access_groups` of the config. */
import type { Deployment, JsonObject, Plan } from '../plan/plan.js'
import { createPattern, matchPattern, type Pattern, withProvider } from '../runtime/wildcards.js'
import { declaredNames } from './model-names.js'

/** What the config says of a deployment in `model_info`, references and slots as they are; empty where it says nothing. */
export function writtenInfo({ gateway }: Plan, { id }: Pick<Deployment, 'id'>): JsonObject {
  const infos = gateway?.model_info
  const info = isMap(infos) && Object.hasOwn(infos, id) ? infos[id] : undefined
  return isMap(info) ? info : nothing
}

const nothing: JsonObject = {}
const none: ReadonlySet<string> = new Set()
const known = new WeakMap<Plan, ReadonlyMap<string, ReadonlySet<string>>>()

/** Access groups by public name; names and patterns without one are left out. */
export function allAccessGroups(plan: Plan): ReadonlyMap<string, ReadonlySet<string>> {
  const found = known.get(plan)
  if (found !== undefined) return found
  const made = new Map<string, Set<string>>()
  for (const deployment of plan.deployments) {
    const { access_groups: groups } = writtenInfo(plan, deployment)
    for (const name of Array.isArray(groups) ? groups : []) {
      const own = made.get(deployment.group) ?? new Set()
      if (typeof name === 'string') made.set(deployment.group, own.add(name))
    }
  }
  known.set(plan, made)
  return made
}

/** Those that a model is in: by its name, or else by the pattern that answers to it, as the engine finds it. */
export function accessGroupsOf(plan: Plan, model: string): ReadonlySet<string> {
  const all = allAccessGroups(plan)
  if (all.size === 0) return none
  return all.get(declaredNames(plan).has(model) ? model : (patternOf(plan, model) ?? '')) ?? none
}

const compiled = new WeakMap<Plan, readonly Pattern[]>()

/** The pattern that answers to a name, as the engine finds it. */
export function patternOf(plan: Plan, model: string): string | undefined {
  const patterns = compiled.get(plan) ?? plan.wildcards.map(({ pattern }) => createPattern(pattern))
  compiled.set(plan, patterns)
  const fits = (name: string) => patterns.find((pattern) => matchPattern(pattern, name) !== undefined)?.text
  const prefixed = withProvider(model)
  return fits(model) ?? (prefixed === undefined ? undefined : fits(prefixed))
}

function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
