/** One request on its way. What few routes read is made when it is first read. */
import { rulesOf } from './auth/caller-rules.js'
import type { CallNotes } from './call-record.js'
import type { Calls } from './calls.js'
import { Departure } from './departure.js'
import type { Identity } from './identity.js'
import { pass } from './limits/gate.js'
import type { GatewayCall, GatewayView } from './route.js'
import type { Serving } from './serving.js'

/** What a call is made of as its request comes in. */
export type CallParts = Pick<GatewayCall, 'request' | 'reply' | 'serving' | 'gateway' | 'notes'>

const noBytes = Buffer.alloc(0)
const noParts: readonly Buffer[] = []

export class OpenCall implements GatewayCall {
  readonly request: GatewayCall['request']
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

  constructor({ request, reply, serving, gateway, notes }: CallParts) {
    this.request = request
    this.reply = reply
    this.serving = serving
    this.gateway = gateway
    this.notes = notes
    this.callId = request.id
    this.startedAt = serving.engine.now()
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
