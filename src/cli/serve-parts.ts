/** What `llmgen serve` makes of its flags, alone and as one of several processes. */
import { resolve } from 'node:path'
import type { ConfigSource, ReadConfig } from '../gateway/config-source.js'
import { accessMessage, type GatewayLog } from '../gateway/log.js'
import { millisText } from '../gateway/number-text.js'
import { loadPino, MissingPackageError } from '../gateway/packages.js'
import { GatewayConfigError, GatewayStartError } from '../gateway/start-error.js'
import { probeFolder } from '../gateway/store/make-folder.js'
import type { ClientOptions } from '../runtime/client-types.js'
import { exitCode, ioStop, Stop } from './exit.js'
import { findConfig } from './find-config.js'
import { readWhole } from './flags.js'
import { knownEnv } from './known-env.js'
import { createLineBuffer } from './line-buffer.js'
import { findPrices } from './price-file.js'
import { report } from './report.js'
import type { Terminal } from './terminal.js'

export type ServeFlags = {
  readonly cwd?: string
  readonly config?: string
  readonly port?: string
  readonly host?: string
  readonly workers?: string
  /** LiteLLM's spelling of `workers`. */
  readonly num_workers?: string
  readonly envFile?: string
  readonly prices?: string
  readonly dataFolder?: string
  readonly debug?: boolean
  /** LiteLLM's spelling of the option. */
  readonly detailed_debug?: boolean
  readonly allowLiteralSecrets?: boolean
  readonly allowSampleKey?: boolean
  readonly silent?: boolean
}

/** Longest time that calls under way get to end, milliseconds. */
export const graceMs = 30_000
/** LiteLLM's port. */
const defaultPort = 4_000
/** More processes than this help no machine. */
const mostWorkers = 256

/** The flags as the parts of a gateway want them. */
export type ServeParts = {
  readonly flags: ServeFlags
  readonly terminal: Terminal
  readonly env: Terminal['env']
  readonly port: number
  readonly workers: number
  readonly log: GatewayLog
}

/** Reads flags and environment. Stops with exit 2 where one of them is none, with 3 where the logger is not installed. */
export async function readServeParts(flags: ServeFlags, terminal: Terminal, pid?: number): Promise<ServeParts> {
  const env = knownEnv(resolve(terminal.cwd, flags.cwd ?? ''), flags, terminal) ?? terminal.env
  return {
    flags,
    terminal,
    env,
    port: readPort(flags, env),
    workers: readWorkers(flags, env),
    log: await createLog(flags, env, terminal, pid).catch((cause: unknown) => {
      throw startStop('', cause)
    }),
  }
}

/** A variable that is set to nothing is not set. */
function readPort(flags: ServeFlags, env: Terminal['env']): number {
  if (flags.port !== undefined) return readWhole('--port', flags.port, 65_535) ?? defaultPort
  return readWhole('PORT', env.PORT === '' ? undefined : env.PORT, 65_535) ?? defaultPort
}

function readWorkers(flags: ServeFlags, env: Terminal['env']): number {
  const given = flags.workers ?? flags.num_workers
  const [name, text] = given === undefined ? ['NUM_WORKERS', env.NUM_WORKERS === '' ? undefined : env.NUM_WORKERS] : ['--workers', given]
  const count = readWhole(name, text, mostWorkers) ?? 1
  if (count === 0) throw new Stop(exitCode.misuse, `${name} has to be at least 1: it is the number of processes that serve`)
  return count
}

/** Where the config is. Stops with exit 2 where none is found, with 3 where it cannot be read. */
export function configOf({ flags, terminal }: ServeParts): ConfigSource & { readonly path: string } {
  const cwd = resolve(terminal.cwd, flags.cwd ?? '')
  const { path } = findConfig(cwd, flags.config)
  const prices = findPrices(cwd, path, flags.prices)
  return {
    path,
    cwd,
    ...(flags.allowLiteralSecrets === true && { allowLiteralSecrets: true }),
    ...(prices !== undefined && { prices }),
  }
}

/** Where keys, teams and spend are kept: `--data-folder`, else `.llmgen` in the working directory. */
export function dataFolderOf({ flags, terminal }: Pick<ServeParts, 'flags' | 'terminal'>): string {
  return resolve(terminal.cwd, flags.cwd ?? '', flags.dataFolder ?? '.llmgen')
}

