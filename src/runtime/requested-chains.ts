/** Fallback chains as a call may write them: a list of names and of maps with a model, or lists by model as in the config. */
import type { ChainStep, Chains, Json, JsonObject } from '../plan/plan.js'

/** Chains by model that a call brings, in the place of the config's. */
export type RequestedChains = { readonly [K in keyof Chains]?: ReadonlyMap<string, readonly ChainStep[]> }

/** The body's name of each kind of chain. */
export const chainNames = {
  general: 'fallbacks',
  contextWindow: 'context_window_fallbacks',
  contentPolicy: 'content_policy_fallbacks',
} as const satisfies { readonly [K in keyof Chains]: string }

/** Lists within lists that are followed. A list that holds itself has no end. */
const deepest = 8

/**
 * Steps of a plain list; undefined for anything else, in whatever depth. A step's own `fallbacks` come right after it, as
 * LiteLLM tries them.
 */
export function toSteps(value: unknown, depth = 0): readonly ChainStep[] | undefined {
  if (!Array.isArray(value) || depth > deepest) return undefined
  const steps: ChainStep[] = []
  for (const item of value as readonly unknown[]) {
    if (typeof item === 'string') steps.push({ group: item })
    else if (isMap(item) && typeof item.model === 'string') {
      const { model: _, ...params } = item
      const expanded = expandStep({ group: item.model, params }, depth)
      if (expanded === undefined) return undefined
      for (const step of expanded) steps.push(step)
    } else return undefined
  }
  return steps
}

/** A step, and the steps of the `fallbacks` among its parameters; undefined where those are in no form that is known. */
export function expandStep(step: ChainStep, depth = 0): readonly ChainStep[] | undefined {
  if (step.params?.fallbacks === undefined) return [step]
  const { fallbacks, ...params } = step.params
  if (fallbacks === null) return [{ group: step.group, params }]
  const own = toSteps(fallbacks, depth + 1)
  return own === undefined ? undefined : [{ group: step.group, params }, ...own]
}

/** Lists by model, `[{ "a": ["b"] }]`; undefined for anything else. Each list goes on with the lists of its own groups. */
export function toChains(value: unknown): ReadonlyMap<string, readonly ChainStep[]> | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const own = new Map<string, readonly ChainStep[]>()
  for (const item of value as readonly unknown[]) {
    if (!isMap(item) || typeof item.model === 'string') return undefined
    for (const [from, list] of Object.entries(item)) {
      const steps = toSteps(typeof list === 'string' ? [list] : list)
      if (steps === undefined) return undefined
      if (!own.has(from)) own.set(from, steps)
    }
  }
  return new Map([...own].map(([from, steps]) => [from, follow(from, steps, own)]))
}

/** The user's own list first, then, level by level, the lists of its groups, each group once: as the compiler does it. */
function follow(from: string, first: readonly ChainStep[], own: ReadonlyMap<string, readonly ChainStep[]>): readonly ChainStep[] {
  const seen = new Set([from])
  const steps: ChainStep[] = []
  for (let level = first; level.length > 0; ) {
    const fresh = level.filter(({ group }) => !seen.has(group) && seen.add(group))
    steps.push(...fresh)
    level = fresh.flatMap(({ group }) => own.get(group) ?? [])
  }
  return steps
}

/** The member of a body whose fallbacks are in no form that is known; undefined where all are. */
export function misshapenFallbacks(body: object): string | undefined {
  const given: { readonly [name: string]: unknown } = { ...body }
  return Object.values(chainNames).find((name) => isMisshapen(name, given[name]))
}

function isMisshapen(name: string, value: unknown): boolean {
  if (value === undefined || value === null) return false
  if (Array.isArray(value) && value.length === 0) return false
  return (name !== chainNames.general || toSteps(value) === undefined) && toChains(value) === undefined
}

/** The chains by model among the controls of a body; undefined where it brings none. */
export function readChains(body: { readonly [name: string]: unknown }): RequestedChains | undefined {
  const general = toChains(body.fallbacks)
  const contextWindow = toChains(body.context_window_fallbacks)
  const contentPolicy = toChains(body.content_policy_fallbacks)
  if (general === undefined && contextWindow === undefined && contentPolicy === undefined) return undefined
  return { ...(general && { general }), ...(contextWindow && { contextWindow }), ...(contentPolicy && { contentPolicy }) }
}

function isMap(value: unknown): value is JsonObject & { readonly model?: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
