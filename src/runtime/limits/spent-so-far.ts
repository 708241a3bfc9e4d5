/** What an attempt has used, for whoever settles its claims. */
import type { Settlement } from '../../protocol/state-store.js'
import { costOf, type PricedUsage } from '../cost.js'
import type { Site } from '../run.js'
import { promptTokensFor } from '../tokens/needs.js'

const nothing: Settlement = { tokens: 0, costNanoUsd: 0 }

/**
 * Tokens and cost of an attempt that is over. One that failed used nothing; of a stream that broke off or that its caller
 * left, what came counts: by the usage it told so far, else estimated from its content.
 */
export function spentOf(site: Site): Settlement {
  if (site.spent !== undefined) return site.spent
  const { partial, run } = site
  if (partial === undefined) return nothing
  const usage = partial.usage ?? estimate(site)
  const deployment = run.engine.plan.deployments[site.index]
  const model = partial.model ?? (typeof deployment?.model === 'string' ? deployment.model : '')
  const cost = deployment === undefined ? undefined : costOf(run.engine.costs, deployment.price, model, usage)
  return {
    tokens: usage.prompt_tokens + (usage.completion_tokens ?? 0),
    costNanoUsd: cost?.nanoUsd,
    ...(partial.usage === undefined && { isEstimated: true }),
  }
}

/** Text has about so many characters a token, in the languages that have fewest. */
const charactersPerToken = 3

function estimate(site: Site): PricedUsage {
  const received = charactersOf(site.partial?.finish())
  return { prompt_tokens: promptTokensFor(site.run, site.index), completion_tokens: Math.ceil(received / charactersPerToken) }
}

/** Characters of all text in an answer, but for short marks such as ids, roles and types, which are in every answer. */
function charactersOf(value: unknown, name = ''): number {
  if (typeof value === 'string') return written.has(name) ? value.length : 0
  if (typeof value !== 'object' || value === null) return 0
  let sum = 0
  for (const [key, member] of Object.entries(value)) sum += charactersOf(member, Array.isArray(value) ? name : key)
  return sum
}

/** Members of answers that hold what the model wrote. */
const written: ReadonlySet<string> = new Set(['content', 'reasoning_content', 'reasoning', 'refusal', 'arguments', 'text', 'thinking'])
