/** What can be set of a user, and the columns it becomes. */
import { hashPassword } from '../auth/password.js'
import { GatewayError } from '../errors.js'
import { TakenError } from '../store/sql-error.js'
import type { UserRow } from '../store/users.js'
import { type Desk, defined } from './admin-route.js'
import { type Fields, invalid, type Values } from './body.js'
import { budgetColumns, budgetFields, metadataAfter, metadataFields, moneyColumn } from './limit-fields.js'

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
export async function userColumns(desk: Desk, values: UserValues, before: UserRow | undefined) {
  const isArmed = before !== undefined && before.budgetDuration === null && typeof values.budget_duration === 'string'
  return defined({
    ...budgetColumns(values, desk.now),
    userEmail: values.user_email,
    userAlias: values.user_alias,
    userRole: values.user_role ?? undefined,
    ssoUserId: values.sso_user_id,
    password: await passwordColumn(values.password),
    models: values.models === undefined ? undefined : [...(values.models ?? [])],
    // a budget that begins to start anew counts from now
    spend: moneyColumn(values.spend) ?? (isArmed ? '0' : undefined),
    blocked: values.blocked ?? undefined,
    metadata: metadataAfter(values, before?.metadata ?? {}),
    updatedBy: desk.by,
  })
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
