import { expect, test } from 'vitest'
import { createRegistry } from '../../../src/gateway/metrics/exposition.js'
import { joinTexts } from '../../../src/gateway/metrics/join-texts.js'
import { labelsOf, readMetricSettings } from '../../../src/gateway/metrics/metric-settings.js'
import { SeriesTree } from '../../../src/gateway/metrics/series-tree.js'
import { checkHistograms, parseMetrics } from './parse-metrics.js'

test('every kind is written as the format wants it', () => {
  const registry = createRegistry(10)
  const asked = registry.counter({ name: 'asked_total', help: 'Asked:\na\\b', labels: ['model', 'team'] })
  asked.series(['gpt-4o', 'a"b\\c\nd']).value += 2
  asked.series(['claude', '']).value++
  registry.gauge({ name: 'running', help: 'Running.', labels: [] }).series([]).value = 0.1 + 0.2
  registry.gauge({ name: 'never', help: 'Without a series there is no line.', labels: ['a'] })
  registry.counter({ name: 'spend_total', help: 'Dollars.', labels: [], scale: 1e-9 }).series([]).value = 40_000
  const times = registry.histogram({ name: 'took_seconds', help: 'Took.', labels: ['model'] }, [0.1, 1]).series(['gpt-4o'])
  for (const seconds of [0.05, 0.1, 0.5, 7]) times.observe(seconds)
  expect(registry.text()).toBe(
    `# HELP asked_total Asked:\\na\\\\b
# TYPE asked_total counter
asked_total{model="gpt-4o",team="a\\"b\\\\c\\nd"} 2
asked_total{model="claude",team=""} 1
# HELP running Running.
# TYPE running gauge
running 0.3
# HELP spend_total Dollars.
# TYPE spend_total counter
spend_total 0.00004
# HELP took_seconds Took.
# TYPE took_seconds histogram
took_seconds_bucket{model="gpt-4o",le="0.1"} 2
took_seconds_bucket{model="gpt-4o",le="1"} 3
took_seconds_bucket{model="gpt-4o",le="+Inf"} 4
took_seconds_sum{model="gpt-4o"} 7.65
took_seconds_count{model="gpt-4o"} 4
`,
  )
  const families = parseMetrics(registry.text())
  checkHistograms(families)
  expect(families.get('asked_total')?.samples[0]?.labels).toEqual({ model: 'gpt-4o', team: 'a"b\\c\nd' })
})

test('beyond the cap of a family new series are one, and long values are cut', () => {
  const registry = createRegistry(2)
  const family = registry.counter({ name: 'n_total', help: 'N.', labels: ['who'] })
  for (const who of ['a', 'b', 'c', 'd', 'a', 'x'.repeat(1_000)]) family.series([who]).value++
  const samples = parseMetrics(registry.text()).get('n_total')?.samples
  expect(samples?.map(({ labels, value }) => [labels.who, value])).toEqual([
    ['a', 2],
    ['b', 1],
    ['other', 3],
  ])
  const times = createRegistry(8)
  const histogram = times.histogram({ name: 's', help: 'S.', labels: ['who'] }, [1])
  for (const who of ['a', 'b', 'c', 'd']) histogram.series([who]).observe(0.5)
  const counts = parseMetrics(times.text())
    .get('s')
    ?.samples.filter(({ name }) => name === 's_count')
  expect(counts?.map(({ labels, value }) => [labels.who, value])).toEqual([
    ['a', 1],
    ['b', 1],
    ['other', 2],
  ])
  const long = createRegistry(2).counter({ name: 'l', help: '', labels: ['who'] })
  expect(long.series(['y'.repeat(1_000)])).toBe(long.series(['y'.repeat(2_000)]))
})

test('the texts of several processes are added up, gauges of a state by the worst', () => {
  const text = (requests: number, state: number, left: number) =>
    `# HELP a_total A.\n# TYPE a_total counter\na_total{m="x y"} ${requests}\n` +
    `# HELP litellm_deployment_state S.\n# TYPE litellm_deployment_state gauge\nlitellm_deployment_state{model_id="1"} ${state}\n` +
    `# HELP litellm_remaining_tokens_metric L.\n# TYPE litellm_remaining_tokens_metric gauge\nlitellm_remaining_tokens_metric ${left}\n`
  const more = '# HELP b_total B.\n# TYPE b_total counter\nb_total 0.1\n'
  expect(joinTexts([text(1, 0, 70), text(2, 2, 50) + more, more])).toBe(`${text(3, 2, 50)}${more.replace('0.1', '0.2')}`)
  expect(joinTexts([more])).toBe(more)
  expect(joinTexts([])).toBe('')
})

test('a kind of request is found again without being made again, up to a number of kinds', () => {
  let made = 0
  const make = ({ a, b }: { a: string; b: number | undefined }) => ({ key: `${a}${b}`, nth: ++made })
  const tree = new SeriesTree([({ a }: { a: string; b: number | undefined }) => a, ({ b }) => b], make, 2)
  const found = [
    { a: 'x', b: 1 },
    { a: 'x', b: undefined },
    { a: 'x', b: 1 },
    { a: 'y', b: 1 },
    { a: 'y', b: 1 },
  ].map((asked) => tree.find(asked))
  expect(found).toEqual([
    { key: 'x1', nth: 1 },
    { key: 'xundefined', nth: 2 },
    { key: 'x1', nth: 1 },
    { key: 'y1', nth: 3 },
    { key: 'y1', nth: 4 },
  ])
  tree.clear()
  expect(tree.find({ a: 'x', b: 1 })).toEqual({ key: 'x1', nth: 5 })
})

test('settings are read with LiteLLM’s names, and what is of a wrong type is not set', () => {
  const given = {
    require_auth_for_metrics_endpoint: 'True',
    prometheus_metrics_config: [
      { group: 'a', metrics: ['litellm_requests_metric', 'x_total'], include_labels: ['team', 'nonsense'] },
      { metrics: [] },
      'text',
      { metrics: ['y'] },
    ],
    custom_prometheus_tags: ['prod', 3, 'prod', 'User-Agent: x/*'],
    enable_end_user_cost_tracking_prometheus_only: true,
  }
  const settings = readMetricSettings(given)
  expect(settings).toEqual({
    needsKey: true,
    selection: [
      { metrics: ['litellm_requests_metric', 'x'], labels: ['team', 'nonsense'] },
      { metrics: ['y'], labels: undefined },
    ],
    endUser: true,
    tags: ['prod', 'User-Agent: x/*'],
  })
  const possible = ['team', 'model', 'end_user']
  expect(labelsOf(settings, 'litellm_requests_metric_total', ['model'], possible)).toEqual(['team', 'end_user'])
  expect(labelsOf(settings, 'y', ['model'], ['model'])).toEqual(['model'])
  expect(labelsOf(settings, 'z', ['model'], possible)).toBeUndefined()
  const none = readMetricSettings({ prometheus_metrics_config: 3, custom_prometheus_tags: null })
  expect(none).toEqual({ needsKey: false, selection: undefined, endUser: false, tags: [] })
  expect(labelsOf(none, 'z', ['model'], possible)).toEqual(['model'])
})
