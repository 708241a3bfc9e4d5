/** Metrics about deployments, fed by what the engine does: attempts, failures, rests and fallbacks. */
import type { RouterEvent } from '../../runtime/events.js'
import type { Serving } from '../serving.js'
import type { Distribution, Family, Registry, Series } from './exposition.js'
import { labelsOf, type MetricSettings } from './metric-settings.js'
import { nowhere, type Place, placesOf, requestedName } from './places.js'

const place = ['requested_model', 'litellm_model_name', 'model_id', 'api_base', 'api_provider'] as const
const failing = [...place, 'exception_status', 'exception_class'] as const
const fallback = ['requested_model', 'fallback_model', 'exception_class'] as const
/** A token takes between a thousandth and a few seconds. */
const tokenBuckets: readonly number[] = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5]
/** Fallbacks whose end is awaited; more are not counted. */
const mostAwaited = 10_000

type Served = Pick<Serving, 'plan' | 'engine'>
type Values = ReadonlyMap<string, string>
type ByPlace<S> = (at: Place, more?: Values) => S

/** What one engine tells is counted here. */
export type RouterObserver = {
  readonly observe: (event: RouterEvent) => void
  /** Names the engine whose events come; before its first one. */
  attach(serving: Served): void
}

/** Families of all engines of a gateway, one after another. Each engine gets an observer of its own. */
export function createRouterMetrics(registry: Registry, settings: MetricSettings): () => RouterObserver {
  const families = createFamilies(registry, settings)
  return () => new EngineObserver(families)
}

type Families = ReturnType<typeof createFamilies>

function createFamilies(registry: Registry, settings: MetricSettings) {
  const counter = (name: string, help: string, usual: readonly string[]): ByPlace<Series> => {
    const labels = labelsOf(settings, name, usual, usual)
    if (labels === undefined) return () => ignoredSeries
    return byPlace(registry.counter({ name, help, labels }))
  }
  const perToken = labelsOf(settings, perTokenName, place, place)
  const distribution: ByPlace<Distribution> =
    perToken === undefined
      ? () => ignoredTime
      : byPlace(registry.histogram({ name: perTokenName, help: 'Seconds per token of an answer.', labels: perToken }, tokenBuckets))
  return {
    attempts: counter('litellm_deployment_total_requests_total', 'Attempts at a deployment.', place),
    successes: counter('litellm_deployment_success_responses_total', 'Attempts that a deployment answered.', place),
    failures: counter('litellm_deployment_failure_responses_total', 'Attempts that a deployment failed.', failing),
    cooled: counter('litellm_deployment_cooled_down_total', 'Rests of a deployment after failures.', place),
    fellBack: counter('litellm_deployment_successful_fallbacks_total', 'Fallbacks whose model answered.', fallback),
    failedBack: counter('litellm_deployment_failed_fallbacks_total', 'Fallbacks whose model failed too.', fallback),
    hits: counter('litellm_cache_hits_metric_total', 'Calls that a kept answer served.', ['requested_model']),
    misses: counter('litellm_cache_misses_metric_total', 'Calls for which no answer was kept.', ['requested_model']),
    perToken: distribution,
  }
}

const perTokenName = 'litellm_deployment_latency_per_output_token'
const ignoredSeries: Series = { value: 0 }
const ignoredTime: Distribution = { observe: () => undefined }

function byPlace<S>(family: Family<S>): ByPlace<S> {
  return (at, more) => family.series(family.labels.map((label) => more?.get(label) ?? placeLabel(at, label)))
}

function placeLabel(at: Place, label: string): string {
  switch (label) {
    case 'requested_model':
      return at.group
    case 'litellm_model_name':
      return at.model
    case 'model_id':
      return at.id
    case 'api_base':
      return at.apiBase
    case 'api_provider':
      return at.provider
    default:
      return ''
  }
}

/** Series of one deployment, made when they are first added to. */
type Counts = { attempts: Series; successes?: Series; perToken?: Distribution }

class EngineObserver implements RouterObserver {
  readonly #families: Families
  readonly #counts = new Map<string, Counts>()
  readonly #awaited = new Map<number, Values>()
  #places: ReadonlyMap<string, Place> = new Map()
  #served: Served | undefined

  constructor(families: Families) {
    this.#families = families
  }

  attach(serving: Served): void {
    this.#places = placesOf(serving)
    this.#served = serving
  }

  readonly observe = (event: RouterEvent): void => {
    switch (event.type) {
      case 'attempt':
        this.#countsOf(event.deploymentId).attempts.value++
        return
      case 'success':
        this.#succeeded(event)
        return
      case 'failure':
        this.#failed(event)
        return
      case 'cooldown':
        this.#families.cooled(this.#placeOf(event.deploymentId)).value++
        return
      case 'fallback':
        this.#fellBack(event)
        return
      case 'done':
        if (this.#awaited.size > 0) this.#settle(event.call, event.outcome === 'ok')
        return
      case 'cache':
        if (event.outcome === 'stored') return
        this.#families[event.outcome === 'miss' ? 'misses' : 'hits']({ ...nowhere, group: event.group }).value++
    }
  }

  #placeOf(id: string): Place {
    return this.#places.get(id) ?? { ...nowhere, id }
  }

  #countsOf(id: string): Counts {
    const known = this.#counts.get(id)
    if (known !== undefined) return known
    const made = { attempts: this.#families.attempts(this.#placeOf(id)) }
    this.#counts.set(id, made)
    return made
  }

  #succeeded({ deploymentId, durationMs, outputTokens }: Extract<RouterEvent, { type: 'success' }>): void {
    const counts = this.#countsOf(deploymentId)
    counts.successes ??= this.#families.successes(this.#placeOf(deploymentId))
    counts.successes.value++
    if (outputTokens === undefined || !(outputTokens > 0)) return
    counts.perToken ??= this.#families.perToken(this.#placeOf(deploymentId))
    counts.perToken.observe(Math.max(0, durationMs) / 1_000 / outputTokens)
  }

  #failed({ deploymentId, kind, status }: Extract<RouterEvent, { type: 'failure' }>): void {
    const why = new Map([
      ['exception_status', String(status)],
      ['exception_class', kind],
    ])
    this.#families.failures(this.#placeOf(deploymentId), why).value++
  }

  /** How a fallback went is known when the next one begins, or the call is over. */
  #fellBack({ call, from, to, because }: Extract<RouterEvent, { type: 'fallback' }>): void {
    this.#settle(call, false)
    if (this.#awaited.size >= mostAwaited) return
    this.#awaited.set(
      call,
      new Map([
        ['requested_model', from],
        // callers name their own fallbacks: those that fit a pattern are one
        ['fallback_model', this.#served === undefined ? '' : requestedName(this.#served, to)],
        ['exception_class', because],
      ]),
    )
  }

  #settle(call: number, succeeded: boolean): void {
    const labels = this.#awaited.get(call)
    if (labels === undefined) return
    this.#awaited.delete(call)
    this.#families[succeeded ? 'fellBack' : 'failedBack'](nowhere, labels).value++
  }
}
