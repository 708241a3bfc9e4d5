/** The settings by which deployments are put to rest, read once per client. */
import type { CooldownRule, Routing } from '../../plan/routing.js'
import type { Constants } from '../constants.js'
import { type Environment, readLimit, readNumber } from '../settings.js'

export type HealthPolicy = {
  readonly rule: CooldownRule
  /** Router's `cooldown_time`, milliseconds. */
  readonly restMs: number
  readonly disabled: boolean
  /** Share of failed calls above which a deployment rests, and the fewest calls that say something. */
  readonly share: number
  readonly leastCalls: number
  /** A lone deployment rests only when this many calls in a minute all failed. */
  readonly leastCallsAlone: number
  /** Failures allowed where they are counted by class only. */
  readonly allowedFails: number
}

/** The rules of a config, under the environment of a client. */
export function createHealthPolicy(routing: Routing, env: Environment, constants: Constants): HealthPolicy {
  const { cooldown: rule } = routing
  const set = rule.mode === 'rate' ? rule : undefined
  return {
    rule,
    restMs: readLimit(routing.cooldownMs, env) ?? constants.restMs,
    disabled: routing.disableCooldowns,
    share: readNumber(set?.share, env) ?? constants.failureShare,
    leastCalls: readNumber(set?.leastCalls, env) ?? constants.leastCalls,
    leastCallsAlone: constants.leastCallsAlone,
    allowedFails: constants.allowedFails,
  }
}
