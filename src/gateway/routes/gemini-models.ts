/** `GET /v1beta/models`: the names that the caller's key may use, as Google's clients list them. */
import type { Mode } from '../../plan/plan.js'
import { wantedModel } from '../auth/model-access.js'
import { badRequest, notFound } from '../errors.js'
import { queryCount, queryText } from '../query.js'
import { isObject } from '../request-body.js'
import type { GatewayCall, Route } from '../route.js'
import { namesFor } from './models.js'

const rules = { method: 'GET', access: 'key', errors: 'google', tags: ['gemini'] } as const

/** Entries of a page, and the most there can be: Google's. */
const usualPage = 50
const mostOnPage = 1_000

export const listGeminiModels: Route = {
  ...rules,
  paths: ['/v1beta/models'],
  summary: "Lists the models that this key may use, in the form of Gemini's API.",
  query: [
    { name: 'pageSize', about: `Entries of a page. Default ${usualPage}.`, type: 'integer' },
    { name: 'pageToken', about: 'The page that the one before named.', type: 'string' },
  ],
  handle: (call) => {
    const size = queryCount(call, 'pageSize', usualPage, mostOnPage)
    const token = queryText(call, 'pageToken') ?? '0'
    if (!/^\d{1,9}$/.test(token)) throw badRequest('pageToken: it has to be one that a page has named', 'pageToken')
    const names = namesFor(call)
    const end = Number(token) + size
    const models = names.slice(Number(token), end).map((name) => describe(call, name))
    call.reply.send({ models, ...(end < names.length && { nextPageToken: String(end) }) })
  },
}

export const showGeminiModel: Route = {
  ...rules,
  paths: ['/v1beta/models/*'],
  summary: "Shows one model in the form of Gemini's API.",
  handle: (call) => {
    const { params } = call.request
    const name = isObject(params) ? String(params['*']) : ''
    const { model, deniedBy } = wantedModel(call.identity, name, call.serving.plan)
    if (call.serving.engine.table.resolve(model) === undefined || deniedBy !== undefined)
      throw notFound(`there is no model "${name.slice(0, 200)}" for this key; GET /v1beta/models lists what there is`)
    call.reply.send(describe(call, name))
  },
}

/** What Google's API can do with a model, by what it is for. */
const actions: { readonly [M in Mode]?: readonly string[] } = {
  chat: ['generateContent', 'streamGenerateContent', 'countTokens'],
  responses: ['generateContent', 'streamGenerateContent', 'countTokens'],
  embedding: ['embedContent', 'batchEmbedContents'],
}

function describe({ identity, serving: { plan, engine } }: GatewayCall, name: string): object {
  const group = engine.table.resolve(wantedModel(identity, name, plan).model)?.group
  const window = plan.groups.find((each) => each.name === group?.name)?.contextWindow
  return {
    name: `models/${name}`,
    version: '',
    displayName: name,
    ...(window !== undefined && { inputTokenLimit: window }),
    supportedGenerationMethods: (group === undefined ? undefined : actions[group.mode]) ?? [],
  }
}
