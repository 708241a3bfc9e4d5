/** What is known about the models: by deployment, and by public name. Never a key. */
import { findModel } from '../../catalog/models.js'
import type { Deployment, Group, Known, Plan } from '../../plan/plan.js'
import type { PriceRow } from '../../plan/prices.js'
import { mayCallModel } from '../access.js'
import { notFound } from '../errors.js'
import { isObject } from '../request-body.js'
import type { GatewayCall, Route } from '../route.js'
import type { Serving } from '../serving.js'

export const modelInfo: Route = {
  method: 'GET',
  paths: ['/model/info', '/v1/model/info'],
  access: 'key',
  errors: 'openai',
  summary: 'Shows each deployment: what it can do, how much it takes, what it costs.',
  tags: ['models'],
  handle: (call) => {
    const id = query(call, 'litellm_model_id')
    const shown = call.serving.plan.deployments.filter(
      (deployment) => (id === undefined || deployment.id === id) && mayCallModel(call.identity, deployment.group),
    )
    if (id !== undefined && shown.length === 0) throw notFound(`there is no deployment with the id "${id}" for this key`)
    call.reply.send({ data: shown.map((deployment) => describeDeployment(call.serving, deployment)) })
  },
}

export const modelGroupInfo: Route = {
  method: 'GET',
  paths: ['/model_group/info'],
  access: 'key',
  errors: 'openai',
  summary: 'Shows each public name: its providers, limits, prices and abilities.',
  tags: ['models'],
  handle: (call) => {
    const asked = query(call, 'model_group')
    const groups = call.serving.plan.groups.filter(
      ({ name }) => (asked === undefined || name === asked) && mayCallModel(call.identity, name),
    )
    call.reply.send({ data: groups.map((group) => describeGroup(call.serving, group)) })
  },
}

function describeDeployment(serving: Serving, deployment: Deployment): object {
  const target = serving.engine.deployments[deployment.index]?.ready?.target
  const facts = factsOf(serving, deployment)
  const { tools, vision, jsonSchema, reasoning } = deployment.capabilities
  return {
    model_name: deployment.group,
    litellm_params: {
      model: `${deployment.provider}/${modelOf(serving, deployment)}`,
      ...(target !== undefined && { api_base: target.baseUrl.split('?')[0] }),
    },
    model_info: {
      id: deployment.id,
      db_model: false,
      mode: deployment.mode,
      max_tokens: facts.output,
      max_input_tokens: facts.input,
      max_output_tokens: facts.output,
      input_cost_per_token: facts.inputUsd,
      output_cost_per_token: facts.outputUsd,
      litellm_provider: deployment.provider,
      supports_function_calling: known(tools),
      supports_vision: known(vision),
      supports_response_schema: known(jsonSchema),
      supports_reasoning: known(reasoning),
    },
  }
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
}

function factsOf(serving: Serving, deployment: Deployment): Facts {
  const price = priceOf(serving.plan, deployment)
  const row = findModel(deployment.provider, modelOf(serving, deployment))
  return {
    input: deployment.contextWindow ?? null,
    output: deployment.maxOutputTokens ?? row?.maxOutputTokens ?? null,
    inputUsd: dollars(price?.input),
    outputUsd: dollars(price?.output),
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

function query({ request }: GatewayCall, name: string): string | undefined {
  const value = isObject(request.query) ? request.query[name] : undefined
  return typeof value === 'string' ? value : undefined
}
