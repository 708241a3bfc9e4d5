/** `POST /v1/messages`: Anthropic's Messages API, for models of any provider. */
import type { MessageEvent, MessagesBody } from '../anthropic/body.js'
import { type Door, doorOf } from '../anthropic/door.js'
import { messageOf } from '../anthropic/reply.js'
import { chatTerms } from '../anthropic/request.js'
import { createMessageStream, lastEvents, messageEvents } from '../anthropic/stream.js'
import { hostsBehind } from '../behind.js'
import { callHeaders } from '../call-headers.js'
import { type Prepared, prepareCall } from '../call-options.js'
import type { CallBody } from '../calls.js'
import { badRequest, GatewayError } from '../errors.js'
import { restamped, sendJson } from '../open-answer.js'
import { askedModel, readCall } from '../request-body.js'
import type { GatewayCall, Route } from '../route.js'
import { sendEvents } from '../sse.js'

export const messages: Route = {
  method: 'POST',
  paths: ['/v1/messages'],
  access: 'key',
  isHot: true,
  callType: 'anthropic_messages',
  errors: 'anthropic',
  summary: "Answers a chat in the form of Anthropic's Messages API.",
  tags: ['anthropic'],
  handle: async (call) => {
    const asked = readCall(call)
    const { body, options } = chatCall(call, asked, true)
    call.reply.header('request-id', callIdOf(call))
    if (asked.stream === true) return sendMessageEvents(call, askedModel(call, asked), { body, options })
    const reply = await call.calls.whole('chat', body, options)
    sendJson(call, reply.meta, restamped(messageOf(reply), askedModel(call, asked), reply.meta))
  },
}

/** The id under which Anthropic's clients find the call; they read it from a header of their own. */
function callIdOf({ head, callId }: GatewayCall): string {
  return head.callerCallId ?? callId
}

/** The chat call for a Messages request. Throws a 400 where it cannot be asked of the models behind its name. */
export function chatCall(call: GatewayCall, asked: CallBody & MessagesBody, needsLimit: boolean): Prepared {
  refuseThread(asked)
  const door = doorOf(hostsBehind(call.serving, asked))
  const terms = chatTerms(asked, door, needsLimit)
  if (terms.refused !== undefined) throw badRequest(terms.refused, terms.refused.split(':')[0])
  return prepareCall(call, withVersion(call, { ...terms.request }, door))
}

/**
 * A thread lives at one account of one host, and calls here go to whichever deployment can answer: clients are told to send
 * the whole conversation, in the words by which they then do so by themselves.
 */
function refuseThread({ thread }: MessagesBody): void {
  if (thread === undefined || thread === null) return
  throw new GatewayError(
    400,
    'invalid_request_error',
    'thread: this gateway keeps no conversations; send the whole of it, without `thread`',
    {
      param: 'thread',
      details: { error_code: 'thread_unsupported_request' },
    },
  )
}

/** `anthropic-version` and `anthropic-beta` go to Claude alone. */
function withVersion({ request }: GatewayCall, body: CallBody, { isClaude }: Door): CallBody {
  if (!isClaude) return body
  const headers: { [name: string]: string } = {}
  for (const name of ['anthropic-version', 'anthropic-beta'] as const) {
    const value = request.headers[name]
    if (typeof value === 'string' && value !== '') headers[name] = value
  }
  const own = body.extra_headers
  return { ...body, extra_headers: { ...headers, ...(typeof own === 'object' && own) } }
}

async function sendMessageEvents(call: GatewayCall, model: string, { body, options }: Prepared): Promise<void> {
  const stream = await call.calls.stream('chat', body, options)
  const state = createMessageStream()
  await sendEvents(call, {
    chunks: stream,
    write: (chunk) => framed(messageEvents(state, restamped(chunk, model, stream.meta))),
    end: () => framed(lastEvents(state).map((event) => withCost(event, stream.meta.cost))),
    headers: () => ({ ...callHeaders(call, stream.meta, 'streaming'), 'request-id': callIdOf(call) }),
    meta: () => stream.meta,
    errors: 'anthropic',
    idle: framed([{ type: 'ping' }]),
  })
}

function framed(events: readonly MessageEvent[]): string {
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
}

/** The end of a stream tells its cost: the headers had gone before it was known. */
function withCost(event: MessageEvent, cost: number | undefined): MessageEvent {
  return event.type === 'message_delta' && cost !== undefined ? { ...event, usage: { ...event.usage, cost } } : event
}
