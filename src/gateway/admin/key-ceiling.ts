/** That a key never exceeds what it belongs to, nor what its maker holds. Decisions only: nothing is asked here. */
import { isDeepStrictEqual } from 'node:util'
import type { Plan } from '../../plan/plan.js'
import { listHas, mayPass } from '../access.js'
import { isListed, routeGroupNames } from '../auth/allowed-routes.js'
import { GatewayError } from '../errors.js'
import type { Identity, Role } from '../identity.js'
import type { Route } from '../route.js'
import type { BudgetRow } from '../store/budgets.js'
import type { Caller } from '../store/find-caller.js'
import type { KeyRow } from '../store/keys.js'
import type { Organization } from '../store/organizations.js'
import type { JsonObject } from '../store/tables.js'
import type { TeamRow } from '../store/teams.js'
import type { UserRow } from '../store/users.js'
import { refused } from './admin-route.js'
import type { KeyColumns } from './key-fields.js'
import { durationMs } from './key-settings.js'
import { coversModels, exceeds, type Held } from './who-may.js'

/** What a key belongs to. A key of a team is the team's: what its user may spend alone is another matter. */
export type Parents = {
  readonly team: TeamRow | undefined
  /** Limits of its user within the team. */
  readonly member: BudgetRow | undefined
  readonly user: UserRow | undefined
  readonly organization: Organization | undefined
}

/** A key as far as limits go; absent columns are not looked at. */
type Child = Held & {
  readonly expires?: Date | null | undefined
  readonly budgetDuration?: string | null | undefined
}

/** Throws where the key would hold more than what it belongs to: 403 for models, 400 for limits. */
export function checkParents(plan: Plan, child: Child, { team, member, user, organization }: Parents): void {
  const aliases = Object.keys(team?.modelAliases ?? {})
  if (team !== undefined) check(plan, child, { ...team, models: team.models.length === 0 ? [] : [...team.models, ...aliases] }, 'the team')
  if (team !== undefined && member !== undefined)
    check(plan, child, { ...member, models: member.allowedModels.length === 0 ? [] : [...member.allowedModels, ...aliases] }, 'the member')
  if (team === undefined && user !== undefined) check(plan, child, user, 'the user')
  if (organization === undefined) return
  const { row, budget } = organization
  // what a team's alias stands for is asked of the organisation when it is called
  check(plan, child, { ...budget, models: row.models.length === 0 ? [] : [...row.models, ...aliases] }, 'the organization')
}

function check(plan: Plan, child: Child, parent: Held, whose: string): void {
  const field = over(plan, child, parent)
  if (field === 'models') throw modelsDenied(`${whose} does not have all of these models`)
  if (field !== undefined) throw refused(`${field} is above that of ${whose}`, field)
}

function over(plan: Plan, { models, ...limits }: Child, parent: Held) {
  return hasAll(plan, parent.models ?? [], models ?? []) ? exceeds(limits, { ...parent, models: [] }) : 'models'
}

/** By all that the config knows of models: aliases and access groups too. */
function hasAll(plan: Plan, parent: readonly string[], child: readonly string[]): boolean {
  return child.every((name) => coversModels(parent, [name]) || (!name.includes('*') && listHas(parent, name, plan)))
}

function modelsDenied(message: string): GatewayError {
  return new GatewayError(403, 'auth_error', message, { param: 'models' })
}

/** What the holder of a key may pass on. */
export type Limits = Held & Pick<KeyRow, 'models' | 'expires' | 'budgetDuration'>

/** The models that a list of a key means: `all-team-models` is what its team has, of which an empty list is every model. */
export function meantModels(models: readonly string[], team: Pick<TeamRow, 'models'> | undefined): readonly string[] {
  return team !== undefined && models.includes('all-team-models') ? team.models : models
}

