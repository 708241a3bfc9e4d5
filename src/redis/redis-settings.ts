/** How Redis is reached: settings under LiteLLM's names, and what the connection library is told. */
import type { ClusterOptions, RedisOptions } from 'ioredis'
import { type NodeAddress, type RedisNode, readNodes, readNodeVariable, readPort } from './redis-nodes.js'

/** A Redis server and what is kept there. Names as in LiteLLM's `cache_params`; every one has a default. */
export type RedisSettings = {
  /** `redis://user:password@host:port/db`, `rediss://…` for TLS. Wins over host, port and the rest. */
  readonly url?: string | undefined
  /** Default `localhost`. */
  readonly host?: string | undefined
  /** Default 6379. */
  readonly port?: number | string | undefined
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** Number of the database. Default 0; a Redis Cluster has no other. */
  readonly db?: number | undefined
  /** Nodes of a Redis Cluster, of which one has to answer. Wins over `url`, `host` and `sentinel_nodes`. */
  readonly redis_startup_nodes?: readonly RedisNode[] | undefined
  /** The same, as other sections of LiteLLM's configuration and its Router call it. */
  readonly startup_nodes?: readonly RedisNode[] | undefined
  /** Sentinels, which tell where the Redis named `service_name` is. Wins over `url` and `host`. */
  readonly sentinel_nodes?: readonly RedisNode[] | undefined
  readonly service_name?: string | undefined
  /** Of the sentinels; that of Redis itself is `password`. */
  readonly sentinel_password?: string | undefined
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
/** What calls would wait longer than a minute for is no help to them. */
const longestTimeoutMs = 60_000

/** What `redisState` and `redisCache` were given. A text is the URL. Throws a `TypeError` where nothing can be reached by it. */
export function readSettings<Settings extends RedisSettings>(given: string | Settings): Settings | { readonly url: string } {
  const settings: RedisSettings = typeof given === 'string' ? { url: given } : given
  const { url, port, timeoutMs, sentinel_nodes, service_name } = settings
  // The text may carry a password, so the message shows none of it.
  if (url !== undefined && !(/^rediss?:\/\//.test(url) && URL.canParse(url)))
    throw new TypeError('the URL of Redis has to begin with redis:// or rediss://, as in redis://:password@localhost:6379/0')
  if (port !== undefined && readPort(port) === undefined) throw new TypeError(`the port of Redis is no port: ${JSON.stringify(port)}`)
  if (timeoutMs !== undefined && !(timeoutMs > 0 && timeoutMs <= longestTimeoutMs))
    throw new TypeError(`timeoutMs of Redis has to be between 0 and ${longestTimeoutMs} milliseconds, and is ${timeoutMs}`)
  clusterNodes(settings)
  sentinels(settings)
  if (sentinel_nodes !== undefined && !service_name)
    throw new TypeError('sentinel_nodes needs service_name: the name by which the sentinels know the Redis')
  return typeof given === 'string' ? { url: given } : given
}

/** Where to ask for the nodes of a Redis Cluster; undefined where there is none. */
export function clusterNodes({ redis_startup_nodes, startup_nodes }: RedisSettings): readonly NodeAddress[] | undefined {
  if (redis_startup_nodes !== undefined) return readNodes('redis_startup_nodes', redis_startup_nodes)
  return startup_nodes && readNodes('startup_nodes', startup_nodes)
}

function sentinels({ sentinel_nodes }: RedisSettings): readonly NodeAddress[] | undefined {
  return sentinel_nodes && readNodes('sentinel_nodes', sentinel_nodes)
}

/**
 * Settings from `REDIS_URL`, or else `REDIS_HOST`, `REDIS_PORT`, `REDIS_PASSWORD`, `REDIS_USERNAME`, `REDIS_DB` and `REDIS_SSL`,
 * as LiteLLM reads them; `REDIS_CLUSTER_NODES`, or `REDIS_SENTINEL_NODES` with `REDIS_SERVICE_NAME` and
 * `REDIS_SENTINEL_PASSWORD`, go before all. Undefined where none says where Redis is.
 */
export function redisFromEnv(env: { readonly [name: string]: string | undefined }): RedisSettings | undefined {
  const read = (name: string) => (env[name]?.trim() ? env[name]?.trim() : undefined)
  const nodes = readNodeVariable('REDIS_CLUSTER_NODES', read('REDIS_CLUSTER_NODES'))
  const watchers = readNodeVariable('REDIS_SENTINEL_NODES', read('REDIS_SENTINEL_NODES'))
  const url = nodes === undefined && watchers === undefined ? read('REDIS_URL') : undefined
  if (url !== undefined) return { url }
  const host = read('REDIS_HOST')
  if (nodes === undefined && watchers === undefined && host === undefined) return undefined
  const account = {
    username: read('REDIS_USERNAME'),
    password: read('REDIS_PASSWORD'),
    ssl: /^(1|true|yes|on)$/i.test(read('REDIS_SSL') ?? ''),
  }
  if (nodes !== undefined) return { redis_startup_nodes: nodes, ...account }
  const db = readNumber('REDIS_DB', read('REDIS_DB'))
  if (watchers === undefined) return { host, port: readNumber('REDIS_PORT', read('REDIS_PORT')), db, ...account }
  const sentinel_password = read('REDIS_SENTINEL_PASSWORD')
  return { sentinel_nodes: watchers, service_name: read('REDIS_SERVICE_NAME'), sentinel_password, db, ...account }
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

/** Host and port, or those of all nodes, for people. */
export function serverOf(settings: RedisSettings): string {
  const { url, host, port, service_name } = settings
  const nodes = clusterNodes(settings)
  if (nodes !== undefined) return `the cluster of ${listed(nodes)}`
  const watchers = sentinels(settings)
  if (watchers !== undefined) return `${service_name} of the sentinels ${listed(watchers)}`
  const parsed = url === undefined || !URL.canParse(url) ? undefined : new URL(url)
  return `${parsed?.hostname || host || 'localhost'}:${parsed?.port || port || defaultPort}`
}

function listed(nodes: readonly NodeAddress[]): string {
  return nodes.map(({ host, port }) => `${host}:${port}`).join(', ')
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
  const { host = 'localhost', port = defaultPort, db = 0, url, service_name, sentinel_password } = settings
  const watchers = sentinels(settings)
  if (watchers === undefined)
    return { ...(url === undefined && { host, port: Number(port), db, ...accountOf(settings) }), ...tlsOf(settings), ...common }
  const tls = tlsOf(settings)
  return {
    sentinels: [...watchers],
    name: service_name ?? '',
    db,
    ...(sentinel_password !== undefined && { sentinelPassword: sentinel_password }),
    sentinelRetryStrategy: () => null,
    sentinelCommandTimeout: connectTimeoutMs,
    ...(tls.tls !== undefined && { sentinelTLS: tls.tls, enableTLSForSentinelMode: true }),
    ...accountOf(settings),
    ...tls,
    ...common,
  } satisfies RedisOptions
}

/** The same for a Redis Cluster, where nodes may come and go while one answers. */
export function clusterOptions(settings: RedisSettings) {
  const { retryStrategy: _, enableOfflineQueue: __, ...options } = common
  return {
    lazyConnect: true,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    clusterRetryStrategy: () => null,
    // Another map is fetched when a node says that a key has moved; by the clock it would keep the process alive.
    slotsRefreshInterval: 0,
    slotsRefreshTimeout: connectTimeoutMs,
    redisOptions: { ...accountOf(settings), ...tlsOf(settings), ...options },
  } satisfies ClusterOptions
}

const common = {
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

function accountOf({ username, password }: RedisSettings): Pick<RedisOptions, 'username' | 'password'> {
  return { ...(username !== undefined && { username }), ...(password !== undefined && { password }) }
}

function tlsOf({ ssl, ssl_cert_reqs, url }: RedisSettings): Pick<RedisOptions, 'tls'> {
  const isSecure = ssl === true || url?.startsWith('rediss:') === true
  return isSecure ? { tls: ssl_cert_reqs === 'none' ? { rejectUnauthorized: false } : {} } : {}
}
