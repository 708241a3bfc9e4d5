/** A request and the way back to its client as routes see them, whoever read it: Fastify, or the short way of hot routes. */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'

/** A request whose head was read. */
export type GatewayRequest = {
  /** Id of this request, made here. */
  readonly id: string
  readonly method: string
  /** Path and query in the spelling that the routes know. */
  readonly url: string
  /** The same as the client wrote it. */
  readonly originalUrl: string
  readonly headers: IncomingHttpHeaders
  readonly query: unknown
  readonly params: unknown
  /** What Fastify read as the body; routes read `GatewayCall.parts`. */
  readonly body?: unknown
  /** Address of the client. */
  readonly ip: string
  /** Path of the route as it is registered. */
  readonly routeOptions: { readonly url?: string | undefined; readonly bodyLimit: number }
  readonly raw: {
    readonly socket: Socket
    readonly url?: string | undefined
    /** The body has come whole. */
    readonly complete: boolean
  }
}

/** The answer as it goes to the socket, with the names and the meaning of Node's `ServerResponse`. */
export type RawAnswer = {
  readonly statusCode: number
  readonly headersSent: boolean
  /** Nobody is left to answer. */
  readonly destroyed: boolean
  /** All of it is with the system. */
  readonly writableFinished: boolean
  readonly writableNeedDrain: boolean
  /** An answer that is ended with its only piece goes out at the end of this turn; see `turn-end.ts`. Default: at once. */
  readonly holdsWhole?: boolean
  /** `headers`: by name, or names and values in turn. */
  writeHead(status: number, headers: OutgoingHttpHeaders | string[]): unknown
  write(piece: string | Uint8Array, encoding: TextEncoding): boolean
  end(piece: string | Uint8Array, encoding: TextEncoding): unknown
  destroy(): unknown
  on(event: 'drain' | 'close', act: () => void): unknown
  off(event: 'drain' | 'close', act: () => void): unknown
}

/** `latin1` is for text that has one character for each byte. */
export type TextEncoding = 'latin1' | 'utf8'

/** The answer as most routes send it: whole. */
export type GatewayReply = {
  readonly raw: RawAnswer
  /** Sent, or taken over by {@link GatewayReply.hijack}. */
  readonly sent: boolean
  code(status: number): GatewayReply
  header(name: string, value: string | number): GatewayReply
  headers(all: { readonly [name: string]: string | number | undefined }): GatewayReply
  type(contentType: string): GatewayReply
  /** An object is sent as JSON. */
  send(payload: string | Uint8Array | object): unknown
  /** The route writes to `raw` by itself. */
  hijack(): unknown
}
