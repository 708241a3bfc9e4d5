/** Rests that other instances share through the state store, taken over into this client's state. */
import type { Engine } from '../engine.js'
import { takeRest } from './health.js'
import { patientOf } from './patient.js'

/** Listens until the client is closed. Ids that this Plan does not know are passed over: instances may differ in their configs. */
export function takeSharedRests(engine: Engine): void {
  const { store, plan, state } = engine
  if (store === undefined) return
  const indexes = new Map(plan.deployments.map(({ id, index }) => [id, index]))
  const stop = store.onRest((deploymentId, untilMs) => {
    const index = indexes.get(deploymentId)
    if (index === undefined) return
    const at = engine.now()
    const until = takeRest(state, patientOf(engine, index), engine.health, untilMs, at)
    if (until > 0) engine.onEvent?.({ type: 'cooldown', call: 0, at, deploymentId, untilMs: until })
  })
  engine.closing.push(stop)
}
