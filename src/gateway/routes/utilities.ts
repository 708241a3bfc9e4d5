/** `/utils/…` and `/spend/calculate`: what would be sent, what may be sent, and what it costs. */
import { guessProvider } from '../../catalog/guess-provider.js'
import { findModel } from '../../catalog/models.js'
import { isFault } from '../../protocol/failure.js'
import type { Endpoint } from '../../providers/adapter.js'
import { type Cost, costOf, countTokens, type PricedUsage, price } from '../../runtime/cost.js'
import { fillTarget } from '../../runtime/fill-target.js'
import { hideInJson, keysOf } from '../../runtime/sign-in/hide-keys.js'
import { mayUse, modelDenied, wantedModel } from '../auth/model-access.js'
import { prepareCall } from '../call-options.js'
import { countHere } from '../count-here.js'
import { dryRequest, supportedParams } from '../dry-request.js'
import { badRequest } from '../errors.js'
import { publicUrl } from '../public-url.js'
import { queryText } from '../query.js'
import { checkCall, isObject, type RawObject, readJson } from '../request-body.js'
import { requireList } from '../request-members.js'
import type { GatewayCall, Route } from '../route.js'
import type { Serving } from '../serving.js'

/** LiteLLM's names of calls, by the endpoint they reach. */
const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['completion', 'chat'],
  ['acompletion', 'chat'],
  ['text_completion', 'completions'],
  ['atext_completion', 'completions'],
  ['embedding', 'embeddings'],
  ['aembedding', 'embeddings'],
  ['image_generation', 'images'],
  ['aimage_generation', 'images'],
  ['speech', 'speech'],
  ['aspeech', 'speech'],
  ['moderation', 'moderations'],
  ['amoderation', 'moderations'],
  ['rerank', 'rerank'],
  ['arerank', 'rerank'],
  ['responses', 'responses'],
  ['aresponses', 'responses'],
])

/** Headers whose value says nothing about who sends; of all others only the name is shown. */
const shownHeaders: ReadonlySet<string> = new Set(['content-type', 'accept', 'anthropic-version', 'anthropic-beta', 'openai-beta'])

export const transformRequest: Route = {
  method: 'POST',
  paths: ['/utils/transform_request'],
  access: 'key',
  errors: 'openai',
  summary: 'Shows the request that a call would send to the provider, without sending it and without its key.',
  tags: ['utilities'],
  handle: async (call) => {
    const { call_type: type, request_body: given } = readJson(call)
    const endpoint = typeof type === 'string' ? endpoints.get(type) : undefined
    if (endpoint === undefined) throw badRequest(`call_type must be one of ${[...endpoints.keys()].join(', ')}`, 'call_type')
    if (!isObject(given)) throw badRequest('request_body must be an object: the body of the call', 'request_body')
    const { body } = prepareCall(call, checkCall(call, given))
    const { target, http } = await dryRequest(call.serving, endpoint, body)
    if (isFault(http)) throw badRequest(http.failure.message, http.failure.param ?? undefined)
    call.reply.send({
      raw_request_api_base: publicUrl(http.url),
      raw_request_body: shownBody(call.serving, http.body),
      raw_request_headers: shownMap({ ...target.headers, ...http.headers }),
      error: null,
    })
  },
}

function shownMap(headers: { readonly [name: string]: string }): object {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, shownHeaders.has(name.toLowerCase()) ? value : '*****']))
}

/** What is JSON as JSON, with the operator's keys taken out; anything else by its size. */
function shownBody({ engine, secrets }: Serving, body: string | Uint8Array | undefined): unknown {
  if (typeof body !== 'string') return body === undefined ? null : `${body.byteLength} bytes`
  const hidden = [...keysOf(engine.deployments), ...[...secrets.values()].filter((secret) => secret.length >= 8)]
  const shown = hideInJson(body, hidden)
  try {
    const value: unknown = JSON.parse(shown)
    return value
  } catch {
    // a form, or lines of JSON: shown as the text it is
    return shown
  }
}

