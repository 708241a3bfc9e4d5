/** What `rpm`, `tpm` and `max_parallel_requests` of each deployment come to, read once per client. */
import type { NumberSetting } from '../../plan/plan.js'
import type { Claim } from '../../protocol/state-store.js'
import type { Engine } from '../engine.js'
import { deploymentKey, parallelKey } from '../limits/limit-keys.js'
import { type Mark, marksOf } from '../limits/limit-marks.js'
import type { Run } from '../run.js'
import { type Environment, readLimit } from '../settings.js'
import { outputTokensFor, promptTokensFor } from '../tokens/needs.js'

export const minuteMs = 60_000

/** The limits of one deployment. */
export type Limited = {
  readonly rpm: number | undefined
  readonly tpm: number | undefined
  readonly parallel: number | undefined
  readonly requestsMark: Mark
  readonly tokensMark: Mark
  readonly parallelMark: Mark
  /** The claims that are the same for every call. */
  readonly fixed: readonly Claim[]
  readonly tokensKey: string
  readonly parallelKey: string
}

/**
 * Tokens that a call takes from a deployment's minute, as its provider is likely to count them: never more than the minute
 * holds, so that one that is larger by our estimate may pass alone.
 */
export function tokensOf(run: Run, index: number, { tpm = Number.POSITIVE_INFINITY }: Pick<Limited, 'tpm'>): number {
  return Math.min(Math.ceil(promptTokensFor(run, index) + outputTokensFor(run, index)), tpm)
}

/** By deployment index; undefined for one without limits. */
export function readLimits(engine: Engine, env: Environment): readonly (Limited | undefined)[] {
  const { routing, deployments } = engine.plan
  const marks = marksOf(engine.state)
  // Differs: where LiteLLM finds no `max_parallel_requests`, it takes `rpm`, or tokens a minute by Azure's rule, for one.
  const usual = whole(routing.defaultMaxParallelRequests, env)
  return deployments.map((deployment) => {
    const { index } = deployment
    const rpm = routing.limits === undefined ? undefined : whole(deployment.rpm, env)
    const tpm = routing.limits === undefined ? undefined : whole(deployment.tpm, env)
    const parallel = whole(deployment.maxParallelRequests, env) ?? usual
    if (rpm === undefined && tpm === undefined && parallel === undefined) return undefined
    const key = deploymentKey(engine, index, 'rpm')
    const tokensKey = deploymentKey(engine, index, 'tpm')
    const permitsKey = parallelKey(engine, index)
    return {
      rpm,
      tpm,
      parallel,
      requestsMark: marks.watch(key, [index]),
      tokensMark: marks.watch(tokensKey, [index]),
      parallelMark: marks.watch(permitsKey, [index]),
      fixed: rpm === undefined ? [] : [{ kind: 'requests', key, limit: rpm, windowMs: minuteMs }],
      tokensKey,
      parallelKey: permitsKey,
    }
  })
}

/** A limit of 0 is none, as in LiteLLM. */
function whole(setting: NumberSetting | undefined, env: Environment): number | undefined {
  const limit = readLimit(setting, env)
  return limit === undefined ? undefined : Math.max(1, Math.floor(limit))
}
