/** Sign-in at Microsoft Entra ID (Azure AD) for Azure OpenAI: client secret, user, identity token of another cloud, managed identity. */
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Credentials, Target, Token, TokenPorts, TokenSource } from '../adapter.js'
import { targetName } from '../shared/failure.js'
import { type FormMembers, signInFailure, tokenReply, tokenRequest } from '../shared/oauth.js'
import { identityToken, tokenFile } from '../shared/oauth-assertion.js'

type Fields = { readonly [name: string]: string }
/** A request for a token, and how messages call what it shows. */
type Asking = { readonly request: HttpRequest; readonly what: string; readonly waitMs?: number }

const usualScope = 'https://cognitiveservices.azure.com/.default'
const usualAuthority = 'https://login.microsoftonline.com'
/** The address of the machine's own identity service, the same on every Azure machine. */
const machineUrl = 'http://169.254.169.254/metadata/identity/oauth2/token'

/** The token depends on the fields alone: tenant, client and scope are among them. */
export const azureSignIn: TokenSource = { getToken, scope: () => '' }

async function getToken(credentials: Credentials, target: Target, ports: TokenPorts): Promise<Outcome<Token>> {
  const fields = credentials.kind === 'fields' ? credentials.fields : {}
  const asking = await askingFor(fields, target, ports)
  if (isFault(asking)) return asking
  const reply = await ports.send(asking.request, asking.waitMs)
  if (!isFault(reply)) return tokenReply(reply, target, ports.now, asking.what)
  return asking.waitMs === undefined ? reply : nothingGiven(target)
}

/** The first way whose parts are there. Source of the order: LiteLLM. */
async function askingFor(fields: Fields, target: Target, ports: TokenPorts): Promise<Outcome<Asking>> {
  const { tenant_id: tenant, client_id: client, client_secret: secret, azure_username: user, azure_password: password } = fields
  if (tenant !== undefined && client !== undefined && secret !== undefined) {
    const members = { grant_type: 'client_credentials', client_id: client, client_secret: secret }
    return { request: atTenant(tenant, members, fields), what: `the client secret of application ${client}` }
  }
  if (user !== undefined && password !== undefined && client !== undefined) {
    const members = { grant_type: 'password', client_id: client, client_secret: secret, username: user, password }
    return { request: atTenant(tenant ?? 'organizations', members, fields), what: `the user ${user}` }
  }
  const assertion = await assertionOf(fields, target, ports)
  if (assertion === undefined) return managedIdentity(fields, ports)
  if (isFault(assertion)) return assertion
  if (tenant === undefined || client === undefined) return failed(target, 'an identity token needs tenant_id and client_id beside it')
  const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  const members = { grant_type: 'client_credentials', client_id: client, client_assertion_type: type, client_assertion: assertion }
  return { request: atTenant(tenant, members, fields), what: `the identity token of application ${client}` }
}

/** `azure_ad_token: oidc/…`, else the file that workload identity puts into a pod. */
async function assertionOf(fields: Fields, target: Target, ports: TokenPorts): Promise<Outcome<string> | undefined> {
  const reference = fields.azure_ad_token
  if (reference?.startsWith('oidc/')) return identityToken(reference, target, ports)
  const path = ports.env('AZURE_FEDERATED_TOKEN_FILE')
  return path === undefined || fields.client_id === undefined ? undefined : tokenFile(path, target, ports)
}

function atTenant(tenant: string, members: FormMembers, fields: Fields): HttpRequest {
  const authority = (fields.azure_authority_host ?? usualAuthority).replace(/\/+$/, '')
  const base = authority.includes('://') ? authority : `https://${authority}`
  return tokenRequest(`${base}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`, { ...members, scope: scopeOf(fields) })
}

function scopeOf({ azure_scope: scope }: Fields): string {
  return scope ?? usualScope
}

/** App Service and Functions have an address of their own; machines and pods ask the machine's. */
function managedIdentity(fields: Fields, { env }: TokenPorts): Asking {
  const resource = encodeURIComponent(scopeOf(fields).replace(/\/\.default$/, ''))
  const client = fields.client_id === undefined ? '' : `&client_id=${encodeURIComponent(fields.client_id)}`
  const what = fields.client_id === undefined ? 'the managed identity of this host' : `the managed identity ${fields.client_id}`
  const url = env('IDENTITY_ENDPOINT')
  const key = env('IDENTITY_HEADER')
  if (url !== undefined && key !== undefined) {
    const address = `${url}?api-version=2019-08-01&resource=${resource}${client}`
    return { request: { method: 'GET', url: address, headers: { 'x-identity-header': key } }, what }
  }
  const address = `${machineUrl}?api-version=2018-02-01&resource=${resource}${client}`
  return { request: { method: 'GET', url: address, headers: { metadata: 'true' } }, what, waitMs: 2_000 }
}

function nothingGiven(target: Target): Fault {
  return failed(
    target,
    `there is no way to sign in: give ${target.provider.keyVariables.join(' or ') || 'an API key'}, or tenant_id, client_id and client_secret (AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET), or azure_username and azure_password with client_id, or run where a managed identity answers`,
  )
}

function failed(target: Target, why: string): Fault {
  return { failure: signInFailure(target, `${targetName(target)}: signing in at Azure AD: ${why}.`) }
}
