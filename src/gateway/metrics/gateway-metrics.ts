/** The metrics of a gateway, over all configs that it serves one after another. */
import type { ClientOptions } from '../../runtime/client-types.js'
import type { CallObserver } from '../call-record.js'
import type { Serving } from '../serving.js'
import type { SpendGaps } from '../spend/spend-observer.js'
import type { GatewayStore } from '../store/gateway-store.js'
import { createBudgetGauge } from './budget-gauge.js'
import { createCallMetrics } from './call-metrics.js'
import { createDeploymentGauges } from './deployment-gauges.js'
import { createRegistry } from './exposition.js'
import type { MetricSettings } from './metric-settings.js'
import { createProcessMetrics } from './process-metrics.js'
import { createRouterMetrics, type RouterObserver } from './router-metrics.js'
import { createStoreGauges } from './store-gauges.js'

/** Series of one metric. Beyond, all new ones are counted as one: keys and users that were opted in for may be many. */
const mostSeries = 2_000

/** What the gateway is asked when somebody reads its metrics. */
export type MetricSources = {
  readonly serving: () => Serving
  readonly inFlight: () => number
  /** Milliseconds. */
  readonly loopDelay: () => number
  /** Where keys and spend are kept. */
  readonly kept?: { readonly store: GatewayStore; readonly gaps: SpendGaps } | undefined
}

/** Counts requests and what engines do, and writes it down when asked. */
export type GatewayMetrics = {
  readonly observe: CallObserver
  /** For one engine, made before it is. */
  router(): RouterObserver
  text(): Promise<string>
}

/** Metrics by the settings of the config that is served first; one with others takes effect when the gateway starts anew. */
export function createGatewayMetrics(settings: MetricSettings, { serving, inFlight, loopDelay, kept }: MetricSources): GatewayMetrics {
  const registry = createRegistry(mostSeries)
  const router = createRouterMetrics(registry, settings)
  const running = registry.gauge({ name: 'litellm_in_flight_requests', help: 'Requests under way.', labels: [] }).series([])
  const setBudgets = createBudgetGauge(registry, settings, serving)
  const gauges = [
    createDeploymentGauges(registry, settings, serving),
    createProcessMetrics(registry, loopDelay),
    ...(kept === undefined ? [] : [createStoreGauges(registry, kept.store, kept.gaps)]),
  ]
  return {
    observe: createCallMetrics(registry, settings, serving),
    router,
    text: async () => {
      running.value = inFlight()
      for (const set of gauges) set()
      await setBudgets()
      return registry.text()
    },
  }
}

/** What the processes of a fleet ask one another for. */
export const metricsTopic = 'metrics'

/** Client options whose engine tells the router's observer too. */
export function withObserver(client: ClientOptions, router: RouterObserver | undefined): ClientOptions {
  if (router === undefined) return client
  const { onEvent } = client
  const { observe } = router
  if (onEvent === undefined) return { ...client, onEvent: observe }
  return {
    ...client,
    onEvent: (event) => {
      observe(event)
      onEvent(event)
    },
  }
}
