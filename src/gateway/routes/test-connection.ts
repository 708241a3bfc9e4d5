/** `POST /health/test_connection`: tries out the parameters of a model before they go into a config. */
import { barePlatform } from '../bare-platform.js'
import { describeErrors, readConfig } from '../config-source.js'
import { badRequest } from '../errors.js'
import { probe } from '../health-probe.js'
import { silentLog } from '../log.js'
import { openServing } from '../open-serving.js'
import { isObject, readJson } from '../request-body.js'
import type { GatewayCall, Route } from '../route.js'

export const testConnection: Route = {
  method: 'POST',
  paths: ['/health/test_connection'],
  access: 'admin',
  errors: 'openai',
  summary: 'Asks a model that is not in the config yet. The key has to be in the request: no variable of the gateway is read.',
  tags: ['health'],
  example: { litellm_params: { model: 'openai/gpt-4o', api_key: 'sk-…' }, mode: 'chat' },
  handle: async (call) => {
    const { litellm_params: params, mode, model_info: info } = readJson(call)
    if (!isObject(params)) throw badRequest('litellm_params must be an object: the parameters of the model', 'litellm_params')
    const given = isObject(info) ? info : {}
    const entry = {
      model_name: 'tried',
      litellm_params: params,
      model_info: { ...(mode !== undefined && { mode }), ...given, id: 'tried' },
    }
    const error = await tryOut(call, { model_list: [entry], router_settings: { num_retries: 0, disable_cooldowns: true } })
    call.reply.send(error === undefined ? { status: 'success', result: {} } : { status: 'error', result: { error } })
  },
}

/**
 * Why it does not answer. Nothing of this process's environment, files and machine is read: a key that an administrator may use is not one
 * that an administrator may send wherever they like.
 */
async function tryOut(call: GatewayCall, source: object): Promise<string | undefined> {
  const read = readConfig({ source, path: 'request', allowLiteralSecrets: true }, {})
  if (read.lowered === undefined) throw badRequest(describeErrors(read), 'litellm_params')
  const [deployment] = read.lowered.plan.deployments
  if (deployment === undefined) throw badRequest('litellm_params names no model that can be called', 'litellm_params')
  const serving = await openServing(read.lowered, { env: {}, client: {}, platform: barePlatform, log: silentLog, loadedAt: call.startedAt })
  try {
    const probed = await probe(serving.calls, { deployment, info: {}, name: deployment.id }, call.signal)
    if (probed.is === 'alive') return undefined
    return probed.is === 'failing' ? probed.error : probed.why
  } finally {
    await serving.close()
  }
}
