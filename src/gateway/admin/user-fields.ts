/** What can be set of a user, and the columns it becomes. */
import { hashPassword } from '../auth/password.js'
import { GatewayError } from '../errors.js'
import { isObject } from '../request-body.js'
import { TakenError } from '../store/sql-error.js'
import type { UserRow } from '../store/users.js'
import { type Desk, defined } from './admin-route.js'
import { type Fields, invalid, readFields, type Values } from './body.js'
import { budgetColumns, budgetFields, metadataAfter, metadataFields, roundColumns } from './limit-fields.js'

/** Roles of users. Those of organisations, teams and customers are not given here. */
export const userRoles = ['proxy_admin', 'proxy_admin_viewer', 'internal_user', 'internal_user_viewer'] as const

export const userFields = {
  user_email: 'id',
  user_alias: 'text',
  user_role: userRoles,
  sso_user_id: 'id',
  password: 'text',
  models: 'texts',
  spend: 'money',
  ...budgetFields,
  blocked: 'boolean',
  metadata: 'object',
  ...metadataFields,
} as const satisfies Fields

export type UserValues = Values<typeof userFields>

/** The columns that change. `before` is the user as they are; undefined for a new one. */
export async function userColumns(desk: Pick<Desk, 'now' | 'timeZone' | 'by'>, values: UserValues, before: UserRow | undefined) {
  return defined({
    ...budgetColumns(values, desk),
    ...roundColumns(values, before, desk),
    userEmail: values.user_email,
    userAlias: values.user_alias,
    userRole: values.user_role ?? undefined,
    ssoUserId: values.sso_user_id,
    password: await passwordColumn(values.password),
    models: values.models === undefined ? undefined : [...(values.models ?? [])],
    blocked: values.blocked ?? undefined,
    metadata: metadataAfter(values, before?.metadata ?? {}),
    updatedBy: desk.by,
  })
}

/** What the config gives users who are told nothing else. */
const defaultFields = {
  user_role: userRoles,
  max_budget: 'money',
  budget_duration: 'duration',
  models: 'texts',
  tpm_limit: 'integer',
  rpm_limit: 'integer',
  max_parallel_requests: budgetFields.max_parallel_requests,
} as const satisfies Fields

/**
 * The values with what `litellm_settings` gives new users that administer nothing: `default_internal_user_params`,
 * `max_internal_user_budget` or `default_max_internal_user_budget`, `internal_user_budget_duration`. What a request says counts, null too.
 */
export function withDefaults<T extends UserValues>({ call }: Desk, values: T): T {
  const litellm = call.serving.plan.gateway?.litellm_settings
  const isInternal = values.user_role == null || values.user_role.startsWith('internal_user')
  if (!isObject(litellm) || !isInternal) return values
  const params = litellm.default_internal_user_params
  const { max_internal_user_budget: own, default_max_internal_user_budget: usual, internal_user_budget_duration: duration } = litellm
  const max = own ?? usual
  const given = { max_budget: max, budget_duration: duration, ...(isObject(params) && params) }
  const defaults = readFields(given, defaultFields, 'litellm_settings.default_internal_user_params.')
  return { ...defined(defaults), ...defined(values) } as T // the values, with some that were absent
}

async function passwordColumn(password: string | null | undefined): Promise<string | null | undefined> {
  if (password === undefined || password === null) return password
  if (password.length < 8 || password.length > 128) throw invalid('password', 'must have 8 to 128 characters')
  return hashPassword(password)
}

/** A write of a user, with a 409 where id or address are in use. */
export async function userWritten<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing
  } catch (error) {
    if (!(error instanceof TakenError)) throw error
    const param = takenFields.get(error.constraint)
    if (param === undefined) throw error
    throw new GatewayError(409, 'bad_request_error', `there is a user with this ${param} already`, { param })
  }
}

const takenFields: ReadonlyMap<string, string> = new Map([
  ['users_pkey', 'user_id'],
  ['users_by_email', 'user_email'],
  ['users_sso_user_id_key', 'sso_user_id'],
])
