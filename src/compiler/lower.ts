/** Fourth stage: the Plan, from a config without errors. */
import type { PriceMap } from '../catalog/litellm-map.js'
import { type Alias, type Chains, type Deployment, type Plan, type Provider, planVersion, type Secrets } from '../plan/plan.js'
import type { Config } from './config.js'
import { canonicalJson, sha256 } from './hash.js'
import { lowerChains, toGroup } from './lower-chains.js'
import { isPatterned, type LoweringContext, lowerDeployments, lowerProvider, providerName } from './lower-deployment.js'
import { lowerGateway } from './lower-gateway.js'
import { bySpecificity, groupMode, lowerGroup, lowerWildcard, type Member, pickTable } from './lower-groups.js'
import { createPriceTable } from './lower-prices.js'
import { groupStrategies, lowerRouting } from './lower-routing.js'
import { createSlots } from './lower-secrets.js'
import { isKnownName } from './names.js'
import { present } from './present.js'
import { isTrue } from './read-node.js'
import type { Resolved, ResolvedModel } from './resolve.js'

/** The Plan, and the values of its secret slots: they travel beside it and are never serialised. */
export type Lowered = { readonly plan: Plan; readonly secrets: Secrets }

/** Same config, same Plan. Expects that no rule has reported an error. */
export function lower(config: Config, resolved: Resolved, priceMap?: PriceMap): Lowered {
  const slots = createSlots()
  const prices = createPriceTable(priceMap)
  const modes = new Map([...resolved.groups].map(([name, models]) => [name, groupMode(models)]))
  const modeOf = ({ entry, mode, modeFrom }: ResolvedModel) =>
    modeFrom === 'name' || modeFrom === 'default' ? (modes.get(entry.name.value) ?? mode) : mode
  const context: LoweringContext = { config, slots, priceRef: prices.refer, modeOf, ids: new Map() }
  const members = lowerMembers(resolved, context)
  const routing = lowerRouting(config)
  const content: Omit<Plan, 'hash' | 'gateway'> = {
    planVersion,
    ...lowerNames(members, groupStrategies(config, routing.strategy)),
    deployments: [...members.values()]
      .flat()
      .map((member) => member.deployment)
      .sort((a, b) => a.index - b.index),
    providers: lowerProviders(resolved),
    aliases: lowerAliases(config, members),
    chains: lowerAllChains(config, members),
    routing,
    pickTables: [...members].flatMap(([name, group]) => pickTable(name, deploymentsOf(group)) ?? []),
    prices: prices.rows,
  }
  const infos = [...members.values()].flat().map(({ model, deployment: { id } }) => {
    const { info, params } = model.entry
    return { id, info, isOpened: isTrue(params.entries.get('use_in_pass_through')?.value) }
  })
  const gateway = lowerGateway(config, slots, infos)
  return { plan: present<Plan>({ ...content, hash: sha256(canonicalJson(content)), gateway }), secrets: slots.secrets }
}

type Members = ReadonlyMap<string, readonly Member[]>

/** Deployments in the order of the file, gathered under their public names in the order of first mention. */
function lowerMembers(resolved: Resolved, context: LoweringContext): Members {
  const members = new Map<string, Member[]>()
  let index = 0
  for (const model of resolved.models) {
    if (model.leftOut !== undefined) continue
    const deployments = lowerDeployments(model, index, context)
    index += deployments.length
    const name = model.entry.name.value
    const group = members.get(name) ?? []
    members.set(name, group)
    group.push(...deployments.map((deployment) => ({ model, deployment })))
  }
  return members
}

function deploymentsOf(group: readonly Member[]): readonly Deployment[] {
  return group.map((member) => member.deployment)
}

function lowerNames(members: Members, strategies: ReturnType<typeof groupStrategies>): Pick<Plan, 'groups' | 'wildcards'> {
  const names = [...members]
  return {
    groups: names.filter(([name]) => !name.includes('*')).map(([name, group]) => lowerGroup(name, group, strategies.get(name))),
    wildcards: names
      .filter(([name]) => name.includes('*'))
      .sort(([a], [b]) => bySpecificity(a, b))
      .map(([name, group]) => lowerWildcard(name, group)),
  }
}

function lowerProviders(resolved: Resolved): readonly Provider[] {
  const providers = new Map<string, Provider>()
  const patterned = new Set(resolved.models.filter(isPatterned).map(providerName))
  for (const model of resolved.models) {
    const name = providerName(model)
    if (model.leftOut === undefined && !providers.has(name)) providers.set(name, lowerProvider(model, patterned.has(name)))
  }
  return [...providers.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function lowerAliases(config: Config, members: Members): readonly Alias[] {
  return [...config.aliases.values()]
    .filter((alias) => isCallable(alias.group.value, config, members))
    .map((alias) => ({ name: alias.name.value, group: alias.group.value, hidden: alias.hidden }))
}

/** A declared name whose entries were all left out (blocked, other environment) cannot be called. */
function isCallable(name: string, config: Config, members: Members): boolean {
  const group = toGroup(name, config)
  return members.has(group) || (!config.groups.has(group) && isKnownName(group, config))
}

function lowerAllChains(config: Config, members: Members): Chains {
  const available = (group: string) => isCallable(group, config, members)
  return {
    general: lowerChains(config, 'general', available),
    contextWindow: lowerChains(config, 'contextWindow', available),
    contentPolicy: lowerChains(config, 'contentPolicy', available),
  }
}
