/** `llmgen serve`: the gateway as a process, until it is stopped. */
import { resolve } from 'node:path'
import { createGateway, type Gateway, GatewayStartError } from '../gateway/gateway.js'
import type { GatewayLog } from '../gateway/log.js'
import { loadPino, MissingPackageError } from '../gateway/packages.js'
import { type ExitCode, exitCode, ioStop, Stop } from './exit.js'
import { findConfig } from './find-config.js'
import { readWhole } from './flags.js'
import { knownEnv } from './known-env.js'
import { untilStopped } from './mock.js'
import { findPrices } from './price-file.js'
import { report } from './report.js'
import type { Terminal } from './terminal.js'

export type ServeFlags = {
  readonly cwd?: string
  readonly config?: string
  readonly port?: string
  readonly host?: string
  readonly envFile?: string
  readonly prices?: string
  readonly debug?: boolean
  /** LiteLLM's spelling of the option. */
  readonly detailed_debug?: boolean
  readonly allowLiteralSecrets?: boolean
  readonly allowSampleKey?: boolean
  readonly silent?: boolean
}

/** LiteLLM's port. */
const defaultPort = 4_000
/** Longest time that calls under way get to end, milliseconds. */
const graceMs = 30_000

/** Serves until the user stops it; the calls under way then may end. A second stop ends the process at once. */
export async function serve(flags: ServeFlags, terminal: Terminal): Promise<ExitCode> {
  const env = knownEnv(resolve(terminal.cwd, flags.cwd ?? ''), flags, terminal) ?? terminal.env
  const port = readWhole('--port', flags.port ?? env.PORT, 65_535) ?? defaultPort
  const gateway = await open(flags, env, terminal)
  // from now on: whoever reads the address may send signals
  const stopped = terminal.stopped()
  const hungUp = () => void gateway.reload()
  process.on('SIGHUP', hungUp)
  try {
    announce(gateway, await listen(gateway, port, flags.host), flags, terminal)
    await untilStopped(stopped)
  } finally {
    process.off('SIGHUP', hungUp)
  }
  if (flags.silent !== true) terminal.err('stopping: calls under way may end, nothing new is taken; stop again to end at once\n')
  await gateway.close(graceMs)
  return exitCode.clean
}

async function listen(gateway: Gateway, port: number, host: string | undefined): Promise<string> {
  try {
    return await gateway.listen({ port, host })
  } catch (cause) {
    await gateway.close(0)
    if (cause instanceof GatewayStartError) throw new Stop(exitCode.misuse, cause.message, { cause })
    throw ioStop('listen on', host === undefined ? `port ${port}` : `${host}:${port}`, cause)
  }
}

async function open(flags: ServeFlags, env: Terminal['env'], terminal: Terminal): Promise<Gateway> {
  const cwd = resolve(terminal.cwd, flags.cwd ?? '')
  const { path } = findConfig(cwd, flags.config)
  const prices = findPrices(cwd, path, flags.prices)
  try {
    return await createGateway({
      config: {
        path,
        cwd,
        ...(flags.allowLiteralSecrets === true && { allowLiteralSecrets: true }),
        ...(prices !== undefined && { prices }),
      },
      env,
      log: await createLog(flags, env, terminal),
      client: {
        log: (line) => terminal.err(`${line}\n`),
        ...(flags.debug === true && { logLevel: 'info' as const }),
        ...(flags.detailed_debug === true && { logLevel: 'debug' as const }),
      },
      allowSampleKey: flags.allowSampleKey === true,
      onConfig: ({ diagnostics, sources }) => {
        const shown = diagnostics.filter(({ severity }) => severity === 'error' || (severity === 'warning' && flags.silent !== true))
        report(shown, sources, 'text', terminal)
      },
    })
  } catch (cause) {
    if (cause instanceof GatewayStartError) throw new Stop(exitCode.problems, `${path} cannot be served: see above`, { cause })
    if (cause instanceof MissingPackageError) throw new Stop(exitCode.io, cause.message, { cause })
    throw cause
  }
}

/** One JSON line for each thing worth telling, on stderr. */
async function createLog(flags: ServeFlags, env: Terminal['env'], terminal: Terminal): Promise<GatewayLog> {
  const pino = await loadPino()
  const named = (env.LITELLM_LOG ?? env.LITELLM_LOG_LEVEL ?? '').toLowerCase()
  const usual = ['debug', 'info', 'warn', 'error'].includes(named) ? named : named === 'warning' ? 'warn' : 'info'
  const level = flags.debug === true || flags.detailed_debug === true ? 'debug' : flags.silent === true ? 'error' : usual
  const logger = pino({ level, base: null }, { write: (line: string) => terminal.err(line) })
  return {
    debug: (facts, message) => logger.debug(facts, message),
    info: (facts, message) => logger.info(facts, message),
    warn: (facts, message) => logger.warn(facts, message),
    error: (facts, message) => logger.error(facts, message),
  }
}

/** Where it listens, what it serves, what is missing. */
function announce({ serving }: Gateway, url: string, flags: ServeFlags, terminal: Terminal): void {
  const { plan, engine, settings } = serving
  terminal.out(`llmgen gateway on ${url}\n`)
  if (settings.masterKey === undefined)
    terminal.err(
      `llmgen: WARNING: there is no master key, so whoever reaches ${url} may use every model at your cost. Set general_settings.master_key or LITELLM_MASTER_KEY.\n`,
    )
  if (flags.silent === true) return
  const names = [...plan.groups.map(({ name }) => name), ...plan.wildcards.map(({ pattern }) => pattern)]
  terminal.out(`models: ${names.join(', ')}\n`)
  for (const deployment of plan.deployments) {
    const fault = engine.deployments[deployment.index]?.fault
    if (fault !== undefined) terminal.err(`llmgen: "${deployment.group}" cannot be called yet: ${fault.message}\n`)
  }
  terminal.out(`try: curl ${url}/health/liveliness; routes: ${url}/routes; stop with Ctrl-C\n`)
}
