/** What happens after a failed attempt: a wait, another group, or the error. Imported with the first failure. */
import type { ChainStep } from '../plan/plan.js'
import type { Failure } from '../protocol/failure.js'
import { abortedBy } from './call-failures.js'
import { isLocal, ruleOf } from './class-rules.js'
import { enterStep } from './create-run.js'
import { type Decision, decide } from './decide.js'
import { nextStep, questionOf } from './fallback.js'
import { finalError } from './final-error.js'
import { countHealthy, soonestOpen, soonestReturn } from './pick.js'
import { retriesOf } from './retries-of.js'
import type { Run } from './run.js'
import { fitsWindow } from './tokens/fits-window.js'

/** Decides what `failure` means for the call and does it: waits, moves to the next group, or throws. */
export function goOn(run: Run, failure: Failure): Promise<void> {
  return act(run, consider(run, failure), failure)
}

function consider(run: Run, failure: Failure): Decision {
  const { engine } = run
  const rule = ruleOf(failure)
  const { retries, byPolicy } = retriesOf(run, failure)
  const { healthy, others } = countHealthy(run, run.tried.at(-1) ?? -1)
  const now = engine.now()
  const open = healthy === 0 ? soonestOpen(run, now) : -1
  return decide({
    failure,
    rule,
    retriesUsed: run.retriesUsed,
    retriesAllowed: retries,
    // A policy speaks of what providers say; where none was asked, asking again changes nothing.
    byPolicy: byPolicy && !isLocal(failure),
    healthy,
    others,
    next: nextStep({ ...questionOf(run, rule), fits: (step) => fits(run, step) }),
    floorMs: engine.limits.retryFloorMs,
    jitter: engine.random(),
    backoff: engine.constants,
    remainingMs: run.deadlineAt - now,
    waitedMs: run.waitedMs,
    returnsMs: healthy === 0 ? soonestReturn(run) : undefined,
    patienceMs: engine.limits.cooldownWaitMs - run.restedMs,
    mayInsist: open !== -1 && !run.insists && run.tried.length === 0,
  })
}

/** A target that is known to be too small for the prompt is passed over, unless the step brings a prompt of its own. */
function fits(run: Run, { group, params }: ChainStep): boolean {
  if (params?.messages !== undefined || params?.prompt !== undefined || params?.input !== undefined) return true
  const target = run.engine.table.resolve(group)
  return target === undefined || fitsWindow(run.engine, target.group, run)
}

async function act(run: Run, decision: Decision, failure: Failure): Promise<void> {
  if (decision.do === 'fail') throw finalError(run, failure)
  if (decision.do === 'fall-back') fallBack(run, decision.step, failure)
  else if (decision.do === 'insist') run.insists = true
  else {
    // A call that was given no deployment has not tried: its wait is no retry.
    if (failure.code !== 'no_deployment_available') run.retriesUsed++
    if (decision.do === 'retry') run.waitedMs += decision.afterMs
    else run.restedMs += decision.afterMs
    await waitFor(run, decision.afterMs)
  }
  if (run.signal?.aborted) throw finalError(run, abortedBy(run.signal, failure))
}

async function waitFor(run: Run, ms: number): Promise<void> {
  if (ms <= 0) return
  const { engine } = run
  engine.onEvent?.({ type: 'wait', call: run.id, at: engine.now(), group: run.current.group.name, ms })
  await engine.sleep(ms, run.signal)
}

/** Moves the call to the next group, or throws where it is none. */
export function fallBack(run: Run, step: ChainStep, failure: Failure): void {
  const { engine } = run
  const resolved = engine.table.resolve(step.group)
  if (resolved === undefined) throw finalError(run, failure)
  const from = run.current.group.name
  engine.onEvent?.({ type: 'fallback', call: run.id, at: engine.now(), from, to: step.group, because: failure.kind })
  enterStep(run, step, resolved)
}
