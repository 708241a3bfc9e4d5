/** Who may see and change what in the administration, and that nobody grants more than they hold. Decisions only: nothing is asked here. */
import { mayCallModel } from '../access.js'
import type { Identity, Role } from '../identity.js'

/** What the caller is in the team and the organisations that a decision is about; asked of the store beforehand. */
export type Standing = {
  /** Role in the team, `admin` or `user`; undefined for who is no member. */
  readonly teamRole: string | undefined
  /** Organisations that the caller administers. */
  readonly administers: ReadonlySet<string>
}

type Who = Pick<Identity, 'role' | 'userId' | 'teamId'>
type OfOrganization = { readonly teamId: string; readonly organizationId: string | null }

export function isAdmin({ role }: Pick<Who, 'role'>): boolean {
  return role === 'proxy_admin'
}

/** True for roles that change nothing, whatever they are in teams and organisations. */
export function isOnlooker({ role }: Pick<Who, 'role'>): boolean {
  return onlookers.includes(role)
}

const onlookers: readonly string[] = ['proxy_admin_viewer', 'internal_user_viewer', 'customer', 'team'] satisfies readonly Role[]

/** Administrators, and those who may look at everything. */
export function mayReadAll({ role }: Pick<Who, 'role'>): boolean {
  return role === 'proxy_admin' || role === 'proxy_admin_viewer'
}

export function maySeeUser(who: Who, userId: string): boolean {
  return mayReadAll(who) || (who.userId !== undefined && who.userId === userId)
}

/** Limits, models, blocking, deleting: administrators and those of its organisation. */
export function mayManageTeam(who: Who, team: Pick<OfOrganization, 'organizationId'>, standing: Standing): boolean {
  return isAdmin(who) || (!isOnlooker(who) && isOfOwn(team, standing))
}

/** True where the caller administers the organisation of the team. */
function isOfOwn({ organizationId }: Pick<OfOrganization, 'organizationId'>, { administers }: Standing): boolean {
  return organizationId !== null && administers.has(organizationId)
}

/** Members and what they may do: the team's admins too. */
export function mayManageMembers(who: Who, team: Pick<OfOrganization, 'organizationId'>, standing: Standing): boolean {
  return mayManageTeam(who, team, standing) || (standing.teamRole === 'admin' && !isOnlooker(who))
}

/** Members read; a key of the team does too. */
export function maySeeTeam(who: Who, team: OfOrganization, standing: Standing): boolean {
  return mayReadAll(who) || isOfOwn(team, standing) || standing.teamRole !== undefined || who.teamId === team.teamId
}

/** Roles that the caller may give: an administrator any, an organisation's only those that administer nothing. */
export function mayGiveRole(who: Pick<Who, 'role'>, { administers }: Pick<Standing, 'administers'>, role: string): boolean {
  return isAdmin(who) || (administers.size > 0 && givenByOrganizations.includes(role))
}

const givenByOrganizations: readonly string[] = ['internal_user', 'internal_user_viewer'] satisfies readonly Role[]

/** Fields of their own row that everybody may change: none that a limit or a right depends on. */
export const ownFields: readonly string[] = ['user_alias', 'password']

/** What one may use: null and an empty list of models are no limit of one's own. */
export type Held = {
  readonly models?: readonly string[] | undefined
  readonly maxBudget?: string | null | undefined
  readonly tpmLimit?: number | null | undefined
  readonly rpmLimit?: number | null | undefined
  readonly maxParallelRequests?: number | null | undefined
}

/** The field in which a child would hold more than its parent; undefined where it does not. Without a limit of its own, the parent's holds. */
export function exceeds(
  child: Held,
  parent: Held,
): 'models' | 'max_budget' | 'tpm_limit' | 'rpm_limit' | 'max_parallel_requests' | undefined {
  if (!coversModels(parent.models ?? [], child.models ?? [])) return 'models'
  if (isOver(amount(child.maxBudget), amount(parent.maxBudget))) return 'max_budget'
  if (isOver(child.tpmLimit, parent.tpmLimit)) return 'tpm_limit'
  if (isOver(child.rpmLimit, parent.rpmLimit)) return 'rpm_limit'
  return isOver(child.maxParallelRequests, parent.maxParallelRequests) ? 'max_parallel_requests' : undefined
}

function amount(money: string | null | undefined): number | null {
  return money == null ? null : Number(money)
}

function isOver(child: number | null | undefined, parent: number | null | undefined): boolean {
  return child != null && parent != null && child > parent
}

/** Names that open nothing by themselves. */
const harmless: readonly string[] = ['all-team-models', 'no-default-models']

/** True where whoever has `parent` may grant `child`. A pattern is granted by a pattern that has all of its names. */
export function coversModels(parent: readonly string[], child: readonly string[]): boolean {
  return child.every((name) => harmless.includes(name) || grants(parent, name))
}

function grants(parent: readonly string[], name: string): boolean {
  const isAll = parent.length === 0 || parent.includes('*') || parent.includes('all-proxy-models')
  if (isAll || name === 'all-proxy-models') return isAll
  // a `*` of the child is text to the parent's pattern, and only another `*` takes it
  return mayCallModel({ models: parent }, name)
}
