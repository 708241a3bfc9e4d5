/** The one loop that acts: picks, calls, waits and falls back as the pure functions say. Serves every endpoint. */
import { type Failure, isFault, type Outcome } from '../protocol/failure.js'
import type { Endpoint } from '../providers/adapter.js'
import { beginTrial } from './health/breaker.js'
import { deploymentOf, freeTrial, learnHeaders, noteServing, occupy, release } from './outcomes.js'
import { pickDeployment } from './pick.js'
import type { Run, Site } from './run.js'

/** How one attempt is made, and who gives the deployment's slot back when it answers. */
export type Making<E extends Endpoint, T extends object> = {
  readonly attempt: (site: Site<E>) => Promise<Outcome<T>>
  /** `loop` for whole answers; `reader` for streams, which hold their slot until they end. */
  readonly releasedBy: 'loop' | 'reader'
}

/** Runs a call to its first answer. Throws the last failure as an error of the client's set. */
export async function runCall<E extends Endpoint, T extends object>(run: Run<E>, making: Making<E, T>): Promise<T> {
  if (run.prepared.controls.staged !== undefined) await (await import('./staged-failure.js')).stage(run, run.prepared.controls.staged)
  for (;;) {
    const started = startAttempt(run)
    const site = started instanceof Promise ? await started : started
    let failure: Failure
    if (isFault(site)) failure = site.failure
    else {
      let held = true
      try {
        const outcome = await making.attempt(site)
        if (!isFault(outcome)) {
          held = making.releasedBy === 'loop'
          if (!held && site.trial) passTrial(site)
          return outcome
        }
        failure = outcome.failure
        await noteLost(site, failure)
      } finally {
        if (held) release(site)
      }
    }
    const { goOn } = await import('./after-failure.js')
    await goOn(run, failure)
  }
}

/** What follows a failure is imported at once with what notes it. */
async function noteLost(site: Site, failure: Failure): Promise<void> {
  const durationMs = site.run.engine.now() - site.startedAt
  const [{ learnFromFailure, noteFailure }] = await Promise.all([import('./health/failed-attempt.js'), import('./after-failure.js')])
  noteFailure(site.run, site.index, failure, durationMs)
  learnFromFailure(site, failure)
  learnHeaders(site, failure.headers)
}

/** A stream that has begun shows that the deployment is back; nobody has to wait for its end. */
function passTrial(site: Site): void {
  noteServing(site)
  freeTrial(site)
}

/** The site of the next attempt, or why there is none. Waits only where something is claimed or queued for. */
function startAttempt<E extends Endpoint>(run: Run<E>): Outcome<Site<E>> | Promise<Outcome<Site<E>>> {
  const { engine, current } = run
  const index = pickDeployment(run)
  if (index < 0) {
    const waiting = engine.admission?.wait(run)
    if (waiting instanceof Promise) return waiting.then((ended) => ended ?? startAttempt(run))
    if (waiting !== undefined) return waiting
    const { now } = engine.state
    return import('./nothing-eligible.js').then(({ refuse }) => refuse(run, now))
  }
  const { fault, keyless } = engine.deployments[index] ?? {}
  if (fault !== undefined && !(keyless !== undefined && isMocked(run))) {
    return import('./health/failed-attempt.js').then(({ noteFailure }) => {
      noteFailure(run, index, fault, 0)
      return { failure: fault }
    })
  }
  const { now } = engine.state
  const trial = beginTrial(engine.state, index, now)
  const site: Site<E> = { run, index, resolved: current, startedAt: now, trial, reservation: undefined, spent: undefined }
  const admitted = engine.admission?.admit(site)
  if (admitted === undefined || admitted === true) return begin(site)
  return admitted === false ? startElsewhere(site) : startAdmitted(site, admitted)
}

/** Another deployment is picked where this one was refused. */
function startElsewhere<E extends Endpoint>(site: Site<E>): Outcome<Site<E>> | Promise<Outcome<Site<E>>> {
  if (site.trial) freeTrial(site)
  return startAttempt(site.run)
}

async function startAdmitted<E extends Endpoint>(site: Site<E>, admitting: Promise<Outcome<boolean>>): Promise<Outcome<Site<E>>> {
  const admitted = await admitting
  if (isFault(admitted)) return admitted
  return admitted ? begin(site) : startElsewhere(site)
}

function begin<E extends Endpoint>(site: Site<E>): Site<E> {
  const { run, index, startedAt } = site
  const { engine } = run
  const { group } = site.resolved
  occupy(engine, index)
  if (engine.onEvent !== undefined) {
    const { id: deploymentId, provider } = deploymentOf(engine, index)
    const attempt = run.attempts.length + 1
    const how = { retry: run.retriesUsed, strategy: group.strategyName, eligible: engine.state.candidates }
    engine.onEvent({ type: 'attempt', call: run.id, at: startedAt, group: group.name, deploymentId, provider, attempt, ...how })
  }
  return site
}

/** The call asks for an answer without a provider, which needs no key. */
function isMocked({ prepared: { controls } }: Run): boolean {
  return controls.mockResponse !== undefined || controls.mockTimeout
}
