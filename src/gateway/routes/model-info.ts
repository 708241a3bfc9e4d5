/** What is known about the models: by deployment, and by public name. Never a key. */
import { findModel } from '../../catalog/models.js'
import type { Deployment, Group, Known, Plan } from '../../plan/plan.js'
import type { PriceRow } from '../../plan/prices.js'
import { writtenInfo } from '../access-groups.js'
import { mayUse } from '../auth/model-access.js'
import { supportedParams } from '../dry-request.js'
import { notFound } from '../errors.js'
import { publicUrl } from '../public-url.js'
import { queryCount, queryText } from '../query.js'
import type { GatewayCall, Route } from '../route.js'
import type { Serving } from '../serving.js'

export const modelInfo: Route = {
  method: 'GET',
  paths: ['/model/info', '/v1/model/info'],
  access: 'key',
  errors: 'openai',
  summary: 'Shows each deployment: what it can do, how much it takes, what it costs.',
  tags: ['models'],
  query: [{ name: 'litellm_model_id', about: 'Shows this deployment alone.', type: 'string' }],
  handle: (call) => {
    const id = queryText(call, 'litellm_model_id')
    const shown = deploymentsFor(call).filter((deployment) => id === undefined || deployment.id === id)
    if (id !== undefined && shown.length === 0) throw notFound(`there is no deployment with the id "${id.slice(0, 200)}" for this key`)
    call.reply.send({ data: shown.map((deployment) => describeDeployment(call.serving, deployment)) })
  },
}

/** Entries of a page, and the most there can be. */
const usualPage = 50
const mostOnPage = 1_000

export const modelInfoPages: Route = {
  method: 'GET',
  paths: ['/v2/model/info'],
  access: 'key',
  errors: 'openai',
  summary: 'Shows deployments page by page.',
  tags: ['models'],
  query: [
    { name: 'page', about: 'From 1.', type: 'integer' },
    { name: 'size', about: `Entries of a page. Default ${usualPage}.`, type: 'integer' },
    { name: 'model', about: 'Shows the deployments of this name alone.', type: 'string' },
    { name: 'modelId', about: 'Shows this deployment alone.', type: 'string' },
    { name: 'search', about: 'Shows those whose name has this in it.', type: 'string' },
  ],
  handle: (call) => {
    const page = queryCount(call, 'page', 1, 1_000_000)
    const size = queryCount(call, 'size', usualPage, mostOnPage)
    const [model, id, text] = ['model', 'modelId', 'search'].map((name) => queryText(call, name))
    const shown = deploymentsFor(call).filter(
      (deployment) =>
        (model === undefined || deployment.group === model) &&
        (id === undefined || deployment.id === id) &&
        (text === undefined || deployment.group.toLowerCase().includes(text.toLowerCase())),
    )
    call.reply.send({
      data: shown.slice((page - 1) * size, page * size).map((deployment) => describeDeployment(call.serving, deployment)),
      total_count: shown.length,
      current_page: page,
      total_pages: Math.ceil(shown.length / size),
      size,
    })
  },
}

export const modelGroupInfo: Route = {
  method: 'GET',
  paths: ['/model_group/info'],
  access: 'key',
  errors: 'openai',
  summary: 'Shows each public name: its providers, limits, prices and abilities.',
  tags: ['models'],
  query: [{ name: 'model_group', about: 'Shows this name alone.', type: 'string' }],
  handle: async (call) => {
    const asked = queryText(call, 'model_group')
    const shown = groupsOf(call.serving.plan).filter(
      ({ name }) => (asked === undefined || name === asked) && mayUse(call.identity, name, call.serving.plan),
    )
    const data: object[] = []
    for (const group of shown) {
      // others get their turn: each group that is shown for the first time takes about a millisecond
      if (data.length % 20 === 19) await call.serving.engine.sleep(0)
      const params = await supportedParams(call.serving, group.name)
      data.push({ ...describeGroup(call.serving, group), supported_openai_params: params })
    }
    call.reply.send({ data })
  },
}

/** Those of the names that the caller's key may use. */
function deploymentsFor({ identity, serving: { plan } }: GatewayCall): readonly Deployment[] {
  return plan.deployments.filter(({ group }) => mayUse(identity, group, plan))
}

