/** What happens after a failed attempt: a wait, another group, or the error. Imported with the first failure. */
import type { Failure } from '../protocol/failure.js'
import { ruleOf } from './class-rules.js'
import { type Decision, decide } from './decide.js'
import { abortedBy } from './failures.js'
import { nextStep, questionOf } from './fallback.js'
import { finalError } from './final-error.js'
import { countHealthy } from './pick.js'
import { retryLimit } from './retry.js'
import { enterStep, type Run } from './run.js'

/** Decides what `failure` means for the call and does it: waits, moves to the next group, or throws. */
export function goOn(run: Run, failure: Failure): Promise<void> {
  return act(run, consider(run, failure), failure)
}

function consider(run: Run, failure: Failure): Decision {
  const { engine } = run
  const { group } = run.current
  const rule = ruleOf(failure)
  const failed = run.tried.at(-1) ?? -1
  const { routing } = engine.plan
  const { retries, byPolicy } = retryLimit(failure, {
    request: run.prepared.controls.numRetries,
    groupPolicy: routing.groupRetryPolicies?.find((entry) => entry.group === group.name)?.policy,
    policy: routing.retryPolicy,
    deployment: engine.deployments[failed]?.ready?.numRetries,
    router: engine.limits.numRetries,
  })
  const next = nextStep(questionOf(run, rule))
  const { healthy, others } = countHealthy(engine, group, failed)
  return decide({
    failure,
    rule,
    retriesUsed: run.retriesUsed,
    retriesAllowed: retries,
    byPolicy,
    healthy,
    others,
    next,
    floorMs: engine.limits.retryFloorMs,
    jitter: engine.random(),
    remainingMs: run.deadlineAt - engine.now(),
  })
}

async function act(run: Run, decision: Decision, failure: Failure): Promise<void> {
  const { engine } = run
  const group = run.current.group.name
  if (decision.do === 'fail') throw finalError(run, failure)
  if (decision.do === 'retry') {
    run.retriesUsed++
    if (decision.afterMs > 0) {
      engine.onEvent?.({ type: 'wait', call: run.id, at: engine.now(), group, ms: decision.afterMs })
      await engine.sleep(decision.afterMs, run.signal)
    }
  } else {
    const resolved = engine.table.resolve(decision.step.group)
    if (resolved === undefined) throw finalError(run, failure)
    engine.onEvent?.({ type: 'fallback', call: run.id, at: engine.now(), from: group, to: decision.step.group, because: failure.kind })
    enterStep(run, decision.step, resolved)
  }
  if (run.signal?.aborted) throw finalError(run, abortedBy(run.signal, failure))
}
