/** Writes what an attempt came to into the state of its deployment, the call's list of attempts, and the observer. */
import type { Failure } from '../protocol/failure.js'
import { TransportFault } from '../protocol/http.js'
import { isLocal, ruleOf } from './class-rules.js'
import type { PricedUsage } from './cost.js'
import type { Engine } from './engine.js'
import { recordFailure, recordSuccess } from './health.js'
import { type LatencySample, learnFailure, learnLatency } from './latency.js'
import type { Run, Site } from './run.js'

/** Id, provider and upstream model of a deployment, for lists and messages. */
export function deploymentOf(engine: Engine, index: number): { readonly id: string; readonly provider: string; readonly model: string } {
  const deployment = engine.plan.deployments[index]
  const model = typeof deployment?.model === 'string' ? deployment.model : (deployment?.group ?? '')
  return { id: deployment?.id ?? '', provider: deployment?.provider ?? '', model }
}

/** Takes the deployment's slot; {@link release} gives it back. */
export function occupy(engine: Engine, index: number): void {
  const { inFlight } = engine.state
  inFlight[index] = (inFlight[index] ?? 0) + 1
}

/** Gives the deployment's slot back. Called once for each attempt: by the loop, or by the reader of an open stream. */
export function release(site: Site): void {
  const { inFlight } = site.run.engine.state
  inFlight[site.index] = (inFlight[site.index] ?? 1) - 1
  site.run.engine.admission?.settle(site)
}

/** Adds an attempt that answered to the call's list. */
export function noteAnswer(site: Site, status: number, durationMs: number): void {
  const { id, provider } = deploymentOf(site.run.engine, site.index)
  site.run.attempts.push({ deploymentId: id, group: site.resolved.group.name, provider, outcome: 'ok', status, durationMs })
}

/** Takes a success into health and latency, and notes what it used for whoever settles its claims. */
export function learnSuccess(site: Site, sample: LatencySample, usage: PricedUsage | undefined, costNanoUsd: number | undefined): void {
  const { engine } = site.run
  site.spent = { tokens: usage === undefined ? undefined : usage.prompt_tokens + (usage.completion_tokens ?? 0), costNanoUsd }
  const at = engine.now()
  recordSuccess(engine.state, site.index, at)
  learnLatency(engine.state, site.index, sample, at)
  if (engine.onEvent === undefined) return
  const deploymentId = deploymentOf(engine, site.index).id
  const { durationMs } = sample
  engine.onEvent({ type: 'success', call: site.run.id, at, group: site.resolved.group.name, deploymentId, durationMs, costNanoUsd })
}

/** Adds a failed attempt to the call's list, and tells the observer. Status 0 in the list says that no provider answered. */
export function noteFailure(run: Run, index: number, failure: Failure, durationMs: number): void {
  const { engine } = run
  const { id, provider } = deploymentOf(engine, index)
  const silent = failure.cause instanceof TransportFault || isLocal(failure) || failure.kind === 'abort'
  run.tried.push(index)
  run.attempts.push({
    deploymentId: id,
    group: run.current.group.name,
    provider,
    outcome: failure.kind,
    status: silent ? 0 : failure.status,
    durationMs,
  })
  const { kind, code, status } = failure
  const group = run.current.group.name
  engine.onEvent?.({ type: 'failure', call: run.id, at: engine.now(), group, deploymentId: id, kind, code, status, durationMs })
}

/** Takes a failure into health and latency. The caller's own faults and aborts say nothing about a deployment. */
export function learnFromFailure(site: Site, failure: Failure): void {
  const { engine } = site.run
  const { index } = site
  const at = engine.now()
  const durationMs = at - site.startedAt
  const rule = ruleOf(failure)
  if (rule.health === 'none') return
  learnFailure(engine.state, index, { timedOutMs: failure.kind === 'timeout' ? durationMs : undefined }, at)
  const patient = {
    index,
    groupSize: engine.table.groupSize[index] ?? 1,
    restMs: engine.deployments[index]?.ready?.restMs,
    isWildcard: engine.table.isWildcard[index] === 1,
  }
  const untilMs = recordFailure(engine.state, patient, failure, rule, engine.health, at)
  if (untilMs === 0 || engine.onEvent === undefined) return
  engine.onEvent({ type: 'cooldown', call: site.run.id, at, deploymentId: deploymentOf(engine, index).id, untilMs })
}