function describeDeployment(serving: Serving, deployment: Deployment): object {
  const target = serving.engine.deployments[deployment.index]?.ready?.target
  const facts = factsOf(serving, deployment)
  const { tools, vision, jsonSchema, reasoning } = deployment.capabilities
  const { region, rpm, tpm, tags } = deployment
  const info = writtenInfo(serving.plan, deployment)
  return {
    model_name: deployment.group,
    litellm_params: {
      model: `${deployment.provider}/${modelOf(serving, deployment)}`,
      ...(target !== undefined && { api_base: publicUrl(target.baseUrl) }),
      ...plain({ region_name: region, rpm, tpm, tags }),
    },
    model_info: {
      // what the config says beside what is known here: descriptions, teams, access groups
      ...plain(info),
      id: deployment.id,
      db_model: info.db_model === true,
      mode: deployment.mode,
      max_tokens: facts.output,
      max_input_tokens: facts.input,
      max_output_tokens: facts.output,
      input_cost_per_token: facts.inputUsd,
      output_cost_per_token: facts.outputUsd,
      cache_read_input_token_cost: facts.cacheReadUsd,
      cache_creation_input_token_cost: facts.cacheWriteUsd,
      litellm_provider: deployment.provider,
      supports_function_calling: known(tools),
      supports_parallel_function_calling: known(tools),
      supports_vision: known(vision),
      supports_response_schema: known(jsonSchema),
      supports_reasoning: known(reasoning),
    },
  }
}

/** Values that are told as they are; references and secret slots, which are maps in a Plan, are left out with all other maps. */
function plain(values: { readonly [name: string]: unknown }): object {
  const isPlain = (value: unknown): boolean =>
    Array.isArray(value) ? value.every(isPlain) : value !== undefined && (typeof value !== 'object' || value === null)
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isPlain(value)))
}

/** Public names and patterns. */
function groupsOf({ groups, wildcards }: Plan): readonly Group[] {
  return [...groups, ...wildcards.map(({ pattern, ...wildcard }) => ({ name: pattern, ...wildcard }))]
}

/** Least windows and highest prices of a group: what holds whichever deployment answers. */
function describeGroup(serving: Serving, { name, mode, deployments, capabilities, contextWindow }: Group): object {
  const members = deployments.flatMap((index) => serving.plan.deployments[index] ?? [])
  const facts = members.map((member) => factsOf(serving, member))
  return {
    model_group: name,
    providers: [...new Set(members.map(({ provider }) => provider))],
    mode,
    max_input_tokens: contextWindow ?? null,
    max_output_tokens: least(facts.map(({ output }) => output)),
    input_cost_per_token: most(facts.map(({ inputUsd }) => inputUsd)),
    output_cost_per_token: most(facts.map(({ outputUsd }) => outputUsd)),
    tpm: sum(members.map(({ tpm }) => tpm)),
    rpm: sum(members.map(({ rpm }) => rpm)),
    supports_parallel_function_calling: capabilities.tools === 'yes',
    supports_vision: capabilities.vision === 'yes',
    supports_function_calling: capabilities.tools === 'yes',
  }
}

type Facts = {
  readonly input: number | null
  readonly output: number | null
  readonly inputUsd: number | null
  readonly outputUsd: number | null
  readonly cacheReadUsd: number | null
  readonly cacheWriteUsd: number | null
}

function factsOf(serving: Serving, deployment: Deployment): Facts {
  const price = priceOf(serving.plan, deployment)
  const row = findModel(deployment.provider, modelOf(serving, deployment))
  return {
    input: deployment.contextWindow ?? null,
    output: deployment.maxOutputTokens ?? row?.maxOutputTokens ?? null,
    inputUsd: dollars(price?.input),
    outputUsd: dollars(price?.output),
    cacheReadUsd: dollars(price?.cacheRead),
    cacheWriteUsd: dollars(price?.cacheWrite),
  }
}

function modelOf({ engine }: Serving, { index, model }: Deployment): string {
  const { ready, fault } = engine.deployments[index] ?? {}
  return ready?.target.model ?? (typeof model === 'string' ? model : (fault?.model ?? ''))
}

function priceOf({ prices }: Plan, { price }: Deployment): PriceRow | undefined {
  return price.by === 'row' ? prices[price.row] : undefined
}

/** Picodollars as dollars; unknown stays unknown. */
function dollars(pico: number | undefined): number | null {
  return pico === undefined ? null : pico / 1e12
}

function known(ability: Known): boolean | null {
  return ability === 'unknown' ? null : ability === 'yes'
}

function least(values: readonly (number | null)[]): number | null {
  const given = values.filter((value) => value !== null)
  return given.length === 0 ? null : Math.min(...given)
}

function most(values: readonly (number | null)[]): number | null {
  const given = values.filter((value) => value !== null)
  return given.length === 0 ? null : Math.max(...given)
}

/** Limits that are known now; null where no deployment has one. */
function sum(values: readonly unknown[]): number | null {
  const given = values.filter((value) => typeof value === 'number')
  return given.length === 0 ? null : given.reduce((total, value) => total + value, 0)
}
