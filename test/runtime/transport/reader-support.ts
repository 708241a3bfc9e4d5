/** A connection whose socket is a test: what the server says is handed to it piece by piece. */

import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { type Timers, TransportFault } from '../../../src/protocol/http.js'
import { Exchange } from '../../../src/runtime/transport/exchange.js'
import { HeadReader } from '../../../src/runtime/transport/head-reader.js'
import { WholeSink } from '../../../src/runtime/transport/http-sinks.js'
import { Http1Connection, readBuffer } from '../../../src/runtime/transport/http1-connection.js'
import type { Reading } from './raw-answers.js'

export const noTimers: Timers = { connectMs: undefined, firstByteMs: undefined, idleMs: undefined, totalMs: undefined }

/** How a read went, and whether the connection may be used again. */
export type Read = { readonly reading: Reading; readonly stays: boolean }

class FakeSocket extends Duplex {
  readonly sent: Buffer[] = []
  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.sent.push(bytes)
    done()
  }
  override _read(): void {}
  ref(): void {}
  unref(): void {}
}

/** Sends a request, hears the pieces one after the other, and then that the server has closed. */
export async function readPieces(pieces: readonly Buffer[], heads = new HeadReader()): Promise<Read> {
  let stays = false
  const stay = (does: boolean) => {
    stays = does
  }
  const connection = new Http1Connection({ heads, release: () => stay(true), lost: () => stay(false) })
  const socket = new FakeSocket()
  // all that a connection asks of a socket
  connection.connected(socket as unknown as Socket)
  const reply = new Promise<Reading>((resolve) => {
    const sink = new WholeSink({
      resolve: (whole) => resolve({ status: whole.status, body: whole.text(), headers: { ...whole.headers } }),
      reject: (fault) => resolve(fault instanceof TransportFault ? { fault: fault.reason } : { fault: `no fault: ${String(fault)}` }),
    })
    const request = { method: 'GET', url: 'http://host/', headers: {} } as const
    const sending = { request, head: 'GET / HTTP/1.1\r\n\r\n', bytes: 0, mayStay: true, timers: noTimers, signal: undefined }
    connection.send(new Exchange({ host: 'http://host', owner: { ended: () => {} } }, sending, sink, Number.POSITIVE_INFINITY))
  })
  for (const piece of pieces) {
    if (connection.closed) break
    for (let at = 0; at < piece.length; at += readBuffer.length) connection.read(piece.copy(readBuffer, 0, at))
  }
  const kept = stays
  if (!connection.closed) socket.emit('end')
  socket.destroy()
  return { reading: await reply, stays: kept }
}

/** Numbers from 0 to 1 that are the same each time. */
export function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Cuts bytes at random places. */
export function randomCuts(bytes: Buffer, chance: () => number): Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + Math.floor(chance() ** 3 * (bytes.length - at))
    pieces.push(bytes.subarray(at, end))
    at = end
  }
  return pieces
}
