/** One connection of the short way: a request after the other, each answered before the next is looked at. */
import type { Socket } from 'node:net'
import { answerMalformed } from '../malformed-request.js'
import type { OpenCall } from '../open-call.js'
import { answerError, letIn, partsOf, release, reserve } from '../reception.js'
import type { Route } from '../route.js'
import { dateLine, keptConnectionLines } from './http-date.js'
import { HeadReader } from './request-head.js'
import type { Wire } from './wire.js'
import { type AnswerOwner, WireAnswer } from './wire-answer.js'
import { WireReply } from './wire-reply.js'
import { WireRequest } from './wire-request.js'

/** A request under way. */
type Current = {
  readonly call: OpenCall
  readonly route: Route
  readonly reply: WireReply
  readonly request: WireRequest
  /** Its body so far; undefined once nobody wants more of it. */
  parts: Buffer[] | undefined
  /** Its caller may call. */
  isLetIn: boolean
}

/** So much of the next requests is kept while one is answered, bytes. */
const mostKept = 65_536

export class Connection implements AnswerOwner {
  readonly socket: Socket
  /** When that which it waits for began, milliseconds since 1970. */
  since = Date.now()
  readonly #wire: Wire
  readonly #ip: string
  readonly #heads = new HeadReader()
  #current: Current | undefined
  /** Bytes of the current body that are to come. */
  #missing = 0
  /** Bytes of later requests. */
  #kept: Buffer[] = []
  #keptBytes = 0
  readonly #stillMs: number
  /** It is looked at whether its client takes what is ready for it: only then, for a time is set anew at each read and write. */
  #isWatched = false