/**
 * Stops with exit 3 where nothing can be kept in the folder that the user named. Without a name it is only said: a gateway on a
 * file system that is read-only serves all the same, and a database keeps what it has to keep.
 */
export function checkDataFolder({ flags, terminal, log }: ServeParts): void {
  const folder = dataFolderOf({ flags, terminal })
  try {
    probeFolder(folder)
  } catch (cause) {
    const { message } = ioStop('use the data folder', folder, cause)
    if (flags.dataFolder !== undefined) throw new Stop(exitCode.io, `${message}. Name another one with --data-folder`, { cause })
    log.warn({}, `${message}: keys, teams and spend cannot be kept there. Name another one with --data-folder`)
  }
}

/** Prints what is wrong with a config; warnings too, unless the user wants none. */
export function showFindings({ diagnostics, sources }: ReadConfig, { flags, terminal }: ServeParts): void {
  const shown = diagnostics.filter(({ severity }) => severity === 'error' || (severity === 'warning' && flags.silent !== true))
  report(shown, sources, 'text', terminal)
}

/** What the engine prints. */
export function clientOf({ flags, terminal }: ServeParts): ClientOptions {
  return {
    log: (line) => terminal.err(`${line}\n`),
    ...(flags.debug === true && { logLevel: 'info' as const }),
    ...(flags.detailed_debug === true && { logLevel: 'debug' as const }),
  }
}

/** Why it cannot start, as an exit code and one message. */
export function startStop(path: string, cause: unknown): unknown {
  if (cause instanceof GatewayConfigError) return new Stop(exitCode.problems, `${path} cannot be served: see above`, { cause })
  if (cause instanceof GatewayStartError) return new Stop(exitCode.problems, `${path} cannot be served: ${cause.message}`, { cause })
  if (cause instanceof MissingPackageError) return new Stop(exitCode.io, cause.message, { cause })
  return cause
}

/** Why it cannot listen. */
export function listenStop({ flags, port }: ServeParts, cause: unknown): Stop {
  if (cause instanceof GatewayStartError) return new Stop(exitCode.misuse, cause.message, { cause })
  if (cause instanceof MissingPackageError) return new Stop(exitCode.io, cause.message, { cause })
  return ioStop('listen on', flags.host === undefined ? `port ${port}` : `${flags.host}:${port}`, cause)
}

/** One JSON line for each thing worth telling, on stderr; with the process's id where there are several. */
async function createLog(flags: ServeFlags, env: Terminal['env'], terminal: Terminal, pid: number | undefined): Promise<GatewayLog> {
  const pino = await loadPino()
  const named = (env.LITELLM_LOG ?? env.LITELLM_LOG_LEVEL ?? '').toLowerCase()
  const usual = ['debug', 'info', 'warn', 'error'].includes(named) ? named : named === 'warning' ? 'warn' : 'info'
  const level = flags.debug === true || flags.detailed_debug === true ? 'debug' : flags.silent === true ? 'error' : usual
  const lines = createLineBuffer((text) => terminal.err(text))
  // a worker ends at once; the only process of a gateway ends by itself, after its last line
  if (pid !== undefined) process.once('exit', lines.flush)
  const base = pid === undefined ? null : { pid }
  const writeNow = (line: string) => {
    // what was said before comes before
    lines.flush()
    terminal.err(line)
  }
  const logger = pino({ level, base }, { write: writeNow })
  const isWanted = level === 'debug' || level === 'info'
  return {
    debug: (facts, message) => logger.debug(facts, message),
    info: (facts, message) => logger.info(facts, message),
    warn: (facts, message) => logger.warn(facts, message),
    error: (facts, message) => logger.error(facts, message),
    ...(isWanted && { accessJson: (members) => lines.add(lineOf(pid, members)) }),
  }
}

/** As the logger writes a line of level `info`, at a fraction of its cost: there is one for each request. */
function lineOf(pid: number | undefined, members: string): string {
  const process = pid === undefined ? '' : `"pid":${pid},`
  return `{"level":30,"time":${millisText(Date.now())},${process}${members},"msg":"${accessMessage}"}\n`
}
