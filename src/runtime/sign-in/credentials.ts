/** Finds the key of each deployment when a client is created. A missing key is a failure kept for the call, never a throw. */
import type { Deployment, Provider, SecretRef, Secrets, VariablesByName } from '../../plan/plan.js'
import type { Outcome } from '../../protocol/failure.js'
import type { Credentials, Target } from '../../providers/adapter.js'
import { missingKey } from '../failures.js'
import type { Environment } from '../settings.js'
import { findAwsCredentials } from './aws-credentials.js'

/** The value of a secret, or undefined where its variable or slot is empty. */
export function readSecret(ref: SecretRef | undefined, env: Environment, secrets: Secrets): string | undefined {
  if (ref === undefined) return undefined
  if ('env' in ref) return env(ref.env)
  return 'slot' in ref ? secrets.get(ref.slot) : ref.placeholder
}

/**
 * The deployment's own key, else its Azure token, else the provider's usual variables; a failure that names every
 * variable tried where none is set and the provider needs one.
 */
export function findCredentials(
  deployment: Deployment,
  provider: Provider,
  model: string,
  env: Environment,
  secrets: Secrets,
): Outcome<Credentials> {
  if (provider.auth === 'none') return { kind: 'none' }
  if (provider.auth === 'fields') return { kind: 'fields', fields: findFields(deployment, provider, env, secrets) }
  if (provider.auth === 'aws') return findAwsCredentials(deployment, provider, env, (ref) => readSecret(ref, env, secrets))
  // Keys pasted into files and secret stores often end with a line break, which no header may hold.
  const own = readSecret(deployment.apiKey, env, secrets)?.trim()
  if (own !== undefined && own !== '') return { kind: 'key', key: own }
  const token = readSecret(deployment.credentials?.azure_ad_token, env, secrets)?.trim()
  // a reference to an identity token is none yet
  if (token !== undefined && token !== '' && !token.startsWith('oidc/')) return { kind: 'bearer', token }
  const fields = findNamed(provider.secrets ?? {}, deployment, env, secrets)
  // what the config itself signs in with goes before keys that happen to be in the environment
  if (hasOwnSecret(deployment, provider)) return { kind: 'fields', fields }
  for (const name of provider.keyVariables) {
    const key = env(name)?.trim()
    if (key !== undefined && key !== '') return { kind: 'key', key }
  }
  if (Object.keys(fields).length > 0) return fieldsOrToken(fields)
  if (provider.auth === 'optional-bearer') return { kind: 'none' }
  const place = { provider: provider.name, model, deploymentId: deployment.id }
  return { failure: missingKey(place, deployment.group, `API key: ${whatIsMissing(deployment, provider)}`) }
}

function hasOwnSecret({ credentials }: Deployment, { secrets }: Provider): boolean {
  return credentials !== undefined && Object.keys(secrets ?? {}).some((name) => isSecretField(name) && credentials[name] !== undefined)
}

/** Parts of a sign-in, unless a token is among them. */
function fieldsOrToken(fields: { readonly [name: string]: string }): Credentials {
  const token = fields.azure_ad_token
  return token === undefined || token.startsWith('oidc/') ? { kind: 'fields', fields } : { kind: 'bearer', token }
}

/** Settings of the host that the config or the environment gives; the others are left out. */
export function findSettings(deployment: Deployment, provider: Provider, env: Environment, secrets: Secrets): Target['settings'] {
  return provider.settings === undefined ? noSettings : findNamed(provider.settings, deployment, env, secrets)
}

const noSettings: Target['settings'] = Object.freeze({})

/** Every secret that is there, `api_key` among them; the adapter knows which it needs. */
function findFields(deployment: Deployment, provider: Provider, env: Environment, secrets: Secrets): { readonly [name: string]: string } {
  const own = readSecret(deployment.apiKey, env, secrets)?.trim()
  const key = own || provider.keyVariables.map((name) => env(name)?.trim()).find((value) => value !== undefined && value !== '')
  return { ...(key ? { api_key: key } : {}), ...findNamed(provider.secrets ?? {}, deployment, env, secrets) }
}

function findNamed(
  names: VariablesByName,
  deployment: Deployment,
  env: Environment,
  secrets: Secrets,
): { readonly [name: string]: string } {
  const found: [string, string][] = []
  for (const [name, variables] of Object.entries(names)) {
    const own = readSecret(deployment.credentials?.[name], env, secrets)?.trim()
    const value = own || variables.map((variable) => env(variable)?.trim()).find((text) => text !== undefined && text !== '')
    if (value) found.push([name, value])
  }
  return Object.fromEntries(found)
}

function whatIsMissing(deployment: Deployment, provider: Provider): string {
  const own = deployment.apiKey !== undefined && 'env' in deployment.apiKey ? [deployment.apiKey.env] : []
  const variables = [...new Set([...own, ...provider.keyVariables])]
  const slot =
    deployment.apiKey !== undefined && 'slot' in deployment.apiKey
      ? `secret slot ${deployment.apiKey.slot} is empty; hand it over as createLlm({ secrets })`
      : undefined
  if (variables.length === 0) return `${slot ?? 'the config gives none'}.`
  const list = variables.length === 1 ? `the variable ${variables[0]} is not` : `none of the variables ${variables.join(', ')} is`
  return `${slot === undefined ? '' : `${slot}, and `}${list} set. Set it, or hand it over as createLlm({ env }).`
}

/** Names, ids and addresses stand in messages; what is left is secret. */
export function isSecretField(name: string): boolean {
  return /key|secret|password|token/.test(name) && !/_(id|url|scope|name|endpoint)$/.test(name)
}
