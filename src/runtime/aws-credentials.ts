/** Finds AWS keys, a Bedrock API key and the region of a deployment, in LiteLLM's order. */
import type { Deployment, Provider, SecretRef } from '../plan/plan.js'
import type { Outcome } from '../protocol/failure.js'
import type { Credentials } from '../providers/adapter.js'
import { missingKey } from './failures.js'
import type { Environment } from './settings.js'

/** How a secret is read. */
export type ReadSecret = (ref: SecretRef | undefined) => string | undefined

const usualRegion = 'us-west-2'

/** `aws_region_name`, else the environment's, else LiteLLM's default. */
export function awsRegion(deployment: Deployment, env: Environment, read: ReadSecret): string {
  return read(deployment.credentials?.aws_region_name) || env('AWS_REGION_NAME') || env('AWS_REGION') || usualRegion
}

/** Ways to get keys that the config may name and that this version does not go. */
const otherWays = ['aws_role_name', 'aws_web_identity_token', 'aws_profile_name'] as const

/** An API key (it wins), else the deployment's keys, else those of the environment; a failure that says what to set where there are none. */
export function findAwsCredentials(
  deployment: Deployment,
  provider: Provider,
  model: string,
  env: Environment,
  read: ReadSecret,
): Outcome<Credentials> {
  const apiKey = [read(deployment.apiKey), ...provider.keyVariables.map(env)].find((key) => key !== undefined && key !== '')
  if (apiKey !== undefined) return { kind: 'key', key: apiKey }
  const { credentials } = deployment
  const region = awsRegion(deployment, env, read)
  const own = keys(read(credentials?.aws_access_key_id), read(credentials?.aws_secret_access_key), read(credentials?.aws_session_token))
  const way = otherWays.find((name) => credentials?.[name] !== undefined)
  const found =
    own ?? (way === undefined ? keys(env('AWS_ACCESS_KEY_ID'), env('AWS_SECRET_ACCESS_KEY'), env('AWS_SESSION_TOKEN')) : undefined)
  if (found !== undefined) return { kind: 'aws', ...found, region }
  const place = { provider: provider.name, model, deploymentId: deployment.id }
  const why =
    way === undefined
      ? `neither ${[...provider.keyVariables, 'AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY'].join(' nor ')} is set. Set them, or hand them over as createLlm({ env }).`
      : `\`${way}\` is not followed by this version. Hand over keys as aws_access_key_id and aws_secret_access_key, or a Bedrock API key as api_key.`
  return { failure: missingKey(place, deployment.group, `AWS credentials: ${why}`) }
}

function keys(accessKeyId: string | undefined, secretAccessKey: string | undefined, sessionToken: string | undefined) {
  if (!accessKeyId || !secretAccessKey) return undefined
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }
}
