/**
 * What the parameters of a stored model may not say. They come from a request, and so start nothing and read no file; those of a
 * team's admin reach neither the environment nor hosts of their own choosing, and set no prices.
 */
import { envName } from '../../compiler/env-reference.js'
import type { Json, JsonObject } from '../store/tables.js'

/** One thing that is refused. `param` is its dotted path. */
export type ParamFault = { readonly param: string; readonly fault: string }

/** Parameters that name files of this machine, or profiles in them. */
const ofThisMachine: ReadonlySet<string> = new Set(['aws_profile_name', 'oci_key_file'])
/** Credentials that may be given as the path of a file. */
const credentials: ReadonlySet<string> = new Set(['vertex_credentials', 'vertex_ai_credentials', 'aws_web_identity_token'])
/** Secrets of the gateway itself, which no provider is to be sent. */
const ownSecrets = /^(LITELLM_(MASTER|SALT)_KEY|LITELLM_LICENSE|DATABASE_URL|DIRECT_URL|REDIS_.*|UI_PASSWORD|PROXY_ADMIN_.*)$/i

/** What holds for everybody. */
export function paramFaults(params: JsonObject): readonly ParamFault[] {
  return [
    ...Object.entries(params).flatMap(([name, value]) => {
      const fault = faultOf(name, value)
      return fault === undefined ? [] : [{ param: `litellm_params.${name}`, fault }]
    }),
    ...textsOf(params, 'litellm_params').flatMap(({ path, text }) => {
      const name = envName(text)
      const isOwn = name !== undefined && ownSecrets.test(name)
      if (isOwn) return [{ param: path, fault: `must not refer to ${name}: it is a secret of the gateway itself` }]
      return /^oidc\/(file|env|env_path)\//.test(text) ? [{ param: path, fault: 'must not read a token from this machine' }] : []
    }),
  ]
}

function faultOf(name: string, value: Json): string | undefined {
  if (ofThisMachine.has(name)) return 'reads files of this machine, which only the config file may name'
  const isPath = typeof value === 'string' && credentials.has(name) && envName(value) === undefined && isFilePath(value)
  return isPath ? 'must be the credentials themselves: only the config file may name files of this machine' : undefined
}

/** JSON and tokens are no paths; a reference to an identity provider is not either. */
function isFilePath(text: string): boolean {
  return !text.trimStart().startsWith('{') && !/^eyJ[\w-]+\.[\w-]+\./.test(text) && !text.startsWith('oidc/')
}

/** Parameters that a team's admin may set: none that chooses a host, borrows a key, opens a route or says what a call costs. */
const forTeams: ReadonlySet<string> = new Set(
  `model api_key api_version organization rpm tpm weight order timeout stream_timeout max_retries num_retries max_parallel_requests
  max_budget budget_duration drop_params temperature top_p max_tokens max_completion_tokens reasoning_effort seed`.split(/\s+/),
)
const infoForTeams: ReadonlySet<string> = new Set(['id', 'mode', 'team_id', 'team_public_model_name', 'description', 'db_model'])

/** What holds for the admins of a team beside that. */
export function teamParamFaults(params: JsonObject, info: JsonObject): readonly ParamFault[] {
  const unknown = (names: readonly string[], allowed: ReadonlySet<string>, place: string) =>
    names.filter((name) => !allowed.has(name)).map((name) => ({ param: `${place}.${name}`, fault: 'can only be set by an administrator' }))
  const references = [...textsOf(params, 'litellm_params'), ...textsOf(info, 'model_info')].filter(
    ({ text }) => envName(text) !== undefined || /os\.environ|^oidc\//i.test(text),
  )
  return [
    ...unknown(Object.keys(params), forTeams, 'litellm_params'),
    ...unknown(Object.keys(info), infoForTeams, 'model_info'),
    ...references.map(({ path }) => ({ param: path, fault: 'must not refer to variables of the gateway: give the value itself' })),
    ...(typeof params.api_key === 'string' && params.api_key.trim() !== ''
      ? []
      : [{ param: 'litellm_params.api_key', fault: 'must be given: the keys of the gateway are not those of a team' }]),
  ]
}

/** Every text, also within lists and objects, with its path. */
function textsOf(value: Json, path: string): readonly { readonly path: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value.trim() }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) => textsOf(each, `${path}.${name}`))
}
