/** Keys of AWS from wherever they may come: a role, an identity token, a profile, or the chain that all of AWS's tools walk. */
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { Credentials, Target, Token, TokenPorts, TokenSource } from '../../providers/adapter.js'
import { targetName } from '../../providers/shared/failure.js'
import { signInFailure } from '../../providers/shared/oauth.js'
import { identityToken, tokenFile } from '../../providers/shared/oauth-assertion.js'
import { keys } from './aws-credentials.js'
import { containerKeys, machineKeys } from './aws-metadata.js'
import { profileKeys } from './aws-profile.js'
import { type AwsKeys, type Role, rolesKeys, webIdentityKeys } from './aws-sts.js'

type Fields = { readonly [name: string]: string }

/** The keys depend on the fields and the environment alone. */
export const awsSignIn: TokenSource = { getToken, scope: () => '' }

async function getToken(credentials: Credentials, target: Target, ports: TokenPorts): Promise<Outcome<Token>> {
  const fields = credentials.kind === 'fields' ? credentials.fields : {}
  const region = fields.aws_region_name ?? 'us-west-2'
  const found = await findKeys(fields, region, target, ports)
  if (isFault(found)) return found
  const { expiresAt, ...pair } = found
  return { token: '', expiresAt, credentials: { kind: 'aws', ...pair, region } }
}

async function findKeys(fields: Fields, region: string, target: Target, ports: TokenPorts): Promise<Outcome<AwsKeys>> {
  const role = roleOf(fields, region)
  const reference = fields.aws_web_identity_token
  if (role === undefined) {
    if (reference !== undefined) return failed(target, 'aws_web_identity_token needs aws_role_name beside it')
    return baseKeys(fields, region, target, ports)
  }
  if (reference !== undefined) {
    const token = await webToken(reference, target, ports)
    return isFault(token) ? token : webIdentityKeys(role, token, target, ports)
  }
  const base = await baseKeys(fields, region, target, ports)
  return isFault(base) || isOwnRole(role, fields, ports) ? base : rolesKeys(role, base, target, ports)
}

/** True where the identity token of a pod gives this very role, which usually may not assume itself. */
function isOwnRole({ arn }: Role, fields: Fields, { env }: TokenPorts): boolean {
  const others = [fields.aws_access_key_id, fields.aws_profile_name, env('AWS_ACCESS_KEY_ID')]
  return arn === env('AWS_ROLE_ARN') && env('AWS_WEB_IDENTITY_TOKEN_FILE') !== undefined && others.every((name) => name === undefined)
}

function roleOf(fields: Fields, region: string): Role | undefined {
  const { aws_role_name: arn, aws_session_name: session, aws_external_id: externalId, aws_sts_endpoint: endpoint } = fields
  return arn === undefined ? undefined : { arn, session, externalId, endpoint, region }
}

/** A token itself, a file that holds one, or LiteLLM's `oidc/…`. */
function webToken(given: string, target: Target, ports: TokenPorts): Promise<Outcome<string>> | string {
  if (given.startsWith('oidc/')) return identityToken(given, target, ports)
  return /^(\.{0,2}\/|[A-Za-z]:\\)/.test(given) ? tokenFile(given, target, ports) : given
}

/** Keys without a role of the config: the deployment's own, its profile, then the usual chain. */
async function baseKeys(fields: Fields, region: string, target: Target, ports: TokenPorts): Promise<Outcome<AwsKeys>> {
  const own = keys(fields.aws_access_key_id, fields.aws_secret_access_key, fields.aws_session_token)
  if (own !== undefined) return { ...own, expiresAt: Number.POSITIVE_INFINITY }
  const { aws_profile_name: name } = fields
  if (name === undefined) return usualChain(region, target, ports)
  const found = await profileKeys(name, region, target, ports)
  return found ?? failed(target, `the profile "${name}" is neither in the shared credentials file nor in the config file of AWS`)
}

/** The order of AWS's own tools: environment, identity token of a pod, shared files, container, machine. */
async function usualChain(region: string, target: Target, ports: TokenPorts): Promise<Outcome<AwsKeys>> {
  const { env } = ports
  const own = keys(env('AWS_ACCESS_KEY_ID'), env('AWS_SECRET_ACCESS_KEY'), env('AWS_SESSION_TOKEN'))
  if (own !== undefined) return { ...own, expiresAt: Number.POSITIVE_INFINITY }
  const path = env('AWS_WEB_IDENTITY_TOKEN_FILE')
  const arn = env('AWS_ROLE_ARN')
  if (path !== undefined && arn !== undefined) {
    const token = await tokenFile(path, target, ports)
    const role = { arn, session: env('AWS_ROLE_SESSION_NAME'), externalId: undefined, endpoint: undefined, region }
    return isFault(token) ? token : webIdentityKeys(role, token, target, ports)
  }
  const named = env('AWS_PROFILE') ?? env('AWS_DEFAULT_PROFILE')
  const profile = await profileKeys(named ?? 'default', region, target, ports)
  if (profile !== undefined) return profile
  if (named !== undefined) return failed(target, `the profile "${named}" of AWS_PROFILE is in none of AWS's shared files`)
  return (await containerKeys(target, ports)) ?? (await machineKeys(ports)) ?? nothingFound(target)
}

function nothingFound(target: Target): Fault {
  const { keyVariables } = target.provider
  const own = keyVariables.map((name) => `${name}, or `).join('')
  const pair = 'AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY'
  const unset = keyVariables.length === 0 ? `${pair} is not set` : `neither ${[...keyVariables, pair].join(' nor ')} is set`
  return failed(
    target,
    `no keys were found: ${unset}, there is no profile in AWS's shared files, and neither a container nor a machine of AWS answers. Set ${own}AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name aws_profile_name or aws_role_name in the config`,
  )
}

function failed(target: Target, why: string): Fault {
  return { failure: signInFailure(target, `${targetName(target)}: AWS credentials: ${why}.`) }
}
