/** What a caller is in a team and in organisations, asked of the store. */
import type { Identity } from '../identity.js'
import type { Db } from '../store/connection.js'
import { organizationMembersOf } from '../store/organizations.js'
import { memberBy } from '../store/team-members.js'
import { isAdmin, type Standing } from './who-may.js'

/** Asked anew for each decision: a role that was taken away counts no more. */
export async function standingOf(db: Db, { role, userId }: Identity, teamId?: string): Promise<Standing> {
  // who may do everything is not asked about
  if (userId === undefined || isAdmin({ role })) return { teamRole: undefined, administers: new Set() }
  const [member, memberships] = await Promise.all([
    teamId === undefined ? undefined : memberBy(db, teamId, userId),
    organizationMembersOf(db, { userId }),
  ])
  const administers = memberships.filter((each) => each.userRole === 'org_admin').map(({ organizationId }) => organizationId)
  return { teamRole: member?.role, administers: new Set(administers) }
}
