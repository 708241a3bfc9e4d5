/** How deployments are at this moment: asked when somebody reads the metrics, so that nothing is counted on the way. */
import type { Plan } from '../../plan/plan.js'
import { isCooling, windowCounts } from '../../runtime/state.js'
import type { Serving } from '../serving.js'
import type { Family, Registry, Series } from './exposition.js'
import { labelsOf, type MetricSettings } from './metric-settings.js'
import { placesOf } from './places.js'

const place = ['litellm_model_name', 'model_id', 'api_base', 'api_provider'] as const

/** LiteLLM's numbers of `litellm_deployment_state`. */
export const deploymentState = { healthy: 0, partial: 1, out: 2 } as const

/** Sets the gauges anew; to be called before the text is made. */
export function createDeploymentGauges(registry: Registry, settings: MetricSettings, serving: () => Serving): () => void {
  const gauge = (name: string, help: string) => {
    const labels = labelsOf(settings, name, place, place)
    return labels === undefined ? undefined : registry.gauge({ name, help, labels })
  }
  const state = gauge('litellm_deployment_state', '0: healthy, 1: some calls failed within a minute, 2: rests or cannot be called.')
  const inFlight = gauge('llmgen_deployment_in_flight_requests', 'Attempts under way at a deployment.')
  let known: Plan | undefined
  let rows: readonly Row[] = []
  return () => {
    const { engine, plan } = serving()
    if (plan !== known) {
      for (const family of [state, inFlight]) family?.clear()
      rows = rowsOf({ engine, plan }, state, inFlight)
      known = plan
    }
    for (const { index, health, running } of rows) {
      if (health !== undefined) health.value = stateOf(engine, index)
      if (running !== undefined) running.value = engine.state.inFlight[index] ?? 0
    }
  }
}

type Gauge = Family<Series> | undefined
/** The series of one deployment. */
type Row = { readonly index: number; readonly health: Series | undefined; readonly running: Series | undefined }

function rowsOf(served: Pick<Serving, 'plan' | 'engine'>, state: Gauge, inFlight: Gauge): readonly Row[] {
  const places = placesOf(served)
  return served.plan.deployments.map(({ id, index }) => {
    const { model = '', apiBase = '', provider = '' } = places.get(id) ?? {}
    const values: { readonly [label: string]: string } = {
      litellm_model_name: model,
      model_id: id,
      api_base: apiBase,
      api_provider: provider,
    }
    const series = (family: Gauge) => family?.series(family.labels.map((label) => values[label] ?? ''))
    return { index, health: series(state), running: series(inFlight) }
  })
}

function stateOf({ state, deployments, now }: Serving['engine'], index: number): number {
  const at = now()
  if (deployments[index]?.ready === undefined || isCooling(state, index, at)) return deploymentState.out
  return windowCounts(state, index, at).failures > 0 ? deploymentState.partial : deploymentState.healthy
}
