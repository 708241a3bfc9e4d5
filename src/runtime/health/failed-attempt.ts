/** Writes what a failed attempt came to: the call's list, the observer, what it says about its deployment. Imported with the first failure. */
import type { Failure } from '../../protocol/failure.js'
import { TransportFault } from '../../protocol/http.js'
import { isLocal, ruleOf } from '../class-rules.js'
import { learnFailure } from '../latency.js'
import { deploymentOf } from '../outcomes.js'
import type { Run, Site } from '../run.js'
import { recordFailure } from './health.js'
import { patientOf } from './patient.js'

/** Takes a failure into health and latency. The caller's own faults and aborts say nothing about a deployment. */
export function learnFromFailure(site: Site, failure: Failure): void {
  const { engine } = site.run
  const { index } = site
  const at = engine.now()
  const durationMs = at - site.startedAt
  const rule = ruleOf(failure)
  if (rule.health === 'none') return
  learnFailure(engine.state, index, { timedOutMs: failure.kind === 'timeout' ? durationMs : undefined }, at)
  for (const learner of engine.table.learners) learner.failed?.(engine.state, index, durationMs, at)
  const untilMs = recordFailure(engine.state, patientOf(engine, index), failure, rule, engine.health, at, site)
  if (untilMs === 0) return
  const deploymentId = deploymentOf(engine, index).id
  engine.store?.shareRest(deploymentId, untilMs)
  engine.onEvent?.({ type: 'cooldown', call: site.run.id, at, deploymentId, untilMs })
}

/** Adds a failed attempt to the call's list, and tells the observer. Status 0 in the list says that no provider answered. */
export function noteFailure(run: Run, index: number, failure: Failure, durationMs: number): void {
  const { engine } = run
  const { id, provider } = deploymentOf(engine, index)
  engine.trace?.failed(run, index, failure)
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
