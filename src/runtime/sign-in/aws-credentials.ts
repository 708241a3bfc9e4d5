/** Finds AWS keys, a Bedrock API key and the region of a deployment, in LiteLLM's order. */
import type { Deployment, Provider, SecretRef } from '../../plan/plan.js'
import type { Credentials } from '../../providers/adapter.js'
import type { Environment } from '../settings.js'

/** How a secret is read. */
export type ReadSecret = (ref: SecretRef | undefined) => string | undefined

const usualRegion = 'us-west-2'

/** `aws_region_name`, else the environment's, else LiteLLM's default. */
export function awsRegion(deployment: Deployment, env: Environment, read: ReadSecret): string {
  const given = [read(deployment.credentials?.aws_region_name), ...regionVariables.map(env)].map((text) => text?.trim())
  return given.find((text) => text !== undefined && text !== '') ?? usualRegion
}

const regionVariables = ['AWS_REGION_NAME', 'AWS_REGION', 'AWS_DEFAULT_REGION'] as const

/** Parts of a sign-in that the config may give; LiteLLM reads those of `settings` from variables of the same name as well. */
const ownKeys = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token'] as const
const settings: readonly string[] = [
  ...['aws_role_name', 'aws_session_name', 'aws_external_id', 'aws_web_identity_token', 'aws_profile_name', 'aws_sts_endpoint'],
]

/** Ways to other keys than those that stand there. */
const ways = ['aws_role_name', 'aws_web_identity_token', 'aws_profile_name'] as const

/**
 * An API key (it wins), else the deployment's keys, else those of the environment. A role, a profile, or nothing at all
 * gives `fields`: the runtime then walks AWS's chain at the first call, see `aws-sign-in.ts`.
 */
export function findAwsCredentials(deployment: Deployment, provider: Provider, env: Environment, read: ReadSecret): Credentials {
  const apiKey = [read(deployment.apiKey), ...provider.keyVariables.map(env)].find((key) => key !== undefined && key !== '')
  if (apiKey !== undefined) return { kind: 'key', key: apiKey }
  const { credentials } = deployment
  const region = awsRegion(deployment, env, read)
  const setting = (name: string) => read(credentials?.[name])?.trim() || env(name.toUpperCase())?.trim()
  if (!ways.some(setting)) {
    const own = keys(read(credentials?.aws_access_key_id), read(credentials?.aws_secret_access_key), read(credentials?.aws_session_token))
    const found = own ?? keys(env('AWS_ACCESS_KEY_ID'), env('AWS_SECRET_ACCESS_KEY'), env('AWS_SESSION_TOKEN'))
    if (found !== undefined) return { kind: 'aws', ...found, region }
  }
  const parts = [
    ...ownKeys.map((name) => [name, read(credentials?.[name])?.trim()] as const),
    ...settings.map((name) => [name, setting(name)] as const),
  ]
  return { kind: 'fields', fields: { ...Object.fromEntries(parts.filter(([, value]) => value)), aws_region_name: region } }
}

/** A pair of keys; undefined where half of it is missing. */
export function keys(accessKeyId: string | undefined, secretAccessKey: string | undefined, sessionToken: string | undefined) {
  if (!accessKeyId || !secretAccessKey) return undefined
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }
}