  /** A client that takes nothing of what is ready for it for `stillMs` is given up, milliseconds. */
  constructor(socket: Socket, wire: Wire, stillMs: number) {
    this.socket = socket
    this.#wire = wire
    this.#stillMs = stillMs
    this.#ip = socket.remoteAddress ?? ''
    socket.on('data', this.#take)
    socket.on('end', this.#ended)
    socket.on('error', this.#hangUp)
    socket.on('close', this.#closed)
    socket.on('timeout', this.#still)
  }

  /** What is to come next. */
  get waitsFor(): 'first request' | 'request' | 'body' | 'answer' {
    if (this.#missing > 0) return 'body'
    if (this.#current !== undefined) return 'answer'
    return this.socket.bytesRead === 0 ? 'first request' : 'request'
  }

  connectionHeaders(): string {
    const isLast = this.#current?.reply.raw.isLast === true || this.#wire.isClosing
    return isLast ? `${dateLine()}Connection: close\r\n` : keptConnectionLines(this.#wire.terms.keepAliveMs)
  }

  endIfIdle(): void {
    if (this.#missing === 0 && this.#current === undefined) this.socket.destroy()
  }

  /** What was to come has not come in time. */
  giveUp(): void {
    this.#refuse(Object.assign(new Error('the request did not come whole in time'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }))
  }

  behind(): void {
    if (this.#isWatched) return
    this.#isWatched = true
    this.socket.setTimeout(this.#stillMs)
  }

  answered(isOfTurn: boolean): void {
    // nothing else is under way at the end of a turn
    if (isOfTurn) {
      this.over()
      return
    }
    // what is under way on the stack, such as the end of a stream, is done before the next request begins
    process.nextTick(overOf, this)
  }

  /** The answer is with the system. */
  over(): void {
    const current = this.#current
    if (current === undefined) return
    this.#current = undefined
    this.since = Date.now()
    if (this.#isWatched) {
      this.#isWatched = false
      this.socket.setTimeout(0)
    }
    release(current.call, current.reply.raw, this.#wire.terms.reception)
    const isLast = current.reply.raw.isLast || this.#wire.isClosing
    if (this.#missing > 0) {
      // a body that still comes is read, lest its client see a broken connection before the answer
      if (isLast) this.socket.end()
      return
    }
    if (isLast) this.socket.destroySoon()
    else this.#next()
  }

  readonly #take = (bytes: Buffer): void => {
    if (this.#missing > 0) this.#takeBody(bytes)
    else if (this.#current !== undefined) this.#keep(bytes)
    else if (this.socket.writable) this.#begin(bytes)
  }

  /** A client that ends its side has left: nobody waits for an answer then, but one that is ready still goes out. */
  readonly #ended = (): void => {
    const answer = this.#current?.reply.raw
    if (answer?.isHeld === true) answer.isLast = true
    else if (answer?.isEnded === true) this.socket.destroySoon()
    else this.socket.destroy()
  }

  readonly #hangUp = (): void => {
    this.socket.destroy()
  }

  readonly #closed = (): void => {
    this.#wire.forget(this)
    this.#drop()
  }

  /** An answer that is still being made may be waited for. */
  readonly #still = (): void => {
    if (this.#current === undefined || this.socket.writableLength > 0) this.socket.destroy()
  }

  #begin(bytes: Buffer): void {
    const head = this.#wire.isClosing ? undefined : this.#heads.read(bytes)
    const route = head === undefined ? undefined : this.#wire.routeOf(head.target)
    const { reception } = this.#wire.terms
    const { maxBodyBytes } = reception.desk.current.settings
    if (head === undefined || route === undefined || head.length > maxBodyBytes) {
      this.#handOver(bytes)
      return
    }
    const request = new WireRequest(head, { socket: this.socket, ip: this.#ip, bodyLimit: maxBodyBytes })
    const reply = new WireReply(new WireAnswer(this))
    const call = reserve({ request, head: head.facts, bodyLength: head.length, reply }, route, reception)
    const current: Current = { call, route, reply, request, parts: [], isLetIn: false }
    this.#current = current
    this.since = Date.now()
    this.#missing = head.length
    try {
      const late = letIn(call, route, reception)
      if (late === undefined) current.isLetIn = true
      else
        late.then(
          () => this.#letIn(current),
          (error: unknown) => this.#fail(current, error),
        )
    } catch (error) {
      this.#fail(current, error)
    }
    if (bytes.length > head.bodyFrom) this.#takeBody(bytes.subarray(head.bodyFrom))
    else this.#handleIfWhole(current)
  }

  #letIn(current: Current): void {
    current.isLetIn = true
    this.socket.resume()
    this.#handleIfWhole(current)
  }

  #takeBody(bytes: Buffer): void {
    const current = this.#current
    const missing = this.#missing
    const own = bytes.length > missing ? bytes.subarray(0, missing) : bytes
    this.#missing = missing - own.length
    current?.parts?.push(own)
    if (bytes.length > missing) this.#keep(bytes.subarray(missing))
    if (this.#missing > 0) {
      // nothing of a stranger is kept: the rest waits until it is known who calls
      if (current?.parts !== undefined && !current.isLetIn) this.socket.pause()
      return
    }
    if (current === undefined) this.#next()
    else this.#handleIfWhole(current)
  }

  #handleIfWhole(current: Current): void {
    const { call, route, request, parts } = current
    if (this.#missing > 0 || !current.isLetIn || parts === undefined) return
    current.parts = undefined
    request.complete = true
    try {
      call.parts = partsOf(call, route, parts)
      const handled = route.handle(call)
      if (handled !== undefined)
        handled.then(
          () => this.#handled(current),
          (error: unknown) => this.#fail(current, error),
        )
    } catch (error) {
      this.#fail(current, error)
    }
  }

  #handled(current: Current): void {
    const { raw } = current.reply
    if (!raw.isEnded && !raw.destroyed) this.#fail(current, new Error('llmgen bug: a route has ended without an answer'))
  }

  #fail(current: Current, error: unknown): void {
    const { call, route, reply, request } = current
    current.parts = undefined
    this.socket.resume()
    request.complete = this.#missing === 0
    const { log } = this.#wire.terms.reception
    try {
      answerError(error, request, reply, { shape: route.errors, log, call })
    } catch (bug) {
      // nobody above could catch it, and the process would end with the calls of all others
      log.error({ route: route.paths[0], stack: bug instanceof Error ? bug.stack : String(bug) }, 'bug: an error could not be answered')
    }
    // one that broke off after its head had gone out, or before it had one
    if (!reply.raw.isEnded) this.socket.destroy()
  }

  #keep(bytes: Buffer): void {
    this.#kept.push(bytes)
    this.#keptBytes += bytes.length
    // clients of today send no request before they have the last answer
    if (this.#keptBytes > mostKept) this.socket.destroy()
    else if (!mayBegin(this.#kept[0]?.[0])) this.#refuse(new Error('what follows a request is none'))
  }

  /** Answers what is no request, where no other answer has begun, and the connection ends. */
  #refuse(error: Error): void {
    const current = this.#current
    const isAnswered = current === undefined ? this.#missing > 0 : current.reply.raw.headersSent
    if (isAnswered) {
      this.socket.destroy()
      return
    }
    answerMalformed(error, this.socket)
    this.#drop()
  }

  /** Nobody waits for the call under way any more. */
  #drop(): void {
    const current = this.#current
    this.#current = undefined
    if (current === undefined) return
    // whose caller may still be looked up
    current.parts = undefined
    release(current.call, current.reply.raw, this.#wire.terms.reception)
  }

  #next(): void {
    if (this.#keptBytes === 0) {
      if (this.#wire.isClosing) this.socket.destroySoon()
      return
    }
    // nothing that stands behind the last answer is done
    if (!this.socket.writable) return
    const bytes = Buffer.concat(this.#kept)
    this.#kept = []
    this.#keptBytes = 0
    this.#begin(bytes)
  }

  #handOver(bytes: Buffer): void {
    const { socket } = this
    socket.off('data', this.#take)
    socket.off('end', this.#ended)
    socket.off('error', this.#hangUp)
    socket.off('close', this.#closed)
    socket.off('timeout', this.#still)
    this.#wire.forget(this)
    this.#wire.handOver(socket, bytes)
  }
}

/** Requests begin with the name of a method; empty lines may stand before it. */
function mayBegin(byte = 0): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || byte === 0x0d || byte === 0x0a
}

function overOf(connection: Connection): void {
  connection.over()
}
