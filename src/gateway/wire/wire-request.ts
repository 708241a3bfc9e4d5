/** A request that came the short way. */
import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { GatewayRequest } from '../exchange.js'

/** Neither a query nor parameters of a path come this way. */
const none = Object.freeze({})

export class WireRequest implements GatewayRequest {
  readonly id = randomUUID()
  readonly method = 'POST'
  readonly url: string
  readonly originalUrl: string
  readonly headers: IncomingHttpHeaders
  readonly query = none
  readonly params = none
  readonly ip: string
  readonly routeOptions: GatewayRequest['routeOptions']
  readonly raw: { readonly socket: Socket; complete: boolean }

  constructor(socket: Socket, target: string, headers: IncomingHttpHeaders, ip: string, routeOptions: GatewayRequest['routeOptions']) {
    this.url = target
    this.originalUrl = target
    this.headers = headers
    this.ip = ip
    this.routeOptions = routeOptions
    this.raw = { socket, complete: false }
  }
}
