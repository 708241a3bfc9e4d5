/** One connection to Redis. It does not come back when it breaks: whoever needs another opens another. */
import type { Redis } from 'ioredis'
import type { LuaScript } from './lua-script.js'
import { connectionOptions, type RedisSettings } from './redis-settings.js'

export type Link = {
  readonly redis: Redis
  readonly isOpen: () => boolean
  /** Runs a script, by its hash where the server knows it. */
  run(script: LuaScript, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>
  /** Calls back once when the connection has ended. */
  onEnd(listener: () => void): void
  close(): void
}

/** Thrown by the first use where the package `ioredis` is not installed. */
export class MissingIoredisError extends Error {
  constructor(cause: unknown) {
    super('llmgen/redis needs the package ioredis, which is not installed: npm install ioredis', { cause })
    this.name = 'MissingIoredisError'
  }
}

/** The class of connections. Imported here, so that who has no Redis needs no package for it. */
export async function importIoredis(): Promise<typeof Redis> {
  try {
    return (await import('ioredis')).Redis
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' ? new MissingIoredisError(error) : error
  }
}

/** Connects and signs in. Rejects with the server's own words where it refuses. */
export async function openLink(settings: RedisSettings): Promise<Link> {
  const Connection = await importIoredis()
  const options = connectionOptions(settings)
  const redis = settings.url === undefined ? new Connection(options) : new Connection(settings.url, options)
  let refusal: Error | undefined
  // The library tells why only by this event, and one that nobody listens to would end the process.
  redis.on('error', (error: Error) => {
    refusal ??= error
  })
  const connected = redis.connect()
  setImmediate(() => unref(redis))
  try {
    await connected
  } catch (error) {
    end(redis)
    throw refusal ?? error
  }
  unref(redis)
  return {
    redis,
    isOpen: () => redis.status === 'ready',
    run: (script, keys, args) => runScript(redis, script, keys, args),
    onEnd: (listener) => {
      redis.once('end', listener)
    },
    close: () => end(redis),
  }
}

/** The library waits two seconds for the other side to agree, and keeps the process alive meanwhile. */
function end(redis: Redis): void {
  if (redis.status !== 'close' && redis.status !== 'end') redis.disconnect()
  socketOf(redis)?.destroy()
}

/** A connection that is only there for the next call must not keep a finished process alive. Calls under way have a timer that does. */
function unref(redis: Redis): void {
  socketOf(redis)?.unref()
}

/** There is none before the first step of connecting, which the library's types leave out. */
function socketOf(redis: Redis): Redis['stream'] | undefined {
  return redis.stream
}

async function runScript(redis: Redis, script: LuaScript, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
  try {
    return await redis.evalsha(script.sha, keys.length, ...keys, ...args)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
    return redis.eval(script.text, keys.length, ...keys, ...args)
  }
}
