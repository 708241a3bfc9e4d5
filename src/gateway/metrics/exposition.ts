/** Metrics in Prometheus' text format: series are made once and then only added to; text is made when somebody asks. */

/** A series of a counter or a gauge. Whoever holds it adds to it or sets it. */
export type Series = { value: number }
/** A series of a histogram. */
export type Distribution = { observe(value: number): void }

type Kind = 'counter' | 'gauge' | 'histogram'

/** What a family is called and told about. */
export type FamilyFacts = {
  readonly name: string
  readonly help: string
  readonly labels: readonly string[]
  /** What one of `value` is in the unit of the name. Default 1. */
  readonly scale?: number
}

/** All series of one name. */
export interface Family<S> {
  readonly labels: readonly string[]
  /** The series with these values, in the order of the labels. Beyond the cap of a family all new ones are one, `other`. */
  series(values: readonly string[]): S
  /** Forgets all series: for gauges that are set anew for each answer. */
  clear(): void
}

/** Families in the order in which they were made. */
export interface Registry {
  counter(facts: FamilyFacts): Family<Series>
  gauge(facts: FamilyFacts): Family<Series>
  /** `buckets` are upper bounds, ascending, without infinity. */
  histogram(facts: FamilyFacts, buckets: readonly number[]): Family<Distribution>
  text(): string
}

/** Version 0.0.4 of the text format. */
export const contentType = 'text/plain; version=0.0.4; charset=utf-8'

/** A series of a histogram is some twenty lines: there may be fewer of them, by this factor. */
const fewerHistograms = 4

/** A registry in which no family has more than `maxSeries` series, histograms a quarter of that, and the one for the rest. */
export function createRegistry(maxSeries: number): Registry {
  const families: Writable[] = []
  const add = <S extends object>(kind: Kind, facts: FamilyFacts, make: () => S, write: Write<S>): Family<S> => {
    const most = kind === 'histogram' ? Math.ceil(maxSeries / fewerHistograms) : maxSeries
    const family = createFamily(kind, facts, { make, write, maxSeries: most })
    families.push(family)
    return family
  }
  return {
    counter: (facts) => add('counter', facts, newSeries, sample(facts)),
    gauge: (facts) => add('gauge', facts, newSeries, sample(facts)),
    histogram: (facts, buckets) => add('histogram', facts, () => new Buckets(buckets), distribution(facts)),
    text: () => families.map((family) => family.text()).join(''),
  }
}

type Write<S> = (series: S, labels: string) => string
type Writable = { text(): string }

function createFamily<S extends object>(
  kind: Kind,
  { name, help, labels }: FamilyFacts,
  { make, write, maxSeries }: { readonly make: () => S; readonly write: Write<S>; readonly maxSeries: number },
): Family<S> & Writable {
  /** By the text of their labels, which no two of them share. */
  const all = new Map<string, S>()
  const enter = (text: string): S => {
    const made = make()
    all.set(text, made)
    return made
  }
  return {
    labels,
    series(values) {
      const text = labelText(labels, values)
      const known = all.get(text)
      if (known !== undefined) return known
      if (all.size < maxSeries) return enter(text)
      const rest = labelText(
        labels,
        labels.map(() => 'other'),
      )
      return all.get(rest) ?? enter(rest)
    },
    clear: () => all.clear(),
    text() {
      if (all.size === 0) return ''
      const head = `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${kind}\n`
      return head + [...all].map(([text, series]) => write(series, text)).join('')
    },
  }
}

const newSeries = (): Series => ({ value: 0 })

function sample({ name, scale = 1 }: FamilyFacts): Write<Series> {
  return ({ value }, labels) => `${name}${braced(labels)} ${toNumber(value * scale)}\n`
}

class Buckets implements Distribution {
  readonly bounds: readonly number[]
  /** Of each bucket alone; the last one is above all bounds. */
  readonly counts: Float64Array
  sum = 0

  constructor(bounds: readonly number[]) {
    this.bounds = bounds
    this.counts = new Float64Array(bounds.length + 1)
  }

  observe(value: number): void {
    const { bounds, counts } = this
    let at = 0
    while (at < bounds.length && value > (bounds[at] ?? 0)) at++
    counts[at] = (counts[at] ?? 0) + 1
    this.sum += value
  }
}

function distribution({ name }: FamilyFacts): Write<Buckets> {
  return ({ bounds, counts, sum }, labels) => {
    const before = labels === '' ? '' : `${labels},`
    let below = 0
    const lines = [...counts].map((count, at) => {
      below += count
      const bound = at < bounds.length ? String(bounds[at]) : '+Inf'
      return `${name}_bucket{${before}le="${bound}"} ${below}\n`
    })
    return `${lines.join('')}${name}_sum${braced(labels)} ${toNumber(sum)}\n${name}_count${braced(labels)} ${below}\n`
  }
}

function labelText(labels: readonly string[], values: readonly string[]): string {
  return labels.map((label, at) => `${label}="${escapeValue(values[at] ?? '')}"`).join(',')
}

function braced(labels: string): string {
  return labels === '' ? '' : `{${labels}}`
}

/** What is longer is cut: names come from outside. */
const longestValue = 200

function escapeValue(text: string): string {
  if (text.length <= longestValue && !/[\\"\n]/.test(text)) return text
  return text.slice(0, longestValue).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

/** As the format writes numbers: without the noise of the last binary digit. */
function toNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  return String(Number(value.toPrecision(15)))
}