/** Limits of the caller's own key, those of its budget row included; undefined for whoever has none to keep to. */
export function limitsOf({ role, caller }: Pick<Identity, 'role' | 'caller'>): Limits | undefined {
  if (role === 'proxy_admin' || caller === undefined) return undefined
  const { key, budgets, team } = caller
  const own = {
    maxBudget: key.maxBudget ?? budgets.key?.maxBudget,
    tpmLimit: key.tpmLimit ?? budgets.key?.tpmLimit,
    rpmLimit: key.rpmLimit ?? budgets.key?.rpmLimit,
    maxParallelRequests: key.maxParallelRequests ?? budgets.key?.maxParallelRequests,
  }
  return {
    ...own,
    models: [...meantModels(key.models, team)],
    expires: key.expires,
    budgetDuration: key.budgetDuration ?? budgets.key?.budgetDuration ?? null,
  }
}

/**
 * Throws a 403 where a key goes beyond `held`. What is null or an empty list has no end; what is absent is not looked at.
 * `team` is that of the key.
 */
export function checkHeld(plan: Plan, child: Child, held: Limits, whose: string, team: Pick<TeamRow, 'models'> | undefined): void {
  const field = beyond(plan, { ...child, models: child.models && meantModels(child.models, team) }, held)
  if (field === undefined) return
  throw new GatewayError(403, 'auth_error', `${field} goes beyond that of ${whose}: nobody grants more than they hold`, { param: field })
}

function beyond(plan: Plan, child: Child, held: Limits): string | undefined {
  if (held.models.length > 0 && child.models?.length === 0) return 'models'
  const ended = ends.find(([name]) => child[name] === null && held[name] != null)
  if (ended !== undefined) return ended[1]
  if (child.expires != null && held.expires !== null && child.expires.getTime() > held.expires.getTime()) return 'duration'
  // a budget that starts anew more often is a larger one
  const isFaster = typeof child.budgetDuration === 'string' && durationMs(child.budgetDuration) < durationMs(held.budgetDuration)
  if (isFaster && held.maxBudget != null) return 'budget_duration'
  return over(plan, child, held)
}

const ends = [
  ['maxBudget', 'max_budget'],
  ['tpmLimit', 'tpm_limit'],
  ['rpmLimit', 'rpm_limit'],
  ['maxParallelRequests', 'max_parallel_requests'],
  ['expires', 'duration'],
] as const

/** The budget of a key with a raise that is new; absent where neither changes. US dollars. */
export function raisedBudget(
  { maxBudget, metadata }: { readonly maxBudget?: string | null; readonly metadata?: JsonObject },
  before: Pick<KeyRow, 'maxBudget' | 'metadata'> | undefined,
): string | null | undefined {
  const { temp_budget_increase: raise, temp_budget_expiry: end } = metadata ?? {}
  const own = maxBudget === undefined ? before?.maxBudget : maxBudget
  const isOld = before?.metadata.temp_budget_increase === raise && before?.metadata.temp_budget_expiry === end
  return typeof raise !== 'number' || isOld || own == null ? maxBudget : String(Number(own) + raise)
}

/** What of a change is looked at beside its limits. */
type Kept = Pick<KeyRow, (typeof heirlooms)[number] | 'metadata'>

/** What holds a caller's key back, budgets of its budget row for single models included. */
function keptOf({ key, budgets }: Caller): Kept {
  return hasSome(key.modelMaxBudget) ? key : { ...key, modelMaxBudget: budgets.key?.modelMaxBudget ?? {} }
}

/** Throws a 403 where a change of a key takes off what holds the caller's own key back: a new one takes it over, and keeps it. */
export function checkHeirlooms(changes: Partial<Kept>, before: Kept, { caller }: Pick<Identity, 'caller'>): void {
  if (caller === undefined) return
  const key = keptOf(caller)
  const isLost = (own: unknown, was: unknown, now: unknown) => hasSome(own) && !isDeepStrictEqual(now, was) && !isDeepStrictEqual(now, own)
  const lost =
    heirlooms.find((name) => changes[name] !== undefined && isLost(key[name], before[name], changes[name])) ??
    heirloomNames.find(
      (name) => changes.metadata !== undefined && isLost(key.metadata[name], before.metadata[name], changes.metadata[name]),
    )
  if (lost === undefined) return
  const name = fieldNames.get(lost) ?? lost
  throw new GatewayError(403, 'auth_error', `${name} holds your own key back: it is not changed with it`, { param: name })
}

