/** `GET /models`: the names that the caller's key may use. */
import type { Chain, Plan } from '../../plan/plan.js'
import { mayCallModel } from '../access.js'
import { badRequest, notFound } from '../errors.js'
import { isObject } from '../request-body.js'
import type { GatewayCall, Route } from '../route.js'

/** LiteLLM tells the same time for every model, in seconds; clients sort by it. */
const created = 1_677_610_602

export const listModels: Route = {
  method: 'GET',
  paths: ['/models', '/v1/models'],
  access: 'key',
  errors: 'openai',
  summary: 'Lists the models that this key may use.',
  tags: ['models'],
  handle: (call) => {
    const names = namesOf(call.serving.plan, flag(call, 'return_wildcard_routes')).filter((name) => mayCallModel(call.identity, name))
    call.reply.send({ data: names.map((name) => describe(call, name)), object: 'list' })
  },
}

export const showModel: Route = {
  method: 'GET',
  paths: ['/models/*', '/v1/models/*'],
  access: 'key',
  errors: 'openai',
  summary: 'Shows one model.',
  tags: ['models'],
  handle: (call) => {
    const { params } = call.request
    const name = isObject(params) ? String(params['*']) : ''
    if (call.serving.engine.table.resolve(name) === undefined || !mayCallModel(call.identity, name))
      throw notFound(`there is no model "${name}" for this key; GET /models lists what there is`)
    call.reply.send(describe(call, name))
  },
}

/** Public names: groups, then aliases that are not hidden; patterns where they are asked for. */
function namesOf({ groups, aliases, wildcards }: Plan, withPatterns: boolean): readonly string[] {
  const visible = aliases.filter(({ hidden }) => !hidden).map(({ name }) => name)
  return [...groups.map(({ name }) => name), ...visible, ...(withPatterns ? wildcards.map(({ pattern }) => pattern) : [])]
}

function describe(call: GatewayCall, id: string): object {
  const model = { id, object: 'model', created, owned_by: 'openai' }
  return flag(call, 'include_metadata') ? { ...model, metadata: { fallbacks: fallbacksOf(call, id) } } : model
}

function fallbacksOf(call: GatewayCall, name: string): readonly string[] {
  const chains = chainsOf(call)
  const chain = chains.find(({ from }) => from === name) ?? chains.find(({ from }) => from === '*')
  return (chain?.to ?? []).map(({ group }) => group).filter((group) => group !== name)
}

function chainsOf(call: GatewayCall): readonly Chain[] {
  const { general, contextWindow, contentPolicy } = call.serving.plan.chains
  switch (query(call, 'fallback_type') ?? 'general') {
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

function flag(call: GatewayCall, name: string): boolean {
  return query(call, name)?.toLowerCase() === 'true'
}

function query({ request }: GatewayCall, name: string): string | undefined {
  const value = isObject(request.query) ? request.query[name] : undefined
  return typeof value === 'string' ? value : undefined
}
