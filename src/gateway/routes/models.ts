/** `GET /models`: the names that the caller's key may use. */
import type { Chain } from '../../plan/plan.js'
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
    ...metadataQuery,
  ],
  handle: (call) => {
    call.reply.send({ data: listed(call).map((name) => describe(call, name)), object: 'list' })
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

/** Names, then what patterns stand for, then patterns, aliases of the caller's own, and access groups where they are asked for. */
function listed(call: GatewayCall): readonly string[] {
  const { plan, engine } = call.serving
  const only = queryFlag(call, 'only_model_access_groups')
  const patterns = queryFlag(call, 'return_wildcard_routes') ? plan.wildcards.map(({ pattern }) => pattern) : []
  const models = only ? [] : [...namedModels(plan), ...knownByPattern(plan), ...patterns, ...ownAliases(call.identity, plan)]
  const groups = only || queryFlag(call, 'include_model_access_groups') ? grantedGroups(call) : []
  const isTheirs = (name: string) => {
    const { model, deniedBy } = wantedModel(call.identity, name, plan)
    return deniedBy === undefined && !isNamedWithin(call, name) && (model === name || engine.table.resolve(model) !== undefined)
  }
  return [...new Set([...models.filter(isTheirs), ...groups])]
}

/** A team calls its models by words of its own; only administrators see what they are called within. */
function isNamedWithin({ identity, serving: { plan } }: GatewayCall, name: string): boolean {
  const owner = ownerOf(plan, name)
  return owner !== undefined && identity.role !== 'proxy_admin' && teamModel(plan, owner, name) !== name
}

/** Access groups in which the key may use a model. */
function grantedGroups({ identity, serving: { plan } }: GatewayCall): readonly string[] {
  return [...allAccessGroups(plan)].flatMap(([name, groups]) => (mayUse(identity, name, plan) ? [...groups] : []))
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
