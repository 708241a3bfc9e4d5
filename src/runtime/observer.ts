/** Hands events to the caller's observer so that a failing observer cannot end a call or keep a deployment's slot. */
import type { RouterEvent } from './events.js'

export type Observer = (event: RouterEvent) => void

/**
 * The observer, guarded: what it throws, or rejects with where it is an async function, is reported once per client as
 * a process warning; calls go on.
 */
export function guardObserver(onEvent: Observer | undefined, warn: (message: string) => void = warnProcess): Observer | undefined {
  if (onEvent === undefined) return undefined
  let reported = false
  const report = (error: unknown) => {
    if (reported) return
    reported = true
    const text = error instanceof Error ? error.message : String(error)
    warn(`onEvent of createLlm failed: ${text}. Calls go on without it; further failures of this client's onEvent are not reported.`)
  }
  return (event) => {
    try {
      // `void` also admits async functions; their promise must not be left to reject on its own.
      const result: unknown = onEvent(event)
      if (result instanceof Promise) result.catch(report)
    } catch (error) {
      report(error)
    }
  }
}

function warnProcess(message: string): void {
  globalThis.process?.emitWarning(message, 'LlmgenWarning')
}
