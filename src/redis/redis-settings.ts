/** How Redis is reached: settings under LiteLLM's names, and what the connection library is told. */
import type { RedisOptions } from 'ioredis'

/** A Redis server and what is kept there. Names as in LiteLLM's `cache_params`; every one has a default. */
export type RedisSettings = {
  /** `redis://user:password@host:port/db`, `rediss://…` for TLS. Wins over host, port and the rest. */
  readonly url?: string | undefined
  /** Default `localhost`. */
  readonly host?: string | undefined
  /** Default 6379. */
  readonly port?: number | undefined
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** Number of the database. Default 0. */
  readonly db?: number | undefined
  /** TLS. Default false, true for `rediss://`. */
  readonly ssl?: boolean | undefined
  /** `none` accepts any certificate. Default `required`. */
  readonly ssl_cert_reqs?: 'none' | 'optional' | 'required' | undefined
  /** Before the name of every key. Clients share what they keep under the same namespace. Default `llmgen`. */
  readonly namespace?: string | undefined
  /** Longest wait of a call for Redis, **milliseconds**; after one that was in vain none waits until Redis is back. Default 50. */
  readonly timeoutMs?: number | undefined
  /** Told once when Redis is lost and once when it is back. Default: a warning of the process. */
  readonly onStatus?: ((status: RedisStatus) => void) | undefined
}

/** Whether Redis answers. `server` is without its password. */
export type RedisStatus =
  | { readonly up: true; readonly server: string }
  | { readonly up: false; readonly server: string; readonly reason: string }

const defaultPort = 6379
const defaultTimeoutMs = 50
/** A host that does not answer at all is given up after this time; calls wait far less. */
const connectTimeoutMs = 2_000

/** What `redisState` and `redisCache` were given. A text is the URL. Throws where it is no URL of Redis. */
export function readSettings<Settings extends RedisSettings>(given: string | Settings): Settings | { readonly url: string } {
  const settings = typeof given === 'string' ? { url: given } : given
  // The text may carry a password, so the message shows none of it.
  if (settings.url !== undefined && !/^rediss?:\/\//.test(settings.url))
    throw new TypeError('the URL of Redis has to begin with redis:// or rediss://, as in redis://:password@localhost:6379/0')
  return settings
}

/**
 * Settings from `REDIS_URL`, or else `REDIS_HOST`, `REDIS_PORT`, `REDIS_PASSWORD`, `REDIS_USERNAME`, `REDIS_DB` and `REDIS_SSL`,
 * as LiteLLM reads them. Undefined where neither URL nor host is set.
 */
export function redisFromEnv(env: { readonly [name: string]: string | undefined }): RedisSettings | undefined {
  const read = (name: string) => (env[name]?.trim() ? env[name]?.trim() : undefined)
  const url = read('REDIS_URL')
  if (url !== undefined) return { url }
  const host = read('REDIS_HOST')
  if (host === undefined) return undefined
  return {
    host,
    port: readNumber('REDIS_PORT', read('REDIS_PORT')),
    username: read('REDIS_USERNAME'),
    password: read('REDIS_PASSWORD'),
    db: readNumber('REDIS_DB', read('REDIS_DB')),
    ssl: /^(1|true|yes|on)$/i.test(read('REDIS_SSL') ?? ''),
  }
}

function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text)) throw new TypeError(`${name} is no whole number: ${JSON.stringify(text)}`)
  return Number(text)
}

/** Longest wait of a call, milliseconds. */
export function timeoutOf({ timeoutMs }: RedisSettings): number {
  return timeoutMs ?? defaultTimeoutMs
}

/** Host and port, for people. */
export function serverOf({ url, host, port }: RedisSettings): string {
  const parsed = url === undefined || !URL.canParse(url) ? undefined : new URL(url)
  return `${parsed?.hostname || host || 'localhost'}:${parsed?.port || port || defaultPort}`
}

/**
 * Start of every key. The braces make one hash tag of it: in a Redis Cluster all keys of a namespace lie in one slot, as a
 * script that takes several limits at once needs. Who outgrows one shard takes several namespaces.
 */
export function prefixOf({ namespace }: RedisSettings): string {
  return `{${(namespace ?? 'llmgen').replace(/[{}]/g, '')}}:`
}

/**
 * Options of a connection that fails at once rather than queues, and never comes back by itself: the one who opened it
 * decides when to try again.
 */
export function connectionOptions(settings: RedisSettings) {
  const { host = 'localhost', port = defaultPort, username, password, db = 0, ssl, ssl_cert_reqs, url } = settings
  const isSecure = ssl === true || url?.startsWith('rediss:') === true
  return {
    ...(url === undefined && { host, port, db, ...(username !== undefined && { username }), ...(password !== undefined && { password }) }),
    ...(isSecure && { tls: ssl_cert_reqs === 'none' ? { rejectUnauthorized: false } : {} }),
    protocol: 2 as const,
    lazyConnect: true,
    retryStrategy: null,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    enableReadyCheck: false,
    disableClientInfo: true,
    maxRetriesPerRequest: 0,
    connectTimeout: connectTimeoutMs,
  } satisfies RedisOptions
}
