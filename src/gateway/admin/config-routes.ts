/** `/config/update`: settings of routing that are changed while the gateway runs, for every gateway on the same database. */
import { envName } from '../../compiler/env-reference.js'
import { GatewayError } from '../errors.js'
import type { Route } from '../route.js'
import { openSettings } from '../router-settings.js'
import { lockedSettings, storedSettings, storeSettings } from '../store/stored-settings.js'
import type { Json, JsonObject } from '../store/tables.js'
import { routingName } from '../stored-models.js'
import { adminRoute, audit, refused } from './admin-route.js'
import { type Fields, invalid, readBody } from './body.js'
import { modelsOf } from './model-change.js'

const fields = {
  router_settings: 'object',
  general_settings: 'object',
  litellm_settings: 'object',
  environment_variables: 'object',
} as const satisfies Fields

/**
 * Differs: LiteLLM changes any section, code to be run and keys included. Here what opens doors stays with whoever may write the
 * config: only settings of routing are changed, and null gives one back to the config.
 */
const updateConfig: Route = adminRoute({
  method: 'POST',
  paths: ['/config/update'],
  access: 'admin',
  summary: 'Changes settings of routing, which are served at once; null gives one back to the config.',
  tags: ['service'],
  example: { router_settings: { num_retries: 2, model_group_alias: { 'gpt-4': 'gpt-4o' } } },
  answer: async (desk) => {
    const models = modelsOf(desk)
    const { router_settings: given, ...others } = readBody(desk.call, fields)
    for (const [section, value] of Object.entries(others))
      if (value != null && Object.keys(value).length > 0)
        throw refused(
          `${section} is changed in the config file, which is read anew when it changes: only router_settings are changed here`,
          section,
        )
    if (given == null) throw invalid('router_settings', 'is missing: the settings that are to be changed')
    checkSettings(given)
    // what is compiled is compiled before the row is locked
    const before = await storedSettings(desk.db, routingName)
    const after = Object.fromEntries(Object.entries({ ...before, ...given }).filter(([, value]) => value !== null))
    const faults = await models.tryRouting(after)
    if (faults.length > 0)
      throw new GatewayError(422, 'validation_error', `these settings cannot be served: ${faults.join('; ')}`, { param: 'router_settings' })
    await desk.store.connection.transaction(async (db) => {
      if (JSON.stringify(await lockedSettings(db, routingName)) !== JSON.stringify(before))
        throw refused('the settings were changed by somebody else at the same moment: nothing was changed, try again', 'router_settings')
      await storeSettings(db, routingName, after)
      await audit(desk, db, { action: 'updated', table: 'LiteLLM_Config', id: routingName, before, after })
    })
    await desk.store.tell({ kind: 'model', id: routingName })
    await models.refresh()
    return { message: 'Config updated successfully' }
  },
})

export const configRoutes: readonly Route[] = [updateConfig]

function checkSettings(given: JsonObject): void {
  for (const [name, value] of Object.entries(given)) {
    const param = `router_settings.${name}`
    if (!(openSettings as readonly string[]).includes(name)) throw refused(`${param} is changed in the config file alone`, param)
    if (hasReference(value)) throw refused(`${param} must not refer to variables of the gateway: give the value itself`, param)
  }
}

function hasReference(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return envName(value) !== undefined
  return Object.values(value).some(hasReference)
}
