/** Gemini's own API: `generateContent`, `streamGenerateContent`, `countTokens`, `embedContent` and `batchEmbedContents`, for models of any provider. */
import type { ChatChunk } from '../../protocol/chat.js'
import { hostsBehind } from '../behind.js'
import { callHeaders } from '../call-headers.js'
import { type Prepared, prepareCall } from '../call-options.js'
import { badRequest, notFound } from '../errors.js'
import type { CountAnswer, GenerateAnswer } from '../google/body.js'
import { camelCased } from '../google/camel-case.js'
import { doorOf } from '../google/door.js'
import { batchEmbedAnswer, embedAnswer, embedControls, embedTerms, namedModel } from '../google/embed.js'
import { answerOf } from '../google/reply.js'
import { chatTerms, controlsOf } from '../google/request.js'
import { answerPieces, createGenerateStream, lastPieces } from '../google/stream.js'
import { restamped, sendJson } from '../open-answer.js'
import { checkCall, isObject, type RawObject, readJson } from '../request-body.js'
import type { GatewayCall, Route } from '../route.js'
import { sendEvents } from '../sse.js'

export const gemini: Route = {
  method: 'POST',
  // the rest of the path is `{model}:{action}`; model names may hold slashes and colons
  paths: ['/v1beta/models/*', '/v1/models/*', '/models/*'],
  access: 'key',
  callType: 'agenerate_content',
  errors: 'google',
  summary: "Answers a chat, counts its tokens, or embeds texts, in the form of Gemini's API.",
  tags: ['gemini'],
  handle: async (call) => {
    const { model, action } = target(call)
    switch (action) {
      case 'generateContent':
        return generate(call, model)
      case 'streamGenerateContent':
        return generateStream(call, model)
      case 'countTokens':
        return countTokens(call, model)
      case 'embedContent':
        return embed(call, model, false)
      case 'batchEmbedContents':
        return embed(call, model, true)
      default:
        throw notFound(
          `there is no action "${action.slice(0, 60)}" here: generateContent, streamGenerateContent, countTokens, embedContent and batchEmbedContents are served`,
        )
    }
  },
}

function target({ request }: GatewayCall): { readonly model: string; readonly action: string } {
  const path = isObject(request.params) ? String(request.params['*'] ?? '') : ''
  const at = path.lastIndexOf(':')
  return { model: at < 0 ? path : path.slice(0, at), action: at < 0 ? '' : path.slice(at + 1) }
}

async function generate(call: GatewayCall, model: string): Promise<void> {
  const { body, options } = chatCall(call, model, readJson(call), false)
  const reply = await call.calls.whole('chat', body, options)
  sendJson(call, reply.meta, answerOf(restamped(reply, model, reply.meta)))
}

async function generateStream(call: GatewayCall, model: string): Promise<void> {
  const { body, options } = chatCall(call, model, readJson(call), true)
  const stream = await call.calls.stream('chat', body, options)
  const state = createGenerateStream()
  const framing = isObject(call.request.query) && call.request.query.alt === 'sse' ? events : list()
  await sendEvents<ChatChunk>(call, {
    chunks: stream,
    write: (chunk) => framing.write(answerPieces(state, restamped(chunk, model, stream.meta))),
    end: () => framing.write(lastPieces(state).map((piece) => withCost(piece, stream.meta.cost))) + framing.end,
    headers: () => ({ ...callHeaders(call, stream.meta, 'streaming'), ...framing.headers }),
    meta: () => stream.meta,
    errors: 'google',
    ...(framing.idle !== undefined && { idle: framing.idle }),
    ...(framing.broken !== undefined && { broken: framing.broken }),
  })
}

type Framing = {
  readonly headers: { readonly [name: string]: string }
  readonly end: string
  readonly idle?: string
  write(pieces: readonly GenerateAnswer[]): string
  broken?(error: object): string
}

/** `alt=sse`: one event for each piece. */
const events: Framing = {
  headers: {},
  end: '',
  write: (pieces) => pieces.map((piece) => `data: ${JSON.stringify(piece)}\r\n\r\n`).join(''),
}

/** Without it: one JSON list, whose entries come as they are ready. */
function list(): Framing {
  let isOpen = false
  const entry = (value: object) => {
    const before = isOpen ? ',\r\n' : '['
    isOpen = true
    return before + JSON.stringify(value)
  }
  return {
    headers: { 'content-type': 'application/json; charset=utf-8' },
    end: ']',
    idle: '\r\n',
    write: (pieces) => pieces.map(entry).join(''),
    broken: (error) => `${entry(error)}]`,
  }
}

/** The end of a stream tells its cost: the headers had gone before it was known. */
function withCost(piece: GenerateAnswer, cost: number | undefined): GenerateAnswer {
  const { usageMetadata: usage } = piece
  return usage === undefined || cost === undefined ? piece : { ...piece, usageMetadata: { ...usage, cost } }
}

async function countTokens(call: GatewayCall, model: string): Promise<void> {
  const raw = readJson(call)
  const whole = raw.generateContentRequest ?? raw.generate_content_request
  const { body, options } = chatCall(call, model, isObject(whole) ? whole : raw, false)
  const counted = await call.calls.whole('tokens', body, options)
  const answer: CountAnswer = { totalTokens: counted.input_tokens }
  sendJson(call, counted.meta, answer)
}

async function embed(call: GatewayCall, model: string, isBatch: boolean): Promise<void> {
  const raw = readJson(call)
  const asked = checkCall(call, { ...raw, model })
  const camel = camelCased(raw)
  const body = isObject(camel) ? camel : {}
  const bodies = isBatch ? (Array.isArray(body.requests) ? body.requests.filter(isObject) : []) : [body]
  const other = isBatch ? bodies.map(namedModel).find((name) => name !== undefined && name !== model) : undefined
  if (other !== undefined)
    throw badRequest(`requests: one of them names "${other.slice(0, 200)}", and the path names another model`, 'requests')
  const terms = embedTerms(bodies, doorOf(hostsBehind(call.serving, asked)))
  if (terms.refused !== undefined) throw badRequest(terms.refused, terms.refused.split(':')[0])
  const { body: prepared, options } = prepareCall(call, { ...embedControls(raw), ...terms.request, model: asked.model })
  const reply = await call.calls.whole('embeddings', prepared, options)
  sendJson(call, reply.meta, isBatch ? batchEmbedAnswer(reply) : embedAnswer(reply))
}

/** The chat call for a Gemini request. Throws a 400 where it cannot be asked of the models behind its name. */
export function chatCall(call: GatewayCall, model: string, raw: RawObject, stream: boolean): Prepared {
  const asked = checkCall(call, { ...raw, model })
  const camel = camelCased(raw)
  const body = isObject(camel) ? camel : {}
  const controls = controlsOf({ ...raw }, body)
  const terms = chatTerms(body, controls, asked.model, doorOf(hostsBehind(call.serving, asked)), stream)
  if (terms.refused !== undefined) throw badRequest(terms.refused, terms.refused.split(':')[0])
  return prepareCall(call, { ...terms.request })
}
