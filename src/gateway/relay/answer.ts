/** Sends relayed answers: bytes as they came, with the model under the name that was asked for. */
import type { Meta } from '../../runtime/client-types.js'
import type { AnswerStream } from '../../runtime/streams/stream-types.js'
import { withMeta } from '../../runtime/with-meta.js'
import { callHeaderLines } from '../call-headers.js'
import type { RawAnswer } from '../exchange.js'
import { writeLines } from '../head-lines.js'
import { noteAnswer, sendReply } from '../open-answer.js'
import type { GatewayCall } from '../route.js'
import { sendEvents } from '../sse.js'
import { beyondAscii, bytewise } from './event-template.js'
import { RawEvents } from './relay-chunks.js'
import type { WholeAnswer } from './relay-whole.js'
import type { Relayed } from './samples.js'

/** Sends a whole answer. */
export function sendRelayed<E extends Relayed>(call: GatewayCall, asked: string, answer: WholeAnswer<E>): void {
  const { meta } = answer
  if (answer.bytes === undefined) {
    sendReply(call, asked, withMeta<object>(answer.reply, meta))
    return
  }
  const { bytes, read } = answer
  if (read.id !== undefined) call.notes.facts.answerId = read.id
  const edit = meta.fallbacks.length === 0 && read.model !== asked
  const name = edit ? JSON.stringify(asked) : ''
  const { text, modelFrom, modelTo } = read
  if (text !== undefined && !beyondAscii.test(name)) {
    sendText(call, meta, edit ? text.slice(0, modelFrom) + name + text.slice(modelTo) : text)
    return
  }
  const length = edit ? bytes.length - (read.modelTo - read.modelFrom) + Buffer.byteLength(name) : bytes.length
  sendBytes(call, meta, length, edit ? [bytes.subarray(0, read.modelFrom), Buffer.from(name), bytes.subarray(read.modelTo)] : [bytes])
}

/** Text with one character for each byte, which goes out together with the head of the answer. */
function sendText(call: GatewayCall, meta: Meta, text: string): void {
  startAnswer(call, meta, text.length, true).end(text, 'latin1')
}

/** Below this many bytes pieces are copied into one. */
const smallBytes = 65_536

function sendBytes(call: GatewayCall, meta: Meta, length: number, pieces: readonly Buffer[]): void {
  const [only] = pieces
  if (pieces.length === 1 || length <= smallBytes) {
    startAnswer(call, meta, length, true).end(pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces, length), 'utf8')
    return
  }
  const raw = startAnswer(call, meta, length, false)
  for (const piece of pieces) raw.write(piece, 'utf8')
  raw.end('', 'utf8')
}

/** Notes the answer and writes its head. `inOne` says that one piece is all of the rest. */
function startAnswer(call: GatewayCall, meta: Meta, length: number, inOne: boolean): RawAnswer {
  noteAnswer(call, meta, inOne)
  const { reply } = call
  reply.hijack()
  writeLines(reply.raw, 200, `${callHeaderLines(call, meta, 'whole')}content-type: application/json; charset=utf-8\r\n`, length)
  return reply.raw
}

/** Sends a stream of chunks and raw events. `render` writes a chunk. */
export function sendRelayedEvents(call: GatewayCall, stream: AnswerStream<object>, render: (chunk: object) => string): Promise<void> {
  return sendEvents(call, {
    chunks: stream,
    write: (chunk) => (chunk instanceof RawEvents ? chunk.text : bytewise(render(chunk))),
    encoding: 'latin1',
    end: () => 'data: [DONE]\n\n',
    headers: () => callHeaderLines(call, stream.meta, 'streaming'),
    meta: () => stream.meta,
    errors: 'openai',
  })
}
