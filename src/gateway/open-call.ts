/** One request on its way. What few routes read is made when it is first read. */
import { rulesOf } from './auth/caller-rules.js'
import { CallNotes, type CallStart } from './call-record.js'
import type { Calls } from './calls.js'
import { Departure } from './departure.js'
import type { HeadFacts } from './head-facts.js'
import type { Identity } from './identity.js'
import { pass } from './limits/gate.js'
import type { GatewayCall, GatewayView, Route } from './route.js'
import type { Serving } from './serving.js'

/** A request that came in, whoever read it, and the way back to its client. `bodyLength`: bytes as its head says, 0 where it does not. */
export type Received = Pick<GatewayCall, 'request' | 'head' | 'reply'> & { readonly bodyLength: number }

/** Who receives it. */
type Host = Pick<GatewayCall, 'serving' | 'gateway'>

const noBytes = Buffer.alloc(0)
const noParts: readonly Buffer[] = []

export class OpenCall implements GatewayCall {
  readonly request: GatewayCall['request']
  readonly head: HeadFacts
  readonly bodyLength: number
  readonly reply: GatewayCall['reply']
  readonly serving: Serving
  readonly gateway: GatewayView
  readonly notes: CallNotes
  readonly callId: string
  readonly startedAt: number
  readonly left = new Departure()
  parts: readonly Buffer[] = noParts
  /** Where `OpenCalls` has it. */
  place = -1
  #identity: Identity | undefined
  #signal: AbortSignal | undefined
  #bytes: Buffer | undefined
  #calls: Calls | undefined

  constructor({ request, head, bodyLength, reply }: Received, route: Route, { serving, gateway }: Host) {
    const { now } = serving.engine
    const startedAt = now()
    this.request = request
    this.head = head
    this.bodyLength = bodyLength
    this.reply = reply
    this.serving = serving
    this.gateway = gateway
    this.callId = request.id
    this.startedAt = startedAt
    const start: CallStart = {
      callId: request.id,
      callerCallId: head.callerCallId,
      method: request.method,
      route: route.paths[0] ?? '',
      callType: route.callType,
      requesterIp: request.ip,
      sessionId: head.sessionId,
      startedAt,
    }
    this.notes = new CallNotes(start, gateway.observers, now)
  }

  /** Known once the caller was let in. */
  get identity(): Identity {
    if (this.#identity === undefined) throw new Error('llmgen bug: a request was handled that was not let in')
    return this.#identity
  }

  /** Lets the caller in. */
  admit(identity: Identity): void {
    this.#identity = identity
    this.notes.identity = identity
    const { tags } = rulesOf(identity)
    if (tags.length > 0) this.notes.facts.tags = tags
  }

  get signal(): AbortSignal {
    if (this.#signal !== undefined) return this.#signal
    const controller = new AbortController()
    const abort = () => controller.abort(this.left.reason)
    if (this.left.aborted) abort()
    else this.left.addEventListener('abort', abort)
    this.#signal = controller.signal
    return controller.signal
  }

  get calls(): Calls {
    this.#calls ??= this.serving.calls.behind((run) => pass(this, run))
    return this.#calls
  }

  get bytes(): Buffer {
    this.#bytes ??= this.parts.length === 1 ? (this.parts[0] ?? noBytes) : Buffer.concat(this.parts)
    return this.#bytes
  }
}
