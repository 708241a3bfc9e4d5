/** What is left of the budgets of providers: asked of the store when somebody reads the metrics. */
import { providerSpends } from '../provider-spend.js'
import type { Serving } from '../serving.js'
import type { Registry } from './exposition.js'
import { labelsOf, type MetricSettings } from './metric-settings.js'

const name = 'litellm_provider_remaining_budget_metric'
const labels = ['api_provider']

/** Sets the gauge anew; to be awaited before the text is made. */
export function createBudgetGauge(registry: Registry, settings: MetricSettings, serving: () => Serving): () => Promise<void> {
  if (labelsOf(settings, name, labels, labels) === undefined) return async () => undefined
  const gauge = registry.gauge({ name, help: 'US dollars that a provider may still cost in its period.', labels })
  return async () => {
    const spends = await providerSpends(serving())
    gauge.clear()
    for (const { name: provider, limitUsd, spentUsd } of spends)
      if (limitUsd !== undefined) gauge.series([provider]).value = Math.max(0, limitUsd - spentUsd)
  }
}
