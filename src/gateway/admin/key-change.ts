/** Changes of keys that are there: one at a time, in a transaction, by whoever may, and told once they are committed. */
import { toHash } from '../auth/key-text.js'
import { modelLimits } from '../limits/periods.js'
import type { Audit } from '../store/audit.js'
import type { Db } from '../store/connection.js'
import { activeToken, changeKey, dropWindows, type KeyChanges, type KeyRow, lockedKey } from '../store/keys.js'
import { holdSpend } from '../store/record-spend.js'
import { audit, type Desk, forbidden, noSuch, refused } from './admin-route.js'
import { checkHeirlooms, checkHeld, checkParents, checkRoutes, limitsOf, meantModels, raisedBudget } from './key-ceiling.js'
import { type KeyColumns, type KeyValues, keyColumns } from './key-fields.js'
import { checkPromises, type Ground, groundOf, namedTeam, parentsOf } from './key-ground.js'
import { checkOperatorMembers, keyTable, keyWritten, modelRoutes } from './key-new.js'
import { checkFields, checkMove, type KeyAct } from './key-rights.js'
import { withinBounds } from './key-settings.js'
import { keyRow, nameable } from './key-shown.js'
import { isAdmin } from './who-may.js'

/** What was done to a key. */
export type Changed = { readonly before: KeyRow; readonly after: KeyRow }

type Work = (db: Db, before: KeyRow, ground: Ground) => Promise<KeyRow | undefined>

/** Does one thing to the key of this secret or hash. Throws a 404 for an unknown one, a 403 for whoever may not. */
export async function change(desk: Desk, keyOrHash: string, act: KeyAct, action: Audit['action'], work: Work): Promise<Changed> {
  const { now, identity, store } = desk
  const done = await store.connection.transaction(async (db) => {
    // what is written under the old hash goes to the key, whose hash then is another one
    if (act === '/key/regenerate') await holdSpend(db)
    const before = await lockedKey(db, await activeToken(db, toHash(keyOrHash), new Date(now)))
    if (before === undefined) throw noKey(keyOrHash)
    const ground = await groundOf(db, identity, act, before)
    const after = await work(db, before, ground)
    if (after === undefined) throw noKey(keyOrHash)
    const values = { before: keyRow(before, desk, 'with-token'), after: keyRow(after, desk, 'with-token') }
    await audit(desk, db, { action, table: keyTable, id: after.token, ...values })
    return { before, after }
  })
  await tellKeys(desk, new Set([done.before.token, done.after.token]))
  return done
}

/** Told after the commit: no process answers by what it knew of these keys. */
export async function tellKeys({ store }: Pick<Desk, 'store'>, tokens: Iterable<string>): Promise<void> {
  for (const id of tokens) await store.tell({ kind: 'key', id })
}

/** 404 that names a key without showing it. */
export function noKey(keyOrHash: string) {
  return noSuch('key', nameable(keyOrHash), 'key')
}

/** Changes the given fields of a key; what is absent stays, null clears. */
export function updateKey(desk: Desk, keyOrHash: string, values: KeyValues): Promise<Changed> {
  return change(desk, keyOrHash, '/key/update', 'updated', async (db, before, ground) => {
    const columns = await columnsOf(desk, db, values, before, ground)
    return keyWritten(changeKey(db, before.token, columns))
  })
}

