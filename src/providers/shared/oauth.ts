/** OAuth 2.0 token requests and their answers, for every sign-in that changes a secret for a short-lived token (RFC 6749). */
import type { Failure, Outcome } from '../../protocol/failure.js'
import type { HttpHeaders, HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Target, Token } from '../adapter.js'
import { toBase64 } from './base64.js'
import { failureOf, targetName } from './failure.js'
import { isRecord, type JsonRecord, parseJson, textOf } from './json.js'
import { excerpt, statedMessage } from './mask.js'

/** Members of a form; undefined ones are left out. */
export type FormMembers = { readonly [name: string]: string | undefined }

/** Life of a token whose answer names no end, milliseconds. */
const usualLifeMs = 3_600_000

/** A form posted to a token endpoint. */
export function tokenRequest(url: string, members: FormMembers, headers: HttpHeaders = {}): HttpRequest {
  const given = Object.entries(members).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...headers },
    body: new URLSearchParams(given).toString(),
  }
}

/** Who asks with the grant `client_credentials`. */
export type OAuthClient = {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scope?: string | undefined
  /** Where id and secret travel. Default `form`. */
  readonly by?: 'form' | 'basic'
}

/** The grant `client_credentials`. */
export function clientCredentialsRequest({ url, clientId, clientSecret, scope, by }: OAuthClient): HttpRequest {
  const grant = { grant_type: 'client_credentials', scope }
  if (by === 'basic') return tokenRequest(url, grant, { authorization: basicAuth(clientId, clientSecret) })
  return tokenRequest(url, { ...grant, client_id: clientId, client_secret: clientSecret })
}

/** Value of an `authorization` header with user and password. */
export function basicAuth(user: string, password: string): string {
  return `Basic ${toBase64(new TextEncoder().encode(`${user}:${password}`))}`
}

/**
 * The token of an answer. Its end is read from `expires_in` (seconds), else `expireTime` (a date), `expires_on` or
 * `expiration` (seconds since 1970), else the end that a JWT states, else an hour. `what` names the credential, for the message of a refusal.
 */
export function tokenReply(reply: HttpReply, target: Target, now: number, what: string): Outcome<Token> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return { failure: refused(reply, text, undefined, target, what) }
  const token = textOf(body.access_token) ?? textOf(body.accessToken)
  if (reply.status < 200 || reply.status > 299 || token === undefined) return { failure: refused(reply, text, body, target, what) }
  return { token, expiresAt: endOf(body, token, now) }
}

function endOf(body: JsonRecord, token: string, now: number): number {
  const life = numberOf(body.expires_in)
  if (life !== undefined) return now + life * 1000
  const named = Date.parse(textOf(body.expireTime) ?? '')
  if (!Number.isNaN(named)) return named
  const end = numberOf(body.expires_on) ?? numberOf(body.expiration) ?? jwtEnd(token)
  return end === undefined ? now + usualLifeMs : end * 1000
}

/** A number above 0; Azure's older endpoints write numbers as text. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined
}

/** The claim `exp` of a JWT, seconds since 1970. */
function jwtEnd(token: string): number | undefined {
  const claims = token.split('.')[1]
  if (claims === undefined) return undefined
  try {
    const parsed = parseJson(atob(claims.replaceAll('-', '+').replaceAll('_', '/')))
    return isRecord(parsed) ? numberOf(parsed.exp) : undefined
  } catch {
    return undefined // no JWT: the usual life counts
  }
}

/** Statuses that say the token service is ill, not that the credential is wrong. */
const isIll = (status: number): boolean => status === 429 || status >= 500

function refused(reply: HttpReply, text: string, body: JsonRecord | undefined, target: Target, what: string): Failure {
  const said = (statedOf(body) ?? excerpt(text)).replace(/[.\s]+$/, '')
  const { status } = reply
  const answer = status >= 200 && status < 300 ? 'an answer without a token' : `status ${status}`
  const advice = isIll(status) ? 'The token service is not well; try again later.' : 'Check that it is right, not expired and not revoked.'
  const message = `${targetName(target)}: signing in with ${what} got ${answer}${said === '' ? '' : `: ${said}`}. ${advice}`
  const code = textOf(body?.error) ?? 'sign_in_failed'
  return signInFailure(target, message, { code, headers: reply.headers, ...(isIll(status) && { status }) })
}

/** What the answer says went wrong, in OAuth's, Google's or IBM's words. */
function statedOf(body: JsonRecord | undefined): string | undefined {
  if (body === undefined) return undefined
  const error = isRecord(body.error) ? textOf(body.error.message) : textOf(body.error)
  const text = textOf(body.error_description) ?? textOf(body.errorMessage) ?? error ?? textOf(body.message)
  return text === undefined ? undefined : statedMessage(text)
}

/** No token: an `authentication` failure, or `unavailable` where the token service itself is ill (`status` 429 or from 500). */
export function signInFailure(
  target: Target,
  message: string,
  more: { readonly code?: string; readonly headers?: HttpHeaders; readonly status?: number; readonly cause?: unknown } = {},
): Failure {
  const { status, code = 'sign_in_failed', ...rest } = more
  if (status !== undefined) return failureOf(target, { kind: 'unavailable', status, code, message, type: 'server_error', ...rest })
  return failureOf(target, { kind: 'authentication', status: 401, code, message, type: 'authentication_error', ...rest })
}
