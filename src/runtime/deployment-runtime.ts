/** A deployment made ready to be called: environment read, key found, adapter chosen. Done once per client. */
import type { Deployment, JsonObject, Plan, Provider, Secrets } from '../plan/plan.js'
import { type Failure, isFault, type Outcome } from '../protocol/failure.js'
import type { Adapter, Credentials, Target } from '../providers/adapter.js'
import { findCredentials } from './credentials.js'
import { createFailure, nameOf } from './failures.js'
import { type Environment, readBoolean, readLimit, readNumber, readParams, readText } from './settings.js'
import { fillModel, type Match } from './wildcards.js'

export type DeploymentRuntime = {
  readonly target: Target
  readonly adapter: Adapter
  readonly credentials: Credentials
  /** Default parameters: the router's over the deployment's. */
  readonly defaults: JsonObject | undefined
  readonly timeoutMs: number | undefined
  readonly streamTimeoutMs: number | undefined
  readonly numRetries: number | undefined
  readonly restMs: number | undefined
  readonly dropParams: boolean | undefined
  readonly mockResponse: string | undefined
  readonly mockTimeout: boolean
}

/** Ready, or why it cannot be called; the message then says what to set. */
export type Readiness =
  | { readonly ready: DeploymentRuntime; readonly fault?: undefined }
  | { readonly ready?: undefined; readonly fault: Failure }

export type DeploymentSources = {
  readonly plan: Plan
  readonly adapters: { readonly [format: string]: Adapter }
  readonly env: Environment
  readonly secrets: Secrets
}

/** All deployments of a Plan, by index. */
export function prepareDeployments(sources: DeploymentSources): readonly Readiness[] {
  const providers = new Map(sources.plan.providers.map((provider) => [provider.name, provider]))
  return sources.plan.deployments.map((deployment) => {
    const provider = providers.get(deployment.provider)
    if (provider === undefined) throw new Error(`llmgen bug: the Plan has no provider "${deployment.provider}"`)
    const prepared = prepare(deployment, provider, sources)
    return isFault(prepared) ? { fault: prepared.failure } : { ready: prepared }
  })
}

function prepare(deployment: Deployment, provider: Provider, sources: DeploymentSources): Outcome<DeploymentRuntime> {
  const { env, plan } = sources
  const model = readText(deployment.model, env)
  const baseUrl = readText(deployment.baseUrl, env)
  if (model === undefined) return missingSetting(deployment, 'model', deployment.model)
  if (baseUrl === undefined || baseUrl === '') return missingSetting(deployment, 'api_base', deployment.baseUrl)
  const adapter = Object.hasOwn(sources.adapters, provider.format) ? sources.adapters[provider.format] : undefined
  if (adapter === undefined) return missingAdapter(deployment, provider, model)
  const mockResponse = deployment.mockResponse
  const credentials = findCredentials(deployment, provider, model, env, sources.secrets)
  if (isFault(credentials) && mockResponse === undefined) return credentials
  const defaults = { ...readParams(deployment.defaults, env), ...readParams(plan.routing.defaults, env) }
  return {
    target: {
      deployment,
      provider,
      model,
      baseUrl: baseUrl.replace(/\/+$/, ''),
      apiVersion: readText(deployment.apiVersion, env),
      organization: readText(deployment.organization, env),
      headers: readHeaders(deployment, env),
    },
    adapter,
    credentials: isFault(credentials) ? { kind: 'none' } : credentials,
    defaults: Object.keys(defaults).length === 0 ? undefined : defaults,
    timeoutMs: readLimit(deployment.timeoutMs, env),
    streamTimeoutMs: readLimit(deployment.streamTimeoutMs, env),
    numRetries: readNumber(deployment.numRetries, env),
    restMs: readNumber(deployment.cooldownMs, env),
    dropParams: readBoolean(deployment.dropParams, env),
    mockResponse,
    mockTimeout: readBoolean(deployment.mockTimeout, env) ?? false,
  }
}

function readHeaders(deployment: Deployment, env: Environment): { readonly [name: string]: string } {
  const headers: Record<string, string> = Object.create(null)
  for (const [name, setting] of Object.entries(deployment.extraHeaders ?? {})) {
    const value = readText(setting, env)
    if (value !== undefined) headers[name.toLowerCase()] = value
  }
  return headers
}

/** The target with the model that the caller's name fills in, for deployments of a wildcard. */
export function fillTarget(target: Target, match: Match | undefined): Target {
  return match === undefined ? target : { ...target, model: fillModel(target.model, match) }
}

function missingSetting(deployment: Deployment, key: string, setting: unknown): { readonly failure: Failure } {
  const variable = typeof setting === 'object' && setting !== null && 'env' in setting ? String(setting.env) : undefined
  const what = variable === undefined ? `${key} is empty` : `${key} comes from the variable ${variable}, which is not set`
  const place = { provider: deployment.provider, model: deployment.group, deploymentId: deployment.id }
  return {
    failure: createFailure(place, {
      kind: 'bad-request',
      status: 400,
      code: 'missing_setting',
      type: 'invalid_request_error',
      param: key,
      message: `${nameOf(place)}: ${what}. Set it, or hand it over as createLlm({ env }).`,
    }),
  }
}

function missingAdapter(deployment: Deployment, provider: Provider, model: string): { readonly failure: Failure } {
  const place = { provider: provider.name, model, deploymentId: deployment.id }
  return {
    failure: createFailure(place, {
      kind: 'bad-request',
      status: 400,
      code: 'format_not_loaded',
      type: 'invalid_request_error',
      message: `${nameOf(place)} speaks the format "${provider.format}", for which this client carries no adapter. Run llmgen again with a version that has it, or take the deployment out of the config.`,
    }),
  }
}
