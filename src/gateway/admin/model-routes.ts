/** `/model/new`, `update`, `delete`: models that are added, changed and taken away while the gateway runs. */
import { randomUUID } from 'node:crypto'
import { SealError } from '../auth/sealed-params.js'
import { declaredNames } from '../model-names.js'
import type { Route } from '../route.js'
import type { Db } from '../store/connection.js'
import { addModel, changeModel, deleteModel, lockedModel, type ModelRow, modelBy } from '../store/models.js'
import { TakenError } from '../store/sql-error.js'
import type { JsonObject } from '../store/tables.js'
import { openRow } from '../stored-model-desk.js'
import type { StoredModel } from '../stored-models.js'
import { adminRoute, audit, type Desk, forbidden, noSuch, refused } from './admin-route.js'
import { type Fields, invalid, readBody, readFields, type Values } from './body.js'
import { checkModel, isOfFile, modelsOf, nameOf, requireManager, sealed, sealOf, showModel, teamOf } from './model-change.js'
import { isAdmin } from './who-may.js'

const tags = ['models']
const table = 'LiteLLM_ProxyModelTable'

/** What the gateway itself says in `model_info`. */
const ownInfo: readonly string[] = ['id', 'db_model']

const infoFields = { id: 'id', team_id: 'id', team_public_model_name: 'id' } as const satisfies Fields

const newFields = {
  model_name: { is: 'id', required: true },
  litellm_params: { is: 'object', required: true },
  model_info: 'object',
} as const satisfies Fields

const newModel: Route = adminRoute({
  method: 'POST',
  paths: ['/model/new'],
  access: 'key',
  summary: 'Adds a model that is served at once, by every gateway on the same database. Administrators may, and the admins of its team.',
  tags,
  example: { model_name: 'gpt-4o', litellm_params: { model: 'openai/gpt-4o', api_key: 'sk-…' }, model_info: { mode: 'chat' } },
  answer: async (desk) => {
    modelsOf(desk)
    const values = readBody(desk.call, newFields)
    const given = readFields(values.model_info ?? {}, infoFields, 'model_info.')
    const teamId = given.team_id ?? undefined
    await requireManager(desk, desk.db, teamId)
    // an id is a name too, and wins over those of the config
    if (given.id != null && !isAdmin(desk.identity))
      throw forbidden('only administrators choose the id of a model: leave model_info.id out')
    const id = given.id ?? randomUUID()
    if (isOfFile(desk.call.serving.plan, id)) throw idTaken(id)
    if (declaredNames(desk.call.serving.plan).has(id))
      throw refused(`"${id}" is the name of a model, which an id must not be`, 'model_info.id')
    const { name, publicName } = await nameOf(desk.db, values.model_name, teamId)
    const info = { ...without(values.model_info ?? {}, ownInfo), ...(publicName !== undefined && { team_public_model_name: publicName }) }
    const candidate: StoredModel = { id, name, params: without(values.litellm_params, []), info }
    await checkModel(desk, candidate)
    const columns = await sealed(desk, candidate)
    const shown = await desk.store.connection
      .transaction(async (db) => {
        const row = await addModel(db, { modelId: id, ...columns, createdBy: desk.by, updatedBy: desk.by })
        const after = showModel(row)
        await audit(desk, db, { action: 'created', table, id, after })
        return after
      })
      .catch((error: unknown) => {
        throw error instanceof TakenError ? idTaken(id) : error
      })
    await tell(desk, id)
    return shown
  },
})

const changeFields = { model_name: 'id', litellm_params: 'object', model_info: 'object' } as const satisfies Fields

const updateModel: Route = adminRoute({
  method: 'POST',
  paths: ['/model/update'],
  access: 'key',
  summary: 'Changes the given parameters of an added model; null clears one. The id is that of model_info.',
  tags,
  example: { model_info: { id: '5e2c…' }, litellm_params: { rpm: 100 } },
  answer: (desk) => {
    modelsOf(desk)
    const values = readBody(desk.call, changeFields)
    const { id } = readFields(values.model_info ?? {}, infoFields, 'model_info.')
    if (id === undefined || id === null) throw invalid('model_info.id', 'is missing: it says which model is to be changed')
    return change(desk, id, values)
  },
})

const patchModel: Route = adminRoute({
  method: 'PATCH',
  paths: ['/model/:model_id/update'],
  access: 'key',
  summary: 'Changes the given parameters of an added model; null clears one.',
  tags,
  example: { litellm_params: { rpm: 100 } },
  answer: (desk) => {
    modelsOf(desk)
    const { model_id: id } = readFields(Object(desk.call.request.params), { model_id: { is: 'id', required: true } })
    return change(desk, id, readBody(desk.call, changeFields))
  },
})