export const supportedOpenAiParams: Route = {
  method: 'GET',
  paths: ['/utils/supported_openai_params'],
  access: 'key',
  errors: 'openai',
  summary: "Lists OpenAI's parameters that the provider of a model takes.",
  tags: ['utilities'],
  query: [{ name: 'model', about: 'A name of the config.', type: 'string' }],
  handle: async (call) => {
    const model = allowedModel(call, queryText(call, 'model'))
    call.reply.send({ supported_openai_params: await supportedParams(call.serving, model) })
  },
}

/** The model behind a name. Throws a 400 for a name that is none, and a 403 for one that is not for this key. */
function allowedModel({ identity, serving }: GatewayCall, model: unknown): string {
  const { plan, engine } = serving
  if (typeof model !== 'string' || model === '') throw badRequest('model is missing: it must be one of the names of the config', 'model')
  const wanted = wantedModel(identity, model, plan)
  if (wanted.deniedBy !== undefined) throw modelDenied(serving, wanted.deniedBy, model)
  if (engine.table.resolve(wanted.model) === undefined) throw badRequest(`no model is called "${model.slice(0, 200)}" here`, 'model')
  return wanted.model
}

export const calculateSpend: Route = {
  method: 'POST',
  paths: ['/spend/calculate'],
  access: 'key',
  errors: 'openai',
  summary: 'Says what a chat would cost to send, or what an answer has cost.',
  tags: ['utilities'],
  handle: async (call) => {
    const body = readJson(call)
    const cost = isObject(body.completion_response) ? costOfAnswer(call, body.completion_response) : await costOfPrompt(call, body)
    if (cost.nanoUsd === undefined) throw badRequest(`the cost is not known: ${cost.reason}`, 'model')
    call.reply.send({ cost: cost.nanoUsd / 1e9 })
  },
}

/** The prompt alone: what will be answered is not known. */
async function costOfPrompt(call: GatewayCall, body: RawObject): Promise<Cost> {
  const model = allowedModel(call, body.model)
  requireList(body, 'messages')
  const { reply, deployment } = await countHere(call.serving, { ...body, model })
  return costOf(call.serving.engine.costs, deployment.price, reply.model, { prompt_tokens: reply.input_tokens, completion_tokens: 0 })
}

/** By a name of the config that the caller may use, else by the name that the provider gives the model. */
function costOfAnswer({ serving: { engine, plan }, identity }: GatewayCall, { model, usage }: RawObject): Cost {
  if (typeof model !== 'string' || !isUsage(usage))
    throw badRequest('completion_response must have a model, and a usage with prompt_tokens', 'completion_response')
  const resolved = mayUse(identity, model, plan) ? engine.table.resolve(model) : undefined
  const [index] = resolved?.group.deployments ?? []
  const deployment = index === undefined ? undefined : plan.deployments[index]
  if (deployment !== undefined) {
    const target = engine.deployments[deployment.index]?.ready?.target
    const called = target === undefined || resolved?.match === undefined ? model : fillTarget(target, resolved.match).model
    const cost = costOf(engine.costs, deployment.price, called, usage)
    if (cost.nanoUsd !== undefined) return cost
  }
  const [, prefix, rest = model] = /^([^/]+)\/(.+)$/.exec(model) ?? []
  const provider = prefix ?? guessProvider(model)
  const row = provider === undefined ? undefined : findModel(provider, rest)?.price
  return row === undefined ? { reason: `no price is known for "${model.slice(0, 200)}"` } : price(row, countTokens(usage))
}

function isUsage(value: unknown): value is PricedUsage {
  if (!isObject(value)) return false
  const { prompt_tokens: prompt, completion_tokens: completion, prompt_tokens_details: before, completion_tokens_details: after } = value
  const isCount = (count: unknown) => typeof count === 'number' && Number.isFinite(count) && count >= 0
  const isDetails = (details: unknown) =>
    details === undefined ||
    details === null ||
    (isObject(details) && Object.values(details).every((each) => each === null || isCount(each)))
  return isCount(prompt) && (completion === undefined || isCount(completion)) && isDetails(before) && isDetails(after)
}
