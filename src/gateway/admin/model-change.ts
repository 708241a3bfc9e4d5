/** What becomes of a request to add or change a stored model: who may, what it is called, and whether it can be served. */
import { randomUUID } from 'node:crypto'
import type { Plan } from '../../plan/plan.js'
import { writtenInfo } from '../access-groups.js'
import { type Seal, SealError } from '../auth/sealed-params.js'
import { GatewayError } from '../errors.js'
import type { Db } from '../store/connection.js'
import { type ModelRow, modelsOfTeam } from '../store/models.js'
import { type JsonObject, models } from '../store/tables.js'
import { teamBy } from '../store/teams.js'
import { toWire } from '../store/wire-row.js'
import type { ModelDesk } from '../stored-model-desk.js'
import type { StoredModel } from '../stored-models.js'
import { type Desk, forbidden, refused } from './admin-route.js'
import { type ParamFault, paramFaults, teamParamFaults } from './model-params.js'
import { standingOf } from './standing.js'
import { isAdmin, mayManageMembers } from './who-may.js'

/** The desk of models. Throws a 400 with what to set where none are kept. */
export function modelsOf({ call }: Desk): ModelDesk {
  const { models: desk } = call.gateway
  if (desk?.isOn === true) return desk
  if (call.serving.settings.store.keepsModels)
    throw new GatewayError(400, 'bad_request_error', 'models cannot be added here: what is served came without the config it was made of')
  throw new GatewayError(
    400,
    'bad_request_error',
    'models are not kept here: set general_settings.store_model_in_db: true in the config, or STORE_MODEL_IN_DB=True, and serve it anew',
  )
}

/** Administrators may change every model, the admins of a team those of the team. Throws a 403 for others. `db` is that of a transaction within one. */
export async function requireManager({ identity }: Desk, db: Db, teamId: string | undefined): Promise<void> {
  if (isAdmin(identity)) return
  const team = teamId === undefined ? undefined : await teamBy(db, teamId)
  const isTheirs = team !== undefined && mayManageMembers(identity, team, await standingOf(db, identity, team.teamId))
  if (!isTheirs)
    throw forbidden(
      "this key does not have permission to make this model call: only administrators change models, and the admins of a team that team's own (model_info.team_id)",
    )
}

/** The team that a stored model belongs to. */
export function teamOf(info: JsonObject): string | undefined {
  return typeof info.team_id === 'string' && info.team_id !== '' ? info.team_id : undefined
}

/** A deployment of this id that the config file has, and the database has not. */
export function isOfFile(plan: Plan, id: string): boolean {
  return plan.deployments.some((deployment) => deployment.id === id && writtenInfo(plan, deployment).db_model !== true)
}

/** What a model of a team is called within, and that it has the team's own word for it. */
export type Naming = { readonly name: string; readonly publicName?: string }

/**
 * A team's model gets a name of its own that nobody else has, as in LiteLLM; several with one public name share it, and so the
 * calls. Throws a 400 for a team that is not there, or a pattern.
 */
export async function nameOf(db: Db, given: string, teamId: string | undefined): Promise<Naming> {
  if (teamId === undefined) return { name: given }
  if ((await teamBy(db, teamId)) === undefined) throw refused(`there is no team "${teamId}"`, 'model_info.team_id')
  if (given.includes('*')) throw refused('the name of a team’s model must not be a pattern', 'model_name')
  const others = await modelsOfTeam(db, teamId)
  const same = others.find(({ modelInfo }) => modelInfo.team_public_model_name === given)
  return { name: same?.modelName ?? `model_name_${teamId}_${randomUUID()}`, publicName: given }
}

/** Schemes in which the key that is given is all that a provider is shown. */
const byKey: ReadonlySet<string> = new Set(['bearer', 'x-api-key', 'x-goog-api-key', 'api-key', 'api_key', 'x-portkey-api-key'])

/** Throws a 400 for what must not be stored, a 422 with the compiler's words for what cannot be served. */
export async function checkModel(desk: Desk, candidate: StoredModel): Promise<void> {
  const { params, info } = candidate
  refuse([...paramFaults(params), ...(isAdmin(desk.identity) ? [] : teamParamFaults(params, info))])
  const { plan, faults } = await modelsOf(desk).tryModel(candidate)
  if (plan === undefined)
    throw new GatewayError(422, 'validation_error', `this model cannot be served: ${faults.join('; ')}`, { param: 'litellm_params' })
  if (isAdmin(desk.identity)) return
  for (const { id, apiKey, provider } of plan.deployments) {
    if (id !== candidate.id) continue
    const auth = plan.providers.find(({ name }) => name === provider)?.auth ?? 'none'
    const hasOwnKey = apiKey !== undefined && !('env' in apiKey)
    if (!byKey.has(auth) || !hasOwnKey)
      throw refused(`models of "${provider}" are not called by a key alone: only an administrator can add one`, 'litellm_params.model')
  }
}

function refuse(faults: readonly ParamFault[]): void {
  const [first] = faults
  if (first !== undefined) throw refused(faults.map(({ param, fault }) => `${param} ${fault}`).join('; '), first.param)
}

/** What parameters are encrypted with. Throws a 400 where there is nothing to do it with. */
export async function sealOf(desk: Desk): Promise<Seal> {
  try {
    return await modelsOf(desk).seal()
  } catch (error) {
    throw error instanceof SealError ? new GatewayError(400, 'bad_request_error', error.message) : error
  }
}

/** The columns of a model: its parameters encrypted. */
export async function sealed(desk: Desk, { id, name, params, info }: StoredModel) {
  const seal = await sealOf(desk)
  return { modelName: name, litellmParams: seal.close(id, params), modelInfo: info }
}

/** A stored row as LiteLLM shows it: parameters as they are stored, encrypted. */
export function showModel(row: ModelRow): JsonObject {
  return { ...toWire(models, row), model_info: { ...row.modelInfo, id: row.modelId, db_model: true } }
}
