/** Writes what an attempt came to into the state of its deployment, the call's list of attempts, and the observer. */
import type { HttpHeaders } from '../protocol/http.js'
import { endCall } from './call-end.js'
import type { PricedUsage } from './cost.js'
import type { Engine } from './engine.js'
import { endTrial, recordSuccess } from './health/breaker.js'
import { type LatencySample, learnLatency } from './latency.js'
import type { Site } from './run.js'

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
  for (const learner of engine.table.learners) learner.started?.(engine.state, index, engine.state.now)
}

/** Gives the deployment's slot back. Called once for each attempt: by the loop, or by the reader of an open stream. */
export function release(site: Site): void {
  const { state, table } = site.run.engine
  state.inFlight[site.index] = (state.inFlight[site.index] ?? 1) - 1
  for (const learner of table.learners) learner.ended?.(state, site.index)
  if (site.trial) freeTrial(site)
  site.run.engine.admission?.settle(site)
}

/** Lets the next call try the deployment out, if this one did and it has not come back. */
export function freeTrial(site: Site): void {
  endTrial(site.run.engine.state, site.index)
  site.trial = false
}

/** The deployment has answered: that is counted, and ends its rest if it had one. */
export function noteServing(site: Site, at = site.run.engine.now()): void {
  const { engine } = site.run
  if (!recordSuccess(engine.state, site.index, at, site.startedAt)) return
  engine.onEvent?.({ type: 'recovered', call: site.run.id, at, deploymentId: deploymentOf(engine, site.index).id })
}

/** Lets features learn from the headers of an answer, also from those of an error. */
export function learnHeaders({ run: { engine }, index }: Site, headers: HttpHeaders): void {
  for (const learn of engine.headerLearners) learn(engine, index, headers, engine.now())
}

/** Adds an attempt that answered to the call's list. */
export function noteAnswer(site: Site, status: number, durationMs: number): void {
  const { id, provider } = deploymentOf(site.run.engine, site.index)
  site.run.attempts.push({ deploymentId: id, group: site.resolved.group.name, provider, outcome: 'ok', status, durationMs })
}

/** Takes a success into health and latency, and notes what it used for whoever settles its claims. `at` is now. */
export function learnSuccess(
  site: Site,
  sample: LatencySample,
  usage: PricedUsage | undefined,
  costNanoUsd: number | undefined,
  at = site.run.engine.now(),
): void {
  const { engine } = site.run
  site.spent = { tokens: usage === undefined ? undefined : usage.prompt_tokens + (usage.completion_tokens ?? 0), costNanoUsd }
  engine.trace?.answered(site, usage, costNanoUsd)
  noteServing(site, at)
  learnLatency(engine.state, site.index, sample, at)
  for (const learner of engine.table.learners) learner.answered?.(engine.state, site.index, sample, usage, at)
  if (engine.onEvent === undefined) return
  const deploymentId = deploymentOf(engine, site.index).id
  const { durationMs } = sample
  const counts = { costNanoUsd, inputTokens: usage?.prompt_tokens, outputTokens: usage?.completion_tokens }
  engine.onEvent({ type: 'success', call: site.run.id, at, group: site.resolved.group.name, deploymentId, durationMs, ...counts })
  endCall(site.run, undefined, costNanoUsd, at)
}
