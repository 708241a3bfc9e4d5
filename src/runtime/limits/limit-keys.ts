/** Keys under which the limits of deployments, providers and tags stand in a state store. */
import type { Engine } from '../engine.js'

/** `limit` is `rpm`, `tpm`, `parallel` or `budget`. */
export function deploymentKey(engine: Pick<Engine, 'plan'>, index: number, limit: string): string {
  return `deployment:${engine.plan.deployments[index]?.id ?? ''}:${limit}`
}

export function parallelKey(engine: Pick<Engine, 'plan'>, index: number): string {
  return deploymentKey(engine, index, 'parallel')
}
