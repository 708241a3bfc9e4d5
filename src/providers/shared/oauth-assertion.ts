/** Identity tokens that LiteLLM's `oidc/provider/audience` names: what a CI job, a pod or a machine can show for itself. */
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { Target, TokenPorts } from '../adapter.js'
import { targetName } from './failure.js'
import { isRecord, parseJson, textOf } from './json.js'
import { signInFailure } from './oauth.js'

/** Variables that hold a token as it is. */
const inVariable: ReadonlyMap<string, string> = new Map([
  ['circleci', 'CIRCLE_OIDC_TOKEN'],
  ['circleci_v2', 'CIRCLE_OIDC_TOKEN_V2'],
])

/** The token, or why there is none. */
export async function identityToken(reference: string, target: Target, ports: TokenPorts): Promise<Outcome<string>> {
  const [, kind = '', rest = ''] = /^oidc\/([^/]+)\/?(.*)$/s.exec(reference) ?? []
  const variable = inVariable.get(kind) ?? (kind === 'env' ? rest : undefined)
  if (variable !== undefined) return fromVariable(variable, target, ports)
  if (kind === 'file') return tokenFile(rest, target, ports)
  if (kind === 'env_path' || kind === 'azure') return fileOfVariable(kind === 'azure' ? 'AZURE_FEDERATED_TOKEN_FILE' : rest, target, ports)
  if (kind === 'github') return fromGithub(rest, target, ports)
  if (kind === 'google') return fromGoogle(rest, target, ports)
  return failed(
    target,
    `"${reference}" names no source of identity tokens. Known: oidc/github/…, oidc/google/…, oidc/azure/…, oidc/circleci/…, oidc/circleci_v2/…, oidc/file/PATH, oidc/env/VARIABLE, oidc/env_path/VARIABLE`,
  )
}

/** The text of a file that some agent keeps fresh; read anew for each sign-in. */
export async function tokenFile(path: string, target: Target, ports: TokenPorts): Promise<Outcome<string>> {
  const text = await readText(path, target, ports)
  if (isFault(text)) return text
  return text.trim() || failed(target, `the identity token file ${path} is empty`)
}

/** A file's text, or the failure that says why it cannot be read. */
export async function readText(path: string, target: Target, { readFile }: TokenPorts): Promise<Outcome<string>> {
  if (readFile === undefined) return failed(target, `files cannot be read here; give the content of ${path} itself`)
  try {
    return await readFile(path)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { failure: signInFailure(target, `${targetName(target)}: signing in: ${path} cannot be read: ${why}`, { cause: error }) }
  }
}

function fromVariable(name: string, target: Target, { env }: TokenPorts): Outcome<string> {
  return env(name)?.trim() || failed(target, `the variable ${name}, which should hold the identity token, is not set`)
}

async function fileOfVariable(name: string, target: Target, ports: TokenPorts): Promise<Outcome<string>> {
  const path = fromVariable(name, target, ports)
  return isFault(path) ? path : tokenFile(path, target, ports)
}

/** GitHub gives a job an address and a key for its identity token, where the workflow has `id-token: write`. */
async function fromGithub(audience: string, target: Target, { env, send }: TokenPorts): Promise<Outcome<string>> {
  const url = env('ACTIONS_ID_TOKEN_REQUEST_URL')
  const key = env('ACTIONS_ID_TOKEN_REQUEST_TOKEN')
  if (url === undefined || key === undefined)
    return failed(target, 'GitHub offers no identity token to this job; give the workflow the permission `id-token: write`')
  const named = `${url}${url.includes('?') ? '&' : '?'}audience=${encodeURIComponent(audience)}`
  const reply = await send({ method: 'GET', url: named, headers: { authorization: `Bearer ${key}`, accept: 'application/json' } })
  if (isFault(reply)) return reply
  const body = parseJson(reply.text())
  const token = isRecord(body) ? textOf(body.value) : undefined
  return token ?? failed(target, `GitHub answered status ${reply.status} without an identity token`)
}

async function fromGoogle(audience: string, target: Target, { env, send }: TokenPorts): Promise<Outcome<string>> {
  const path = `/computeMetadata/v1/instance/service-accounts/default/identity?audience=${encodeURIComponent(audience)}`
  const url = `http://${env('GCE_METADATA_HOST') ?? 'metadata.google.internal'}${path}`
  const reply = await send({ method: 'GET', url, headers: { 'metadata-flavor': 'Google' } }, 3_000)
  if (isFault(reply)) return reply
  const token = reply.status === 200 ? reply.text().trim() : ''
  return token || failed(target, `the metadata server of Google Cloud answered status ${reply.status} without an identity token`)
}

function failed(target: Target, why: string): Fault {
  return { failure: signInFailure(target, `${targetName(target)}: signing in: ${why}.`) }
}
