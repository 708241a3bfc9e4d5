/** What a decision about a key needs to know, asked of the store in the transaction that the decision is for. */
import { GatewayError } from '../errors.js'
import type { Identity } from '../identity.js'
import { budgetBy } from '../store/budgets.js'
import type { Db } from '../store/connection.js'
import { allocatedIn } from '../store/keys.js'
import { organizationBy, organizationMembersOf } from '../store/organizations.js'
import type { JsonObject } from '../store/tables.js'
import { memberBy } from '../store/team-members.js'
import { lockedTeam, type TeamRow, teamBy } from '../store/teams.js'
import { userBy } from '../store/users.js'
import { type Desk, forbidden, refused } from './admin-route.js'
import { asObject } from './body.js'
import { checkPromise, type Parents } from './key-ceiling.js'
import { type KeyAct, type Ownership, type Right, rightTo } from './key-rights.js'
import { standingOf } from './standing.js'
import { isAdmin, type Standing } from './who-may.js'

export type Ground = { readonly right: Right; readonly team: TeamRow | undefined; readonly standing: Standing }

/** The right by which the caller may do this with a key. Throws a 403 where there is none. */
export async function groundOf(db: Db, identity: Identity, act: KeyAct, key: Ownership, known?: TeamRow): Promise<Ground> {
  const team = known ?? (key.teamId === null ? undefined : await teamBy(db, key.teamId))
  const standing = await standingOf(db, identity, key.teamId ?? undefined)
  const right = rightTo(act, identity, key, team, standing)
  if (right === undefined) {
    const message = refusals[act] ?? 'this key is somebody else’s: only its owner, its team’s admins and administrators may'
    const isMember = team !== undefined && standing.teamRole !== undefined
    throw isMember ? new GatewayError(403, 'team_member_permission_error', `${message} (team_member_permissions)`) : forbidden(message)
  }
  return { right, team, standing }
}

const refusals: { readonly [A in KeyAct]?: string } & { readonly '/key/generate': string } = {
  '/key/generate':
    'you may not make this key: users make their own, admins of a team those of the team, and its members where it lets them',
  '/key/service-account/generate': 'you may not make keys of this team: its admins do, and its members where it lets them',
  '/key/block': 'only administrators block keys, and those of the team',
  '/key/unblock': 'only administrators unblock keys, and those of the team',
  '/key/{key_id}/reset_spend': 'only administrators set the spend of keys, and those of the team',
}

/** What limits a key beside its own. */
export async function parentsOf(db: Db, { userId, organizationId }: Ownership, team: TeamRow | undefined): Promise<Parents> {
  const user = userId === null ? undefined : await userBy(db, userId)
  const member = team === undefined || userId === null ? undefined : await memberBy(db, team.teamId, userId)
  const budgetId = member === undefined ? null : (member.budgetId ?? team?.teamMemberBudgetId ?? null)
  const limits = budgetId === null ? undefined : await budgetBy(db, budgetId)
  const id = team?.organizationId ?? organizationId
  return { team, member: limits, user, organization: id === null ? undefined : await organizationBy(db, id) }
}

/** Roles whose keys somebody else may hold: they administer nothing. */
const plainRoles: readonly string[] = ['internal_user', 'internal_user_viewer']

/**
 * Throws a 403 where somebody would come to hold the key of a user that is not them: of one who may do more, or whom they do
 * not manage. Administrators may.
 */
export async function checkSecret(db: Db, { identity }: Pick<Desk, 'identity'>, right: Right, key: Ownership): Promise<void> {
  const { userId, teamId, organizationId } = key
  if (isAdmin(identity) || userId === null || userId === identity.userId) return
  const user = await userBy(db, userId)
  const isTheirs =
    teamId === null
      ? organizationId !== null && (await organizationMembersOf(db, { organizationIds: [organizationId], userId })).length > 0
      : (await memberBy(db, teamId, userId)) !== undefined
  if (right === 'manager' && user !== undefined && isTheirs && plainRoles.includes(user.userRole)) return
  throw forbidden(
    'you may not hold a key of this user: make keys for yourself, or as an admin of a team for members who administer nothing',
  )
}

/** A team that is named as the owner of a key. Throws a 400 for an unknown one: whether there is one is no stranger's business. */
export async function namedTeam(db: Db, identity: Identity, id: string | null | undefined): Promise<TeamRow | undefined> {
  if (id == null) return undefined
  const team = await teamBy(db, id)
  if (team !== undefined) return team
  throw isAdmin(identity) ? refused(`there is no team "${id}"`, 'team_id') : forbidden(refusals['/key/generate'])
}

/** A key as far as promises go. */
export type Promised = {
  readonly token: string
  readonly tpmLimit?: number | null | undefined
  readonly rpmLimit?: number | null | undefined
  readonly metadata?: JsonObject | undefined
}

/** Throws LiteLLM's 400 where a guaranteed limit is more than the team has left, of all its tokens and requests or of one model's. */
export async function checkPromises(db: Db, teamId: string | null, { token, tpmLimit, rpmLimit, metadata = {} }: Promised): Promise<void> {
  const isGuaranteed = (name: string) => metadata[name] === 'guaranteed_throughput'
  if (teamId === null || !(isGuaranteed('tpm_limit_type') || isGuaranteed('rpm_limit_type'))) return
  // locked: no two keys are promised the same share of it
  const team = await lockedTeam(db, teamId)
  if (team === undefined) return
  const kinds = [
    { name: 'tpm', limit: 'tpm_limit', asked: tpmLimit, of: team.tpmLimit },
    { name: 'rpm', limit: 'rpm_limit', asked: rpmLimit, of: team.rpmLimit },
  ] as const
  for (const { name, limit, asked, of } of kinds) {
    if (!isGuaranteed(`${name}_limit_type`)) continue
    if (asked != null && of !== null) checkPromise(limit, asked, (await allocatedIn(db, team.teamId, token))[name], of)
    const ofModels = asObject(team.metadata[`model_${name}_limit`]) ?? {}
    for (const [model, wanted] of Object.entries(asObject(metadata[`model_${name}_limit`]) ?? {})) {
      const most = ofModels[model] ?? of
      if (typeof wanted !== 'number' || typeof most !== 'number') continue
      checkPromise(limit, wanted, (await allocatedIn(db, team.teamId, token, model))[name], most)
    }
  }
}
