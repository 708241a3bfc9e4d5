/** The one loop that acts: picks, calls, waits and falls back as the pure functions say. Serves every endpoint. */
import { type Failure, isFault, type Outcome } from '../protocol/failure.js'
import type { Endpoint } from '../providers/adapter.js'
import { noDeployment } from './failures.js'
import { deploymentOf, learnFromFailure, noteFailure, occupy, release } from './outcomes.js'
import { pickDeployment, soonestReturn } from './pick.js'
import type { Run, Site } from './run.js'

/** How one attempt is made, and who gives the deployment's slot back when it answers. */
export type Making<E extends Endpoint, T extends object> = {
  readonly attempt: (site: Site<E>) => Promise<Outcome<T>>
  /** `loop` for whole answers; `reader` for streams, which hold their slot until they end. */
  readonly releasedBy: 'loop' | 'reader'
}

/** Runs a call to its first answer. Throws the last failure as an error of the client's set. */
export async function runCall<E extends Endpoint, T extends object>(run: Run<E>, making: Making<E, T>): Promise<T> {
  for (;;) {
    const started = startAttempt(run)
    const site = started instanceof Promise ? await started : started
    let failure: Failure
    if (isFault(site)) failure = site.failure
    else {
      const outcome = await makeAttempt(site, making)
      if (!isFault(outcome)) return outcome
      failure = outcome.failure
    }
    const { goOn } = await import('./after-failure.js')
    await goOn(run, failure)
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

/** The site of the next attempt, or why there is none. Waits only where something is claimed or queued for. */
function startAttempt<E extends Endpoint>(run: Run<E>): Outcome<Site<E>> | Promise<Outcome<Site<E>>> {
  const { engine, current } = run
  const { group } = current
  const index = pickDeployment(run)
  if (index < 0) {
    const waiting = engine.admission?.wait(run)
    if (waiting !== undefined) return startLater(run, waiting)
    const waitMs = soonestReturn(engine, group)
    engine.onEvent?.({ type: 'no-deployment', call: run.id, at: engine.state.now, group: group.name, waitMs })
    return { failure: noDeployment(group.name, group.serving.length, waitMs) }
  }
  const { fault, keyless } = engine.deployments[index] ?? {}
  if (fault !== undefined && !(keyless !== undefined && isMocked(run))) {
    noteFailure(run, index, fault, 0)
    return { failure: fault }
  }
  const site: Site<E> = { run, index, resolved: current, startedAt: engine.state.now, reservation: undefined, spent: undefined }
  const admitted = engine.admission?.admit(site)
  if (admitted === undefined || admitted === true) return begin(site)
  if (admitted === false) return startAttempt(run)
  return admitted.then((isAdmitted) => (isAdmitted ? begin(site) : startAttempt(run)))
}

async function startLater<E extends Endpoint>(run: Run<E>, waiting: Promise<void>): Promise<Outcome<Site<E>>> {
  await waiting
  return startAttempt(run)
}

function begin<E extends Endpoint>(site: Site<E>): Site<E> {
  const { run, index, startedAt } = site
  const { engine } = run
  const { group } = site.resolved
  occupy(engine, index)
  if (engine.onEvent !== undefined) {
    const { id: deploymentId, provider } = deploymentOf(engine, index)
    const attempt = run.attempts.length + 1
    const how = { strategy: group.strategyName, eligible: engine.state.candidates }
    engine.onEvent({ type: 'attempt', call: run.id, at: startedAt, group: group.name, deploymentId, provider, attempt, ...how })
  }
  return site
}

/** The call asks for an answer without a provider, which needs no key. */
function isMocked({ prepared: { controls } }: Run): boolean {
  return controls.mockResponse !== undefined || controls.mockTimeout
}
