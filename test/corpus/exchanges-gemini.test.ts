/** Recorded exchanges with Gemini through its codecs: what a caller sees is what `expected` says, and the request is built again. */
import { describe, expect, test } from 'vitest'
import { findModel } from '../../src/catalog/models.js'
import type { ChatRequest } from '../../src/protocol/chat.js'
import { isFault } from '../../src/protocol/failure.js'
import type { ChatMessage } from '../../src/protocol/messages.js'
import type { Target } from '../../src/providers/adapter.js'
import { gemini } from '../../src/providers/gemini.js'
import { isRecord, type JsonRecord, recordsOf } from '../../src/providers/shared/json.js'
import { chatCall, cutBytes, embeddingCall, foldStream, httpReply, seededRandom, testNow, testTarget } from '../support/codec.js'
import {
  canonical,
  differences,
  type Exchange,
  exchangesRoot,
  readExchanges,
  replyBytes,
  type Seen,
  seenChunks,
  seenFailure,
  seenReply,
} from '../support/corpus.js'
import { normalBody, openAiTerms } from '../support/gemini-terms.js'

/** Requests that are built otherwise, each with the reason. At most five in a hundred. */
const otherRequests: ReadonlyMap<string, string> = new Map([])

const root = exchangesRoot()
const read = (endpoint: string) => readExchanges(root, 'google', endpoint).map((exchange) => [exchange.id, exchange] as const)
const chats = [...read('generateContent'), ...read('streamGenerateContent')]
const embeddings = read('embeddings')
const requests = chats.filter(([id, { request_body: body }]) => body !== null && !otherRequests.has(id))

/** Flagged by the catalogue. */
function targetOf({ model }: Exchange) {
  const flags = findModel('gemini', model ?? '')?.flags ?? []
  return testTarget({
    provider: { name: 'gemini', format: 'gemini', auth: 'x-goog-api-key' },
    deployment: { flags },
    model: model ?? 'model-x',
    baseUrl: 'https://generativelanguage.example/v1beta',
  })
}

function chatSeen(exchange: Exchange, seed: number): Seen {
  const target = targetOf(exchange)
  const bytes = replyBytes(exchange)
  const text = new TextDecoder().decode(bytes)
  if (exchange.status >= 400) {
    return seenFailure(gemini.toFailure({ status: exchange.status, headers: exchange.response_headers, text }, target, testNow))
  }
  if (!exchange.stream) {
    const reply = gemini.endpoints.chat?.fromResponse(httpReply(text, exchange.response_headers), chatCall(), target)
    if (reply === undefined) throw new Error('no chat codec')
    return isFault(reply) ? seenFailure(reply.failure) : seenReply(reply)
  }
  const pieces = cutBytes(bytes, seededRandom(seed), Math.max(24, bytes.length / 20))
  const { chunks, failure } = foldStream(gemini, pieces, target, chatCall({}, { stream: true }))
  return failure === undefined ? seenChunks(chunks) : seenFailure(failure)
}

/** Parts of the assistant's turn that a request with these messages sends. */
function nextTurn(messages: ChatMessage[], target: Target): readonly JsonRecord[] {
  const built = gemini.endpoints.chat?.toRequest(chatCall({ messages: [{ role: 'user', content: 'go on' }, ...messages] }), target)
  if (built === undefined || isFault(built)) throw new Error(JSON.stringify(built?.failure))
  const body: { contents: { role: string; parts: JsonRecord[] }[] } = JSON.parse(String(built.body))
  return normalParts(body.contents.filter(({ role }) => role === 'model').flatMap(({ parts }) => parts))
}

function normalParts(parts: readonly JsonRecord[]): readonly JsonRecord[] {
  const body = normalBody({ contents: [{ role: 'model', parts }] })
  const known = recordsOf(recordsOf(body.contents)[0]?.parts).map(({ functionCall: call, ...part }) => {
    if (!isRecord(call)) return part
    const { id: _mayBeMinted, args = {}, ...named } = call
    return { ...part, functionCall: { ...named, args } }
  })
  return joinTexts(known)
}

/** Neighbouring texts without a signature are one. */
function joinTexts(parts: readonly JsonRecord[]): readonly JsonRecord[] {
  const all: JsonRecord[] = []
  const isPlain = (part: JsonRecord | undefined) => part !== undefined && Object.keys(part).join() === 'text'
  for (const part of parts) {
    const last = all.at(-1)
    if (isPlain(last) && isPlain(part)) all[all.length - 1] = { text: `${String(last?.text)}${String(part.text)}` }
    else all.push(part)
  }
  return all
}

