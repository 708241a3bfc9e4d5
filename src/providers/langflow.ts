/** Langflow: the model is a flow that runs to its end. Sources: Langflow's reference of `/api/v1/run`, LiteLLM's adapter. */
import type { ChatReply } from '../protocol/chat.js'
import type { Outcome } from '../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../protocol/http.js'
import type { Adapter, Call, Target } from './adapter.js'
import { badRequest, invalidReply } from './shared/failure.js'
import { isRecord, parseJson, recordsOf, textOf } from './shared/json.js'
import { requestHeaders } from './shared/request-headers.js'
import { type TextPiece, textReply, textStream, wholeBodyDecoder } from './shared/text-answer.js'
import { textRequest } from './shared/text-request.js'
import { embeddedFailure, httpFailure } from './shared/to-failure.js'

/** Adapter of the format `langflow`: chat; a streamed call gets the whole answer as one piece. */
export const langflow: Adapter = {
  format: 'langflow',
  framing: 'sse',
  createDecoder: wholeBodyDecoder,
  endpoints: { chat: { toRequest, fromResponse, stream: textStream(({ data }, { target }) => readAnswer(data, target)) } },
  authorize: (request, credentials) =>
    credentials.kind === 'key' ? { ...request, headers: { ...request.headers, 'x-api-key': credentials.key } } : request,
  toFailure: (failure, target, now) => httpFailure(failure, target, [], now),
}

/** A flow keeps the conversation by `session_id`; it is asked the last thing the user said. */
function toRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const read = textRequest(call, target, [])
  if (read.failure !== undefined) return read
  const { turns, native } = read
  // whoever may call the model may not turn it into another flow
  const forbidden = ['tweaks', 'flow_id'].find((name) => Object.hasOwn(call.request, name))
  if (forbidden !== undefined) return badRequest(target, `\`${forbidden}\` belongs to the flow and cannot be set by a request`, forbidden)
  const question = turns.findLast(({ by }) => by === 'user') ?? turns.at(-1)
  return {
    method: 'POST',
    url: `${target.baseUrl}/api/v1/run/${encodeURIComponent(target.model)}`,
    headers: requestHeaders(call, target, {}),
    body: JSON.stringify({ input_value: question?.text ?? '', input_type: 'chat', output_type: 'chat', ...native }),
  }
}

function fromResponse(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  const piece = readAnswer(reply.text(), target)
  return 'failure' in piece ? piece : textReply([piece], call, target)
}

/** The text of the first output that holds a message. */
function readAnswer(text: string, target: Target): Outcome<TextPiece> {
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text)
  for (const output of recordsOf(body.outputs).flatMap((run) => recordsOf(run.outputs))) {
    const places = [output.results, ...(isRecord(output.outputs) ? Object.values(output.outputs) : [])]
    const message = places.map((place) => (isRecord(place) ? place.message : undefined)).find(isRecord)
    const said = message && textOf(message.text)
    if (said !== undefined) return { text: said, finish: 'stop', isLast: true }
  }
  if (body.detail !== undefined || body.error !== undefined) return { failure: embeddedFailure(body, target, []) }
  return invalidReply(target, 'an answer without a message; the flow must end in a Chat Output', text)
}
