/** How much is printed of calls, and the words for it. Imported with the log. */

/**
 * `error`: calls that ended with an error. `warning`: also each failed attempt, cooldowns, and groups of which nobody can
 * serve. `info`: also answers, fallbacks, and deployments that come back. `debug`: every step.
 */
export type LogLevel = 'error' | 'warning' | 'info' | 'debug'

/** The words of Python's `logging`, which LiteLLM's variables take, and what people write for no log at all. */
const words: { readonly [word: string]: LogLevel | 'off' } = {
  CRITICAL: 'error',
  ERROR: 'error',
  WARN: 'warning',
  WARNING: 'warning',
  INFO: 'info',
  DEBUG: 'debug',
  OFF: 'off',
  NONE: 'off',
  FALSE: 'off',
  0: 'off',
}

/** The level of a word in any case. One that is no level counts as `debug`: whoever sets it wants to see something. */
export function levelOf(word: string): LogLevel | 'off' {
  const upper = word.trim().toUpperCase()
  return (Object.hasOwn(words, upper) ? words[upper] : undefined) ?? 'debug'
}
