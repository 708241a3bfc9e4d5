/** What may answer to a model name: its own deployments, and those of the fallbacks that a call can reach. */
import type { Chain, ChainStep, Deployment, Plan } from '../plan/plan.js'
import type { CallBody } from './calls.js'
import { isObject } from './request-body.js'
import type { Serving } from './serving.js'

/** The wire format of a deployment's host, and LiteLLM's name of the provider. */
export type Host = { readonly format: string; readonly provider: string }

/** Hosts that may answer the call; empty for a name that nothing answers to. */
export function hostsBehind({ plan, engine }: Pick<Serving, 'plan' | 'engine'>, body: CallBody): readonly Host[] {
  const names = new Set([body.model, ...requestedNames(body)])
  const formats = new Map(plan.providers.map(({ name, format }) => [name, format]))
  const hosts = new Map<number, Host>()
  // a set is walked in the order of insertion, so that names which are added on the way are walked too
  for (const name of names) {
    const group = engine.table.resolve(name)?.group
    for (const index of group?.deployments ?? []) {
      const deployment = plan.deployments[index]
      if (deployment !== undefined) hosts.set(index, hostOf(deployment, formats))
    }
    for (const step of stepsOf(plan, group?.name ?? name)) names.add(step.group)
  }
  return [...hosts.values()]
}

function hostOf({ format, provider }: Deployment, formats: ReadonlyMap<string, string>): Host {
  return { format: format ?? formats.get(provider) ?? '', provider }
}

/** Steps of a name's chains of all kinds: its own chain, that of its name without the provider, else the one for everybody. */
function stepsOf({ chains }: Plan, name: string): readonly ChainStep[] {
  const bare = name.slice(name.indexOf('/') + 1)
  return [chains.general, chains.contextWindow, chains.contentPolicy].flatMap((list: readonly Chain[]) => {
    const named = (from: string) => list.find((chain) => chain.from === from)
    return (named(name) ?? named(bare) ?? named('*'))?.to ?? []
  })
}

/** Models that the call itself names as fallbacks, alone or by the model that failed. */
function requestedNames(body: CallBody): readonly string[] {
  const lists = [body.fallbacks, body.context_window_fallbacks, body.content_policy_fallbacks, body.context_window_fallback_dict]
  return lists.flatMap((list) => (Array.isArray(list) ? list : [list])).flatMap(stepNames)
}

function stepNames(step: unknown): readonly string[] {
  if (typeof step === 'string') return [step]
  if (!isObject(step)) return []
  if (typeof step.model === 'string') return [step.model]
  return Object.values(step).flatMap((to) => (Array.isArray(to) ? to.flatMap(stepNames) : typeof to === 'string' ? [to] : []))
}

/** Hosts that refuse members they do not know. */
const strictProviders: ReadonlySet<string> = new Set(['openai', 'azure', 'azure_ai', 'github', 'github_copilot', 'groq', 'cerebras'])

/** True where no host refuses `top_k`, which OpenAI does not know. */
export function takesTopK(hosts: readonly Host[]): boolean {
  return !hosts.some(({ provider }) => strictProviders.has(provider))
}
