/** Settings of routing that may be read and changed while the gateway runs. */
import type { Lowered } from '../compiler/lower.js'
import type { Json, JsonObject } from '../plan/plan.js'
import { isObject } from './request-body.js'

/** Members of `router_settings` that name no server, file or key. */
export const openSettings = [
  'routing_strategy',
  'routing_strategy_args',
  'model_group_alias',
  'fallbacks',
  'default_fallbacks',
  'context_window_fallbacks',
  'content_policy_fallbacks',
  'num_retries',
  'retry_after',
  'retry_policy',
  'model_group_retry_policy',
  'max_fallbacks',
  'timeout',
  'stream_timeout',
  'allowed_fails',
  'allowed_fails_policy',
  'cooldown_time',
  'disable_cooldowns',
  'enable_pre_call_checks',
  'enable_tag_filtering',
] as const

/** The `router_settings` of a config as they are written, with these in the place of its own; null takes one away. */
export function withSettings({ plan, secrets }: Pick<Lowered, 'plan' | 'secrets'>, changed: JsonObject): JsonObject {
  const own = asWritten(plan.gateway?.router_settings ?? {}, secrets)
  const all = Object.entries({ ...(isObject(own) ? own : {}), ...changed })
  return Object.fromEntries(all.filter(([, value]) => value !== null))
}

/** A Plan has references where the config has `os.environ/NAME`, and slots where it has secrets. */
function asWritten(value: Json, secrets: Lowered['secrets']): Json {
  if (Array.isArray(value)) return value.map((each: Json) => asWritten(each, secrets))
  if (!isObject(value)) return value
  const names = Object.keys(value)
  if (names.length === 1 && typeof value.env === 'string') return `os.environ/${value.env}`
  if (names.length === 1 && typeof value.slot === 'number') return secrets.get(value.slot) ?? null
  // members of a value of a Plan are JSON
  return Object.fromEntries(names.map((name) => [name, asWritten(value[name] as Json, secrets)]))
}
