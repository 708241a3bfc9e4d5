/** Second view of the config: every deployment with its provider, upstream model, limits, capabilities and price. */
import type { PriceMap } from '../catalog/litellm-map.js'
import type { Config } from './config.js'
import type { ModelEntry } from './config-models.js'
import { type Environment, readEnv } from './env-reference.js'
import { createModelFinder, type FindModel } from './model-finder.js'
import { get, getList, isTrue, texts } from './read-node.js'
import { type Facts, resolveFacts } from './resolve-facts.js'
import { type ResolvedPrice, resolvePrice } from './resolve-price.js'
import { type Route, resolveRoute } from './resolve-route.js'

/** One entry with all that could be looked up. */
export type ResolvedModel = Facts & {
  readonly entry: ModelEntry
  readonly route: Route
  readonly price: ResolvedPrice
  /** Why the entry does not become a deployment: paused by `blocked`, or meant for another `LITELLM_ENVIRONMENT`. */
  readonly leftOut: 'blocked' | 'environment' | undefined
}

/** All entries, resolved. */
export type Resolved = {
  /** One for each entry of `Config.models`, in the same order. */
  readonly models: readonly ResolvedModel[]
  /** Those that become deployments, by public name. */
  readonly groups: ReadonlyMap<string, readonly ResolvedModel[]>
}

/** Looks everything up; what cannot be found is data here and reported by rules. */
export function resolve(config: Config, env: Environment | undefined, prices?: PriceMap): Resolved {
  const findModel = createModelFinder(prices)
  const models = config.models.map((entry) => resolveModel(entry, config, env, findModel))
  const groups = new Map<string, ResolvedModel[]>()
  for (const model of models) {
    if (model.leftOut !== undefined) continue
    const group = groups.get(model.entry.name.value)
    if (group === undefined) groups.set(model.entry.name.value, [model])
    else group.push(model)
  }
  return { models, groups }
}

function resolveModel(entry: ModelEntry, config: Config, env: Environment | undefined, findModel: FindModel): ResolvedModel {
  const route = resolveRoute(entry.params, config, env)
  const facts = resolveFacts(route, entry.params, entry.info, findModel)
  const price = resolvePrice(route, entry.params, entry.info, facts.catalogue)
  return { ...facts, entry, route, price, leftOut: leftOut(entry, env) }
}

function leftOut(entry: ModelEntry, env: Environment | undefined): ResolvedModel['leftOut'] {
  if (isTrue(get(entry.info, 'blocked'))) return 'blocked'
  const environment = readEnv(env, 'LITELLM_ENVIRONMENT')
  const wanted = getList(entry.info, 'supported_environments')
  if (environment === undefined || wanted === undefined) return undefined
  return texts(wanted).some((text) => text.value === environment) ? undefined : 'environment'
}
