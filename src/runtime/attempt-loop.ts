/** The one loop that acts: picks, calls, waits and falls back as the pure functions say. Serves every endpoint. */
import { type Failure, isFault, type Outcome } from '../protocol/failure.js'
import type { Endpoint } from '../providers/adapter.js'
import { ruleOf } from './class-rules.js'
import type { Attempt } from './client-types.js'
import { type Decision, decide } from './decide.js'
import { abortedBy, noDeployment } from './failures.js'
import { nextStep, questionOf } from './fallback.js'
import { hideKeys } from './hide-keys.js'
import { deploymentOf, learnFromFailure, noteFailure, occupy, release } from './outcomes.js'
import { countHealthy, pickDeployment, soonestReturn } from './pick.js'
import { retryLimit } from './retry.js'
import { enterStep, type Run, type Site } from './run.js'

/** How one attempt is made, and who gives the deployment's slot back when it answers. */
export type Making<E extends Endpoint, T extends object> = {
  readonly attempt: (site: Site<E>) => Promise<Outcome<T>>
  /** `loop` for whole answers; `reader` for streams, which hold their slot until they end. */
  readonly releasedBy: 'loop' | 'reader'
}

/** Runs a call to its first answer. Throws the last failure as an error of the client's set. */
export async function runCall<E extends Endpoint, T extends object>(run: Run<E>, making: Making<E, T>): Promise<T> {
  for (;;) {
    const site = startAttempt(run)
    let failure: Failure
    if (isFault(site)) failure = site.failure
    else {
      const outcome = await makeAttempt(site, making)
      if (!isFault(outcome)) return outcome
      failure = outcome.failure
    }
    await act(run, consider(run, failure), failure)
  }
}

async function makeAttempt<E extends Endpoint, T extends object>(site: Site<E>, making: Making<E, T>): Promise<Outcome<T>> {
  let held = true
  try {
    const outcome = await making.attempt(site)
    if (isFault(outcome)) {
      noteFailure(site.run, site.index, outcome.failure, site.run.engine.now() - site.startedAt)
      learnFromFailure(site, outcome.failure)
    } else if (making.releasedBy === 'reader') held = false
    return outcome
  } finally {
    if (held) release(site)
  }
}

function startAttempt<E extends Endpoint>(run: Run<E>): Outcome<Site<E>> {
  const { engine, current } = run
  const { group } = current
  const index = pickDeployment(engine, group, run.tried, run.streaming)
  if (index < 0) {
    const waitMs = soonestReturn(engine, group)
    engine.onEvent?.({ type: 'no-deployment', call: run.id, at: engine.state.now, group: group.name, waitMs })
    return { failure: noDeployment(group.name, group.serving.length, waitMs) }
  }
  const { fault, keyless } = engine.deployments[index] ?? {}
  if (fault !== undefined && !(keyless !== undefined && isMocked(run))) {
    noteFailure(run, index, fault, 0)
    return { failure: fault }
  }
  occupy(engine, index)
  const startedAt = engine.state.now
  if (engine.onEvent !== undefined) {
    const { id: deploymentId, provider } = deploymentOf(engine, index)
    const attempt = run.attempts.length + 1
    engine.onEvent({ type: 'attempt', call: run.id, at: startedAt, group: group.name, deploymentId, provider, attempt })
  }
  return { run, index, resolved: current, startedAt }
}

/** The call asks for an answer without a provider, which needs no key. */
function isMocked({ prepared: { controls } }: Run): boolean {
  return controls.mockResponse !== undefined || controls.mockTimeout
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

/** Does what was decided: waits, moves to the next group, or throws. */
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

/**
 * The error to throw, with all attempts.
 * Differs: LiteLLM raises the first failure of the first group; here it is the last one, which is what stopped the call.
 */
export function finalError(run: Run, failure: Failure): Error {
  return run.engine.errors.create(hideKeys(withTrail(failure, run.attempts), run.engine.secrets), run.attempts)
}

/** The message of a failure that others came before, with what they were; the same one after another is said once. */
function withTrail(failure: Failure, attempts: readonly Attempt[]): Failure {
  if (attempts.length < 2) return failure
  const trail: { readonly text: string; times: number }[] = []
  for (const { provider, group, outcome } of attempts) {
    const text = `${provider} for "${group}": ${outcome}`
    const last = trail.at(-1)
    if (last?.text === text) last.times++
    else trail.push({ text, times: 1 })
  }
  const list = trail.map(({ text, times }) => (times === 1 ? text : `${text} (${times} times)`))
  return { ...failure, message: `${failure.message} [${attempts.length} attempts: ${list.join('; ')}]` }
}
