/** What each kind of failure means for retries, rest and fallbacks, as one table. */

import type { PolicyClass } from '../plan/routing.js'
import type { ErrorKind, Failure } from '../protocol/failure.js'

export type ClassRule = {
  /** Whether the same deployment may be asked again. */
  readonly same: boolean
  /** Whether another deployment of the group may do better. */
  readonly another: boolean
  /** Chain that is tried after the group; a class-specific one falls through to the general one. */
  readonly fallback: 'none' | 'general' | 'context-window' | 'content-policy'
  /**
   * What it says about the deployment: nothing (the caller's fault), `rate` counts towards the error rate,
   * `at-once` rests it, `limit` rests it where the group has others, `quota` likewise and longer.
   */
  readonly health: 'none' | 'rate' | 'at-once' | 'limit' | 'quota'
}

/**
 * Differs: LiteLLM runs the general fallback chain for plain 400s too. Another model cannot repair a malformed request,
 * and the answer would hide the mistake, so here a 400 or 422 ends the call; context and content refusals do fall back.
 */
const callerFault: ClassRule = { same: false, another: false, fallback: 'none', health: 'none' }
/** Differs: LiteLLM rests no deployment for a connection that fails. */
const serverFault: ClassRule = { same: true, another: true, fallback: 'general', health: 'rate' }
/**
 * Differs: LiteLLM tries no other deployment of the group after a 404, may ask the same one again after a 403, and rests
 * none for a 403; here the others, which have keys and addresses of their own, come first in all three cases.
 */
const keyFault: ClassRule = { same: false, another: true, fallback: 'general', health: 'at-once' }
/** Differs: LiteLLM takes an empty account for an ordinary 429, and never rests a deployment for a 402. */
const quota: ClassRule = { same: false, another: true, fallback: 'general', health: 'quota' }
/** A redirect is not followed: the address in the config is not where the service is. */
const moved: ClassRule = { same: false, another: true, fallback: 'general', health: 'rate' }
/** Failures that arose here, before any provider was asked: they say nothing about a deployment. */
const local: ClassRule = { same: false, another: false, fallback: 'general', health: 'none' }

const rules: { readonly [K in ErrorKind]: ClassRule } = {
  'bad-request': callerFault,
  'unsupported-params': callerFault,
  unprocessable: callerFault,
  abort: callerFault,
  'context-window': { ...callerFault, fallback: 'context-window' },
  'content-policy': { ...callerFault, fallback: 'content-policy' },
  authentication: keyFault,
  permission: keyFault,
  'not-found': keyFault,
  conflict: { ...serverFault, health: 'none' },
  'rate-limit': { ...serverFault, health: 'limit' },
  timeout: serverFault,
  internal: serverFault,
  'bad-gateway': serverFault,
  unavailable: serverFault,
  connection: serverFault,
  api: serverFault,
}

/** Codes of failures made here; see `failures.ts`. */
const localCodes: ReadonlySet<string> = new Set([
  'no_deployment_available',
  'queue_full',
  'queue_timeout',
  'missing_api_key',
  'missing_setting',
  'format_not_loaded',
])
/** Of those that speak of a whole group: a provider may use such a code too, and then it is the provider's. */
const groupCodes: ReadonlySet<string> = new Set([
  'budget_exceeded',
  'no_deployments_for_tags',
  'no_deployment_for_parameters',
  'no_deployment_in_region',
])

/** True for a failure that arose here, before any provider was asked. */
export function isLocal({ code, provider }: Failure): boolean {
  return code !== null && (localCodes.has(code) || (provider === '' && groupCodes.has(code)))
}

/** The rule of a failure: by kind, refined by our own codes, an empty account, and the status of the catch-all kind. */
export function ruleOf(failure: Failure): ClassRule {
  if (isLocal(failure)) return local
  if (failure.kind === 'rate-limit' && failure.code === 'insufficient_quota') return quota
  if (failure.code === 'model_not_found' && failure.kind === 'bad-request') return rules['not-found']
  if (failure.kind === 'api' && failure.status >= 400 && failure.status < 500) return failure.status === 402 ? quota : callerFault
  if (failure.kind === 'api' && failure.status >= 300 && failure.status < 400) return moved
  return rules[failure.kind]
}

const policyClasses: { readonly [K in ErrorKind]: PolicyClass } = {
  'bad-request': 'BadRequest',
  'unsupported-params': 'BadRequest',
  unprocessable: 'BadRequest',
  'context-window': 'BadRequest',
  'content-policy': 'ContentPolicyViolation',
  authentication: 'Authentication',
  permission: 'Default',
  'not-found': 'NotFound',
  conflict: 'Default',
  'rate-limit': 'RateLimit',
  timeout: 'Timeout',
  internal: 'InternalServer',
  'bad-gateway': 'BadGateway',
  unavailable: 'ServiceUnavailable',
  connection: 'Default',
  abort: 'Default',
  api: 'Default',
}

/**
 * The name under which a policy (`retry_policy`, `allowed_fails_policy`) speaks of a kind.
 * Differs: LiteLLM 1.81 takes entries for `InternalServerError` and does not read them; here each class is read.
 */
export function policyClassOf(kind: ErrorKind): PolicyClass {
  return policyClasses[kind]
}
