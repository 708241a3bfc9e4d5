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
import { badRequest } from '../errors.js'
import { restamped, sendJson } from '../open-answer.js'
import { readCall } from '../request-body.js'
import type { GatewayCall, Route } from '../route.js'
import { sendEvents } from '../sse.js'

export const messages: Route = {
  method: 'POST',
  paths: ['/v1/messages'],
  access: 'key',
  callType: 'anthropic_messages',
  errors: 'anthropic',
  summary: "Answers a chat in the form of Anthropic's Messages API.",
  tags: ['anthropic'],
  handle: async (call) => {
    const asked = readCall(call)
    const { body, options } = chatCall(call, asked, true)
    if (asked.stream === true) return sendMessageEvents(call, asked.model, { body, options })
    const reply = await call.serving.calls.whole('chat', body, options)
    sendJson(call, reply.meta, restamped(messageOf(reply), asked.model, reply.meta))
  },
}

/** The chat call for a Messages request. Throws a 400 where it cannot be asked of the models behind its name. */
export function chatCall(call: GatewayCall, asked: CallBody & MessagesBody, needsLimit: boolean): Prepared {
  const door = doorOf(hostsBehind(call.serving, asked))
  const terms = chatTerms(asked, door, needsLimit)
  if (terms.refused !== undefined) throw badRequest(terms.refused, terms.refused.split(':')[0])
  return prepareCall(call, withVersion(call, { ...terms.request }, door))
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
  const stream = await call.serving.calls.stream('chat', body, options)
  const state = createMessageStream()
  await sendEvents(call, {
    chunks: stream,
    write: (chunk) => framed(messageEvents(state, restamped(chunk, model, stream.meta))),
    end: () => framed(lastEvents(state).map((event) => withCost(event, stream.meta.cost))),
    headers: () => callHeaders(call, stream.meta, 'streaming'),
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
