/** Cache points: which models take them, and how many. */
import type { Unit } from './content.js'
import type { Family } from './route.js'

const most = 4
/** Source: AWS's table of models with prompt caching. Ids that tell no vendor get the benefit of the doubt. */
const caching: ReadonlySet<Family> = new Set<Family>(['anthropic', 'nova', 'unknown'])

/** Removes points that the model refuses; beyond the limit the oldest in the messages go first, since later ones cover more. */
export function limitPoints(fixed: readonly Unit<unknown>[], inTurns: readonly Unit<unknown>[], family: Family): void {
  const carriers = (units: readonly Unit<unknown>[]) => units.filter((unit) => unit.cache !== undefined)
  const all = [...carriers(inTurns), ...carriers(fixed)]
  const surplus = caching.has(family) ? all.length - most : all.length
  for (const unit of all.slice(0, Math.max(0, surplus))) delete unit.cache
}