describe('answers', () => {
  test.each(chats)('%s is seen as expected', (_id, exchange) => {
    for (const seed of [1, 2, 3]) expect(differences(chatSeen(exchange, seed), exchange.expected)).toEqual([])
  })

  test.each(embeddings)('%s is seen as expected', (_id, exchange) => {
    const target = targetOf(exchange)
    const text = new TextDecoder().decode(replyBytes(exchange))
    const reply = gemini.endpoints.embeddings?.fromResponse(httpReply(text), embeddingCall(), target)
    if (reply === undefined) throw new Error('no embeddings codec')
    const seen: Seen =
      exchange.status >= 400
        ? seenFailure(gemini.toFailure({ status: exchange.status, headers: exchange.response_headers, text }, target, testNow))
        : isFault(reply)
          ? seenFailure(reply.failure)
          : { kind: 'embeddings', lengths: reply.data.map((entry) => entry.embedding.length), promptTokens: reply.usage.prompt_tokens }
    expect(differences(seen, exchange.expected)).toEqual([])
  })
})

describe('requests', () => {
  test.each(requests)('%s is built again from OpenAI terms', (_id, exchange) => {
    const recorded: JsonRecord = { ...exchange.request_body }
    const call = chatCall(openAiTerms(recorded) as unknown as ChatRequest, { stream: exchange.stream }) // as a caller without types writes it
    const built = gemini.endpoints.chat?.toRequest(call, targetOf(exchange))
    if (built === undefined || isFault(built)) throw new Error(JSON.stringify(built?.failure))
    expect(new URL(built.url).pathname.split('/').at(-1)).toBe(new URL(exchange.url ?? '').pathname.split('/').at(-1))
    const sent: unknown = JSON.parse(String(built.body))
    if (!isRecord(sent)) throw new Error('no body')
    expect(JSON.parse(canonical(normalBody(sent)))).toEqual(JSON.parse(canonical(normalBody(recorded))))
  })

  test.each(embeddings.filter(([, { request_body: body }]) => body !== null))('%s is built again from OpenAI terms', (_id, exchange) => {
    const { requests: entries } = exchange.request_body as { requests: readonly JsonRecord[] } // the shape of the method
    const [first] = entries
    const texts = entries.map(({ content }) => (content as { parts: { text: string }[] }).parts[0]?.text ?? '')
    const call = embeddingCall({
      input: texts,
      ...(typeof first?.outputDimensionality === 'number' && { dimensions: first.outputDimensionality }),
      ...(first?.taskType !== undefined && { task_type: first.taskType }),
    })
    const built = gemini.endpoints.embeddings?.toRequest(call, targetOf(exchange))
    if (built === undefined || isFault(built)) throw new Error(JSON.stringify(built?.failure))
    expect(new URL(built.url).pathname.split('/').at(-1)).toBe(new URL(exchange.url ?? '').pathname.split('/').at(-1))
    expect(JSON.parse(String(built.body))).toEqual(exchange.request_body)
  })

  const replies = chats.filter(([, { status, stream }]) => status === 200 && !stream)
  test.each(replies)('%s comes back on the next turn as it was', (_id, exchange) => {
    const target = targetOf(exchange)
    const reply = gemini.endpoints.chat?.fromResponse(httpReply(exchange.response_body), chatCall(), target)
    if (reply === undefined || isFault(reply)) throw new Error('no reply')
    const message: ChatMessage = JSON.parse(JSON.stringify(reply.choices[0]?.message))
    const plain = {
      role: 'assistant' as const,
      content: message.content ?? null,
      ...('tool_calls' in message && { tool_calls: message.tool_calls }),
    }
    const body = exchange.response_body as { candidates?: { content?: { parts?: JsonRecord[] } }[] } // the shape of the method
    const parts = (body.candidates?.[0]?.content?.parts ?? []).filter((part) => part.thought !== true)
    expect(nextTurn([message as ChatMessage], target)).toEqual(normalParts(parts))
    // a client that knows OpenAI's members only still sends every signature of a call
    const signed = (part: JsonRecord) => part.functionCall !== undefined && part.thoughtSignature !== undefined
    expect(nextTurn([plain as ChatMessage], target).filter(signed)).toEqual(normalParts(parts).filter(signed))
  })

  test('exceptions are at most five in a hundred', () => {
    expect(otherRequests.size).toBeLessThanOrEqual(Math.ceil(chats.length * 0.05))
  })
})
