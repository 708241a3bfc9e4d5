/** Answers calls in OpenAI's shapes: whole as JSON, or streamed as events that end with `[DONE]`. */
import type { Endpoint } from '../providers/adapter.js'
import type { Meta, Reply } from '../runtime/client-types.js'
import type { AnswerStream } from '../runtime/streams/stream-types.js'
import { callHeaders } from './call-headers.js'
import { prepareCall } from './call-options.js'
import type { CallBody } from './calls.js'
import type { GatewayReply } from './exchange.js'
import { askedModel, readCall } from './request-body.js'
import type { GatewayCall } from './route.js'
import { sendEvents } from './sse.js'

/** Notes a whole answer and tells of it: to be called before it is sent, `inOne` where that is one piece. */
export function noteAnswer({ notes, reply }: GatewayCall, meta: Meta, inOne: boolean): void {
  notes.facts.meta = meta
  notes.facts.usage = meta.usage
  notes.tell(200, 'answered', inOne && reply.raw.holdsWhole === true)
}

/** The same, and sets its headers. */
export function beginAnswer(call: GatewayCall, meta: Meta): GatewayReply {
  noteAnswer(call, meta, true)
  return call.reply.headers(callHeaders(call, meta, 'whole'))
}

/** Sends an answer as JSON. */
export function sendJson(call: GatewayCall, meta: Meta, answer: object): void {
  if ('id' in answer && typeof answer.id === 'string') call.notes.facts.answerId = answer.id
  call.notes.keeper?.answered(answer)
  const told = call.serving.settings.costInUsage ? withCost(answer, { meta }) : answer
  beginAnswer(call, meta).type('application/json; charset=utf-8').send(JSON.stringify(told))
}

/** Sends a reply as JSON, named as the caller named the model. */
export function sendReply(call: GatewayCall, model: string, reply: Reply<object>): void {
  sendJson(call, reply.meta, restamped(reply, askedModel(call, { model }), reply.meta))
}

/** Sends chunks as they come. */
export function sendChunks<Chunk extends object>(call: GatewayCall, model: string, stream: AnswerStream<Chunk>): Promise<void> {
  const asked = askedModel(call, { model })
  // What is known of a stream is put together each time that it is asked for: not for every chunk.
  let first: Meta | undefined
  const known = () => {
    first ??= stream.meta
    return first
  }
  return sendEvents(call, {
    chunks: stream,
    write: (chunk) => `data: ${JSON.stringify(withCost(restamped(chunk, asked, known()), stream))}\n\n`,
    end: () => 'data: [DONE]\n\n',
    headers: () => callHeaders(call, stream.meta, 'streaming'),
    meta: () => stream.meta,
    errors: 'openai',
  })
}

/** `model` as the client asked for it, except after a fallback, when the model that really answered is named. */
export function restamped<T extends object>(answer: T, asked: string, { fallbacks }: Pick<Meta, 'fallbacks'>): T {
  return 'model' in answer && fallbacks.length === 0 ? { ...answer, model: asked } : answer
}

/** The usage of an answer with its cost: in the last chunk of a stream, whose headers had gone before it was known. */
export function withCost<T extends object>(chunk: T, answer: { readonly meta: Pick<Meta, 'cost'> }): T {
  if (!('usage' in chunk) || typeof chunk.usage !== 'object' || chunk.usage === null) return chunk
  const { cost } = answer.meta
  return cost === undefined ? chunk : { ...chunk, usage: { ...chunk.usage, cost } }
}

/** Makes a call of an endpoint that only answers whole, and sends its reply. `check` throws where the body lacks something. */
export async function answerWhole(call: GatewayCall, endpoint: Endpoint, check: (body: CallBody) => void): Promise<void> {
  const asked = readCall(call)
  check(asked)
  const { body, options } = prepareCall(call, asked)
  sendReply(call, asked.model, await call.calls.whole(endpoint, body, options))
}
