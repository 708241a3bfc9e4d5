/** What the config says of keys that are made: defaults, bounds, and who may make which. All of `litellm_settings`. */
import { parseDuration } from '../budget-reset.js'
import { isObject, type RawObject } from '../request-body.js'
import { isSwitch } from '../switch.js'
import { type Desk, defined, forbidden, refused } from './admin-route.js'
import { type Fields, readFields } from './body.js'
import { type KeyValues, keyFields } from './key-fields.js'

const { max_budget, max_parallel_requests, tpm_limit, rpm_limit, budget_duration, duration } = keyFields
const bounded = { max_budget, max_parallel_requests, tpm_limit, rpm_limit, budget_duration, duration } as const satisfies Fields

function settingsOf({ call }: Pick<Desk, 'call'>): RawObject {
  const litellm = call.serving.plan.gateway?.litellm_settings
  return isObject(litellm) ? litellm : {}
}

/** The values with `default_key_generate_params` where they say nothing. As in LiteLLM null, an empty list and an empty object say nothing. */
export function withDefaults<T extends KeyValues>(desk: Pick<Desk, 'call'>, values: T): T {
  const { default_key_generate_params: given } = settingsOf(desk)
  if (!isObject(given)) return values
  const defaults = readFields(given, keyFields, 'litellm_settings.default_key_generate_params.')
  const said = Object.entries(values).filter(([, value]) => !isNothing(value))
  return { ...values, ...defined(defaults), ...Object.fromEntries(said) }
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0
}

/**
 * The values within `upperbound_key_generate_params`: the bound where they say nothing. Throws a 400 for what is above it, as
 * LiteLLM does. `change`: only what is given is looked at, and null becomes the bound.
 */
export function withinBounds<T extends KeyValues>(desk: Pick<Desk, 'call'>, values: T, of: 'new' | 'change'): T {
  const { upperbound_key_generate_params: given } = settingsOf(desk)
  if (!isObject(given)) return values
  const bounds = readFields(given, bounded, 'litellm_settings.upperbound_key_generate_params.')
  const filled: { [name: string]: string | number } = {}
  for (const [name, bound] of Object.entries(bounds)) {
    const value = values[name as keyof typeof bounded] // a name of the table
    if (bound === null || (value === undefined && of === 'change')) continue
    if (value === undefined || value === null) filled[name] = bound
    else if (amountOf(value) > amountOf(bound)) throw refused(`${name} is above the bound of the config, ${bound}`, name)
  }
  return { ...values, ...filled }
}

/** Durations in milliseconds, a month as 30 days. */
function amountOf(value: string | number): number {
  if (typeof value === 'number') return value
  return durationMs(value)
}

/** Milliseconds, a month as 30 days; endless for what is no duration. */
export function durationMs(text: string | null): number {
  const parsed = text === null ? undefined : parseDuration(text)
  if (parsed === undefined) return Number.POSITIVE_INFINITY
  return 'ms' in parsed ? parsed.ms : parsed.months * 2_592_000_000
}

/** Who makes a key, as `key_generation_settings` sees it. */
export type Maker = { readonly role: string; readonly teamRole: string | undefined }

/**
 * Throws a 403 where there are no such keys, or `key_generation_settings` lets others make them, and a 400 where a field is missing that it wants.
 * Administrators make keys of teams as they like, as in LiteLLM.
 */
export function checkGeneration(desk: Pick<Desk, 'call'>, maker: Maker, values: KeyValues): void {
  const { key_generation_settings: settings } = settingsOf(desk)
  const isTeams = values.team_id != null
  if (!isTeams && maker.role !== 'proxy_admin' && hasNoPersonalKeys(desk))
    throw forbidden('this gateway has no personal keys (general_settings.default_team_disabled): give team_id')
  const part = isTeams ? 'team_key_generation' : 'personal_key_generation'
  const terms = isObject(settings) ? settings[part] : undefined
  if (!isObject(terms) || (isTeams && maker.role === 'proxy_admin')) return
  const roles = namesOf(isTeams ? terms.allowed_team_member_roles : terms.allowed_user_roles)
  const role = isTeams ? maker.teamRole : maker.role
  if (roles !== undefined && (role === undefined || !roles.includes(role)))
    throw forbidden(`the config of this gateway lets only ${roles.join(', ')} make ${isTeams ? 'keys of a team' : 'personal keys'}`)
  const given = defined(values)
  const missing = (namesOf(terms.required_params) ?? []).find((name) => !Object.hasOwn(given, name))
  if (missing !== undefined) throw refused(`${missing} is missing: the config of this gateway wants it of every new key`, missing)
}

/** `general_settings.default_team_disabled`, else `PROXY_DEFAULT_TEAM_DISABLED`. Default false. */
function hasNoPersonalKeys({ call: { serving } }: Pick<Desk, 'call'>): boolean {
  const general = serving.plan.gateway?.general_settings
  const given = isObject(general) ? general.default_team_disabled : undefined
  return isSwitch(given ?? serving.env('PROXY_DEFAULT_TEAM_DISABLED'), true)
}

function namesOf(given: unknown): readonly string[] | undefined {
  return Array.isArray(given) ? given.filter((each) => typeof each === 'string') : undefined
}
