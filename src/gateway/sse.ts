/** Sends a stream of server-sent events: at the pace of the client, with comments while the provider is silent. */
import type { Meta } from '../runtime/client-types.js'
import { callOff, type Deadline, expireAfter, type Timed } from '../runtime/transport/deadlines.js'
import { errorBody, errorEvent } from './error-shapes.js'
import { toProblem } from './errors.js'
import type { RawAnswer } from './exchange.js'
import { lineOf, writeLines } from './head-lines.js'
import type { ErrorShape, GatewayCall } from './route.js'
import { type ReadyAnswer, sendAtTurnEnd } from './turn-end.js'

/** Idle proxies close a connection on which nothing comes; a comment is sent after this time, or up to a look later. Milliseconds. */
const commentAfterMs = 15_000
/** Between two looks whether something has come, milliseconds. */
const lookEveryMs = 5_000
/** A client that takes nothing for this time is given up. Milliseconds. */
const slowestReaderMs = 120_000

/** What is sent, and how. */
export type EventSource<Chunk> = {
  readonly chunks: AsyncIterable<Chunk>
  /** Events of a chunk as they go out, framing included; '' sends nothing. */
  write(chunk: Chunk): string
  /** `latin1`: what is written has one character for each byte. Default: UTF-8. */
  readonly encoding?: 'latin1' | undefined
  /** What stands at the end of a stream that came whole. */
  end(): string
  /** Asked once the first chunk is there; a text has them as lines. */
  headers(): { readonly [name: string]: string } | string
  /** What is known of the answer so far. */
  meta(): Meta
  readonly errors: ErrorShape
  /** Sent while the provider is silent. Default: a comment, which clients pass over. */
  readonly idle?: string
  /** How a stream that broke off ends, where that is no event; `error` is the body of the error. */
  broken?(error: object): string
}

/**
 * Sends the events of a stream. Rejects with what fails before the first chunk, when nothing has been sent and the
 * answer can still be an error with its status; a later failure is one error event, and the end.
 */
export async function sendEvents<Chunk>(call: GatewayCall, source: EventSource<Chunk>): Promise<void> {
  const chunks = source.chunks[Symbol.asyncIterator]()
  let step = await chunks.next()
  const { raw } = call.reply
  if (call.left.aborted || raw.destroyed) {
    await chunks.return?.()
    return
  }
  call.notes.facts.streamed = true
  // first a constant: V8 makes a function that is assigned to a member in the old generation, with all that it knows of
  const latest = () => noteStream(call, source.meta())
  call.notes.latest = latest
  call.reply.hijack()
  writeHead(raw, source.headers())
  const comments = new Comments(raw, source.idle ?? ': ping\n\n')
  const sending = new Sending(raw, source.encoding ?? 'utf8')
  try {
    while (step.done !== true && !raw.destroyed) {
      const text = source.write(step.value)
      call.notes.keeper?.streamed(step.value)
      if (call.notes.sentCharacters === 0) noteId(call, text)
      call.notes.sentCharacters += text.length
      sending.add(text)
      if (raw.writableNeedDrain) await drained(raw)
      comments.wait()
      step = await chunks.next()
    }
    sending.add(source.end())
    noteStream(call, source.meta())
    if (!raw.destroyed) call.notes.tell(200, 'answered', raw.holdsWhole === true)
    sending.end()
  } catch (error) {
    const problem = toProblem(error)
    noteStream(call, source.meta())
    call.notes.facts.problem = { status: problem.status, type: problem.type, message: problem.message }
    call.notes.tell(200, 'broken')
    // whose text may have other letters than bytes
    sending.send()
    raw.end(source.broken?.(errorBody(problem, source.errors, call.callId)) ?? errorEvent(problem, source.errors, call.callId), 'utf8')
  } finally {
    comments.end()
    if (step.done !== true) {
      await chunks.return?.()
      noteStream(call, source.meta())
    }
    call.notes.tell(200, 'left')
  }
}

/** Comments while nothing comes: all streams share a timer, since most end before a comment is due. */
class Comments implements Timed {
  readonly #raw: RawAnswer
  readonly #comment: string
  #looks = 0
  #deadline: Deadline | undefined

  constructor(raw: RawAnswer, comment: string) {
    this.#raw = raw
    this.#comment = comment
    this.#deadline = expireAfter(lookEveryMs, this)
  }

  /** Something was sent: the time begins anew. */
  wait(): void {
    this.#looks = 0
  }

  expire(): void {
    this.#looks++
    if (this.#looks > commentAfterMs / lookEveryMs) {
      if (!this.#raw.writableNeedDrain) this.#raw.write(this.#comment, 'utf8')
      // this look is the first of the next time
      this.#looks = 1
    }
    this.#deadline = expireAfter(lookEveryMs, this)
  }

  end(): void {
    if (this.#deadline !== undefined) callOff(this.#deadline)
    this.#deadline = undefined
  }
}

/** Text that is not with the socket any later than this, characters. */
const mostWaiting = 65_536

/** Gathers the events that are here at once: each write of a chunked answer is four pieces for the socket. */
class Sending implements ReadyAnswer {
  readonly #raw: RawAnswer
  readonly #encoding: 'latin1' | 'utf8'
  #waiting = ''

  constructor(raw: RawAnswer, encoding: 'latin1' | 'utf8') {
    this.#raw = raw
    this.#encoding = encoding
  }

  /** Written at the end of this turn, before anything else is read or waited for. */
  add(text: string): void {
    if (text === '') return
    if (this.#waiting === '') sendAtTurnEnd(this)
    this.#waiting += text
    if (this.#waiting.length > mostWaiting) this.send()
  }

  send(): void {
    const text = this.#waiting
    if (text === '') return
    this.#waiting = ''
    if (!this.#raw.destroyed) this.#raw.write(text, this.#encoding)
  }

  /** Ends the answer with what waits. */
  end(): void {
    const text = this.#waiting
    this.#waiting = ''
    this.#raw.end(text, this.#encoding)
  }
}

/** The id of an answer stands in its first event, before any other. */
function noteId({ notes }: GatewayCall, text: string): void {
  const id = /"id":"([^"\\]+)"/.exec(text)?.[1]
  if (id !== undefined) notes.facts.answerId = id
}

function noteStream({ notes }: GatewayCall, meta: Meta): void {
  notes.facts.meta = meta
  notes.facts.usage = meta.usage
}

const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
}

const streamLines = Object.entries(streamHeaders)
  .map(([name, value]) => lineOf(name, value))
  .join('')

function writeHead(raw: RawAnswer, headers: ReturnType<EventSource<never>['headers']>): void {
  if (typeof headers === 'string') writeLines(raw, 200, streamLines + headers)
  else raw.writeHead(200, { ...streamHeaders, ...headers })
}

/** Waits until the client has taken what was written, or has gone. */
function drained(raw: RawAnswer): Promise<void> {
  if (raw.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const tooSlow = setTimeout(() => raw.destroy(), slowestReaderMs)
    const done = () => {
      clearTimeout(tooSlow)
      raw.off('drain', done)
      raw.off('close', done)
      resolve()
    }
    raw.on('drain', done)
    raw.on('close', done)
  })
}
