/** Makes keys: what is asked for, within what its maker and its owners have. */

import { isListed, isLlmRoute } from '../auth/allowed-routes.js'
import { hashKey, keyName, keyPrefix, newKey } from '../auth/key-text.js'
import { isRefused } from '../identity.js'
import type { Db } from '../store/connection.js'
import { addKey, KeyTakenError } from '../store/keys.js'
import type { JsonObject } from '../store/tables.js'
import type { TeamRow } from '../store/teams.js'
import { userBy } from '../store/users.js'
import { audit, type Desk, forbidden, refused } from './admin-route.js'
import { checkHeld, checkParents, checkRoutes, inherited, limitsOf, raisedBudget } from './key-ceiling.js'
import { type KeyColumns, type KeyValues, keyColumns, operatorNames } from './key-fields.js'
import { checkPromises, checkSecret, type Ground, groundOf, namedTeam, parentsOf } from './key-ground.js'
import { checkFields, type KeyAct, type Ownership } from './key-rights.js'
import { checkGeneration } from './key-settings.js'
import { fullKey } from './key-shown.js'
import { isAdmin } from './who-may.js'

export const keyTable = 'LiteLLM_VerificationToken'

export type NewKeyAsked = {
  readonly values: KeyValues
  /** What of it the caller said themselves: `key_generation_settings` is about that. Absent where it does not hold. */
  readonly said?: KeyValues
  /** A value that was asked for and looked at; absent for a random one. */
  readonly secret?: string | undefined
  readonly act: KeyAct & ('/key/generate' | '/key/service-account/generate')
}

/** Makes a key in the caller's transaction and gives LiteLLM's answer: the only one that ever has the key itself. */
export async function makeKey(desk: Desk, db: Db, { values: asked, said, secret = newKey(), act }: NewKeyAsked): Promise<JsonObject> {
  const { identity } = desk
  const team = await namedTeam(db, identity, asked.team_id)
  const owner = await ownerOf(desk, db, asked, act, team)
  const ground = await groundOf(db, identity, act, owner, team)
  if (said !== undefined)
    checkGeneration(desk, { role: identity.role, teamRole: ground.right === 'manager' ? 'admin' : ground.standing.teamRole }, said)
  checkFields(ground.right, asked, undefined, identity)
  checkOperatorMembers(desk, asked.metadata, {})
  await checkSecret(db, desk, ground.right, owner)
  const values = withLifetime(asked, team)
  const token = hashKey(secret)
  const columns = named(act, token, bounded(desk, ground, owner, keyColumns(desk, values, undefined)))
  checkParents(desk.call.serving.plan, columns, await parentsOf(db, owner, team))
  await checkPromises(db, owner.teamId, { token, ...columns })
  const row = await keyWritten(addKey(db, { ...columns, ...owner, token, keyName: keyName(secret), createdBy: desk.by }))
  const shown = await fullKey(db, row, desk, 'with-token')
  await audit(desk, db, { action: 'created', table: keyTable, id: token, after: shown })
  return { ...shown, key: secret, token_id: token, duration: values.duration ?? null }
}

/** A service account is called like its key, as in LiteLLM; without an alias, like its hash. */
function named(act: KeyAct, token: string, columns: KeyColumns): KeyColumns {
  if (act !== '/key/service-account/generate') return columns
  return { ...columns, metadata: { ...columns.metadata, service_account_id: columns.keyAlias ?? token } }
}

/** A value that the caller chose; to be asked outside of transactions, since it asks the store. Throws a 400 for one that is no key, or is the master key. */
export async function ownValue({ call }: Pick<Desk, 'call'>, key: string, param = 'key'): Promise<string> {
  if (!key.startsWith(keyPrefix)) throw refused(`${param} must start with "${keyPrefix}"`, param)
  if (!/^sk-[\x21-\x7e]+$/.test(key))
    throw refused(`${param} must have visible ASCII characters after "${keyPrefix}", as a header takes them`, param)
  const checked = await call.serving.keyCheck(key)
  if (!isRefused(checked) && checked.kind === 'master') throw refused(`${param} is in use`, param)
  return key
}

