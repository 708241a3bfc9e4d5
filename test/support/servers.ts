/** Redis for tests: the one of `REDIS_URL`, or a program of this machine, installed where that is allowed. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A server of one suite alone, which may take it down. */
export type RedisServer = {
  readonly url: string
  readonly port: number
  /** Ends it at once, without a word to its clients. */
  kill(): Promise<void>
  /** Starts it again, empty, on the same port. */
  restart(): Promise<void>
  /** Halts it, connections and all, until {@link resume}. */
  pause(): void
  resume(): void
  stop(): Promise<void>
}

/** How long an installation may take: without a network it would try for very long. */
const installMs = 300_000
/** How long a server may take to answer. */
const startMs = 15_000

/** Starts a Redis on a free port, with nothing kept on disk. Undefined where there is no program for it. */
export function startRedis(args: readonly string[] = []): Promise<RedisServer | undefined> {
  return startServer((port, folder) => [
    ...['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
    ...args,
  ])
}

/** Starts a sentinel that watches the Redis of a port by a name. Undefined where there is no program for it. */
export function startSentinel(name: string, watched: number): Promise<RedisServer | undefined> {
  return startServer((port, folder) => {
    const file = join(folder, 'sentinel.conf')
    writeFileSync(file, `port ${port}\nbind 127.0.0.1\ndir ${folder}\nsentinel monitor ${name} 127.0.0.1 ${watched} 1\n`)
    return [file, '--sentinel']
  })
}

async function startServer(flagsOf: (port: number, folder: string) => readonly string[]): Promise<RedisServer | undefined> {
  const program = redisProgram()
  if (program === undefined) return undefined
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-redis-'))
  const flags = flagsOf(port, folder)
  const { child, ...life } = await keepRunning({
    folder,
    start: () => spawn(program, flags, { stdio: 'ignore' }),
    ready: (running) => answers(port, running),
    end: 'SIGKILL',
  })
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    ...life,
    pause: () => void child()?.kill('SIGSTOP'),
    resume: () => void child()?.kill('SIGCONT'),
  }
}

/** How a server of a suite is run. */
type Keeping = {
  /** Its own, removed at the end. */
  readonly folder: string
  start(): ChildProcess
  ready(running: ChildProcess): Promise<void>
  /** Ends it at once. */
  readonly end: 'SIGKILL' | 'SIGQUIT'
}

/** Starts a server that ends with this process at the latest, and can be killed and started again. */
export async function keepRunning({ folder, start, ready, end }: Keeping) {
  let child: ChildProcess | undefined
  const leave = () => {
    child?.kill(end)
    rmSync(folder, { recursive: true, force: true })
  }
  const restart = async () => {
    child = start()
    await ready(child)
  }
  const kill = async () => {
    const running = child
    child = undefined
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return
    const gone = new Promise((resolve) => running.once('exit', resolve))
    running.kill(end)
    await gone
  }
  const stop = async () => {
    process.off('exit', leave)
    await kill()
    rmSync(folder, { recursive: true, force: true })
  }
  process.on('exit', leave)
  try {
    await restart()
  } catch (error) {
    await stop()
    throw error
  }
  return { child: () => child, kill, restart, stop }
}

/** The Redis of `REDIS_URL`, or one that is started; undefined where there is neither. */
export async function openRedis(): Promise<{ readonly url: string; stop(): Promise<void> } | undefined> {
  const url = process.env.REDIS_URL
  return url ? { url, stop: async () => {} } : startRedis()
}

/** Path of `redis-server`; undefined where it is not installed. */
export function redisProgram(): string | undefined {
  return succeeds('redis-server', ['--version']) ? 'redis-server' : undefined
}

/** Installs `redis-server` where it is missing and this user may, on Debian and its kin. Says undefined, or why there is none. */
export function installRedis(): string | undefined {
  return installPackage('redis-server', () => redisProgram() !== undefined)
}

/** Installs one of Debian's packages unless what it brings `isThere`. Says undefined, or why it could not. */
export function installPackage(name: string, isThere: () => boolean): string | undefined {
  if (isThere()) return undefined
  if (!succeeds('apt-get', ['--version'])) return `${name} is not installed, and there is no apt-get to install it`
  const isRoot = process.getuid?.() === 0
  if (!isRoot && !succeeds('sudo', ['-n', 'true'])) return `${name} is not installed, and this user may not install it`
  const sudo = isRoot ? [] : ['sudo', '-n']
  for (const words of [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', name],
  ]) {
    const [file = '', ...args] = [...sudo, ...words]
    if (!succeeds(file, args)) return `${name} is not installed, and "${words.join(' ')}" failed`
  }
  return isThere() ? undefined : `${name} is not on the path after it was installed`
}

/** True where the program ends with code 0. */
export function succeeds(file: string, args: readonly string[]): boolean {
  try {
    execFileSync(file, args, { stdio: 'ignore', timeout: installMs, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    return true
  } catch {
    return false
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

/** Resolves when the server speaks, even if only to ask for a password. */
async function answers(port: number, child: ChildProcess): Promise<void> {
  const until = Date.now() + startMs
  while (!(await speaks(port))) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with code ${child.exitCode}`)
    if (Date.now() > until) throw new Error(`redis-server did not answer within ${startMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function speaks(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    const say = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(1_000, () => say(false))
    socket.once('error', () => say(false))
    socket.once('data', (data) => say(/^(\+PONG|-NOAUTH)/.test(data.toString())))
  })
}
