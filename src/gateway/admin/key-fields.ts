/** What can be set of a key, and the columns it becomes. What has no column is kept in the metadata, as LiteLLM does. */
import { type Duration, parseDuration } from '../budget-reset.js'
import type { KeyRow } from '../store/keys.js'
import type { Json, JsonObject } from '../store/tables.js'
import { type Desk, defined } from './admin-route.js'
import { type Fields, invalid, readFields, type Values } from './body.js'
import {
  budgetColumns,
  budgetFields,
  checkModelBudgets,
  checkWindows,
  metadataAfter,
  metadataFields,
  roundColumns,
} from './limit-fields.js'

/** Fields that LiteLLM keeps in the metadata of keys. */
const inMetadata = {
  tags: metadataFields.tags,
  guardrails: metadataFields.guardrails,
  prompts: metadataFields.prompts,
  model_rpm_limit: metadataFields.model_rpm_limit,
  model_tpm_limit: metadataFields.model_tpm_limit,
  rpm_limit_type: metadataFields.rpm_limit_type,
  tpm_limit_type: metadataFields.tpm_limit_type,
  allowed_passthrough_routes: metadataFields.allowed_passthrough_routes,
  enforced_params: 'texts',
  allowed_vector_store_indexes: 'texts-or-objects',
  object_permission: 'object',
  temp_budget_increase: 'money',
  temp_budget_expiry: 'text',
} as const satisfies Fields

/** Names that a row shows beside its columns. */
export const metadataNames: readonly string[] = Object.keys(inMetadata)

/** Presets of `allowed_routes`: LiteLLM's names of groups of routes. */
const routesByType = {
  default: [],
  llm_api: ['llm_api_routes'],
  management: ['management_routes'],
  read_only: ['info_routes'],
} as const satisfies { readonly [type: string]: readonly string[] }

export const keyFields = {
  key_alias: 'id',
  duration: 'duration',
  models: 'texts',
  aliases: 'object',
  user_id: 'id',
  team_id: 'id',
  organization_id: 'id',
  project_id: 'id',
  agent_id: 'id',
  budget_id: 'id',
  spend: 'money',
  ...budgetFields,
  budget_limits: 'objects',
  budget_fallbacks: 'object',
  metadata: 'object',
  ...inMetadata,
  policies: 'texts',
  allowed_routes: 'texts',
  key_type: ['default', 'llm_api', 'management', 'read_only'],
  allowed_cache_controls: 'texts',
  permissions: 'object',
  blocked: 'boolean',
  auto_rotate: 'boolean',
  rotation_interval: 'duration',
  access_group_ids: 'texts',
  router_settings: 'object',
  config: 'object',
} as const satisfies Fields

export type KeyValues = Values<typeof keyFields>
export type KeyColumns = ReturnType<typeof keyColumns>

/**
 * The values with what their metadata says of fields in the fields' places: one rule holds for both ways to say it. A field
 * that is given by itself counts. Throws a 400 or a 422 for values that cannot be.
 */
export function settled<T extends KeyValues>(given: T): T {
  const values = { ...given, ...lifted(given) }
  checkModelBudgets(values.model_max_budget)
  checkWindows(values.budget_limits)
  for (const name of ['model_rpm_limit', 'model_tpm_limit'] as const) checkCounts(name, values[name])
  for (const name of ['aliases', 'budget_fallbacks'] as const) checkNames(name, values[name])
  const type = values.key_type
  return type == null || type === 'default' ? values : { ...values, allowed_routes: routesByType[type] }
}

function lifted({ metadata, ...values }: KeyValues): KeyValues {
  if (metadata == null) return {}
  const fields = { ...inMetadata, policies: keyFields.policies } as const
  const found = readFields(metadata, fields, 'metadata.')
  const free = Object.entries(metadata).filter(([name]) => !Object.hasOwn(fields, name))
  return { ...found, ...defined(pick(values, Object.keys(fields))), metadata: Object.fromEntries(free) }
}

function pick<T extends object>(from: T, names: readonly string[]): Partial<T> {
  // a part of what it is taken from
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name))) as Partial<T>
}

function checkCounts(name: string, given: JsonObject | null | undefined): void {
  for (const [model, count] of Object.entries(given ?? {}))
    if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0)
      throw invalid(`${name}.${model}`, 'must be a whole number, at least 0')
}

function checkNames(name: 'aliases' | 'budget_fallbacks', given: JsonObject | null | undefined): void {
  for (const [model, value] of Object.entries(given ?? {})) {
    const fits = name === 'aliases' ? typeof value === 'string' : Array.isArray(value) && value.every((each) => typeof each === 'string')
    if (!fits) throw invalid(`${name}.${model}`, name === 'aliases' ? 'must be the name of a model' : 'must be a list of models')
  }
}

