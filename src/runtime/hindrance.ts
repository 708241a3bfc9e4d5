/** Why a deployment may not take a call now, as words that decide and explain. */

/**
 * `not-ready`: no key, address or adapter. `tags`, `region`, `context-window`, `parameters`: it does not fit the call.
 * `cooldown`: it rests. `probing`: it comes back from a rest, and one call tries it out. `requests`, `tokens`: over its
 * `rpm` or `tpm`. `parallel`: all its permits are taken. `provider-limit`: the provider's own headers say that the next call
 * would be refused. `budget`: spent. `tight-window`: by the estimate the prompt does not fit, by the lowest count it may.
 */
export type Hindrance =
  | 'not-ready'
  | 'tags'
  | 'region'
  | 'context-window'
  | 'parameters'
  | 'cooldown'
  | 'probing'
  | 'requests'
  | 'tokens'
  | 'parallel'
  | 'provider-limit'
  | 'budget'
  | 'preferred-requests'
  | 'preferred-tokens'
  | 'tight-window'

/** What is known of a hindrance beyond its name. */
export type Obstacle = {
  /** When it ends, by the client's clock, milliseconds; undefined where nobody knows. */
  readonly until: number | undefined
  /** The budget that is spent. */
  readonly budget?: SpentBudget
  /** Said of the deployment in a message: `holds 8,192 tokens, and the call needs about 9,300`. */
  readonly detail?: string
}

/** Which budget is spent, and when it starts anew. */
export type SpentBudget = {
  readonly scope: 'deployment' | 'provider' | 'tag'
  /** Deployment id, provider or tag. */
  readonly id: string
  /** US dollars. */
  readonly limitUsd: number
  /** US dollars, what is reserved for calls under way included. */
  readonly spentUsd: number
  /** By the client's clock, milliseconds; undefined where nobody knows. */
  readonly resetsAt: number | undefined
}

/** Those that only put others first: where nobody else is left, the deployment is asked all the same. */
const soft: ReadonlySet<Hindrance> = new Set(['probing', 'provider-limit', 'preferred-requests', 'preferred-tokens', 'tight-window'])

/** True for a hindrance that only puts others first. */
export function isSoft(hindrance: Hindrance): boolean {
  return soft.has(hindrance)
}

/** Those that waiting does not change: the deployment is not for this call, or cannot be called at all. */
const unfit: ReadonlySet<Hindrance> = new Set(['not-ready', 'tags', 'region', 'context-window', 'parameters'])

/** True for a hindrance that lasts as long as the call does. */
export function isUnfit(hindrance: Hindrance): boolean {
  return unfit.has(hindrance)
}
