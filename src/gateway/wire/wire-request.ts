/** A request that came the short way, and how far it has come. */
import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { GatewayRequest } from '../exchange.js'
import type { HeadFacts } from '../head-facts.js'
import type { PlainHead } from './request-head.js'

/** Neither a query nor parameters of a path come this way. */
const none = Object.freeze({})

/** What stands behind a head: the connection that it came on, and how long its body may be, bytes. */
export type Origin = { readonly socket: Socket; readonly ip: string; readonly bodyLimit: number }

export class WireRequest implements GatewayRequest {
  readonly id = randomUUID()
  readonly method = 'POST'
  readonly query = none
  readonly params = none
  readonly ip: string
  readonly head: HeadFacts
  readonly bodyLength: number
  readonly socket: Socket
  /** The body has come whole. */
  complete = false
  readonly #plain: PlainHead
  readonly #bodyLimit: number
  #headers: IncomingHttpHeaders | undefined

  constructor(plain: PlainHead, { socket, ip, bodyLimit }: Origin) {
    this.ip = ip
    this.head = plain.facts
    this.bodyLength = plain.length
    this.socket = socket
    this.#plain = plain
    this.#bodyLimit = bodyLimit
  }

  get url(): string {
    return this.#plain.target
  }

  get originalUrl(): string {
    return this.#plain.target
  }

  get raw(): this {
    return this
  }

  get routeOptions(): GatewayRequest['routeOptions'] {
    return { url: this.#plain.target, bodyLimit: this.#bodyLimit }
  }

  /** Made when it is first read: what calls need of a head is in `head`. */
  get headers(): IncomingHttpHeaders {
    this.#headers ??= withLength(this.#plain)
    return this.#headers
  }
}

function withLength({ headers, length, digits }: PlainHead): IncomingHttpHeaders {
  return Object.freeze({ ...headers, 'content-length': String(length).padStart(digits, '0') })
}