/** The columns that change. `before` is the key as it is; undefined for a new one. Throws for a temporary raise without its end, or an end without a raise. */
export function keyColumns(desk: Pick<Desk, 'now' | 'timeZone' | 'by'>, values: KeyValues, before: KeyRow | undefined) {
  const { now } = desk
  const { models, aliases, duration } = values
  return defined({
    ...budgetColumns(values, desk),
    ...roundColumns(values, before, desk),
    keyAlias: values.key_alias,
    models: listColumn(models),
    aliases: mapColumn(aliases),
    userId: values.user_id,
    teamId: values.team_id,
    organizationId: values.organization_id,
    projectId: values.project_id,
    agentId: values.agent_id,
    budgetId: values.budget_id,
    budgetLimits: values.budget_limits === null ? [] : values.budget_limits,
    budgetFallbacks: mapColumn(values.budget_fallbacks),
    metadata: metadataOf(values, before, now),
    policies: listColumn(values.policies),
    allowedRoutes: listColumn(values.allowed_routes),
    allowedCacheControls: listColumn(values.allowed_cache_controls),
    permissions: mapColumn(values.permissions),
    blocked: values.blocked ?? undefined,
    accessGroupIds: listColumn(values.access_group_ids),
    routerSettings: mapColumn(values.router_settings),
    config: mapColumn(values.config),
    expires: duration === undefined ? undefined : endOf(duration, now),
    ...rotation(values, before, now),
    updatedBy: desk.by,
  })
}

function listColumn(given: readonly string[] | null | undefined): string[] | undefined {
  return given === undefined ? undefined : [...(given ?? [])]
}

function mapColumn(given: JsonObject | null | undefined): JsonObject | undefined {
  return given === null ? {} : given
}

/**
 * The metadata after a change.
 *
 * Differs: metadata that is given anew leaves the fields that are kept in it alone; LiteLLM drops limits, tags and guardrails with it.
 */
function metadataOf(values: KeyValues, before: KeyRow | undefined, now: number): JsonObject | undefined {
  const held = before?.metadata ?? {}
  const base = values.metadata === undefined ? undefined : { ...ownMembers(held), ...values.metadata }
  const raise = raiseOf(values, held, now)
  const more = {
    enforced_params: values.enforced_params,
    allowed_vector_store_indexes: values.allowed_vector_store_indexes,
    object_permission: values.object_permission,
    ...raise,
  }
  const { policies: _, ...others } = values
  return metadataAfter({ ...others, ...(base !== undefined && { metadata: base }) }, held, more)
}

function ownMembers(held: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(held).filter(([name]) => metadataNames.includes(name) || operatorNames.includes(name)))
}

/** Members of the metadata that say more than its owner may: administrators set them, and no change of the rest drops them. */
export const operatorNames: readonly string[] = [
  'logging',
  'service_account_id',
  'priority',
  'disable_global_guardrails',
  'disable_fallbacks',
]

/** A raise of the budget and its end, as a date: both, or neither. */
function raiseOf(values: KeyValues, held: JsonObject, now: number): { readonly [name: string]: Json | undefined } {
  const { temp_budget_increase: amount, temp_budget_expiry: end } = values
  if (amount === undefined && end === undefined) return {}
  const after = {
    amount: amount === undefined ? held.temp_budget_increase : amount,
    end: end === undefined ? held.temp_budget_expiry : end,
  }
  if ((after.amount == null) !== (after.end == null))
    throw invalid(
      after.end == null ? 'temp_budget_expiry' : 'temp_budget_increase',
      'is missing: a raise has an amount and an end, and goes with both',
      400,
    )
  return { temp_budget_increase: after.amount, temp_budget_expiry: end == null ? end : dateText(end, now) }
}

function dateText(text: string, now: number): string {
  const duration = parseDuration(text)
  if (duration !== undefined) return ending(duration, now).toISOString()
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) throw invalid('temp_budget_expiry', 'must be a duration such as "24h" or a date such as "2026-02-14"')
  return new Date(time).toISOString()
}

/** When a lifetime that begins now is over; null for none. */
export function endOf(lifetime: string | null, now: number): Date | null {
  const duration = lifetime === null ? undefined : parseDuration(lifetime)
  return duration === undefined ? null : ending(duration, now)
}

function ending(duration: Duration, now: number): Date {
  if ('ms' in duration) return new Date(Math.min(now + duration.ms, latest))
  const end = new Date(now)
  const day = end.getUTCDate()
  end.setUTCMonth(end.getUTCMonth() + duration.months)
  // a month without this day ends on its last
  if (end.getUTCDate() !== day) end.setUTCDate(0)
  return Number.isNaN(end.getTime()) || end.getTime() > latest ? new Date(latest) : end
}

/** No key lives longer: the last day that both the database and ISO 8601 write with four digits of a year. */
const latest = Date.UTC(9999, 11, 31)

function rotation(values: KeyValues, before: KeyRow | undefined, now: number) {
  const { auto_rotate: on, rotation_interval: interval } = values
  if (on === undefined && interval === undefined) return {}
  const after = { on: on ?? before?.autoRotate ?? false, interval: interval === undefined ? (before?.rotationInterval ?? null) : interval }
  if (after.on && after.interval === null) throw invalid('rotation_interval', 'is missing: a key that rotates needs it', 400)
  return { autoRotate: after.on, rotationInterval: interval, keyRotationAt: after.on ? endOf(after.interval, now) : null }
}
