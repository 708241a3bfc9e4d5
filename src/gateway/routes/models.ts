/** `GET /models`: the names that the caller's key may use. */
import type { Chain, Plan } from '../../plan/plan.js'
import { allAccessGroups } from '../access-groups.js'
import { mayUse, ownAliases, wantedModel } from '../auth/model-access.js'
import { badRequest, notFound } from '../errors.js'
import { knownByPattern, namedModels } from '../model-names.js'
import { queryFlag, queryText } from '../query.js'
import { isObject } from '../request-body.js'
import type { GatewayCall, QueryParameter, Route } from '../route.js'
import { ownerOf, teamModel } from '../team-models.js'

/** LiteLLM tells the same time for every model, in seconds; clients sort by it. */
const created = 1_677_610_602

const metadataQuery: readonly QueryParameter[] = [
  { name: 'include_metadata', about: 'Adds the models that are tried after each.', type: 'boolean' },
  { name: 'fallback_type', about: 'Which of its fallbacks.', type: 'string', values: ['general', 'context_window', 'content_policy'] },
]

export const listModels: Route = {
  method: 'GET',
  paths: ['/models', '/v1/models'],
  access: 'key',
  errors: 'openai',
  summary: 'Lists the models that this key may use.',
  tags: ['models'],
  query: [
    { name: 'return_wildcard_routes', about: 'Adds the patterns themselves.', type: 'boolean' },
    { name: 'include_model_access_groups', about: 'Adds the names of access groups.', type: 'boolean' },
    { name: 'only_model_access_groups', about: 'Lists the names of access groups, and no models.', type: 'boolean' },
    { name: 'team_id', about: 'Lists what this team may use, in place of this key.', type: 'string' },
    { name: 'scope', about: 'Lists everything, for administrators, also of teams and organisations.', type: 'string', values: ['expand'] },
    ...metadataQuery,
  ],
  handle: async (call) => {
    const seen = await eyesOf(call)
    call.reply.send({ data: listed(call, seen).map((name) => describe(call, name)), object: 'list' })
  },
}

export const showModel: Route = {
  method: 'GET',
  paths: ['/models/*', '/v1/models/*'],
  access: 'key',
  errors: 'openai',
  summary: 'Shows one model.',
  tags: ['models'],
  query: metadataQuery,
  handle: (call) => {
    const { params } = call.request
    const name = isObject(params) ? String(params['*']) : ''
    const { model, deniedBy } = wantedModel(call.identity, name, call.serving.plan)
    if (call.serving.engine.table.resolve(model) === undefined || deniedBy !== undefined)
      throw notFound(`there is no model "${name.slice(0, 200)}" for this key; GET /models lists what there is`)
    call.reply.send(describe(call, name))
  },
}

/** With whose eyes models are looked at. */
export type ModelsSeen = {
  /** Names of their own, beside the config's. */
  readonly aliases: readonly string[]
  /** True for a name under which they may call a model. */
  sees(name: string): boolean
  /** True for a model of the config that they may call, whatever they call it. */
  mayUse(model: string): boolean
}

/** The caller's own, unless the query names others. Whose team it is, a database says, which is loaded where it is asked. */
function eyesOf(call: GatewayCall): ModelsSeen | Promise<ModelsSeen> {
  const team = queryText(call, 'team_id')
  const scope = queryText(call, 'scope')
  if (scope !== undefined && scope !== 'expand') throw badRequest(`scope may be "expand", and is "${scope.slice(0, 60)}"`, 'scope')
  if (team === undefined && scope === undefined) return seenByCaller(call)
  return import('../admin/models-seen.js').then(({ seenByTeam, seenByGivers }) =>
    team === undefined ? seenByGivers(call) : seenByTeam(call, team),
  )
}

/** The names that the caller's key may use. */
export function namesFor(call: GatewayCall): readonly string[] {
  return listed(call, seenByCaller(call))
}

function seenByCaller(call: GatewayCall): ModelsSeen {
  const { identity, serving } = call
  const { plan, engine } = serving
  return {
    aliases: ownAliases(identity, plan),
    mayUse: (model) => mayUse(identity, model, plan),
    sees: (name) => {
      const { model, deniedBy } = wantedModel(identity, name, plan)
      return deniedBy === undefined && !isNamedWithin(call, name) && (model === name || engine.table.resolve(model) !== undefined)
    },
  }
}

/** Names, then what patterns stand for, then patterns, aliases of their own, and access groups where they are asked for. */
function listed(call: GatewayCall, seen: ModelsSeen): readonly string[] {
  const { plan } = call.serving
  const only = queryFlag(call, 'only_model_access_groups')
  const patterns = queryFlag(call, 'return_wildcard_routes') ? plan.wildcards.map(({ pattern }) => pattern) : []
  const models = only ? [] : [...namedModels(plan), ...knownByPattern(plan), ...patterns, ...seen.aliases]
  const groups = only || queryFlag(call, 'include_model_access_groups') ? grantedGroups(plan, seen) : []
  return [...new Set([...models.filter((name) => seen.sees(name)), ...groups])]
}

/** A team calls its models by words of its own; only administrators see what they are called within. */
function isNamedWithin({ identity, serving: { plan } }: GatewayCall, name: string): boolean {
  const owner = ownerOf(plan, name)
  return owner !== undefined && identity.role !== 'proxy_admin' && teamModel(plan, owner, name) !== name
}

/** Access groups of which they may use a model. */
function grantedGroups(plan: Plan, seen: ModelsSeen): readonly string[] {
  return [...allAccessGroups(plan)].flatMap(([name, groups]) => (seen.mayUse(name) ? [...groups] : []))
}

function describe(call: GatewayCall, id: string): object {
  const model = { id, object: 'model', created, owned_by: 'openai' }
  return queryFlag(call, 'include_metadata') ? { ...model, metadata: { fallbacks: fallbacksOf(call, id) } } : model
}

function fallbacksOf(call: GatewayCall, name: string): readonly string[] {
  const chains = chainsOf(call)
  const chain = chains.find(({ from }) => from === name) ?? chains.find(({ from }) => from === '*')
  return (chain?.to ?? []).map(({ group }) => group).filter((group) => group !== name)
}

function chainsOf(call: GatewayCall): readonly Chain[] {
  const { general, contextWindow, contentPolicy } = call.serving.plan.chains
  switch (queryText(call, 'fallback_type') ?? 'general') {
    case 'general':
      return general
    case 'context_window':
      return contextWindow
    case 'content_policy':
      return contentPolicy
    default:
      throw badRequest('fallback_type must be general, context_window or content_policy', 'fallback_type')
  }
}
