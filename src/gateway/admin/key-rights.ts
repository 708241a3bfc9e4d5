/** Who may do what with which key, and which fields of it. Decisions only: nothing is asked here. */
import type { Identity } from '../identity.js'
import type { KeyRow } from '../store/keys.js'
import type { TeamRow } from '../store/teams.js'
import { forbidden } from './admin-route.js'
import type { KeyValues } from './key-fields.js'
import { isAdmin, isOnlooker, mayReadAll, type Standing } from './who-may.js'

/** What is done with a key, as `team_member_permissions` names it. */
export type KeyAct =
  | '/key/generate'
  | '/key/service-account/generate'
  | '/key/update'
  | '/key/delete'
  | '/key/info'
  | '/key/list'
  | '/key/aliases'
  | '/key/regenerate'
  | '/key/block'
  | '/key/unblock'
  | '/key/{key_id}/reset_spend'

/** By what right: as an administrator, of the team or organisation, as a member whom the team lets, or as the key's owner. */
export type Right = 'admin' | 'manager' | 'member' | 'owner'

type Who = Pick<Identity, 'role' | 'userId' | 'keyHash'>
/** Whose key it is. */
export type Ownership = Pick<KeyRow, 'userId' | 'teamId' | 'organizationId'> & { readonly token?: string | undefined }
type Team = Pick<TeamRow, 'organizationId' | 'teamMemberPermissions'>

const looks: readonly KeyAct[] = ['/key/info', '/key/list', '/key/aliases']
/** What an owner may not do with the own key: that would undo what others decided. */
const others: readonly KeyAct[] = ['/key/service-account/generate', '/key/block', '/key/unblock', '/key/{key_id}/reset_spend']
/** What members may do where their team says nothing. As in LiteLLM. */
const usual: readonly string[] = ['/key/info', '/key/health']

/** The right by which the caller may do this; undefined where there is none. `team` is the key's. */
export function rightTo(act: KeyAct, who: Who, key: Ownership, team: Team | undefined, standing: Standing): Right | undefined {
  const isLook = looks.includes(act)
  if (isAdmin(who) || (isLook && mayReadAll(who))) return 'admin'
  if (isOnlooker(who) && !isLook) return undefined
  const organizations = [key.organizationId, team?.organizationId]
  if (organizations.some((id) => id != null && standing.administers.has(id))) return 'manager'
  if (team !== undefined && standing.teamRole === 'admin') return 'manager'
  const isOwn = who.userId !== undefined && key.userId === who.userId
  // members make no keys of a team but as the team lets them
  const makes = act === '/key/generate' && key.teamId !== null
  if (isOwn && !makes && !others.includes(act)) return 'owner'
  if (isLook && key.token !== undefined && key.token === who.keyHash) return 'owner'
  return team !== undefined && standing.teamRole !== undefined && permits(team, act) ? 'member' : undefined
}

/** True where members of the team may do this with its keys. */
export function permits({ teamMemberPermissions: given }: Pick<Team, 'teamMemberPermissions'>, act: KeyAct): boolean {
  const list = given.length === 0 ? usual : given
  return list.includes(act) || (act === '/key/regenerate' && list.includes('/key/{key_id}/regenerate'))
}

/** Fields that administrators set: they open what no limit of a team closes, or belong to nobody below. */
const ofAdmins: readonly (keyof KeyValues)[] = [
  'spend',
  'permissions',
  'project_id',
  'agent_id',
  'budget_id',
  'access_group_ids',
  'object_permission',
  'allowed_passthrough_routes',
  'allowed_vector_store_indexes',
  'router_settings',
  'config',
]
/** Fields of whoever manages the team or organisation of the key. */
const ofManagers: readonly (keyof KeyValues)[] = [
  'blocked',
  'temp_budget_increase',
  'temp_budget_expiry',
  'rpm_limit_type',
  'tpm_limit_type',
]
/** What holds a key back beside its limits: an owner does not take off what somebody else put on. */
const restraints: readonly (keyof KeyValues)[] = [
  'tags',
  'guardrails',
  'policies',
  'prompts',
  'enforced_params',
  'allowed_cache_controls',
  'model_rpm_limit',
  'model_tpm_limit',
  'model_max_budget',
  'budget_limits',
  'budget_duration',
  'budget_fallbacks',
  'allowed_routes',
  'key_type',
  'aliases',
]
/** Whom a key belongs to. */
const owners = ['user_id', 'team_id', 'organization_id'] as const

/** Throws a 403 for fields that this right does not reach. What is null asks for nothing in a new key. */
export function checkFields(
  right: Right,
  values: KeyValues,
  before: Pick<KeyRow, 'createdBy'> | undefined,
  who: Pick<Who, 'userId'>,
): void {
  if (right === 'admin') return
  const isForeign = before !== undefined && before.createdBy !== who.userId
  const closed = [...ofAdmins, ...(right === 'manager' ? [] : ofManagers), ...(right === 'owner' && isForeign ? restraints : [])]
  const wrong = closed.find((name) => values[name] !== undefined && (values[name] !== null || before !== undefined))
  if (wrong === undefined) return
  const whose = ofAdmins.includes(wrong) ? 'administrators set' : 'administrators and those of the team set'
  throw forbidden(`only ${whose} ${wrong} of ${before === undefined ? 'a key' : 'this key'}: leave it out`)
}

/** Throws a 403 where others than administrators would give a key to somebody else. */
export function checkMove(right: Right, values: KeyValues, before: KeyRow): void {
  if (right === 'admin') return
  const held = { user_id: before.userId, team_id: before.teamId, organization_id: before.organizationId }
  const moved = owners.find((name) => values[name] !== undefined && values[name] !== held[name])
  if (moved !== undefined) throw forbidden(`only administrators change the ${moved} of a key: make another key instead`)
}
