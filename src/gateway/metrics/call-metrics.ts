/** Counts requests as they end. A request of a known kind costs some look-ups and additions, and builds no text. */
import type { Plan } from '../../plan/plan.js'
import type { CallObserver, CallRecord } from '../call-record.js'
import type { Serving } from '../serving.js'
import { dimensionsOf, type Labelled, labelNames, labelOf, tagLabels } from './call-labels.js'
import { type Amount, amountAt, amountNames, amounts, type Metric, timeAt, timeNames, times } from './call-metric-list.js'
import type { Distribution, Family, Registry, Series } from './exposition.js'
import { labelsOf, type MetricSettings } from './metric-settings.js'
import { nowhere, type Place, placesOf, requestedName } from './places.js'
import { SeriesTree } from './series-tree.js'

/** Kinds of request that are kept apart without building a text; those beyond are looked up by their labels. */
const mostKinds = 10_000

/** What is kept of all requests. */
type Book = { amount(at: number, of: Labelled): Series; time(at: number, of: Labelled): Distribution }

/** Requests with the same labels. Series are made with the first request that adds to them; each has its place in a list. */
class Kind {
  readonly #book: Book
  readonly #of: Labelled
  readonly #amounts: (Series | undefined)[] = amountNames.map(() => undefined)
  readonly #times: (Distribution | undefined)[] = timeNames.map(() => undefined)

  constructor(book: Book, of: Labelled) {
    this.#book = book
    this.#of = of
  }

  /** What is no number, or less than nothing, adds nothing: a count that was spoiled once is spoiled for good. */
  add(at: number, value: number): void {
    const series = this.#amount(at)
    if (value > 0) series.value += value
  }

  set(at: number, value: number): void {
    this.#amount(at).value = value
  }

  observe(at: number, ms: number): void {
    const time = this.#times[at] ?? this.#book.time(at, this.#of)
    this.#times[at] = time
    // a clock that was set back tells no time
    time.observe(ms > 0 ? ms / 1_000 : 0)
  }

  #amount(at: number): Series {
    const known = this.#amounts[at]
    if (known !== undefined) return known
    const made = this.#book.amount(at, this.#of)
    this.#amounts[at] = made
    return made
  }
}

/** Counts requests. `serving` is what is served now. */
export function createCallMetrics(registry: Registry, settings: MetricSettings, serving: () => Serving): CallObserver {
  const tags = tagLabels(settings.tags)
  const used = new Set<string>()
  const book = createBook(registry, settings, tags, used)
  const kindOf = (record: CallRecord): Kind => {
    const served = serving()
    const place = placesOf(served).get(record.meta?.deploymentId ?? '') ?? toldPlace(record)
    return new Kind(book, { record, place, requested: requestedName(served, record.model) })
  }
  const asked = ({ model }: CallRecord) => requestedName(serving(), model)
  const kinds = new SeriesTree([asked, ...dimensionsOf(used, tags)], kindOf, mostKinds)
  let known: Plan | undefined
  return (record) => {
    if (record.callType === undefined) return
    const { plan } = serving()
    if (plan !== known) {
      kinds.clear()
      known = plan
    }
    count(kinds.find(record), record)
  }
}

/** A deployment that is not served any more: the record tells its names. */
function toldPlace({ meta }: CallRecord): Place {
  if (meta === undefined) return nowhere
  const { deploymentId: id, group, provider, model } = meta
  return { id, group, provider, model, apiBase: '' }
}

const ignoredAmount: Series = { value: 0 }
const ignoredTime: Distribution = { observe: () => undefined }

/** Makes the families that the config wants, and notes which labels they use. */
function createBook(registry: Registry, settings: MetricSettings, tags: ReadonlyMap<string, RegExp>, used: Set<string>): Book {
  const possible = [...labelNames, ...tags.keys()]
  const chosen = ({ name, usual }: Metric, more: readonly string[] = []) => {
    const labels = labelsOf(settings, name, [...usual, ...more], possible)
    for (const label of labels ?? []) used.add(label)
    return labels
  }
  const readers = <S>(family: Family<S>) => {
    const values = family.labels.map((name) => labelOf(name, tags))
    return (of: Labelled): S => family.series(values.map((value) => value(of)))
  }
  const made = amountNames.map((name) => {
    const metric: Metric & Pick<(typeof amounts)[Amount], 'type'> & { readonly scale?: number } = amounts[name]
    const labels = chosen(metric, name === 'requests' || name === 'failed' ? [...tags.keys()] : [])
    return labels === undefined ? () => ignoredAmount : readers(registry[metric.type]({ ...metric, labels }))
  })
  const timed = timeNames.map((name) => {
    const metric = times[name]
    const labels = chosen(metric)
    return labels === undefined ? () => ignoredTime : readers(registry.histogram({ ...metric, labels }, metric.buckets))
  })
  return { amount: (at, of) => made[at]?.(of) ?? ignoredAmount, time: (at, of) => timed[at]?.(of) ?? ignoredTime }
}

function count(kind: Kind, record: CallRecord): void {
  const { end, meta, usage, startedAt, endedAt } = record
  kind.add(amountAt.requests, 1)
  kind.observe(timeAt.total, endedAt - startedAt)
  if (end === 'refused' || end === 'broken') kind.add(amountAt.failed, 1)
  if (end === 'answered') kind.add(amountAt.answered, 1)
  const costNanoUsd = record.costNanoUsd ?? meta?.costNanoUsd
  if (costNanoUsd !== undefined) kind.add(amountAt.spend, costNanoUsd)
  else if (end === 'answered' && meta !== undefined) kind.add(amountAt.unpriced, 1)
  if (usage !== undefined) {
    const output = usage.completion_tokens ?? 0
    kind.add(amountAt.tokens, usage.prompt_tokens + output)
    kind.add(amountAt.input, usage.prompt_tokens)
    kind.add(amountAt.output, output)
  }
  if (meta !== undefined) countUpstream(kind, record, meta)
}

function countUpstream(kind: Kind, { streamed, startedAt, endedAt }: CallRecord, meta: NonNullable<CallRecord['meta']>): void {
  const { attempts, headers, timeToFirstTokenMs } = meta
  let upstream = 0
  for (let at = 0; at < attempts.length; at++) upstream += attempts[at]?.durationMs ?? 0
  const last = attempts.at(-1)
  // an answer that was kept has no attempt of its own
  if (last !== undefined) kind.observe(timeAt.upstream, last.durationMs)
  if (timeToFirstTokenMs !== undefined) kind.observe(timeAt.firstToken, timeToFirstTokenMs)
  if (streamed !== true) kind.observe(timeAt.overhead, endedAt - startedAt - upstream)
  const requests = headers['x-ratelimit-remaining-requests'] ?? headers['anthropic-ratelimit-requests-remaining']
  const tokens = headers['x-ratelimit-remaining-tokens'] ?? headers['anthropic-ratelimit-tokens-remaining']
  if (requests !== undefined) setNumber(kind, amountAt.leftRequests, requests)
  if (tokens !== undefined) setNumber(kind, amountAt.leftTokens, tokens)
}

function setNumber(kind: Kind, at: number, text: string): void {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isFinite(value)) kind.set(at, value)
}
