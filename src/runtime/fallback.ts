/** Which group comes next when one has failed. */
import type { Chain, ChainStep, Chains, Plan } from '../plan/plan.js'
import type { ClassRule } from './class-rules.js'
import { expandStep } from './requested-chains.js'
import type { Run } from './run.js'

/** Chains by the name they start from. */
export type ChainIndex = { readonly [K in keyof Chains]: ReadonlyMap<string, readonly ChainStep[]> }

const indexed = new WeakMap<Plan, ChainIndex>()

/** The chains of a Plan, indexed when the first call needs them. */
function chainsOf(plan: Plan): ChainIndex {
  const index = indexed.get(plan) ?? indexChains(plan.chains)
  indexed.set(plan, index)
  return index
}

/** Indexes chains. */
export function indexChains(chains: Chains): ChainIndex {
  const index = (list: readonly Chain[]) => new Map(list.map((chain) => [chain.from, chain.to.flatMap((step) => expandStep(step) ?? step)]))
  return { general: index(chains.general), contextWindow: index(chains.contextWindow), contentPolicy: index(chains.contentPolicy) }
}

export type FallbackQuestion = {
  readonly chains: ChainIndex
  readonly rule: ClassRule
  /** `fallbacks` of the call; replaces the config's chains for every kind of failure. */
  readonly requested: readonly ChainStep[] | undefined
  /** Names the caller's model answers to: as asked, and its group. */
  readonly from: readonly string[]
  /** Group that failed just now. */
  readonly failed: string
  /** True for a target that was tried already. */
  readonly visited: (group: string) => boolean
  /** False for a target whose context window is known to be too small for the prompt. */
  readonly fits?: (step: ChainStep) => boolean
  /** The call has tried as many groups as it may. */
  readonly spent?: boolean
}

/** What a call whose current group failed asks. */
export function questionOf(run: Run, rule: ClassRule): FallbackQuestion {
  const { group } = run.current
  return {
    chains: run.chains === undefined ? chainsOf(run.engine.plan) : { ...chainsOf(run.engine.plan), ...run.chains },
    rule,
    requested: run.requested,
    from: [run.body.model, (run.visited[0] ?? group).name],
    failed: group.name,
    visited: (name) => isVisited(run, name),
    spent: run.fallbacks.length >= (run.prepared.controls.maxFallbacks ?? Number.POSITIVE_INFINITY),
  }
}

/**
 * The first step not tried yet: of the call's own list, else of the chain for this kind of failure, else of the
 * general chain.
 * Differs: LiteLLM raises when a context or content chain exists but not for this group; here the general one follows.
 */
export function nextStep(question: FallbackQuestion): ChainStep | undefined {
  const { chains, rule, requested, from, failed, visited, fits = () => true } = question
  if (rule.fallback === 'none' || question.spent === true) return undefined
  const open = (steps: readonly ChainStep[] | undefined) => steps?.find((step) => !visited(step.group) && fits(step))
  if (requested !== undefined) return open(requested)
  const special =
    rule.fallback === 'context-window' ? chains.contextWindow : rule.fallback === 'content-policy' ? chains.contentPolicy : undefined
  if (special !== undefined) {
    const step = open(chainOf(special, [failed])) ?? open(chainOf(special, from))
    if (step !== undefined) return step
  }
  return open(chainOf(chains.general, from))
}

/** By exact name, then without the provider's prefix, then the default chain. */
function chainOf(chains: ReadonlyMap<string, readonly ChainStep[]>, names: readonly string[]): readonly ChainStep[] | undefined {
  for (const name of names) {
    const exact = chains.get(name)
    if (exact !== undefined) return exact
  }
  for (const name of names) {
    const slash = name.indexOf('/')
    const stripped = slash === -1 ? undefined : chains.get(name.slice(slash + 1))
    if (stripped !== undefined) return stripped
  }
  return chains.get('*')
}

/** A target counts as visited when it was tried, or stands for nothing (which the compiler reports). */
function isVisited(run: Run, name: string): boolean {
  const resolved = run.engine.table.resolve(name)
  if (resolved === undefined || name === run.body.model || run.fallbacks.includes(name)) return true
  return resolved.match === undefined && run.visited.includes(resolved.group)
}
