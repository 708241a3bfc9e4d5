/** Begins calls of every kind, and says why one cannot begin. Imported with the first that is more than a plain one. */
import type { ChainStep, Mode } from '../plan/plan.js'
import { defaultErrors } from '../protocol/errors.js'
import { type Failure, isFault, type Outcome } from '../protocol/failure.js'
import type { Endpoint, Endpoints } from '../providers/adapter.js'
import { refuseCall } from './call-end.js'
import { abortedBy, badRequest, unknownModel } from './call-failures.js'
import type { RequestOptions } from './client-types.js'
import { takesMode, wrongMode } from './endpoint-terms.js'
import type { Engine } from './engine.js'
import { readControls } from './read-controls.js'
import { misshapenFallbacks } from './requested-chains.js'
import type { Resolved } from './routing-table.js'
import { type Asked, newRun, type Run } from './run.js'

const fallbacksForm =
  'fallbacks of a call is a list of model names, or of maps with a model and its parameters, or lists by model: [{"a": ["b"]}]; context_window_fallbacks and content_policy_fallbacks are lists by model'

/** A new call, or the failure for a model or a fallback that stands for nothing here. */
export function createRun<E extends Endpoint>(
  engine: Engine,
  endpoint: E,
  body: Endpoints[E]['request'],
  options: RequestOptions | undefined,
  streaming: boolean,
): Outcome<Run<E>> {
  const { model } = typeof body === 'object' && body !== null ? body : {}
  const place = { provider: '', model: String(model) }
  if (typeof model !== 'string')
    return { failure: badRequest(place, 'model', 'model is missing: it must be one of the names of the config') }
  const resolved = engine.table.resolve(model)
  if (resolved === undefined) return { failure: unknownModel(model, engine.table.names) }
  const mode = modeOf(resolved)
  if (mode !== undefined && !takesMode(endpoint, mode)) return { failure: wrongMode(engine.plan, endpoint, model, mode) }
  const prepared = readControls(body, options)
  const misshapen = prepared.request === body ? undefined : misshapenFallbacks(body)
  if (misshapen !== undefined) return { failure: badRequest(place, misshapen, fallbacksForm) }
  const { fallbacks: requested, chains } = prepared.controls
  const steps =
    chains === undefined ? requested : [...(requested ?? []), ...Object.values(chains).flatMap((each) => [...each.values()].flat())]
  const lost = steps === undefined ? undefined : lostFallback(engine, endpoint, steps)
  if (lost !== undefined) return { failure: { ...lost, param: 'fallbacks' } }
  const signal = options?.signal
  if (signal?.aborted) return { failure: abortedBy(signal, place) }
  return newRun({ engine, endpoint, body, options, streaming }, resolved, prepared)
}

/** The same for callers: throws the error of a call that cannot begin. */
export function beginRun<E extends Endpoint>({ engine, endpoint, body, options, streaming }: Asked<E>): Run<E> {
  const run = createRun(engine, endpoint, body, options, streaming)
  if (isFault(run)) throw refusal(engine, run.failure)
  return run
}

/** The error of a call that never began. */
export function refusal(engine: Engine, failure: Failure): Error {
  refuseCall(engine, failure)
  return (engine.errors ?? defaultErrors).create(failure, [])
}

/** The mode of a name; unknown for names that a wildcard catches, which stands for models of any mode. */
function modeOf({ group, match }: Resolved): Mode | undefined {
  return match === undefined ? group.mode : undefined
}

/** Why the call's own chain cannot be followed. */
function lostFallback(engine: Engine, endpoint: Endpoint, steps: readonly ChainStep[]): Failure | undefined {
  for (const { group } of steps) {
    const resolved = engine.table.resolve(group)
    if (resolved === undefined) return unknownModel(group, engine.table.names)
    const mode = modeOf(resolved)
    if (mode !== undefined && !takesMode(endpoint, mode)) return wrongMode(engine.plan, endpoint, group, mode)
  }
  return undefined
}

/** Moves a call to the next group of its chain, with that step's parameters over the caller's. */
export function enterStep(run: Run, step: ChainStep, resolved: Resolved): void {
  run.fallbacks.push(step.group)
  run.visited.push(resolved.group)
  run.current = resolved
  // The step's parameters are request parameters by the config's schema, or typed as such in the call.
  const body = step.params === undefined ? run.body : ({ ...run.body, ...step.params } as typeof run.body)
  run.prepared = readControls(body, run.options)
  run.tried = []
  run.retriesUsed = 0
  run.restedMs = 0
  run.insists = false
  run.needs = undefined
}
