/** Tells the observer how a call ended: the last of its events. */
import type { Failure } from '../protocol/failure.js'
import type { Engine } from './engine.js'
import type { Run } from './run.js'

/** The call is over `at` this time, with `failure` or with a whole answer. Only the first end of a call counts. */
export function endCall(run: Run, failure: Failure | undefined, costNanoUsd?: number, at = run.engine.now()): void {
  const { engine, attempts, fallbacks, startedAt } = run
  if (engine.onEvent === undefined || run.ended) return
  run.ended = true
  const { kind: outcome = 'ok', code = null, status = attempts.at(-1)?.status ?? 200 } = failure ?? {}
  engine.onEvent({
    type: 'done',
    call: run.id,
    at,
    model: run.asked ?? run.body.model,
    outcome,
    code,
    status,
    attempts: attempts.length,
    fallbacks: fallbacks.length,
    durationMs: at - startedAt,
    costNanoUsd,
  })
}

/** A call that was refused before it began: an unknown model, a body that no provider would take. */
export function refuseCall(engine: Engine, { kind: outcome, code, status, model }: Failure): void {
  const at = engine.now()
  const nothing = { attempts: 0, fallbacks: 0, durationMs: 0, costNanoUsd: undefined }
  engine.onEvent?.({ type: 'done', call: ++engine.state.calls, at, model, outcome, code, status, ...nothing })
}
