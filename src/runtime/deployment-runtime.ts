/** A deployment made ready to be called: environment read, key found, adapter chosen. Done once per client. */
import type { Deployment, JsonObject, Plan, Provider, ProviderUrl, Secrets, TextSetting } from '../plan/plan.js'
import { type Failure, isFault } from '../protocol/failure.js'
import type { Credentials, Target } from '../providers/adapter.js'
import { createFailure, nameOf } from './failures.js'
import { type GivenAdapter, mustSignIn } from './loaded-adapters.js'
import { type Environment, readBaseUrl, readBoolean, readLimit, readNumber, readParams, readText } from './settings.js'
import { awsRegion } from './sign-in/aws-credentials.js'
import { findCredentials, findSettings, readSecret } from './sign-in/credentials.js'

export type DeploymentRuntime = {
  readonly target: Target
  readonly adapter: GivenAdapter
  readonly credentials: Credentials
  /** Its calls are authorised with a token that has to be fetched; see `sign-in.ts`. Undefined: the adapter, still to be imported, tells. */
  readonly signsIn: boolean | undefined
  /** Why it cannot be called where the caller's own source gives it no token. */
  readonly lacking?: Failure
  /** Default parameters: the router's over the deployment's. */
  readonly defaults: JsonObject | undefined
  readonly timeoutMs: number | undefined
  readonly streamTimeoutMs: number | undefined
  readonly numRetries: number | undefined
  readonly restMs: number | undefined
  readonly allowedFails: number | undefined
  readonly dropParams: boolean | undefined
  /** Reasoning goes into the content, inside `<think>`. */
  readonly mergeReasoning: boolean
  readonly mockResponse: string | undefined
  readonly mockTimeout: boolean
}

/** Ready, or why it cannot be called; the message then says what to set. */
export type Readiness =
  | { readonly ready: DeploymentRuntime; readonly fault?: undefined; readonly keyless?: undefined }
  /** `keyless` is set where nothing but the key is missing: a mocked answer needs none. */
  | { readonly ready?: undefined; readonly fault: Failure; readonly keyless?: DeploymentRuntime }

export type DeploymentSources = {
  readonly plan: Plan
  readonly adapters: { readonly [format: string]: GivenAdapter }
  readonly env: Environment
  readonly secrets: Secrets
  /** The caller has a token source of its own, so that a key may be missing. */
  readonly ownTokens?: boolean
}

/** All deployments of a Plan, by index. */
export function prepareDeployments(sources: DeploymentSources): readonly Readiness[] {
  const providers = new Map(sources.plan.providers.map((provider) => [provider.name, provider]))
  return sources.plan.deployments.map((deployment) => {
    const provider = providers.get(deployment.provider)
    if (provider === undefined) throw new Error(`llmgen bug: the Plan has no provider "${deployment.provider}"`)
    return prepare(deployment, provider, sources)
  })
}

function prepare(deployment: Deployment, provider: Provider, sources: DeploymentSources): Readiness {
  const { env } = sources
  const model = readText(deployment.model, env)
  const baseUrl = readBaseUrl(deployment.baseUrl, env)
  if (model === undefined) return { fault: missingSetting(deployment, 'model', deployment.model) }
  if (baseUrl === undefined) return { fault: missingSetting(deployment, 'api_base', deployment.baseUrl) }
  const format = deployment.format ?? provider.format
  const adapter = Object.hasOwn(sources.adapters, format) ? sources.adapters[format] : undefined
  if (adapter === undefined) return { fault: missingAdapter(deployment, provider, model, format) }
  const credentials = findCredentials(deployment, provider, model, env, sources.secrets)
  const region = provider.auth === 'aws' ? awsRegion(deployment, env, (ref) => readSecret(ref, env, sources.secrets)) : ''
  const settings = findSettings(deployment, provider, env, sources.secrets)
  const target = createTarget(deployment, provider, model, baseUrl.replace('{region}', region), settings, env)
  const keyless = isFault(credentials)
  const runtime = createRuntime(target, adapter, keyless ? { kind: 'none' } : credentials, sources)
  if (!keyless || deployment.mockResponse !== undefined) return { ready: runtime }
  if (sources.ownTokens === true) return { ready: { ...runtime, lacking: credentials.failure } }
  return { fault: credentials.failure, keyless: runtime }
}

function createTarget(
  deployment: Deployment,
  provider: Provider,
  model: string,
  baseUrl: string,
  settings: Target['settings'],
  env: Environment,
): Target {
  const { supportsSystemMessage } = deployment
  const known = typeof supportsSystemMessage === 'object' ? readBoolean(supportsSystemMessage, env) : supportsSystemMessage
  return {
    deployment: known === undefined ? deployment : { ...deployment, supportsSystemMessage: known },
    provider,
    model,
    baseUrl,
    apiVersion: readText(deployment.apiVersion, env),
    organization: readText(deployment.organization, env),
    headers: readHeaders(deployment, env),
    settings,
  }
}

function createRuntime(target: Target, adapter: GivenAdapter, credentials: Credentials, sources: DeploymentSources): DeploymentRuntime {
  const { plan, env } = sources
  const { deployment } = target
  const defaults = { ...readParams(deployment.defaults, env), ...readParams(plan.routing.defaults, env) }
  return {
    target,
    adapter,
    credentials,
    signsIn: sources.ownTokens === true || (typeof adapter === 'function' ? undefined : mustSignIn(adapter, credentials, target.provider)),
    defaults: Object.keys(defaults).length === 0 ? undefined : defaults,
    timeoutMs: readLimit(deployment.timeoutMs, env),
    streamTimeoutMs: readLimit(deployment.streamTimeoutMs, env),
    numRetries: readNumber(deployment.numRetries, env),
    restMs: readNumber(deployment.cooldownMs, env),
    allowedFails: readNumber(deployment.allowedFails, env),
    dropParams: readBoolean(deployment.dropParams, env),
    mergeReasoning: readBoolean(deployment.mergeReasoningContent, env) ?? false,
    mockResponse: deployment.mockResponse,
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

function missingSetting(deployment: Deployment, key: string, setting: TextSetting | ProviderUrl): Failure {
  const what =
    typeof setting !== 'object'
      ? `${key} is empty`
      : 'firstOf' in setting
        ? `${key} is not in the config, and ${setting.firstOf.join(' or ')} is not set`
        : `${key} comes from the variable ${setting.env}, which is not set`
  const place = { provider: deployment.provider, model: deployment.group, deploymentId: deployment.id }
  return createFailure(place, {
    kind: 'bad-request',
    status: 400,
    code: 'missing_setting',
    type: 'invalid_request_error',
    param: key,
    message: `${nameOf(place)}: ${what}. Set it, or hand it over as createLlm({ env }).`,
  })
}

function missingAdapter(deployment: Deployment, provider: Provider, model: string, format: string): Failure {
  const place = { provider: provider.name, model, deploymentId: deployment.id }
  return createFailure(place, {
    kind: 'bad-request',
    status: 400,
    code: 'format_not_loaded',
    type: 'invalid_request_error',
    message: `${nameOf(place)} speaks the format "${format}", for which this client carries no adapter. Run llmgen again with a version that has it, or take the deployment out of the config.`,
  })
}
