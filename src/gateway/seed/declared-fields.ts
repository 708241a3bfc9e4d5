/** What can be declared of a budget, a user, a team and a key: the fields of the administration, and what they are when they go. */
import type { Json, JsonObject } from '../../plan/plan.js'
import { type Fields, readFields, type Values } from '../admin/body.js'
import { keyFields } from '../admin/key-fields.js'
import { budgetFields } from '../admin/limit-fields.js'
import { teamFields } from '../admin/team-fields.js'
import { userFields } from '../admin/user-fields.js'

/** The sections, in the order in which one may refer to another. */
export const sections = ['budgets', 'users', 'teams', 'virtual_keys'] as const
export type Section = (typeof sections)[number]

const budgetTable = { ...budgetFields, allowed_models: 'texts' } as const satisfies Fields

// spend is never declared; a password would be hashed anew at each start
const { spend: _userSpend, password: _password, ...userTable } = userFields

const teamTable = { ...teamFields, members: 'objects' } as const satisfies Fields

const memberTable = {
  user_id: { is: 'id', required: true },
  role: ['admin', 'user'],
  max_budget_in_team: 'money',
  tpm_limit: 'integer',
  rpm_limit: 'integer',
} as const satisfies Fields

// a key of the config does not change by itself
const { spend: _keySpend, auto_rotate: _rotates, rotation_interval: _interval, ...ownKeyTable } = keyFields
const keyTable = { ...ownKeyTable, expires: 'date' } as const satisfies Fields

export type MemberValues = Values<typeof memberTable>
export type BudgetDeclared = Values<typeof budgetTable>
export type UserDeclared = Values<typeof userTable>
export type TeamDeclared = Omit<Values<typeof teamTable>, 'members'> & { readonly members?: readonly MemberDeclared[] }
/** `key_name`: of a key that is more than a hash. */
export type KeyDeclared = Values<typeof keyTable> & { readonly key_name?: string }
/** A member with the keys that the file has of them. */
export type MemberDeclared = { readonly values: MemberValues; readonly fields: readonly string[] }

type AllValues = {
  readonly budgets: BudgetDeclared
  readonly users: UserDeclared
  readonly teams: TeamDeclared
  readonly virtual_keys: KeyDeclared
}
export type ValuesOf<S extends Section> = AllValues[S]

/** How an entry of each section is read. Throws a `GatewayError` for values that cannot be. */
export const tables: { readonly [S in Section]: { read(raw: JsonObject): ValuesOf<S> } } = {
  budgets: { read: (raw) => readFields(raw, budgetTable) },
  users: { read: (raw) => readFields(raw, userTable) },
  teams: {
    read: (raw) => {
      const { members, ...values } = readFields(raw, teamTable)
      return members === undefined ? values : { ...values, members: (members ?? []).map(readMember) }
    },
  },
  virtual_keys: { read: (raw) => readFields(raw, keyTable) },
}

function readMember(raw: JsonObject, at: number): MemberDeclared {
  const fields = Object.keys(raw).filter((name) => name !== 'user_id')
  return { values: readFields(raw, memberTable, `members.${at}.`), fields }
}

/** Fields that are not simply cleared when the config no longer has them. */
const otherwise: { readonly [field: string]: Json } = { blocked: false, user_role: 'internal_user', role: 'user' }

/** The values with fields that were declared before and are no more: they go back to what they are by themselves. */
export function withGone<V extends object>(values: V, fields: readonly string[], before: readonly string[] | undefined): V {
  const gone = (before ?? []).filter((name) => !fields.includes(name) && name !== 'members')
  const cleared = gone.map((name) => [name, Object.hasOwn(otherwise, name) ? otherwise[name] : null])
  // each field takes null, or what `otherwise` has for it
  return { ...values, ...Object.fromEntries(cleared) } as V
}
