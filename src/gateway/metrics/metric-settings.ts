/** Which metrics are kept, and by which labels: LiteLLM's settings of its Prometheus callback. */
import type { Json, JsonObject } from '../../plan/plan.js'

/** One entry of `prometheus_metrics_config`. `labels` undefined: the usual ones. */
export type MetricSelection = { readonly metrics: readonly string[]; readonly labels: readonly string[] | undefined }

export type MetricSettings = {
  /** `require_auth_for_metrics_endpoint`: a key is asked for. Default false. */
  readonly needsKey: boolean
  /** Undefined: every metric with its usual labels. */
  readonly selection: readonly MetricSelection[] | undefined
  /** `enable_end_user_cost_tracking_prometheus_only`: the label `end_user` stands beside the usual ones. Default false. */
  readonly endUser: boolean
  /** `custom_prometheus_tags`: a label for each, `*` in it is any text. */
  readonly tags: readonly string[]
}

/** More labels than these make no table that anybody reads. */
const mostTags = 20

/** Reads `litellm_settings`. Values of a wrong type count as not set. */
export function readMetricSettings(litellm: JsonObject): MetricSettings {
  const config = litellm.prometheus_metrics_config
  return {
    needsKey: isTrue(litellm.require_auth_for_metrics_endpoint),
    selection: Array.isArray(config) ? config.flatMap(toSelection) : undefined,
    endUser: isTrue(litellm.enable_end_user_cost_tracking_prometheus_only),
    tags: [...new Set(texts(litellm.custom_prometheus_tags))].slice(0, mostTags),
  }
}

function toSelection(entry: Json): readonly MetricSelection[] {
  if (typeof entry !== 'object' || entry === null || !('metrics' in entry)) return []
  const { metrics, include_labels: labels } = entry
  const names = texts(metrics).map((name) => name.replace(/_total$/, ''))
  return names.length === 0 ? [] : [{ metrics: names, labels: labels === undefined ? undefined : texts(labels) }]
}

function isTrue(value: Json | undefined): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true')
}

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

/**
 * Labels of a metric, or undefined where the config leaves it out. `possible` are those it can have at all.
 * Differs: LiteLLM's default is every label there is, keys and users among them, which is what fills its stores.
 */
export function labelsOf(
  settings: MetricSettings,
  name: string,
  usual: readonly string[],
  possible: readonly string[],
): readonly string[] | undefined {
  const bare = name.replace(/_total$/, '')
  const chosen = settings.selection?.find(({ metrics }) => metrics.includes(bare))
  if (settings.selection !== undefined && chosen === undefined) return undefined
  const labels = chosen?.labels?.filter((label) => possible.includes(label)) ?? usual
  return [...new Set(settings.endUser && possible.includes('end_user') ? [...labels, 'end_user'] : labels)]
}
