/** Asks for a recording as a client of the Responses API does, and reads the response as that client would, in the terms of `expected`. */
import { expect } from 'vitest'
import { isRecord, type JsonRecord, parseJson, recordsOf, textOf } from '../../../src/providers/shared/json.js'
import type { Exchange, Seen } from '../../support/corpus.js'
import { seenError } from './openai-door.js'
import { type Answered, eventsOf, nameOf, objectOf, type RecordedGateway, type Recording } from './recorded-gateway.js'
import { countOf, usageOf } from './seen-usage.js'

/** Sends a request for a recording, checks the wire form of the answer, and says what the client saw. */
export async function askResponses(gateway: RecordedGateway, recording: Recording): Promise<Seen> {
  const { exchange } = recording
  const answered = await gateway.post('/v1/responses', responsesRequest(recording))
  expect(answered.headers.get('x-litellm-call-id')).toMatch(/^[0-9a-f-]{36}$/)
  if (answered.status !== 200) return seenError(answered.status, answered.headers, objectOf(answered.text))
  if (exchange.stream) return seenStream(exchange, answered)
  const response = objectOf(answered.text)
  expect(response).toMatchObject({ object: 'response', model: nameOf(exchange), id: expect.any(String) })
  return seenResponse(response)
}

/** The recorded request where it is one, else a question that declares the tools of the answer. */
export function responsesRequest({ suite, exchange }: Recording): JsonRecord {
  const { expected, request_body: recorded, stream } = exchange
  const model = nameOf(exchange)
  if (suite.endpoint === 'responses' && recorded !== null) return { ...recorded, model, stream }
  const names = expected.kind === 'chat' ? [...new Set(expected.tool_calls.map(({ name }) => name))] : []
  const tools = names.map((name) => ({ type: 'function', name, parameters: { type: 'object', properties: {} } }))
  return { model, stream, input: 'hello', ...(tools.length > 0 && { tools }) }
}

const ends: ReadonlySet<unknown> = new Set(['response.completed', 'response.incomplete', 'response.failed'])

function seenStream(exchange: Exchange, { headers, text }: Answered): Seen {
  expect(headers.get('content-type')).toMatch(/^text\/event-stream/)
  const events = eventsOf(text)
    .filter(({ data }) => data !== '[DONE]')
    .map(({ name, data }) => {
      const event = objectOf(data)
      if (event.error === undefined) expect(event.type).toBe(name)
      return event
    })
  const failed = events.find((event) => event.type === undefined && event.error !== undefined)
  if (failed !== undefined) return seenError(countOf(Number(isRecord(failed.error) && failed.error.code)), headers, failed)
  const last = events.findLast(({ type }) => ends.has(type))
  const response = isRecord(last?.response) ? last.response : {}
  expect(response.model).toBe(nameOf(exchange))
  const seen = seenResponse(response)
  const spoken = events.map(({ type, delta }) => (type === 'response.output_text.delta' ? textOf(delta) : '')).join('')
  if (seen.kind === 'chat') expect(spoken).toBe(seen.text)
  return seen
}

function seenResponse(response: JsonRecord): Seen {
  const items = recordsOf(response.output)
  const usage = isRecord(response.usage) ? response.usage : {}
  const [before, after] = [usage.input_tokens_details, usage.output_tokens_details]
  const parts = items.filter(({ type }) => type === 'message').flatMap(({ content }) => recordsOf(content))
  const thoughts = items.filter(({ type }) => type === 'reasoning').map(reasoningOf)
  const calls = items.flatMap(callOf)
  const details = isRecord(response.incomplete_details) ? response.incomplete_details : {}
  return {
    kind: 'chat',
    text: parts.map(({ text }) => textOf(text) ?? '').join(''),
    reasoning: thoughts.join('') === '' ? null : thoughts.join(''),
    toolCalls: calls,
    finishReason: response.status === 'incomplete' ? (reasons[String(details.reason)] ?? null) : calls.length > 0 ? 'tool_calls' : 'stop',
    usage: {
      ...usageOf(countOf(usage.input_tokens), countOf(usage.output_tokens), {
        cached: isRecord(before) ? countOf(before.cached_tokens) : 0,
        reasoning: isRecord(after) ? after.reasoning_tokens : undefined,
      }),
    },
  }
}

const reasons: { readonly [reason: string]: string } = { max_output_tokens: 'length', content_filter: 'content_filter' }

/** The summary, or the thoughts themselves where a host tells them. */
function reasoningOf({ summary, content }: JsonRecord): string {
  const said = (list: unknown) =>
    recordsOf(list)
      .map(({ text }) => textOf(text) ?? '')
      .join('')
  return said(content) || said(summary)
}

function callOf({ type, name, arguments: input, input: text }: JsonRecord) {
  if (type === 'function_call') return [{ name: String(name), arguments: parseJson(String(input)) ?? input }]
  return type === 'custom_tool_call' ? [{ name: String(name), arguments: text }] : []
}
