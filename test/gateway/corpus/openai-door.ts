/** Asks for a recording as OpenAI's client does, and reads the answer as that client would. */
import { APIError } from 'openai'
import { expect } from 'vitest'
import type { ChatChunk, ChatReply } from '../../../src/protocol/chat.js'
import type { CompletionChunk, CompletionReply } from '../../../src/protocol/completions.js'
import type { EmbeddingReply } from '../../../src/protocol/embeddings.js'
import type { RerankReply } from '../../../src/protocol/rerank.js'
import { isRecord, type JsonRecord } from '../../../src/providers/shared/json.js'
import { type Seen, seenChunks, seenReply } from '../../support/corpus.js'
import { givesVectors, requestOf } from '../../support/replay.js'
import {
  type Answered,
  classesOf,
  eventsOf,
  isChat,
  nameOf,
  objectOf,
  type RecordedGateway,
  type Recording,
  type Way,
} from './recorded-gateway.js'

/** Sends a recording's request, checks the wire form of the answer, and says what the client saw. */
export async function askOpenAi(
  gateway: RecordedGateway,
  recording: Recording,
  { counts, way }: { readonly counts?: 'without usage'; readonly way?: Way } = {},
): Promise<Seen> {
  const { path, body } = requestFor(recording)
  if (counts === 'without usage') delete body.stream_options
  const answered = await gateway.post(path, body, way)
  expect(answered.headers.get('x-litellm-call-id')).toMatch(/^[0-9a-f-]{36}$/)
  if (answered.status !== 200) return seenError(answered.status, answered.headers, objectOf(answered.text))
  expect(answered.headers.get('x-litellm-model-group')).toBe(nameOf(recording.exchange))
  return recording.exchange.stream ? seenStream(recording, answered) : seenWhole(recording, objectOf(answered.text))
}

/** Path and body; a chat is asked in the recorded words where those are OpenAI's. */
export function requestFor({ suite, exchange }: Recording): { readonly path: string; readonly body: JsonRecord } {
  const model = nameOf(exchange)
  const streaming = exchange.stream ? { stream: true, stream_options: { include_usage: true } } : {}
  if (givesVectors(suite)) return { path: '/v1/embeddings', body: { model, input: 'hello', encoding_format: 'float' } }
  if (suite.endpoint === 'rerank')
    return { path: '/v1/rerank', body: { model, query: 'which?', documents: ['one', 'two', 'three', 'four', 'five'] } }
  if (suite.endpoint === 'completions') return { path: '/v1/completions', body: { model, prompt: 'Say this is a test.', ...streaming } }
  const { stream: _stream, ...asked } = requestOf(suite, exchange)
  return { path: '/v1/chat/completions', body: { ...asked, model, ...streaming } }
}

/** An error as the class that OpenAI's client throws for it. */
export function seenError(status: number, headers: Headers, body: JsonRecord): Seen {
  const { error } = body
  if (!isRecord(error)) throw new Error(`no error: ${JSON.stringify(body).slice(0, 300)}`)
  expect(error).toMatchObject({ message: expect.any(String), type: expect.any(String), code: expect.stringMatching(/^\d{3}$/) })
  expect('param' in error).toBe(true)
  expect(error.code).toBe(String(status))
  const thrown = APIError.generate(status, body, undefined, headers)
  return { kind: 'error', status, message: String(error.message), classes: classesOf(thrown) }
}

function seenWhole(recording: Recording, body: JsonRecord): Seen {
  const { suite, exchange } = recording
  // Each is read as its client's types say; what is not there fails the comparison.
  if (suite.endpoint === 'rerank') return { kind: 'rerank', results: (body as unknown as RerankReply).results }
  expect(body.model).toBe(nameOf(exchange))
  if (givesVectors(suite)) {
    const { data, usage } = body as unknown as EmbeddingReply
    expect(data.map(({ embedding }) => Array.isArray(embedding))).not.toContain(false)
    return { kind: 'embeddings', lengths: data.map(({ embedding }) => embedding.length), promptTokens: usage.prompt_tokens }
  }
  if (isChat(recording)) {
    expect(body).toMatchObject({ object: 'chat.completion', id: expect.any(String), created: expect.any(Number) })
    return seenReply(body as unknown as ChatReply)
  }
  const { choices, usage } = body as unknown as CompletionReply
  return { kind: 'completion', text: choices[0]?.text ?? '', finishReason: choices[0]?.finish_reason ?? null, usage: usage ?? null }
}

function seenStream(recording: Recording, { headers, text }: Answered): Seen {
  expect(headers.get('content-type')).toMatch(/^text\/event-stream/)
  const events = eventsOf(text).map(({ data }) => data)
  const last = events.at(-1)
  const chunks = events.filter((data) => data !== '[DONE]').map(objectOf)
  const failed = chunks.find((chunk) => chunk.error !== undefined)
  if (failed !== undefined) return seenError(Number(isRecord(failed.error) && failed.error.code), headers, failed)
  expect(last).toBe('[DONE]')
  expect(events.filter((data) => data === '[DONE]').length).toBe(1)
  expect([...new Set(chunks.map(({ model }) => model))]).toEqual([nameOf(recording.exchange)])
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
  return isChat(recording) ? seenChunks(chunks as unknown as ChatChunk[]) : seenText(chunks as unknown as CompletionChunk[])
}

function seenText(chunks: readonly CompletionChunk[]): Seen {
  const choices = chunks.flatMap((chunk) => chunk.choices)
  return {
    kind: 'completion',
    text: choices.map((choice) => choice.text).join(''),
    finishReason: choices.findLast((choice) => choice.finish_reason !== null)?.finish_reason ?? null,
    usage: chunks.findLast(({ usage }) => usage !== undefined && usage !== null)?.usage ?? null,
  }
}