const removeModel: Route = adminRoute({
  method: 'POST',
  paths: ['/model/delete'],
  access: 'key',
  summary: 'Takes an added model away.',
  tags,
  example: { id: '5e2c…' },
  answer: async (desk) => {
    modelsOf(desk)
    const { id } = readBody(desk.call, { id: { is: 'id', required: true } })
    await desk.store.connection.transaction(async (db) => {
      const row = await manageable(desk, db, await lockedModel(db, id), id)
      await deleteModel(db, row.modelId)
      await audit(desk, db, { action: 'deleted', table, id, before: showModel(row) })
    })
    await tell(desk, id)
    return { message: `Model: ${id} deleted successfully` }
  },
})

/** In the order of the OpenAPI document. */
export const modelRoutes: readonly Route[] = [newModel, updateModel, patchModel, removeModel]

/**
 * One change, judged on the model as it is now. What is compiled is compiled before the row is locked; where somebody changed it
 * meanwhile, the change is made anew.
 */
async function change(desk: Desk, id: string, values: Values<typeof changeFields>): Promise<JsonObject> {
  const row = await manageable(desk, desk.db, await modelBy(desk.db, id), id)
  const candidate = await changed(desk, row, values)
  await checkModel(desk, candidate)
  const columns = await sealed(desk, candidate)
  const shown = await desk.store.connection.transaction(async (db) => {
    const now = await lockedModel(db, id)
    if (now === undefined) throw noSuch('model', id, 'model_info.id')
    if (now.updatedAt.getTime() !== row.updatedAt.getTime() || now.litellmParams.model !== row.litellmParams.model)
      throw refused('the model was changed by somebody else at the same moment: nothing was changed, try again', 'model_info.id')
    const after = await changeModel(db, id, { ...columns, updatedBy: desk.by })
    if (after === undefined) throw noSuch('model', id, 'model_info.id')
    await audit(desk, db, { action: 'updated', table, id, before: showModel(row), after: showModel(after) })
    return showModel(after)
  })
  await tell(desk, id)
  return shown
}

/** The model with what is to be changed: null takes a parameter away, what is absent stays. */
async function changed(desk: Desk, row: ModelRow, values: Values<typeof changeFields>): Promise<StoredModel> {
  const { modelId: id } = row
  const opened = openRow(await sealOf(desk), row)
  if (opened instanceof SealError)
    throw refused(`the stored parameters cannot be read: ${opened.message}. Set that key again, or delete the model and add it anew`, 'id')
  const given = readFields(values.model_info ?? {}, infoFields, 'model_info.')
  const teamId = teamOf(row.modelInfo)
  if (given.team_id !== undefined && (given.team_id ?? undefined) !== teamId)
    throw refused('a model does not change its team: delete it, and add it to the other', 'model_info.team_id')
  const info = merged(row.modelInfo, without(values.model_info ?? {}, [...ownInfo, 'team_public_model_name']))
  const params = merged(opened.params, values.litellm_params ?? {})
  // what a client read of a team's model and sends back names it by the name within
  const asked = values.model_name === row.modelName ? undefined : values.model_name
  const renamed = asked ?? (teamId === undefined ? undefined : given.team_public_model_name) ?? undefined
  if (renamed === undefined || renamed === row.modelInfo.team_public_model_name) return { id, name: row.modelName, params, info }
  const { name, publicName } = await nameOf(desk.db, renamed, teamId)
  return { id, name, params, info: publicName === undefined ? info : { ...info, team_public_model_name: publicName } }
}

/** The row, if there is one and the caller may change it. */
async function manageable(desk: Desk, db: Db, row: ModelRow | undefined, id: string): Promise<ModelRow> {
  // who administers nothing learns nothing of what there is
  if (row === undefined && !isAdmin(desk.identity)) throw forbidden('only administrators change models, and the admins of their team')
  if (row === undefined && isOfFile(desk.call.serving.plan, id))
    throw refused(`the model "${id}" is one of the config file: change it there. Only models of /model/new are changed here`, 'id')
  if (row === undefined) throw noSuch('model', id, 'id')
  await requireManager(desk, db, teamOf(row.modelInfo))
  return row
}

/** This process serves the change before the answer, the others soon after. */
async function tell(desk: Desk, id: string): Promise<void> {
  await desk.store.tell({ kind: 'model', id })
  await modelsOf(desk).refresh()
}

function idTaken(id: string) {
  return refused(`there is a model with the id "${id}" already`, 'model_info.id')
}

function merged(before: JsonObject, changes: JsonObject): JsonObject {
  return without({ ...before, ...changes }, [])
}

/** Without these members, and without those that are null: null says that there is none. */
function without(values: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== null && !names.includes(name)))
}