/** The columns that change, all that binds them looked at. Throws a 400 or a 403. */
export async function columnsOf(desk: Desk, db: Db, given: KeyValues, before: KeyRow, ground: Ground): Promise<KeyChanges> {
  const { identity, call } = desk
  checkMove(ground.right, given, before)
  checkFields(ground.right, given, before, identity)
  checkOperatorMembers(desk, given.metadata, before.metadata)
  checkProject(given, before)
  const values = withinBounds(desk, given, 'change')
  const columns = { ...keyColumns(desk, values, before), ...(await moved(desk, db, values, before)) }
  if (!isAdmin(identity)) checkMaker(desk, columns, before, ground)
  const after = { ...before, ...columns }
  const isMoved = after.teamId !== before.teamId || after.userId !== before.userId || after.organizationId !== before.organizationId
  const team = isMoved ? await namedTeam(db, identity, after.teamId) : ground.team
  // what a key had before it is looked at only where it goes to somebody else
  checkParents(call.serving.plan, isMoved ? after : columns, await parentsOf(db, after, team))
  if (isPromised(values)) await checkPromises(db, after.teamId, after)
  await dropWindows(db, before.token, armed(values, before))
  return columns
}

/** A key that goes to another team goes to its organisation. */
async function moved(
  { identity }: Desk,
  db: Db,
  { team_id: teamId, organization_id: organizationId }: KeyValues,
  before: KeyRow,
): Promise<Partial<KeyColumns>> {
  if (teamId == null || teamId === before.teamId || organizationId !== undefined) return {}
  const team = await namedTeam(db, identity, teamId)
  return { organizationId: team?.organizationId ?? null }
}

/** Others than administrators keep to what their own key has, and owners to what somebody else gave them. */
function checkMaker(desk: Desk, columns: KeyColumns, before: KeyRow, { right, team }: Ground): void {
  const { identity, call } = desk
  const { plan } = call.serving
  const limits = limitsOf(identity)
  const raised = { ...columns, maxBudget: raisedBudget(columns, before) }
  if (limits !== undefined) checkHeld(plan, raised, limits, 'your own key', team)
  checkHeirlooms(columns, before, identity)
  if (right === 'owner' && before.createdBy !== identity.userId)
    checkHeld(plan, columns, { ...before, models: [...meantModels(before.models, team)] }, 'the key, which somebody else made', team)
  const { allowedRoutes } = columns
  if (allowedRoutes === undefined) return
  const held = identity.caller?.key.allowedRoutes ?? []
  if (allowedRoutes.length === 0 && held.length > 0) throw forbidden('allowed_routes goes beyond that of your own key')
  checkRoutes(call.gateway.routes, identity, allowedRoutes)
  const isOthers = before.userId !== null && before.userId !== identity.userId
  if (isOthers && (allowedRoutes.length === 0 ? before.allowedRoutes.length > 0 : modelRoutes(desk, allowedRoutes).length === 0))
    throw forbidden('only administrators open more routes to the key of somebody else')
}

/** LiteLLM's 400: what a project has spent stays with its keys. */
function checkProject({ project_id: next }: KeyValues, { projectId }: KeyRow): void {
  if (next == null || projectId === null || next === projectId) return
  throw refused('the key has a project already: reassignment is not possible, clear project_id first', 'project_id')
}

function isPromised(values: KeyValues): boolean {
  const { tpm_limit, rpm_limit, tpm_limit_type, rpm_limit_type, model_tpm_limit, model_rpm_limit, team_id } = values
  return [tpm_limit, rpm_limit, tpm_limit_type, rpm_limit_type, model_tpm_limit, model_rpm_limit, team_id].some((value) => value != null)
}

/** Windows that the key did not have: they begin now, whatever one of the same name has counted before. */
function armed(values: KeyValues, before: KeyRow): readonly string[] {
  const lengths = (windows: readonly unknown[]) => windows.flatMap((each) => asWindow(each))
  const had = lengths(before.budgetLimits)
  const added = lengths(values.budget_limits ?? []).filter((name) => !had.includes(name))
  const models = Object.entries(values.model_max_budget ?? {}).filter(([model]) => !Object.hasOwn(before.modelMaxBudget, model))
  return [...added, ...models.flatMap(([model, value]) => modelLimits({ [model]: value }, [model])?.window?.name ?? [])]
}

function asWindow(window: unknown): readonly string[] {
  return typeof window === 'object' && window !== null && 'budget_duration' in window ? [String(window.budget_duration)] : []
}
