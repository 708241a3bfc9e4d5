/** One connection to Redis, or to a cluster of it. It does not come back when it breaks: whoever needs another opens another. */
import type { Cluster, Command, Redis } from 'ioredis'
import type { LuaScript } from './lua-script.js'
import type { NodeAddress } from './redis-nodes.js'
import { clusterNodes, clusterOptions, connectionOptions, type RedisSettings } from './redis-settings.js'

/** What is asked of Redis: the same of one server and of a cluster. */
type Commands = Pick<Redis, 'getBuffer' | 'set' | 'del' | 'unlink'>

/** The classes of the package. */
type Ioredis = { readonly Redis: typeof Redis; readonly Cluster: typeof Cluster; readonly Command: typeof Command }

type Connected = Pick<Ioredis, 'Command'> & { readonly redis: Redis | Cluster }

/** What is asked of one server about itself and the keys that lie on it. */
export type Server = Pick<Redis, 'scan' | 'info'>

export type Link = {
  readonly redis: Commands
  /** Every server that keeps keys: one, or the masters of a cluster. */
  servers(): readonly Server[]
  /** Runs a script, by its hash where the server knows it. */
  run(script: LuaScript, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>
  /** Calls back once when the connection has ended. */
  onEnd(listener: () => void): void
  close(): void
}

/** A connection that hears what is published on one channel. */
export type Listening = Pick<Link, 'onEnd' | 'close'>

/** Why Redis cannot be asked where the package `ioredis` is not installed. */
export class MissingIoredisError extends Error {
  constructor(cause: unknown) {
    super('llmgen/redis needs the package ioredis, which is not installed: npm install ioredis', { cause })
    this.name = 'MissingIoredisError'
  }
}

/** The classes of connections. Imported here, so that who has no Redis needs no package for it. */
export async function importIoredis(): Promise<Ioredis> {
  try {
    return await import('ioredis')
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' ? new MissingIoredisError(error) : error
  }
}

/** Connects and signs in. Rejects with the server's own words where it refuses. */
export async function openLink(settings: RedisSettings): Promise<Link> {
  const nodes = clusterNodes(settings)
  if (nodes !== undefined) return openCluster(settings, nodes)
  return linkOf({ redis: await openServer(settings), Command: (await importIoredis()).Command })
}

/** Listens to a channel. In a cluster every node tells what was published on any, so one connection to one of them is enough. */
export async function openListening(settings: RedisSettings, channel: string, hear: (message: string) => void): Promise<Listening> {
  const redis = await openAny(settings)
  redis.on('message', (_channel, message) => hear(message))
  try {
    await redis.subscribe(channel)
  } catch (error) {
    end(redis)
    throw error
  }
  return { onEnd: (listener) => void redis.once('end', listener), close: () => end(redis) }
}

async function openAny(settings: RedisSettings): Promise<Redis> {
  const nodes = clusterNodes(settings)
  if (nodes === undefined) return openServer(settings)
  const { redis_startup_nodes: _, startup_nodes: __, sentinel_nodes: ___, url: ____, ...others } = settings
  let reason: unknown
  for (const { host, port } of nodes) {
    try {
      return await openServer({ ...others, host, port })
    } catch (error) {
      reason = error
    }
  }
  throw reason
}

async function openServer(settings: RedisSettings): Promise<Redis> {
  const { Redis: Connection } = await importIoredis()
  const options = connectionOptions(settings)
  const isByUrl = settings.url !== undefined && settings.sentinel_nodes === undefined
  const redis = isByUrl ? new Connection(settings.url, options) : new Connection(options)
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
  return redis
}

async function openCluster(settings: RedisSettings, nodes: readonly NodeAddress[]): Promise<Link> {
  const { Cluster: Connections, Command } = await importIoredis()
  const cluster = new Connections([...nodes], clusterOptions(settings))
  let refusal: Error | undefined
  cluster.on('error', () => {})
  cluster.on('node error', (error: Error) => {
    refusal ??= error
  })
  cluster.on('+node', (node: Redis) => {
    node.on('connect', () => unref(node))
  })
  try {
    await cluster.connect()
  } catch (error) {
    cluster.disconnect()
    throw refusal ?? error
  }
  return linkOf({ redis: cluster, Command })
}

function linkOf(connected: Connected): Link {
  const { redis } = connected
  return {
    redis,
    servers: () => ('nodes' in redis ? redis.nodes('master') : [redis]),
    run: (script, keys, args) => runScript(connected, script, keys, args),
    onEnd: (listener) => {
      redis.once('end', listener)
    },
    close: () => {
      if ('nodes' in redis) for (const node of [...redis.nodes()]) end(node)
      end(redis)
    },
  }
}

/** The library waits two seconds for the other side to agree, and keeps the process alive meanwhile. */
function end(redis: Redis | Cluster): void {
  if (redis.status !== 'close' && redis.status !== 'end') redis.disconnect()
  if (!('nodes' in redis)) socketOf(redis)?.destroy()
}

/** A connection that is only there for the next call must not keep a finished process alive. Calls under way have a timer that does. */
function unref(redis: Redis): void {
  socketOf(redis)?.unref()
}

/** There is none before the first step of connecting, which the library's types leave out. */
function socketOf(redis: Redis): Redis['stream'] | undefined {
  return redis.stream
}

/**
 * Runs a script. The library's own methods copy their arguments four times and make an error's stack ready for each call:
 * a command made by hand takes half of their 18 µs.
 */
async function runScript({ redis, Command }: Connected, script: LuaScript, keys: readonly string[], args: readonly (string | number)[]) {
  const send = (name: string, text: string): unknown =>
    redis.sendCommand(new Command(name, [text, keys.length, ...keys, ...args], { replyEncoding: 'utf8' }))
  try {
    return await send('evalsha', script.sha)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
    return send('eval', script.text)
  }
}
