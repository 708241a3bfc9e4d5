/** The metrics about requests: LiteLLM's names with few labels, none of which grows with callers. */

/** A metric, and the labels it has unless the config chooses others. */
export type Metric = {
  readonly name: string
  readonly help: string
  readonly usual: readonly string[]
}

/** Upper bounds of the buckets of times, seconds. */
export const timeBuckets: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 60, 120, 180, 240, 300,
]
/** The same for what the gateway adds. */
const overheadBuckets: readonly number[] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5]

const model = ['requested_model', 'model_group', 'model', 'api_provider', 'team'] as const
const place = ['model_group', 'api_provider', 'api_base', 'litellm_model_name'] as const

/** Counters and gauges. */
export const amounts = {
  requests: {
    type: 'counter',
    name: 'litellm_proxy_total_requests_metric_total',
    help: 'Requests of clients that call a model.',
    usual: ['requested_model', 'model_group', 'api_provider', 'status_code', 'route', 'team'],
  },
  failed: {
    type: 'counter',
    name: 'litellm_proxy_failed_requests_metric_total',
    help: 'Requests of clients that ended with an error.',
    usual: ['requested_model', 'model_group', 'exception_status', 'exception_class', 'route', 'team'],
  },
  answered: { type: 'counter', name: 'litellm_requests_metric_total', help: 'Requests that a model answered.', usual: model },
  spend: { type: 'counter', name: 'litellm_spend_metric_total', help: 'US dollars spent.', usual: model, scale: 1e-9 },
  tokens: { type: 'counter', name: 'litellm_total_tokens_metric_total', help: 'Tokens of prompts and answers.', usual: model },
  input: { type: 'counter', name: 'litellm_input_tokens_metric_total', help: 'Tokens of prompts.', usual: model },
  output: { type: 'counter', name: 'litellm_output_tokens_metric_total', help: 'Tokens of answers.', usual: model },
  unpriced: {
    type: 'counter',
    name: 'llmgen_spend_missing_total',
    help: 'Answers whose cost is not known, and which no spend includes.',
    usual: ['model_group', 'model', 'api_provider'],
  },
  leftRequests: {
    type: 'gauge',
    name: 'litellm_remaining_requests_metric',
    help: 'Requests that the provider still takes, by the headers of its last answer.',
    usual: place,
  },
  leftTokens: {
    type: 'gauge',
    name: 'litellm_remaining_tokens_metric',
    help: 'Tokens that the provider still takes, by the headers of its last answer.',
    usual: place,
  },
} as const satisfies { readonly [name: string]: Metric & { readonly type: 'counter' | 'gauge'; readonly scale?: number } }

/** Histograms. */
export const times = {
  total: {
    name: 'litellm_request_total_latency_metric',
    help: 'Seconds from request to the end of its answer.',
    usual: model,
    buckets: timeBuckets,
  },
  upstream: {
    name: 'litellm_llm_api_latency_metric',
    help: 'Seconds that the provider took for its answer.',
    usual: model,
    buckets: timeBuckets,
  },
  firstToken: {
    name: 'litellm_llm_api_time_to_first_token_metric',
    help: 'Seconds to the first content of a stream.',
    usual: model,
    buckets: timeBuckets,
  },
  overhead: {
    name: 'litellm_overhead_latency_metric',
    help: 'Seconds that the gateway added to a whole answer.',
    usual: place,
    buckets: overheadBuckets,
  },
} as const satisfies { readonly [name: string]: Metric & { readonly buckets: readonly number[] } }

export type Amount = keyof typeof amounts
export type Time = keyof typeof times

/** The names by which code knows them, in the order of the text; what is kept of each stands in lists of that order. */
export const amountNames: readonly Amount[] = Object.keys(amounts).filter((name): name is Amount => Object.hasOwn(amounts, name))
export const timeNames: readonly Time[] = Object.keys(times).filter((name): name is Time => Object.hasOwn(times, name))

/** Where each stands in such a list: a look-up by name took a third of what counting does. */
export const amountAt = placesIn(amountNames)
export const timeAt = placesIn(timeNames)

function placesIn<N extends string>(names: readonly N[]): { readonly [K in N]: number } {
  // every name of the type is in the list
  return Object.fromEntries(names.map((name, at) => [name, at])) as { [K in N]: number }
}
