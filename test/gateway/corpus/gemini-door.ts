/** Asks for a recording as Google's client does, and reads the answer as that client would, in the terms of `expected`. */
import { expect } from 'vitest'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../../../src/providers/shared/json.js'
import type { Exchange, Seen } from '../../support/corpus.js'
import { foldedAnswer } from '../google/answers.js'
import { eventsOf, nameOf, objectOf, type RecordedGateway, type Recording } from './recorded-gateway.js'
import { countOf, usageOf } from './seen-usage.js'

/** Sends a question for a recording, checks the wire form of the answer, and says what the client saw. */
export async function askGemini(gateway: RecordedGateway, { exchange }: Recording): Promise<Seen> {
  const model = nameOf(exchange)
  const action = exchange.stream ? 'streamGenerateContent?alt=sse' : 'generateContent'
  const { status, headers, text } = await gateway.post(`/v1beta/models/${model}:${action}`, question(exchange))
  expect(headers.get('x-litellm-call-id')).toMatch(/^[0-9a-f-]{36}$/)
  if (status !== 200) return seenError(status, objectOf(text))
  const pieces = exchange.stream ? eventsOf(text).map(({ data }) => objectOf(data)) : [objectOf(text)]
  const failed = pieces.find((piece) => piece.error !== undefined)
  if (failed !== undefined) return seenError(countOf(isRecord(failed.error) && failed.error.code), failed)
  expect([...new Set(pieces.map(({ modelVersion }) => modelVersion))]).toEqual([model])
  return seenAnswer(foldedAnswer(pieces))
}

function question({ expected }: Exchange): JsonRecord {
  const names = expected.kind === 'chat' ? [...new Set(expected.tool_calls.map(({ name }) => name))] : []
  const declared = names.map((name) => ({ name, parameters: { type: 'OBJECT', properties: {} } }))
  return {
    contents: [{ role: 'user', parts: [{ text: 'hello' }] }],
    ...(declared.length > 0 && { tools: [{ functionDeclarations: declared }] }),
  }
}

function seenError(status: number, body: JsonRecord): Seen {
  expect(body).toEqual({ error: { code: status, message: expect.any(String), status: expect.stringMatching(/^[A-Z_]+$/) } })
  return { kind: 'error', status, message: String(isRecord(body.error) && body.error.message) }
}

function seenAnswer(answer: JsonRecord): Seen {
  const [candidate = {}] = recordsOf(answer.candidates)
  const parts = isRecord(candidate.content) ? recordsOf(candidate.content.parts) : []
  const usage = isRecord(answer.usageMetadata) ? answer.usageMetadata : {}
  const calls = parts.flatMap(({ functionCall: call }) => (isRecord(call) ? [{ name: String(call.name), arguments: call.args }] : []))
  const thoughts = parts.map((part) => (part.thought === true ? (textOf(part.text) ?? '') : '')).join('')
  const reason = candidate.finishReason === 'STOP' ? (calls.length > 0 ? 'tool_calls' : 'stop') : endOf(candidate.finishReason)
  return {
    kind: 'chat',
    text: parts.map((part) => (part.thought === true ? '' : (textOf(part.text) ?? ''))).join(''),
    reasoning: thoughts === '' ? null : thoughts,
    toolCalls: calls,
    finishReason: isRecord(answer.promptFeedback) ? 'content_filter' : reason,
    usage: usageOf(countOf(usage.promptTokenCount), countOf(usage.candidatesTokenCount) + countOf(usage.thoughtsTokenCount), {
      cached: countOf(usage.cachedContentTokenCount),
      reasoning: usage.thoughtsTokenCount,
    }),
  }
}

const endOf = (reason: unknown) => (reason === 'MAX_TOKENS' ? 'length' : 'content_filter')
