/** `/credentials`: what several stored models call their providers with, by a name. Values are kept encrypted and shown by their ends. */
import { envName } from '../../compiler/env-reference.js'
import { SealError } from '../auth/sealed-params.js'
import { GatewayError } from '../errors.js'
import { publicUrl } from '../public-url.js'
import type { Route } from '../route.js'
import type { Db } from '../store/connection.js'
import {
  addCredential,
  allCredentials,
  type CredentialRow,
  changeCredential,
  credentialBy,
  deleteCredential,
  lockedCredential,
} from '../store/credentials.js'
import { allModels } from '../store/models.js'
import { TakenError } from '../store/sql-error.js'
import type { Json, JsonObject } from '../store/tables.js'
import { openCredential, sealedAs } from '../stored-model-desk.js'
import { adminRoute, audit, type Desk, noSuch, refused } from './admin-route.js'
import { type Fields, invalid, readBody, readFields } from './body.js'
import { modelsOf, sealOf } from './model-change.js'
import { paramFaults } from './model-params.js'

const tags = ['credentials']
const table = 'LiteLLM_CredentialsTable'

const fields = {
  credential_name: 'id',
  credential_values: 'object',
  credential_info: 'object',
  credential_values_to_delete: 'texts',
} as const satisfies Fields
/** Names may have slashes. */
const named = { '*': { is: 'id', required: true } } as const satisfies Fields

const newCredential: Route = adminRoute({
  method: 'POST',
  paths: ['/credentials'],
  access: 'admin',
  summary: 'Adds a credential: stored models take from it, by litellm_credential_name, what they do not say themselves.',
  tags,
  example: { credential_name: 'openai-eu', credential_values: { api_key: 'sk-…' }, credential_info: { custom_llm_provider: 'openai' } },
  answer: async (desk) => {
    modelsOf(desk)
    const { credential_name: name, credential_values: values, credential_info: info } = readBody(desk.call, fields)
    if (name == null) throw invalid('credential_name', 'is missing')
    // Differs: LiteLLM also takes the values of a model, by `model_id`.
    if (values == null) throw invalid('credential_values', 'is missing: the values themselves, such as api_key')
    const credentialValues = await sealed(desk, name, without(values, []))
    await desk.store.connection
      .transaction(async (db) => {
        const by = { createdBy: desk.by, updatedBy: desk.by }
        await addCredential(db, { credentialName: name, credentialValues, credentialInfo: info ?? {}, ...by })
        await audit(desk, db, { action: 'created', table, id: name })
      })
      .catch((error: unknown) => {
        throw error instanceof TakenError ? refused(`there is a credential "${name}" already`, 'credential_name') : error
      })
    await tell(desk, name)
    return { success: true, message: 'Credential created successfully' }
  },
})

const listCredentials: Route = adminRoute({
  method: 'GET',
  paths: ['/credentials'],
  access: 'admin',
  summary: 'Shows all stored credentials, their values by their ends.',
  tags,
  answer: async (desk) => ({
    success: true,
    credentials: await Promise.all((await allCredentials(desk.db)).map((row) => shown(desk, row))),
  }),
})

const showCredential: Route = adminRoute({
  method: 'GET',
  paths: ['/credentials/by_name/*'],
  access: 'admin',
  summary: 'Shows a stored credential, its values by their ends.',
  tags,
  answer: async (desk) => {
    const name = nameIn(desk)
    const row = await credentialBy(desk.db, name)
    if (row === undefined) throw noSuch('credential', name, 'credential_name')
    return shown(desk, row)
  },
})

const updateCredential: Route = adminRoute({
  method: 'PATCH',
  paths: ['/credentials/*'],
  access: 'admin',
  summary: 'Changes the given values of a credential; null clears one. Models that name it are served with them at once.',
  tags,
  example: { credential_values: { api_key: 'sk-…' } },
  answer: async (desk) => {
    modelsOf(desk)
    const name = nameIn(desk)
    const { credential_name: given, credential_values: values, credential_info: info, ...rest } = readBody(desk.call, fields)
    if (given != null && given !== name) throw refused('a credential keeps its name: add another one', 'credential_name')
    const row = await credentialBy(desk.db, name)
    if (row === undefined) throw noSuch('credential', name, 'credential_name')
    const opened = openCredential(await sealOf(desk), row)
    // of one that cannot be read any more only what is given remains
    const before = opened instanceof SealError ? {} : opened.values
    const credentialValues = await sealed(desk, name, without({ ...before, ...values }, rest.credential_values_to_delete ?? []))
    await desk.store.connection.transaction(async (db) => {
      const now = await lockedCredential(db, name)
      if (now === undefined) throw noSuch('credential', name, 'credential_name')
      if (now.updatedAt.getTime() !== row.updatedAt.getTime())
        throw refused('the credential was changed by somebody else at the same moment: nothing was changed, try again', 'credential_name')
      await changeCredential(db, name, { credentialValues, ...(info != null && { credentialInfo: info }), updatedBy: desk.by })
      await audit(desk, db, { action: 'updated', table, id: name })
    })
    await tell(desk, name)
    return { success: true, message: 'Credential updated successfully' }
  },
})

