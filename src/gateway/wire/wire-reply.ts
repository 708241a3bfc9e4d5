/** Whole answers of routes that came the short way. */
import type { GatewayReply } from '../exchange.js'
import type { WireAnswer } from './wire-answer.js'

export class WireReply implements GatewayReply {
  readonly raw: WireAnswer
  sent = false
  #status = 200
  #headers: { [name: string]: string } | undefined

  constructor(raw: WireAnswer) {
    this.raw = raw
  }

  code(status: number): this {
    this.#status = status
    return this
  }

  header(name: string, value: string | number): this {
    this.#headers ??= {}
    this.#headers[name.toLowerCase()] = String(value)
    return this
  }

  headers(all: { readonly [name: string]: string | number | undefined }): this {
    for (const name in all) {
      const value = all[name]
      if (value !== undefined) this.header(name, value)
    }
    return this
  }

  type(contentType: string): this {
    return this.header('content-type', contentType)
  }

  send(payload: string | Uint8Array | object): this {
    if (this.sent) return this
    this.sent = true
    const isText = typeof payload === 'string'
    const isBytes = payload instanceof Uint8Array
    const body = isText || isBytes ? payload : JSON.stringify(payload)
    if (!isText && !isBytes && this.#headers?.['content-type'] === undefined) this.type('application/json; charset=utf-8')
    this.header('content-length', typeof body === 'string' ? Buffer.byteLength(body) : body.length)
    this.raw.writeHead(this.#status, { ...this.#headers })
    this.raw.end(body, 'utf8')
    return this
  }

  hijack(): void {
    this.sent = true
  }
}
