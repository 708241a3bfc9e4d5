/** Arguments of LiteLLM's Router that this one takes and does not act on: said, never silent. */
import type { RouterProblem } from './router-error.js'

const health = 'deployments are judged by their calls, and rest after failures; a library makes no health checks'
const affinity = 'calls are not bound to the deployment that served earlier ones'

const reasons = {
  assistants_config: 'assistants are not served',
  search_tools: 'search tools are not served',
  guardrail_list: 'guardrails are not run',
  alerting_config: 'nobody is alerted; onEvent hears of every failure',
  router_general_settings: 'nothing here reads it',
  ignore_invalid_deployments: 'an entry that cannot work is refused all the same',
  client_ttl: 'there is one connection pool for each host, which does not expire',
  polling_interval: 'waiting calls are woken, and do not poll',
  caching_groups: 'each model has answers of its own in the cache',
  weights: 'weights stand in litellm_params',
  tag_routing_prefix: 'tags are compared as they are',
  max_retries: 'LiteLLM ignores it too; use num_retries',
  deployment_affinity_ttl_seconds: affinity,
  model_group_affinity_config: affinity,
  enable_health_check_routing: health,
  health_check_staleness_threshold: health,
  health_check_ignore_transient_errors: health,
  background_health_check_model_groups: health,
} as const

/** Names of such arguments. */
export type EffectlessArgument = keyof typeof reasons

const reasonOf: ReadonlyMap<string, string> = new Map(Object.entries(reasons))

const checks: ReadonlyMap<string, string> = new Map([
  ['prompt_caching', affinity],
  ['responses_api_deployment_check', affinity],
  ['deployment_affinity', affinity],
  ['session_affinity', affinity],
  ['encrypted_content_affinity', affinity],
  ['forward_client_headers_by_model_group', 'headers are given with the call'],
])

/** True for an argument that is taken without effect; it is not judged any further. */
export function isWithoutEffect(name: string): boolean {
  return reasonOf.has(name)
}

/** One warning for each argument, and each entry of `optional_pre_call_checks`, that has no effect. */
export function effectless(given: { readonly [name: string]: unknown }): readonly RouterProblem[] {
  const found = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : warn(name, name, reasonOf)))
  const { optional_pre_call_checks: list } = given
  const named = Array.isArray(list) ? list.flatMap((name, at) => warn(`optional_pre_call_checks[${at}]`, String(name), checks)) : []
  return [...found, ...named]
}

function warn(path: string, name: string, why: ReadonlyMap<string, string>): readonly RouterProblem[] {
  const reason = why.get(name)
  return reason === undefined ? [] : [{ path, rule: 'without-effect', message: `"${name}" has no effect: ${reason}`, help: undefined }]
}
