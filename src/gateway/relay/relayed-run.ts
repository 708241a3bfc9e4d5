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
import { readCall } from '../request-body.js'
import type { GatewayCall } from '../route.js'
import type { Inbound } from './outbound.js'
import { roughSize } from './rough-size.js'
import type { Relayed } from './samples.js'

type Request<E extends Relayed> = Endpoints[E]['request']

/** What is asked. */
export type Terms = {
  /** The model as the caller names it. */
  readonly asked: string
  readonly resolved: Resolved
  readonly options: RequestOptions
  readonly controls: Controls
  readonly inbound: Inbound
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
  readonly #call: GatewayCall
  readonly #inbound: Inbound
  #body: Request<E> | undefined = undefined

  constructor(call: GatewayCall, endpoint: E, { asked, options, resolved, controls, inbound }: Terms) {
    const { engine } = call.serving
    this.engine = engine
    this.id = ++engine.state.calls
    this.endpoint = endpoint
    this.asked = asked
    this.options = options
    this.streaming = inbound.streaming
    this.signal = options.signal ?? undefined
    this.startedAt = engine.now()
    this.visited = [resolved.group]
    this.current = resolved
    this.#call = call
    this.#inbound = inbound
    this.prepared = new LazyPrepared(controls, this)
  }

  get body(): Request<E> {
    // A request came from outside: engine and adapters check what they read of it. Throws a 400 where it is no JSON after all.
    this.#body ??= readCall(this.#call) as unknown as Request<E>
    return this.#body
  }

  roughSize(): RoughSize | undefined {
    return roughSize(this.#inbound)
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
