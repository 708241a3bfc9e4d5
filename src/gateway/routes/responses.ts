/** `POST /responses`: OpenAI's Responses API over any provider, whole or streamed. */
import type { ResponsesEvent } from '../../protocol/responses.js'
import type { AnswerStream } from '../../runtime/streams/stream-types.js'
import { callHeaders } from '../call-headers.js'
import { prepareCall } from '../call-options.js'
import type { CallBody } from '../calls.js'
import { restamped, sendJson } from '../open-answer.js'
import { withFiles } from '../pass-through/file-references.js'
import { followingUp, withResponseId } from '../pass-through/response-ids.js'
import { askedModel, readCall } from '../request-body.js'
import { requirePresent } from '../request-members.js'
import type { GatewayCall, Route } from '../route.js'
import { sendEvents } from '../sse.js'

export const responses: Route = {
  method: 'POST',
  paths: ['/responses', '/v1/responses'],
  access: 'key',
  isHot: true,
  callType: 'aresponses',
  errors: 'openai',
  summary: 'Answers with the items of a response.',
  tags: ['responses'],
  handle: async (call) => {
    const asked = readCall(call)
    requirePresent(asked, 'input')
    const { body, options } = prepareCall(call, await withFiles(call, followingUp(call, asked)), 'provider')
    const { calls } = call
    if (body.stream === true) return send(call, asked, await calls.stream('responses', body, options))
    const reply = await calls.whole('responses', body, options)
    sendJson(call, reply.meta, withResponseId(call, restamped(reply, askedModel(call, asked), reply.meta), asked, reply.meta))
  },
}

/** Events carry their type as their name, and there is no `[DONE]`. */
function send(call: GatewayCall, asked: CallBody, stream: AnswerStream<ResponsesEvent>): Promise<void> {
  return sendEvents(call, {
    chunks: stream,
    write: (event) => `event: ${event.type}\ndata: ${JSON.stringify(named(call, event, asked, stream))}\n\n`,
    end: () => '',
    headers: () => callHeaders(call, stream.meta, 'streaming'),
    meta: () => stream.meta,
    errors: 'openai',
  })
}

/** The response inside an event is named as the caller named its model, and has an id of the gateway. */
function named(call: GatewayCall, event: ResponsesEvent, asked: CallBody, { meta }: AnswerStream<ResponsesEvent>): object {
  if (!('response' in event)) return event
  return { ...event, response: withResponseId(call, restamped(event.response, askedModel(call, asked), meta), asked, meta) }
}
