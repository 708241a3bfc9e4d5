/** Google Cloud's sign-in: key files of every usual kind, the files that gcloud leaves, and last the metadata server. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { Credentials, Target, Token, TokenPorts, TokenSource } from '../adapter.js'
import { targetName } from '../shared/failure.js'
import { isRecord, textOf } from '../shared/json.js'
import { signedJwt } from '../shared/jwt.js'
import { signInFailure, tokenReply, tokenRequest } from '../shared/oauth.js'
import { externalToken, impersonated } from './federation.js'
import { peerToken } from './google-peer.js'
import { cloudScope, exposed, failed, findKeyFile, type KeyFile, universeOf, usualUniverse } from './key-file.js'
import { metadataToken } from './metadata.js'
import { expressSetting, universeSetting } from './url.js'

const tokenUrl = 'https://oauth2.googleapis.com/token'

/** The token does not depend on project and place; the project may come with it, as the setting `vertex_project`. */
export const googleSignIn: TokenSource = { getToken, scope: () => '' }

async function getToken(credentials: Credentials, target: Target, ports: TokenPorts): Promise<Outcome<Token>> {
  const fields = credentials.kind === 'fields' ? credentials.fields : {}
  // express mode: an API key of Google Cloud in the place of a sign-in
  const { api_key: key } = fields
  if (key !== undefined)
    return { token: '', expiresAt: Number.POSITIVE_INFINITY, credentials: { kind: 'key', key }, settings: { [expressSetting]: 'true' } }
  const file = await findKeyFile(fields.vertex_credentials ?? fields.vertex_ai_credentials, target, ports)
  if (isFault(file)) return file
  if (file === undefined) return metadataToken(target, ports)
  const token = await tokenOf(file, target, ports)
  if (isFault(token)) return token
  const project = textOf(file.json.project_id) ?? ports.env('GOOGLE_CLOUD_PROJECT') ?? textOf(file.json.quota_project_id)
  const universe = universeOf(file.json)
  const settings = {
    ...(project !== undefined && { vertex_project: project }),
    ...(universe !== usualUniverse && { [universeSetting]: universe }),
  }
  return Object.keys(settings).length === 0 ? token : { ...token, settings }
}

/** The token that a credential gives; impersonation asks for that of the credential inside. */
async function tokenOf(file: KeyFile, target: Target, ports: TokenPorts): Promise<Outcome<Token>> {
  const { json, place } = file
  if (json.type === 'service_account') return serviceAccount(file, target, ports)
  if (json.type === 'authorized_user') return authorizedUser(file, target, ports)
  if (json.type === 'external_account') return externalToken(file, target, ports)
  if (json.type === 'impersonated_service_account' && isRecord(json.source_credentials)) {
    const source = await tokenOf({ json: json.source_credentials, place }, target, ports)
    return isFault(source) ? source : impersonated(file, source, target, ports)
  }
  return peerToken(file, target, ports)
}

/** RFC 7523: a JWT signed with the key of the account is changed for a token. */
async function serviceAccount(file: KeyFile, target: Target, ports: TokenPorts): Promise<Outcome<Token>> {
  const { json, place } = file
  const email = textOf(json.client_email)
  const key = textOf(json.private_key)
  if (email === undefined || key === undefined)
    return failed(target, `the service account in ${place} lacks client_email or private_key. Download its key file anew`)
  const url = textOf(json.token_uri) ?? tokenUrl
  const refused = exposed(url, file, target)
  if (refused !== undefined) return refused
  const issuedAt = Math.floor(ports.now / 1000)
  const isForeign = universeOf(json) !== usualUniverse
  // other universes have no token service: there the signed JWT is the token
  const about = isForeign ? { sub: email } : { aud: url }
  const claims = { iss: email, scope: cloudScope, ...about, iat: issuedAt, exp: issuedAt + 3600 }
  let assertion: string
  try {
    // keys that went through a variable often have their line breaks written out
    assertion = await signedJwt(claims, key.replaceAll('\\n', '\n'), ports.crypto, textOf(json.private_key_id))
  } catch (error) {
    const message = `${targetName(target)}: signing in: the private_key of ${email} in ${place} is no private key in PEM. Download its key file anew.`
    return { failure: signInFailure(target, message, { cause: error }) }
  }
  if (isForeign) return { token: assertion, expiresAt: (issuedAt + 3600) * 1000 }
  const reply = await ports.send(tokenRequest(url, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }))
  return isFault(reply) ? reply : tokenReply(reply, target, ports.now, `the service account ${email} (${place})`)
}

/** What `gcloud auth application-default login` leaves. */
async function authorizedUser(file: KeyFile, target: Target, ports: TokenPorts): Promise<Outcome<Token>> {
  const { json, place } = file
  const url = textOf(json.token_uri) ?? tokenUrl
  const refused = exposed(url, file, target)
  if (refused !== undefined) return refused
  const members = {
    grant_type: 'refresh_token',
    client_id: textOf(json.client_id),
    client_secret: textOf(json.client_secret),
    refresh_token: textOf(json.refresh_token),
  }
  if (members.refresh_token === undefined)
    return failed(target, `the user credential in ${place} has no refresh_token. Run \`gcloud auth application-default login\` again`)
  const reply = await ports.send(tokenRequest(url, members))
  const what = `the login of gcloud in ${place} (renewed by \`gcloud auth application-default login\`)`
  return isFault(reply) ? reply : tokenReply(reply, target, ports.now, what)
}
