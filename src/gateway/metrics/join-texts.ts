/** The metrics of several processes as one text: what each counted is added up. */

type Family = { readonly name: string; readonly head: string[]; readonly samples: Map<string, number> }

/** Gauges that say how something is, which every process sees alike or a little differently: the highest counts, or the least. */
const highest: ReadonlySet<string> = new Set(['litellm_deployment_state', 'nodejs_eventloop_lag_seconds'])
const least: ReadonlySet<string> = new Set([
  'litellm_remaining_requests_metric',
  'litellm_remaining_tokens_metric',
  'litellm_provider_remaining_budget_metric',
  'process_start_time_seconds',
])

/** One text of several. Counters, histograms and all other gauges are sums; the order is that of the first text that has a family. */
export function joinTexts(texts: readonly string[]): string {
  const [only, ...more] = texts
  if (only !== undefined && more.length === 0) return only
  const families = new Map<string, Family>()
  for (const text of texts) addText(families, text)
  return [...families.values()].map(write).join('')
}

function addText(families: Map<string, Family>, text: string): void {
  let family: Family | undefined
  for (const line of text.split('\n')) {
    const [, name] = /^# (?:HELP|TYPE) (\S+)/.exec(line) ?? []
    if (name === undefined) {
      if (family !== undefined && line !== '') addSample(family, line)
      continue
    }
    family = families.get(name) ?? { name, head: [], samples: new Map() }
    families.set(name, family)
    if (family.head.length < 2) family.head.push(line)
  }
}

function addSample({ name, samples }: Family, line: string): void {
  const at = line.lastIndexOf(' ')
  const series = line.slice(0, at)
  const value = toNumber(line.slice(at + 1))
  const before = samples.get(series)
  samples.set(series, before === undefined ? value : joined(name, before, value))
}

function joined(name: string, a: number, b: number): number {
  if (highest.has(name)) return Math.max(a, b)
  return least.has(name) ? Math.min(a, b) : a + b
}

function write({ head, samples }: Family): string {
  const lines = [...samples].map(([series, value]) => `${series} ${fromNumber(value)}`)
  return `${[...head, ...lines].join('\n')}\n`
}

function toNumber(text: string): number {
  return text === '+Inf' ? Number.POSITIVE_INFINITY : text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text)
}

function fromNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (Number.isFinite(value)) return String(Number(value.toPrecision(15)))
  return value > 0 ? '+Inf' : '-Inf'
}
