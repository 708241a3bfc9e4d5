/** Groups, wildcards and pick tables from the deployments of the Plan. */
import type { Capabilities, Deployment, Group, Known, Mode, NumberSetting, Wildcard } from '../plan/plan.js'
import type { PickTable, StrategyName } from '../plan/routing.js'
import { present } from './present.js'
import type { ResolvedModel } from './resolve.js'

/** What is known of a public name: its entries and the deployments they became. */
export type Member = { readonly model: ResolvedModel; readonly deployment: Deployment }

/** A group, or the same facts for a pattern. */
export function lowerGroup(name: string, members: readonly Member[], strategy: StrategyName | undefined): Group {
  const windows = members.flatMap(({ deployment }) => deployment.contextWindow ?? [])
  return present<Group>({
    name,
    mode: groupMode(members.map((member) => member.model)),
    deployments: members.map(({ deployment }) => deployment.index),
    capabilities: intersection(members.map(({ deployment }) => deployment.capabilities)),
    contextWindow: windows.length === 0 ? undefined : Math.min(...windows),
    strategy,
  })
}

/** A public name with `*`. */
export function lowerWildcard(pattern: string, members: readonly Member[]): Wildcard {
  const { mode, deployments, capabilities } = lowerGroup(pattern, members, undefined)
  return { pattern, mode, deployments, capabilities }
}

/** The mode that the config or the catalogue states; a guess by name only where none does. */
export function groupMode(models: readonly ResolvedModel[]): Mode {
  const stated = models.find((model) => model.modeFrom === 'config' || model.modeFrom === 'catalogue')
  const named = models.find((model) => model.modeFrom === 'name')
  return (stated ?? named ?? models[0])?.mode ?? 'chat'
}

/** One known no makes no, all known yes makes yes. */
export function intersection(all: readonly Capabilities[]): Capabilities {
  const known = (key: keyof Capabilities): Known => {
    const values = all.map((capabilities) => capabilities[key])
    return values.includes('no') ? 'no' : values.every((value) => value === 'yes') ? 'yes' : 'unknown'
  }
  return { tools: known('tools'), vision: known('vision'), jsonSchema: known('jsonSchema'), reasoning: known('reasoning') }
}

/** Most specific first: LiteLLM compares the length of the regular expression, then the number of special characters in it. */
export function bySpecificity(a: string, b: string): number {
  return regexLength(b) - regexLength(a) || specials(b) - specials(a)
}

function regexLength(pattern: string): number {
  let length = 0
  for (const char of pattern) length += char === '*' ? '(.*)'.length : /[()[\]{}?+\-|^$\\.&~#\s]/.test(char) ? 2 : 1
  return length
}

function specials(pattern: string): number {
  let count = 0
  for (const char of pattern) count += char === '*' ? 3 : /[()?+|^$\\]/.test(char) ? 2 : /[[\]{}\-.&~#\s]/.test(char) ? 1 : 0
  return count
}

/**
 * Cumulative weights for `simple-shuffle`, where they are all known now: by `weight`, else `rpm`, else `tpm`.
 * Differs: LiteLLM looks for the key on the first healthy deployment only and gives 0 to those without it. Here one
 * deployment with the key is enough; a missing weight is 1, a missing limit the mean of the others; all 0 is uniform.
 */
export function pickTable(group: string, deployments: readonly Deployment[]): PickTable | undefined {
  if (deployments.length < 2) return undefined
  const weights = weightsOf(deployments)
  if (weights === undefined) return undefined
  let sum = 0
  const cumulative = weights.map((weight) => {
    sum += weight
    return sum
  })
  return { group, cumulative }
}

function weightsOf(deployments: readonly Deployment[]): readonly number[] | undefined {
  for (const key of ['weight', 'rpm', 'tpm'] as const) {
    const settings: readonly (NumberSetting | undefined)[] = deployments.map((deployment) => deployment[key])
    const known = settings.filter((setting) => typeof setting === 'number')
    if (settings.some((setting) => typeof setting === 'object')) return undefined
    if (known.length === 0) continue
    const total = known.reduce((sum, weight) => sum + Math.max(0, weight), 0)
    if (total === 0) return deployments.map(() => 1)
    const missing = key === 'weight' ? 1 : total / known.length
    return settings.map((setting) => (typeof setting === 'number' ? Math.max(0, setting) : missing))
  }
  return deployments.map(() => 1)
}
