/** Which keys a caller may list: the own ones, those of teams that let them, those of organisations that they administer. */
import type { KeyScope } from '../store/keys.js'
import { membersOf } from '../store/team-members.js'
import { teamBy, teamsBy } from '../store/teams.js'
import { type Desk, forbidden } from './admin-route.js'
import { permits } from './key-rights.js'
import { standingOf } from './standing.js'
import { mayReadAll } from './who-may.js'

/** What a list is asked for, as far as it decides what is seen. */
export type Asked = {
  readonly user_id?: string | null
  readonly team_id?: string | null
  readonly organization_id?: string | null
  readonly include_team_keys?: boolean | null
  readonly include_created_by_keys?: boolean | null
}

/** The scope; undefined for whoever sees every key. Throws a 403 for who asks for the keys of others. */
export async function scopeOf({ db, identity }: Desk, asked: Asked): Promise<KeyScope | undefined> {
  if (mayReadAll(identity)) return undefined
  const { userId, keyHash } = identity
  const { administers } = await standingOf(db, identity)
  const teamIds = asked.include_team_keys === true || asked.team_id != null ? await openTeams(db, userId) : []
  const { team_id: teamId, organization_id: organizationId } = asked
  if (organizationId != null && !administers.has(organizationId)) throw forbidden('only administrators see the keys of an organization')
  if (
    teamId != null &&
    !teamIds.includes(teamId) &&
    !(await isOfOrganization(db, teamId, administers)) &&
    !(await isMember(db, teamId, userId))
  )
    throw forbidden('only its members and administrators see the keys of a team')
  const isOthers = asked.user_id != null && asked.user_id !== userId
  if (isOthers && teamId == null && organizationId == null && administers.size === 0)
    throw forbidden('only administrators see the keys of others')
  return {
    ...(userId === undefined ? { token: keyHash } : { userId }),
    ...(asked.include_created_by_keys === true && userId !== undefined && { createdBy: userId }),
    teamIds,
    organizationIds: [...administers],
  }
}

/** Teams whose keys the user sees all of: those they administer, and those that let their members. */
async function openTeams(db: Desk['db'], userId: string | undefined): Promise<readonly string[]> {
  if (userId === undefined) return []
  const own = await membersOf(db, { userIds: [userId] })
  const teams = await teamsBy(
    db,
    own.map(({ member }) => member.teamId),
  )
  const isOpen = (team: (typeof teams)[number]) => {
    const isAdmin = own.some(({ member }) => member.teamId === team.teamId && member.role === 'admin')
    return isAdmin || permits(team, '/key/list')
  }
  return teams.filter(isOpen).map(({ teamId }) => teamId)
}

async function isOfOrganization(db: Desk['db'], teamId: string, administers: ReadonlySet<string>): Promise<boolean> {
  if (administers.size === 0) return false
  const team = await teamBy(db, teamId)
  return team?.organizationId != null && administers.has(team.organizationId)
}

async function isMember(db: Desk['db'], teamId: string, userId: string | undefined): Promise<boolean> {
  if (userId === undefined) return false
  return (await membersOf(db, { userIds: [userId] })).some(({ member }) => member.teamId === teamId)
}
