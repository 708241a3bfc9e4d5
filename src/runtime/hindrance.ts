/** Why a deployment may not take a call now, as words that decide and explain. */

/**
 * `not-ready`: no key, address or adapter. `tags`, `region`, `context-window`, `parameters`: it does not fit the call.
 * `cooldown`: it rests. `probing`: it comes back from a rest, and one call tries it out. `requests`, `tokens`: over its
 * `rpm` or `tpm`. `parallel`: all its permits are taken. `provider-limit`: the provider's own headers say that the next call
 * would be refused. `budget`: spent.
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

/** Those that only put others first: where nobody else is left, the deployment is asked all the same. */
const soft: ReadonlySet<Hindrance> = new Set(['probing', 'provider-limit', 'preferred-requests', 'preferred-tokens'])

/** True for a hindrance that only puts others first. */
export function isSoft(hindrance: Hindrance): boolean {
  return soft.has(hindrance)
}
