/**
 * What the head of a request says of its call, each thing read once. Requests of a connection whose heads differ in nothing but the
 * length of their bodies share it, and headers, which clients send in any order, are looked up no more: 10 µs of each request.
 */
import type { CallerRules } from './auth/caller-rules.js'
import { hashKey } from './auth/key-text.js'
import { type CallerSettings, customerInHead, tagsInHead, tagsOf } from './caller-facts.js'
import type { KeyHasher } from './identity.js'
import { loggedInHead } from './logged-metadata.js'
import { readKey } from './read-key.js'
import type { JsonObject } from './store/tables.js'

/** Any head, whoever read it. */
type Headers = { readonly [name: string]: string | readonly string[] | undefined }

const noTags: readonly string[] = []

export class HeadFacts implements KeyHasher {
  /** All of them, for what is asked seldom. `content-length` may be that of another request. */
  readonly headers: Headers
  /** The id that the caller gave its call, if it is one. */
  readonly callerCallId: string | undefined
  readonly sessionId: string | undefined
  /** How the body is sent and packed; undefined where nothing is said. */
  readonly transferCoding: string | undefined
  readonly contentCoding: string | undefined
  /** The body is a form. */
  readonly isForm: boolean
  /** `x-litellm-timeout` and its like, milliseconds; `x-litellm-stream-timeout` in seconds, as bodies have it. */
  readonly timeoutMs: number | undefined
  readonly streamTimeout: number | undefined
  readonly retries: number | undefined
  /** `x-litellm-num-retries` as it is written. */
  readonly writtenRetries: string | undefined
  /** Words of `x-litellm-tags`, by which calls are routed. */
  readonly routingTags: readonly string[]
  /** The same as they are counted under. */
  readonly tags: readonly string[]
  /** Something here stands for a member of the body. */
  readonly addsMembers: boolean
  /** What of `x-litellm-spend-logs-metadata` may stand in the row of the call. */
  readonly logged: JsonObject | undefined
  #hashed: string | undefined
  #hash = ''
  #key: string | undefined
  /** The only header where the key was looked for; null before it was. */
  #keyFrom: string | undefined | null = null
  #customer: string | undefined
  #customerBy: CallerSettings | undefined
  #allTags = noTags
  #tagsBy: CallerSettings | undefined
  #tagsUnder: CallerRules | undefined

  constructor(headers: Headers) {
    const tags = headers['x-litellm-tags']
    const streamTimeout = headers['x-litellm-stream-timeout']
    const timeout = seconds(headers['x-litellm-timeout'])
    const retries = headers['x-litellm-num-retries']
    this.headers = headers
    this.callerCallId = callerCallId(headers['x-litellm-call-id'])
    this.sessionId = textOf(headers['x-litellm-session-id']) ?? textOf(headers['x-litellm-trace-id'])
    this.transferCoding = oneOf(headers['transfer-encoding'])
    this.contentCoding = oneOf(headers['content-encoding'])
    this.isForm = oneOf(headers['content-type'])?.startsWith('multipart/') === true
    this.timeoutMs = timeout === undefined ? undefined : timeout * 1_000
    this.streamTimeout = seconds(streamTimeout)
    this.retries = whole(retries)
    this.writtenRetries = oneOf(retries)
    this.routingTags = words(tags)
    this.tags = tagsInHead(tags)
    this.addsMembers = tags !== undefined || streamTimeout !== undefined
    this.logged = loggedInHead(headers)
  }

  /** The key at its usual places, or in the `only` header that counts. */
  key(only: string | undefined): string | undefined {
    if (this.#keyFrom !== only) {
      this.#key = readKey(this.headers, { only, query: undefined })
      this.#keyFrom = only
    }
    return this.#key
  }

  hashOf(key: string): string {
    if (this.#hashed !== key) {
      this.#hash = hashKey(key)
      this.#hashed = key
    }
    return this.#hash
  }

  /** The customer whom a header names. */
  customer(settings: CallerSettings): string | undefined {
    if (this.#customerBy !== settings) {
      this.#customer = customerInHead(this.headers, settings)
      this.#customerBy = settings
    }
    return this.#customer
  }

  /** All tags of a call of somebody with these rules whose body names none. */
  allTags(settings: CallerSettings, rules: CallerRules): readonly string[] {
    if (this.#tagsBy !== settings || this.#tagsUnder !== rules) {
      this.#allTags = tagsOf(this, settings, rules, noTags)
      this.#tagsBy = settings
      this.#tagsUnder = rules
    }
    return this.#allTags
  }
}

type Header = Headers[string]

/** The id that the caller gave its call: at most 128 visible characters. */
export function callerCallId(given: Header): string | undefined {
  return typeof given === 'string' && /^[\x21-\x7e]{1,128}$/.test(given) ? given : undefined
}

function oneOf(header: Header): string | undefined {
  return typeof header === 'string' ? header : undefined
}

function textOf(header: Header): string | undefined {
  return header === '' ? undefined : oneOf(header)
}

/** Words between commas. */
function words(header: Header): readonly string[] {
  if (typeof header !== 'string') return noTags
  return header
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

function seconds(header: Header): number | undefined {
  const value = typeof header === 'string' && header.trim() !== '' ? Number(header) : Number.NaN
  return Number.isFinite(value) && value > 0 ? value : undefined
}

function whole(header: Header): number | undefined {
  return typeof header === 'string' && /^\d{1,3}$/.test(header.trim()) ? Number(header) : undefined
}
