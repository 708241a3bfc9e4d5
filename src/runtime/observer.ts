/**
 * Who hears of a client's events: the caller's observer and the log. Neither can end a call or keep a deployment's slot by
 * failing, and a client without both pays nothing.
 */
import type { Plan } from '../plan/plan.js'
import type { ClientOptions } from './client-types.js'
import type { Readiness } from './deployment-runtime.js'
import type { RouterEvent } from './events.js'
import type { LogLevel } from './log-level.js'
import { type Environment, firstSet, readBoolean } from './settings.js'

export type Observer = (event: RouterEvent) => void

/** What the log writes with. */
export type LogParts = {
  readonly plan: Plan
  /** Keys of the deployments, which no line may show. */
  readonly secrets: readonly string[]
  /** A level, or a word for one from the environment. */
  readonly level: string
  readonly log: ((line: string, level: LogLevel) => void) | undefined
}

/** LiteLLM's variables behind our own. */
const logVariables = ['LLMGEN_LOG', 'LITELLM_LOG', 'LITELLM_LOG_LEVEL']

/** The observer of a client; undefined where nobody listens. The caller's own is told first. */
export function createObserver(
  { onEvent, log, logLevel }: ClientOptions,
  plan: Plan,
  env: Environment,
  deployments: readonly Readiness[],
): Observer | undefined {
  const own = guardObserver(onEvent)
  const level = logLevel ?? firstSet(logVariables, env) ?? (readBoolean(plan.routing.verbose, env) === true ? 'debug' : 'off')
  if (level === 'off') return own
  const write = guardObserver(laterLog({ plan, deployments, level, log }), 'log')
  if (own === undefined) return write
  return (event) => {
    own(event)
    write?.(event)
  }
}

/** The log, imported with the first event; those that come meanwhile keep their order. */
function laterLog({
  deployments,
  ...parts
}: Omit<LogParts, 'secrets'> & { readonly deployments: readonly Readiness[] }): (event: RouterEvent) => void | Promise<void> {
  let write: Observer | undefined
  let isLost = false
  const early: RouterEvent[] = []
  const open = async () => {
    const [{ createEventLog }, { keysOf }] = await Promise.all([import('./event-log.js'), import('./sign-in/hide-keys.js')])
    write = createEventLog({ ...parts, secrets: keysOf(deployments) })
    for (const event of early.splice(0)) write(event)
  }
  return (event) => {
    if (write !== undefined) return write(event)
    if (isLost || early.push(event) > 1) return
    return open().catch((error: unknown) => {
      // What cannot be written any more is not kept.
      isLost = write === undefined
      early.length = 0
      throw error
    })
  }
}

/**
 * The observer, guarded: what it throws, or rejects with where it is an async function, is reported once per client as
 * a process warning; calls go on. `name` is the option it was given as.
 */
export function guardObserver(
  observer: ((event: RouterEvent) => unknown) | undefined,
  name = 'onEvent',
  warn: (message: string) => void = warnProcess,
): Observer | undefined {
  if (observer === undefined) return undefined
  let reported = false
  const report = (error: unknown) => {
    if (reported) return
    reported = true
    const text = error instanceof Error ? error.message : String(error)
    warn(`${name} of createLlm failed: ${text}. Calls go on without it; further failures of this client's ${name} are not reported.`)
  }
  return (event) => {
    try {
      // Async functions are observers too; their promise must not be left to reject on its own.
      const result: unknown = observer(event)
      if (result instanceof Promise) result.catch(report)
    } catch (error) {
      report(error)
    }
  }
}

/** Warns of something that must not end a call, where there is a process to warn. */
export function warnProcess(message: string): void {
  globalThis.process?.emitWarning(message, 'LlmgenWarning')
}