const removeCredential: Route = adminRoute({
  method: 'DELETE',
  paths: ['/credentials/*'],
  access: 'admin',
  summary: 'Deletes a credential that no stored model names.',
  tags,
  answer: async (desk) => {
    const name = nameIn(desk)
    await desk.store.connection.transaction(async (db) => {
      if ((await lockedCredential(db, name)) === undefined) throw noSuch('credential', name, 'credential_name')
      await refuseUsed(desk, db, name)
      await deleteCredential(db, name)
      await audit(desk, db, { action: 'deleted', table, id: name })
    })
    await tell(desk, name)
    return { success: true, message: 'Credential deleted successfully' }
  },
})

/** In the order of the OpenAPI document. */
export const credentialRoutes: readonly Route[] = [newCredential, listCredentials, showCredential, updateCredential, removeCredential]

function nameIn({ call }: Desk): string {
  return readFields(Object(call.request.params), named)['*']
}

/** The values encrypted. Throws a 400 for what must not be stored, a 422 with the compiler's words for what no model could use. */
async function sealed(desk: Desk, name: string, values: JsonObject): Promise<JsonObject> {
  const [fault] = paramFaults(values)
  if (fault !== undefined) {
    const param = fault.param.replace('litellm_params', 'credential_values')
    throw refused(`${param} ${fault.fault}`, param)
  }
  const faults = await modelsOf(desk).tryCredential({ name, values })
  if (faults.length > 0)
    throw new GatewayError(422, 'validation_error', `this credential cannot be used: ${faults.join('; ')}`, { param: 'credential_values' })
  return (await sealOf(desk)).close(sealedAs(name), values)
}

/** Differs: LiteLLM deletes it, and the models that name it then call with whatever keys the environment has. */
async function refuseUsed(desk: Desk, db: Db, name: string): Promise<void> {
  if (desk.call.gateway.models?.isOn !== true) return
  const seal = await sealOf(desk)
  const users = (await allModels(db)).filter(({ modelId, litellmParams: { litellm_credential_name: sealedName } }) => {
    if (sealedName === undefined) return false
    try {
      return seal.open(modelId, { litellm_credential_name: sealedName }).litellm_credential_name === name
    } catch (error) {
      // what cannot be read is served with no credential at all
      if (error instanceof SealError) return false
      throw error
    }
  })
  if (users.length > 0)
    throw refused(
      `stored models name this credential: change or delete ${users
        .slice(0, 20)
        .map(({ modelName, modelId }) => `"${modelName}" (${modelId})`)
        .join(', ')} first`,
      'credential_name',
    )
}

/** This process serves the change before the answer, the others soon after. */
async function tell(desk: Desk, name: string): Promise<void> {
  await desk.store.tell({ kind: 'model', id: sealedAs(name) })
  await desk.call.gateway.models?.refresh()
}

async function shown(desk: Desk, row: CredentialRow): Promise<JsonObject> {
  const opened = desk.call.gateway.models?.isOn === true ? openCredential(await sealOf(desk), row) : undefined
  const values = opened === undefined || opened instanceof SealError ? row.credentialValues : opened.values
  const isReadable = opened !== undefined && !(opened instanceof SealError)
  const masked = Object.entries(values).map(([name, value]) => [name, isReadable ? maskedValue(name, value) : hidden])
  return { credential_name: row.credentialName, credential_values: Object.fromEntries(masked), credential_info: row.credentialInfo }
}

/** Names of values that are no secrets. */
const open: ReadonlySet<string> = new Set(
  'api_base base_url api_version custom_llm_provider organization region_name aws_region_name vertex_project vertex_location watsonx_region_name'.split(
    ' ',
  ),
)
const hidden = '****'

/** Its end, of a secret that is long enough to stay one; references to variables as they are. */
function maskedValue(name: string, value: Json): Json {
  if (typeof value === 'number' || typeof value === 'boolean') return open.has(name) ? value : hidden
  if (typeof value !== 'string') return hidden
  if (envName(value) !== undefined) return value
  if (open.has(name)) return URL.canParse(value) ? publicUrl(value) : value
  return value.length < 20 ? hidden : `${hidden}${value.slice(-4)}`
}

/** Without these members, and without those that are null: null says that there is none. */
function without(values: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== null && !names.includes(name)))
}
