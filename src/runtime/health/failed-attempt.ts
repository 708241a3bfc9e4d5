/** What a failed attempt says about its deployment. Imported with the first failure. */
import type { Failure } from '../../protocol/failure.js'
import { ruleOf } from '../class-rules.js'
import { learnFailure } from '../latency.js'
import { deploymentOf } from '../outcomes.js'
import type { Site } from '../run.js'
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
