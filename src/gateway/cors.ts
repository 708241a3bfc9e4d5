/**
 * Pages of other sites: whether a browser lets them call this gateway and read its answers. A request without an `Origin` comes
 * from no such page and is not looked at.
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { Environment } from '../runtime/settings.js'
import { GatewayError } from './errors.js'
import { isSwitch } from './switch.js'

/** Sites whose pages may call. */
export type CorsSettings = {
  /** As browsers write them, `https://app.example.com`; `*` is every site, and none of a list is none. */
  readonly origins: '*' | readonly string[]
  /** Pages may send what the browser itself knows of this host, such as the certificate of its user. */
  readonly credentials: boolean
}

/**
 * `LITELLM_CORS_ORIGINS`, names with commas between them, and `LITELLM_CORS_ALLOW_CREDENTIALS`. Every site may call where
 * nothing is said: whoever calls needs a key, which no browser adds by itself.
 *
 * Differs: no site may where no key is needed. Such a gateway is for the machine that it runs on, whose user would have every
 * page that they visit call models for their money. LiteLLM lets them. Nor are credentials ever allowed to every site.
 */
export function readCors(env: Environment, masterKey: string | undefined): CorsSettings {
  const named = (env('LITELLM_CORS_ORIGINS') ?? '')
    .split(',')
    .map((name) => name.trim().replace(/\/$/, '').toLowerCase())
    .filter((name) => name !== '')
  const origins = named.includes('*') || (named.length === 0 && masterKey !== undefined) ? '*' : named
  return { origins, credentials: origins !== '*' && isSwitch(env('LITELLM_CORS_ALLOW_CREDENTIALS'), true) }
}

/** Takes the headers of an answer. */
export type AnswerHeaders = { setHeader(name: string, value: string): unknown }

/** Headers that pages of other sites may read beside the few that all may, where `*` does not mean all. */
const shown =
  'x-litellm-call-id, x-litellm-model-id, x-litellm-model-group, x-litellm-response-cost, x-litellm-key-spend, x-litellm-version, x-ratelimit-limit-requests, x-ratelimit-remaining-requests, x-ratelimit-limit-tokens, x-ratelimit-remaining-tokens, retry-after, request-id'

/** Lets the page that asks read the answer. False, and nothing is said, for a site that may not call. */
export function allowOrigin({ origins, credentials }: CorsSettings, origin: string, answer: AnswerHeaders): boolean {
  if (origins === '*') {
    answer.setHeader('access-control-allow-origin', '*')
    answer.setHeader('access-control-expose-headers', '*')
    return true
  }
  answer.setHeader('vary', 'Origin')
  if (!origins.includes(origin.toLowerCase())) return false
  answer.setHeader('access-control-allow-origin', origin)
  answer.setHeader('access-control-expose-headers', shown)
  if (credentials) answer.setHeader('access-control-allow-credentials', 'true')
  return true
}

/**
 * Tells a page whether it may read the answer to its request. Throws a 403 for a page of another site where no key is needed
 * and it is not named: what its browser does not let it read has been done, and paid for, all the same.
 */
export function receivePage(
  { cors, masterKey }: { readonly cors: CorsSettings; readonly masterKey: string | undefined },
  { origin = '', host }: IncomingHttpHeaders,
  answer: AnswerHeaders,
): void {
  if (allowOrigin(cors, origin, answer) || masterKey !== undefined) return
  // the gateway's own page
  if (host !== undefined && origin.replace(/^https?:\/\//, '') === host) return
  throw new GatewayError(
    403,
    'auth_error',
    `pages of "${origin.slice(0, 200)}" may not call this gateway, which asks for no key: name them in LITELLM_CORS_ORIGINS, or set a master key`,
  )
}

/** A browser's question, before a request of a page of another site, whether it may be made. */
export function isPreflight(method: string, headers: IncomingHttpHeaders): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined
}

/** How long browsers need not ask again, seconds: LiteLLM's. */
const maxAgeSeconds = 600
/** Names of headers with commas between them. */
const names = /^[\w!#$%&'*+.^`|~, -]{1,4000}$/

/**
 * What the page may do: everything, with a key. All headers are named as they were asked for: `*` would leave out
 * `authorization`. False for a site that may not call.
 */
export function allowPreflight(settings: CorsSettings, headers: IncomingHttpHeaders, answer: AnswerHeaders): boolean {
  if (!allowOrigin(settings, headers.origin ?? '', answer)) return false
  answer.setHeader('access-control-allow-methods', 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT')
  const asked = headers['access-control-request-headers']
  if (typeof asked === 'string' && names.test(asked)) answer.setHeader('access-control-allow-headers', asked)
  answer.setHeader('access-control-max-age', String(maxAgeSeconds))
  return true
}
