/** What the config says, as the runtime reads it. Secrets are names of environment variables, never values. */
import type { Plan } from /* hole: runtime */ 'llmgen/runtime'

/** Providers in use: wire format, authentication, variables that hold the key. */
export const providers: Plan['providers'] = [
  // hole: providers
]

/** Deployments in the order of the config; groups and pick tables name them by index. */
export const deployments: Plan['deployments'] = [
  // hole: deployments
]

/** Public model names and the deployments behind each. */
export const groups: Plan['groups'] = [
  // hole: groups
]

/** Model names with `*`, most specific first. */
export const wildcards: Plan['wildcards'] = [
  // hole: wildcards
]

/** Other names of groups. */
export const aliases: Plan['aliases'] = [
  // hole: aliases
]

/** Groups tried in order when another one fails; `*` stands for every group without a chain of its own. */
export const chains: Plan['chains'] = /* hole: chains */ { general: [], contextWindow: [], contentPolicy: [] }

/** Strategy, retries, timeouts and cooldowns. Times are in milliseconds. */
export const routing: Plan['routing'] = /* hole: routing */ {
  strategy: 'simple-shuffle',
  strategyArgs: {},
  numRetries: 2,
  retryAfterMs: 0,
  timeoutMs: 6_000_000,
  maxFallbacks: 5,
  cooldown: { mode: 'rate' },
  cooldownMs: 5_000,
  disableCooldowns: false,
  enablePreCallChecks: false,
  dropParams: false,
  modifyParams: false,
  defaults: {},
  environment: {},
}

/** Weights of groups with a fixed share: `cumulative[i]` is the sum up to deployment i of the group. */
export const pickTables: Plan['pickTables'] = [
  // hole: pickTables
]

/** Prices in integer picodollars (1e-12 USD) per token, image, second or query. */
export const prices: Plan['prices'] = [
  // hole: prices
]

/** All of it. `planVersion` must be the one that the installed `llmgen/runtime` reads. */
export const plan: Plan = {
  planVersion: /* hole: planVersion */ 1,
  hash: /* hole: hash */ '',
  groups,
  deployments,
  providers,
  wildcards,
  aliases,
  chains,
  routing,
  pickTables,
  prices,
}
