/** What `llmgen serve` says when it starts: where it listens, what it serves, what is missing. */
import type { Listening } from '../gateway/workers/messages.js'
import type { Plan } from '../plan/plan.js'
import type { ServeParts } from './serve-parts.js'

/** Says it. The warnings about keys are also said with `--silent`. */
export function announce(facts: Listening, plan: Plan, { flags, terminal, workers }: ServeParts): void {
  const { url, masterKey, missing } = facts
  terminal.out(`llmgen gateway on ${url}\n`)
  if (masterKey === 'none')
    terminal.err(
      `llmgen: WARNING: there is no master key, so whoever reaches ${url} may use every model at your cost. Set general_settings.master_key or LITELLM_MASTER_KEY.\n`,
    )
  if (masterKey === 'sample')
    terminal.err(
      `llmgen: WARNING: the master key is the documentation's sk-1234, which everybody knows: without a key of your own only this machine is listened to, unless you say --host ADDRESS --allow-sample-key.\n`,
    )
  if (flags.silent === true) return
  if (workers > 1) terminal.out(`workers: ${workers}; ${sharing(facts)}\n`)
  const names = [...plan.groups.map(({ name }) => name), ...plan.wildcards.map(({ pattern }) => pattern)]
  terminal.out(`models: ${names.join(', ')}\n`)
  for (const sentence of missing) terminal.err(`llmgen: ${sentence}\n`)
  terminal.out(`try: curl ${url}/health/liveliness; routes: ${url}/routes; stop with Ctrl-C\n`)
}

/** What counts for all workers together, and what for each alone. */
function sharing({ countsOn }: Listening): string {
  const where =
    countsOn === 'redis' ? 'on Redis, with all instances' : 'among these workers; other instances count apart, as the config names no Redis'
  return `limits, budgets and cooldowns are shared ${where}; latencies, and answers cached in memory, are each worker's own`
}
