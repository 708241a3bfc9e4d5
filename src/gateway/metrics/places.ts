/** What metrics call a deployment: its names, its provider and its address, without anything that is secret. */
import type { Plan } from '../../plan/plan.js'
import { declaredNames } from '../model-names.js'
import { publicUrl } from '../public-url.js'
import type { Serving } from '../serving.js'

/** A deployment as labels name it. */
export type Place = {
  readonly id: string
  /** Public name, or pattern. */
  readonly group: string
  readonly provider: string
  /** The provider's name of the model, as the config has it. */
  readonly model: string
  readonly apiBase: string
}

/** Stands for no deployment: the request was refused before one was picked. */
export const nowhere: Place = { id: '', group: '', provider: '', model: '', apiBase: '' }

type Served = Pick<Serving, 'plan' | 'engine'>

const known = new WeakMap<Plan, ReadonlyMap<string, Place>>()

/** The deployments of what is served, by id. */
export function placesOf({ plan, engine }: Served): ReadonlyMap<string, Place> {
  const found = known.get(plan)
  if (found !== undefined) return found
  const places = new Map(
    plan.deployments.map(({ id, index, group, provider, model }) => {
      const target = engine.deployments[index]?.ready?.target
      const named = target?.model ?? (typeof model === 'string' ? model : '')
      return [id, { id, group, provider, model: named, apiBase: target === undefined ? '' : publicUrl(target.baseUrl) }] as const
    }),
  )
  known.set(plan, places)
  return places
}

/** The name of the config that a caller's name stands for: itself, or the pattern it fits; '' for one that nothing answers to. */
export function requestedName({ plan, engine }: Served, asked: string | undefined): string {
  if (asked === undefined) return ''
  return declaredNames(plan).has(asked) ? asked : (engine.table.resolve(asked)?.group.name ?? '')
}
