/** A call whose body is not parsed unless somebody asks for it. */
import type { ChainStep } from '../../plan/plan.js'
import type { AbortSignalLike } from '../../protocol/http.js'
import type { Endpoints } from '../../providers/adapter.js'
import type { Attempt, RequestOptions } from '../../runtime/client-types.js'
import type { Controls, Prepared } from '../../runtime/controls.js'
import type { Engine } from '../../runtime/engine.js'
import type { MediaCache } from '../../runtime/fetch-media.js'
import type { RequestedChains } from '../../runtime/requested-chains.js'
import type { GroupRuntime, Resolved } from '../../runtime/routing-table.js'
import type { Run } from '../../runtime/run.js'
import type { Needs } from '../../runtime/tokens/needs.js'
import type { RoughlySized, RoughSize } from '../limits/estimates.js'
import type { Relayed } from './samples.js'

type Request<E extends Relayed> = Endpoints[E]['request']

/** What a relayed call begins with. */
export type RelayedStart<E extends Relayed> = {
  readonly engine: Engine
  readonly endpoint: E
  /** The model as the caller names it. */
  readonly asked: string
  readonly options: RequestOptions
  readonly streaming: boolean
  readonly resolved: Resolved
  readonly controls: Controls
  /** Parses the body. Throws a 400 where it is no JSON after all. */
  readonly parse: () => Request<E>
  /** Its tokens, as far as they are known without. */
  readonly size: () => RoughSize | undefined
}

/** The same members as any run; `body` and the request of `prepared` are parsed when first read. */
export class RelayedRun<E extends Relayed> implements Run<E>, RoughlySized {
  readonly engine: Engine
  readonly id: number
  readonly endpoint: E
  readonly asked: string
  readonly options: RequestOptions
  readonly streaming: boolean
  readonly signal: AbortSignalLike | undefined
  readonly startedAt: number
  readonly deadlineAt = Number.POSITIVE_INFINITY
  readonly attempts: Attempt[] = []
  readonly fallbacks: string[] = []
  readonly requested: readonly ChainStep[] | undefined = undefined
  readonly chains: RequestedChains | undefined = undefined
  readonly visited: GroupRuntime[]
  current: Resolved
  prepared: Prepared<Request<E>>
  tried: number[] = []
  retriesUsed = 0
  waitedMs = 0
  restedMs = 0
  insists = false
  needs: Needs | undefined = undefined
  media: MediaCache | undefined = undefined
  ended = false
  readonly #parse: () => Request<E>
  readonly roughSize: () => RoughSize | undefined
  #body: Request<E> | undefined

  constructor({ engine, endpoint, asked, options, streaming, resolved, controls, parse, size }: RelayedStart<E>) {
    this.engine = engine
    this.id = ++engine.state.calls
    this.endpoint = endpoint
    this.asked = asked
    this.options = options
    this.streaming = streaming
    this.signal = options.signal ?? undefined
    this.startedAt = engine.now()
    this.visited = [resolved.group]
    this.current = resolved
    this.#parse = parse
    this.roughSize = size
    this.prepared = new LazyPrepared(controls, this)
  }

  get body(): Request<E> {
    this.#body ??= this.#parse()
    return this.#body
  }

  /** True while this call is for the body as it came: a step of a chain may bring members of its own. */
  get isAsSent(): boolean {
    return this.prepared instanceof LazyPrepared
  }
}

class LazyPrepared<E extends Relayed> implements Prepared<Request<E>> {
  readonly controls: Controls
  readonly #run: RelayedRun<E>

  constructor(controls: Controls, run: RelayedRun<E>) {
    this.controls = controls
    this.#run = run
  }

  get request(): Request<E> {
    return this.#run.body
  }
}