const fieldNames: ReadonlyMap<string, string> = new Map([
  ['modelMaxBudget', 'model_max_budget'],
  ['budgetLimits', 'budget_limits'],
  ['allowedCacheControls', 'allowed_cache_controls'],
])

/** What holds the maker's key back goes with every key that is made with it. */
const heirlooms = ['modelMaxBudget', 'budgetLimits', 'policies', 'allowedCacheControls'] as const
const heirloomNames = ['guardrails', 'prompts', 'enforced_params', 'model_rpm_limit', 'model_tpm_limit'] as const

/** A new key with what it takes from its maker's: limits where it has none, and all that holds the maker's key back. */
export function inherited(child: KeyColumns, limits: Limits | undefined, { caller }: Pick<Identity, 'caller'>): KeyColumns {
  if (limits === undefined || caller === undefined) return child
  const { key } = caller
  const open = child.maxBudget == null && limits.maxBudget != null
  const taken: KeyColumns = {
    ...child,
    ...(!child.models?.length && { models: [...limits.models] }),
    ...(!child.allowedRoutes?.length && { allowedRoutes: [...key.allowedRoutes] }),
    maxBudget: child.maxBudget ?? limits.maxBudget ?? null,
    tpmLimit: child.tpmLimit ?? limits.tpmLimit ?? null,
    rpmLimit: child.rpmLimit ?? limits.rpmLimit ?? null,
    maxParallelRequests: child.maxParallelRequests ?? limits.maxParallelRequests ?? null,
    expires: child.expires ?? limits.expires,
    ...(open && child.budgetDuration == null && { budgetDuration: limits.budgetDuration, budgetResetAt: key.budgetResetAt }),
  }
  const own = keptOf(caller)
  const put = heirlooms.filter((name) => hasSome(own[name])).map((name) => [name, own[name]] as const)
  const kept = heirloomNames.flatMap((name) => (hasSome(key.metadata[name]) ? [[name, key.metadata[name] ?? null] as const] : []))
  const metadata = kept.length === 0 ? {} : { metadata: { ...child.metadata, ...Object.fromEntries(kept) } }
  return { ...taken, ...Object.fromEntries(put), ...metadata }
}

function hasSome(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

/** What is looked at of a route. */
type Facts = Pick<Route, 'method' | 'paths' | 'access' | 'tags' | 'callType' | 'errors'>

/** Throws a 403 for `allowed_routes` that the caller's role or key does not have. */
export function checkRoutes(routes: readonly Facts[], { role, caller }: Pick<Identity, 'role' | 'caller'>, asked: readonly string[]): void {
  if (role === 'proxy_admin') return
  const held = caller?.key.allowedRoutes ?? []
  const wrong = asked.find((entry) => !mayGrant(routes, role, held, entry))
  if (wrong === undefined) return
  const message = `"${wrong.slice(0, 200)}" of allowed_routes is beyond what your own role and key may use: leave it out`
  throw new GatewayError(403, 'auth_error', message, { param: 'allowed_routes' })
}

function mayGrant(routes: readonly Facts[], role: Role, held: readonly string[], entry: string): boolean {
  if (held.length > 0 && held.includes(entry)) return true
  const listed = routes.flatMap((route) => route.paths.filter((path) => isListed([entry], route, path)).map((path) => ({ route, path })))
  const isGroup = routeGroupNames.includes(entry)
  const mine = listed.filter(({ route }) => mayPass(route.access, role))
  // a group may show more to a higher role, but changes nothing that this one may not
  const fits = isGroup ? listed.every(({ route }) => route.method === 'GET' || mayPass(route.access, role)) : mine.length === listed.length
  if (!fits || mine.length === 0) return false
  return held.length === 0 || mine.every(({ route, path }) => isListed(held, route, path))
}

/** Throws LiteLLM's 400 where a team promises its keys more than it has. `rest` is what its other keys are promised. */
export function checkPromise(
  limit: 'tpm_limit' | 'rpm_limit',
  asked: number | null | undefined,
  rest: number,
  of: number | null | undefined,
): void {
  if (asked == null || of == null || asked + rest <= of) return
  throw refused(`${limit} ${asked} cannot be guaranteed: the keys of the team have ${rest} of its ${of} already`, limit)
}