/** Whom the key belongs to. Throws a 400 for an organisation that is not the team's. */
async function ownerOf(desk: Desk, db: Db, asked: KeyValues, act: KeyAct, team: TeamRow | undefined): Promise<Ownership> {
  const { identity } = desk
  const isService = act === '/key/service-account/generate'
  // what users make is theirs; administrators say whose it is
  const userId = isService ? null : (asked.user_id ?? (isAdmin(identity) ? null : (identity.userId ?? null)))
  const given = asked.organization_id ?? undefined
  if (team !== undefined && given !== undefined && given !== team.organizationId && (team.organizationId !== null || !isAdmin(identity)))
    throw refused('the organization of a key is that of its team: leave organization_id out', 'organization_id')
  const user = userId === null ? undefined : await userBy(db, userId)
  // a key made with one of an organisation stays in it
  const held = isAdmin(identity) ? null : (identity.caller?.key.organizationId ?? null)
  const usual = team === undefined ? (user?.organizationId ?? held) : team.organizationId
  return { userId, teamId: team?.teamId ?? null, organizationId: given ?? usual }
}

/** LiteLLM's `team_member_key_duration`: keys of a team live so long where they say nothing. */
function withLifetime(values: KeyValues, team: TeamRow | undefined): KeyValues {
  const usual = team?.metadata.team_member_key_duration
  return values.duration == null && typeof usual === 'string' ? { ...values, duration: usual } : values
}

/** The columns with what they take from the maker's key. Throws a 403 for what goes beyond it, or beyond the maker's role. */
function bounded(desk: Desk, { right, team }: Ground, owner: Ownership, columns: KeyColumns): KeyColumns {
  const { identity, call } = desk
  if (right === 'admin') return columns
  checkRoutes(call.gateway.routes, identity, columns.allowedRoutes ?? [])
  const limits = limitsOf(identity)
  const taken = inherited(columns, limits, identity)
  if (limits !== undefined)
    checkHeld(call.serving.plan, { ...taken, maxBudget: raisedBudget(taken, undefined) }, limits, 'your own key', team)
  if (right === 'owner') checkOrganization(desk, owner)
  if (owner.userId === null || owner.userId === identity.userId) return taken
  // whoever makes a key for somebody else sees it: it opens nothing of theirs but models
  return { ...taken, allowedRoutes: modelRoutes(desk, taken.allowedRoutes ?? []) }
}

function checkOrganization({ identity: { caller } }: Desk, { organizationId }: Ownership): void {
  const held = [null, caller?.user?.organizationId, caller?.key.organizationId]
  if (!held.includes(organizationId)) throw forbidden('only administrators put keys into another organization')
}

/** `allowed_routes` of a key that somebody holds for another. Throws a 403 for any that calls no model. */
export function modelRoutes({ call }: Pick<Desk, 'call'>, asked: readonly string[]): string[] {
  if (asked.length === 0) return ['llm_api_routes']
  const opens = (entry: string) =>
    call.gateway.routes.some((route) => !isLlmRoute(route) && route.paths.some((path) => isListed([entry], route, path)))
  const wrong = asked.find(opens)
  if (wrong !== undefined) throw forbidden('keys that you make for others call models only: leave allowed_routes out')
  return [...asked]
}

/** Throws a 403 where others than administrators would set a member of the metadata that is the operator's. */
export function checkOperatorMembers({ identity }: Pick<Desk, 'identity'>, given: JsonObject | null | undefined, before: JsonObject): void {
  if (given == null || isAdmin(identity)) return
  const wrong = operatorNames.find((name) => Object.hasOwn(given, name) && JSON.stringify(given[name]) !== JSON.stringify(before[name]))
  if (wrong !== undefined) throw forbidden(`only administrators set metadata.${wrong}: leave it out`)
}

/** A write of a key, with LiteLLM's 400 where its value or its alias is in use. */
export async function keyWritten<T>(writing: Promise<T>, param = 'key'): Promise<T> {
  try {
    return await writing
  } catch (error) {
    if (!(error instanceof KeyTakenError)) throw error
    throw error.what === 'alias'
      ? refused('there is a key with this key_alias already', 'key_alias')
      : refused(`this ${param} is in use`, param)
  }
}
