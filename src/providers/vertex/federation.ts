/** Workload identity federation: a foreign identity token is changed for Google's (RFC 8693), then perhaps for a service account's. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpHeaders } from '../../protocol/http.js'
import type { Target, Token, TokenPorts } from '../adapter.js'
import { isRecord, type JsonRecord, listOf, parseJson, textOf } from '../shared/json.js'
import { tokenReply, tokenRequest } from '../shared/oauth.js'
import { readText } from '../shared/oauth-assertion.js'
import { peerToken } from './google-peer.js'
import { cloudScope, exposed, failed, type KeyFile, universeOf } from './key-file.js'

/** The token of an `external_account` whose identity token comes from a file or an address. Other sources are the optional package's. */
export async function externalToken(file: KeyFile, target: Target, ports: TokenPorts): Promise<Outcome<Token>> {
  const { json, place } = file
  const source = isRecord(json.credential_source) ? json.credential_source : {}
  if (source.file === undefined && (source.url === undefined || source.environment_id !== undefined)) return peerToken(file, target, ports)
  const url = textOf(json.token_url) ?? `https://sts.${universeOf(json)}/v1/token`
  const refused = exposed(url, file, target)
  if (refused !== undefined) return refused
  const subject = await subjectToken(source, place, target, ports)
  if (isFault(subject)) return subject
  const request = tokenRequest(url, {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    audience: textOf(json.audience),
    scope: cloudScope,
    requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    subject_token: subject,
    subject_token_type: textOf(json.subject_token_type) ?? 'urn:ietf:params:oauth:token-type:jwt',
  })
  const reply = await ports.send(request)
  if (isFault(reply)) return reply
  const token = tokenReply(reply, target, ports.now, `the workload identity ${textOf(json.audience) ?? ''} (${place})`)
  if (isFault(token) || json.service_account_impersonation_url === undefined) return token
  return impersonated(file, token, target, ports)
}

async function subjectToken(source: JsonRecord, place: string, target: Target, ports: TokenPorts): Promise<Outcome<string>> {
  const format = isRecord(source.format) ? source.format : {}
  const text = await subjectText(source, target, ports)
  if (isFault(text)) return text
  if (format.type !== 'json') return text.trim() || failed(target, `the identity token that ${place} names is empty`)
  const body = parseJson(text)
  const name = textOf(format.subject_token_field_name) ?? 'access_token'
  const token = isRecord(body) && Object.hasOwn(body, name) ? textOf(body[name]) : undefined
  return token ?? failed(target, `what ${place} names as credential_source holds no "${name}"`)
}

async function subjectText(source: JsonRecord, target: Target, ports: TokenPorts): Promise<Outcome<string>> {
  const path = textOf(source.file)
  if (path !== undefined) return readText(path, target, ports)
  const url = textOf(source.url) ?? ''
  const reply = await ports.send({ method: 'GET', url, headers: lowerCase(source.headers) })
  if (isFault(reply)) return reply
  return reply.status === 200 ? reply.text() : failed(target, `${url} answered status ${reply.status} instead of an identity token`)
}

function lowerCase(headers: unknown): HttpHeaders {
  const given = isRecord(headers) ? Object.entries(headers) : []
  return Object.fromEntries(given.flatMap(([name, value]) => (typeof value === 'string' ? [[name.toLowerCase(), value]] : [])))
}

/** The token of the service account that the credential names, asked for with the token of the identity behind it. */
export async function impersonated(file: KeyFile, source: Token, target: Target, ports: TokenPorts): Promise<Outcome<Token>> {
  const { json, place } = file
  const url = textOf(json.service_account_impersonation_url)
  if (url === undefined) return failed(target, `the credential in ${place} names no service_account_impersonation_url`)
  const refused = exposed(url, file, target)
  if (refused !== undefined) return refused
  const options = isRecord(json.service_account_impersonation) ? json.service_account_impersonation : {}
  const seconds = typeof options.token_lifetime_seconds === 'number' ? options.token_lifetime_seconds : 3600
  const delegates = listOf(json.delegates)
  const reply = await ports.send({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${source.token}` },
    body: JSON.stringify({ scope: [cloudScope], lifetime: `${seconds}s`, ...(delegates.length > 0 && { delegates }) }),
  })
  const account = /serviceAccounts\/([^:]+):/.exec(url)?.[1] ?? url
  return isFault(reply) ? reply : tokenReply(reply, target, ports.now, `the service account ${account} (impersonated by ${place})`)
}
