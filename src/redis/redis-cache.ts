/** Answers kept on Redis for equal requests of several processes. */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import type { ResponseCacheStore } from '../protocol/response-cache.js'
import { RedisGuard } from './redis-guard.js'
import type { Server } from './redis-link.js'
import { type RedisSettings, readSettings } from './redis-settings.js'

/** Settings of {@link redisCache}. */
export type RedisCacheSettings = RedisSettings & {
  /** How long an answer is kept where the call does not say, **seconds**. Default 60, which is LiteLLM's. */
  readonly ttl?: number | undefined
  /** Longer answers are not kept, bytes of UTF-8. Default 4 MiB. */
  readonly maxValueBytes?: number | undefined
}

const defaultTtlSeconds = 60
const defaultMaxBytes = 4 * 1024 * 1024
/**
 * From this length on a text is compressed: at the fastest level 4 kB of an answer become a third in 0.07 ms, 100 kB in
 * 1 ms, in a thread of its own. Higher levels take four times as long to save a fifth more.
 */
const compressedFromBytes = 4_096
const longestName = 200
/** Keys that Redis looks at in one step of a search. */
const scanned = 500

/** First byte of a value: how the rest is kept. */
const plain = 0x74
const deflated = 0x7a

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

class RedisCache implements ResponseCacheStore {
  readonly #guard: RedisGuard
  readonly #prefix: string
  readonly #ttlMs: number
  readonly #maxBytes: number

  constructor(settings: RedisCacheSettings) {
    this.#guard = new RedisGuard(settings)
    this.#prefix = `${settings.namespace ?? 'llmgen'}:cache:`
    this.#ttlMs = (settings.ttl ?? defaultTtlSeconds) * 1_000
    this.#maxBytes = settings.maxValueBytes ?? defaultMaxBytes
  }

  async get(key: string): Promise<string | undefined> {
    const found = await this.#guard.ask((link) => link.redis.getBuffer(this.#name(key)))
    return found ? unpack(found, this.#maxBytes) : undefined
  }

  async set(key: string, text: string, ttlMs: number | undefined): Promise<void> {
    const keepMs = Math.round(ttlMs ?? this.#ttlMs)
    if (!this.#guard.isUsable || !(keepMs > 0) || Buffer.byteLength(text) > this.#maxBytes) return
    const value = await pack(text)
    await this.#guard.ask((link) => link.redis.set(this.#name(key), value, 'PX', keepMs))
  }

  async delete(key: string): Promise<void> {
    await this.#guard.ask((link) => link.redis.del(this.#name(key)))
  }

  async clear(): Promise<boolean> {
    const servers = await this.#guard.ask(async (link) => link.servers())
    if (servers === undefined) return false
    for (const server of servers) if (!(await this.#clearOn(server))) return false
    return true
  }

  /** In steps, each within the time of a call, so that nobody else waits. The keys of a cluster go one by one: they have no common slot. */
  async #clearOn(server: Server): Promise<boolean> {
    const pattern = `${this.#prefix.replace(/[\\*?[\]^]/g, '\\$&')}*`
    let cursor = '0'
    do {
      const step = await this.#guard.ask(async ({ redis }) => {
        const [next, keys] = await server.scan(cursor, 'MATCH', pattern, 'COUNT', scanned)
        await Promise.all(keys.map((key) => redis.unlink(key)))
        return next
      })
      if (step === undefined) return false
      cursor = step
    } while (cursor !== '0')
    return true
  }

  /** A server that does not let us ask refuses this alone: answers are found and kept as before. */
  async info(): Promise<readonly (string | Error)[] | undefined> {
    return this.#guard.ask((link) =>
      Promise.all(
        link
          .servers()
          .map((server) => server.info().catch((cause: unknown) => (cause instanceof Error ? cause : new Error(String(cause))))),
      ),
    )
  }

  close(): Promise<void> {
    return this.#guard.close()
  }

  /** Unlike limits, answers need not lie together in a Redis Cluster: their keys have no common tag. */
  #name(key: string): string {
    return this.#prefix + (key.length <= longestName ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`)
  }
}

async function pack(text: string): Promise<Buffer> {
  const bytes = Buffer.from(text)
  if (bytes.length < compressedFromBytes) return Buffer.concat([Buffer.of(plain), bytes])
  return Buffer.concat([Buffer.of(deflated), await deflate(bytes, { level: 1 })])
}

/** Undefined where the value is none of ours, or larger than it may be. */
async function unpack(value: Buffer, maxBytes: number): Promise<string | undefined> {
  const rest = value.subarray(1)
  if (value[0] === plain) return rest.toString()
  if (value[0] !== deflated) return undefined
  return inflate(rest, { maxOutputLength: maxBytes }).then(
    (bytes) => bytes.toString(),
    () => undefined,
  )
}

/**
 * A cache for `createLlm({ cache })` on the Redis of a URL or settings. A look-up waits for Redis 50 ms at most; while Redis
 * is away, or the package `ioredis` is not installed, which is told as if it were away, nothing is found and nothing kept.
 * Throws a `TypeError` where the settings lead to no Redis.
 */
export function redisCache(given: string | RedisCacheSettings): ResponseCacheStore {
  return new RedisCache(readSettings(given))
}
