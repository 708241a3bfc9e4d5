/** The members that a host's row adds to every body. */
import type { Target } from '../adapter.js'
import type { JsonRecord } from '../shared/json.js'

/** `Quirks.forceBody`, with the model in the place of `{model}`. */
export function forcedBody({ provider, model }: Target): JsonRecord {
  const members = Object.entries(provider.quirks.forceBody ?? {})
  return Object.fromEntries(members.map(([name, value]) => [name, value === '{model}' ? model : value]))
}
