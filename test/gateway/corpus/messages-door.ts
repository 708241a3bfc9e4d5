/** Asks for a recording as Anthropic's client does, and reads the Message as that client would, in the terms of `expected`. */
import { APIError } from '@anthropic-ai/sdk'
import { expect } from 'vitest'
import type { MessageEvent } from '../../../src/gateway/anthropic/body.js'
import { isRecord, type JsonRecord, recordsOf } from '../../../src/providers/shared/json.js'
import type { Exchange, Seen } from '../../support/corpus.js'
import { foldedMessage } from '../anthropic/messages.js'
import { type Answered, classesOf, eventsOf, nameOf, objectOf, type RecordedGateway, type Recording } from './recorded-gateway.js'
import { countOf, usageOf } from './seen-usage.js'

/** Sends a Messages request for a recording, checks the wire form of the answer, and says what the client saw. */
export async function askMessages(gateway: RecordedGateway, { exchange }: Recording, body: JsonRecord): Promise<Seen> {
  const model = nameOf(exchange)
  const answered = await gateway.post('/v1/messages', { ...body, model, stream: exchange.stream })
  const callId = answered.headers.get('x-litellm-call-id')
  expect(callId).toMatch(/^[0-9a-f-]{36}$/)
  if (answered.status !== 200) return seenError(answered.status, objectOf(answered.text), answered.headers)
  if (exchange.stream) return seenStream(exchange, answered)
  const message = objectOf(answered.text)
  expect(message).toMatchObject({ id: expect.stringMatching(/^msg/), type: 'message', role: 'assistant', model })
  return seenMessage(message)
}

function seenStream(exchange: Exchange, { headers, text }: Answered): Seen {
  expect(headers.get('content-type')).toMatch(/^text\/event-stream/)
  const events = eventsOf(text).map(({ name, data }) => {
    const event = objectOf(data)
    expect(event.type).toBe(name)
    return event as unknown as MessageEvent // its place is checked as it is folded
  })
  const failed = events.find((event) => event.type === 'error')
  if (failed !== undefined) return seenError(undefined, { ...failed }, headers)
  expect([events[0]?.type, events.at(-1)?.type]).toEqual(['message_start', 'message_stop'])
  const message = foldedMessage(events)
  expect(message.model).toBe(nameOf(exchange))
  return seenMessage(message)
}

/** Status of an error event, which has none: by its type. */
const statuses: { readonly [type: string]: number } = {
  invalid_request_error: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  overloaded_error: 529,
  timeout_error: 504,
}

/** An error as the class that Anthropic's client throws for it; its names are those of OpenAI's. */
function seenError(status: number | undefined, body: JsonRecord, headers: Headers): Seen {
  expect(body).toEqual({
    type: 'error',
    error: { type: expect.any(String), message: expect.any(String) },
    request_id: headers.get('x-litellm-call-id'),
  })
  const error = isRecord(body.error) ? body.error : {}
  expect(Object.keys(statuses)).toContain(error.type)
  const thrown = status === undefined ? undefined : APIError.generate(status, body, undefined, headers)
  return {
    kind: 'error',
    status: status ?? statuses[String(error.type)] ?? 0,
    message: String(error.message),
    ...(thrown !== undefined && { classes: classesOf(thrown) }),
  }
}

const stopWords: { readonly [reason: string]: string } = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  pause_turn: 'stop',
  compaction: 'stop',
  tool_use: 'tool_calls',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'content_filter',
}

function seenMessage(message: JsonRecord): Seen {
  const blocks = recordsOf(message.content)
  const usage = isRecord(message.usage) ? message.usage : {}
  const thinking = blocks.flatMap((block) => (block.type === 'thinking' ? [String(block.thinking)] : []))
  const [read, written] = [countOf(usage.cache_read_input_tokens), countOf(usage.cache_creation_input_tokens)]
  return {
    kind: 'chat',
    text: blocks.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    reasoning: thinking.join('') === '' ? null : thinking.join(''),
    toolCalls: blocks.flatMap(({ type, name, input }) => (type === 'tool_use' ? [{ name: String(name), arguments: input }] : [])),
    finishReason: stopWords[String(message.stop_reason)] ?? null,
    usage: usageOf(countOf(usage.input_tokens) + read + written, countOf(usage.output_tokens), {
      cached: read,
      written,
      reasoning: isRecord(usage.output_tokens_details) ? usage.output_tokens_details.thinking_tokens : undefined,
    }),
  }
}

/** `expected` as a Message can say it: a refusal is text, since a Message has no other place to say why. */
export function inMessages({ expected, response_body: body }: Exchange): Exchange['expected'] {
  if (expected.kind !== 'chat') return expected
  const feedback = isRecord(body) && isRecord(body.promptFeedback) ? body.promptFeedback : {}
  return expected.text === '' ? { ...expected, text: String(feedback.blockReasonMessage ?? '') } : expected
}
