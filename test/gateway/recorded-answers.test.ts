/** Recorded answers of other vendors through the doors of Anthropic and Google, over sockets: what a caller sees is what `expected` says. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MessageEvent } from '../../src/gateway/anthropic/body.js'
import { createGateway, type Gateway } from '../../src/gateway/gateway.js'
import type { Usage } from '../../src/protocol/chat.js'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../../src/providers/shared/json.js'
import { differences, type Exchange, exchangesRoot, readExchanges, type Seen } from '../support/corpus.js'
import { createExchangeServer, type ExchangeServer, exchangeHeader } from '../support/exchange-server.js'
import { type Suite, suiteYaml } from '../support/replay.js'
import { foldedMessage } from './anthropic/messages.js'
import { foldedAnswer } from './google/answers.js'

const suites: readonly Suite[] = [
  { folder: 'openai', endpoint: 'chat', prefix: 'openai' },
  { folder: 'groq', endpoint: 'chat', prefix: 'groq' },
  { folder: 'mistral', endpoint: 'chat', prefix: 'mistral' },
  { folder: 'anthropic', endpoint: 'messages', prefix: 'anthropic' },
  { folder: 'google', endpoint: 'generateContent', prefix: 'gemini' },
  { folder: 'google', endpoint: 'streamGenerateContent', prefix: 'gemini' },
  { folder: 'bedrock', endpoint: 'converse', prefix: 'bedrock' },
  { folder: 'bedrock', endpoint: 'converse-stream', prefix: 'bedrock' },
]

const root = exchangesRoot()
const recordingsOf = ({ folder, endpoint }: Suite) => readExchanges(root, folder, endpoint)
const count = (value: unknown) => (typeof value === 'number' ? value : 0)

describe.each(suites.filter((suite) => recordingsOf(suite).length > 0))('$folder $endpoint', (suite) => {
  const exchanges = recordingsOf(suite)
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-doors-'))
  let server: ExchangeServer
  let gateway: Gateway
  let url: string
  beforeAll(async () => {
    server = await createExchangeServer(exchanges, 20_250_601)
    const path = join(folder, 'litellm_config.yaml')
    writeFileSync(path, suiteYaml(suite, exchanges, server.origin))
    gateway = await createGateway({ config: { path }, env: { TEST_KEY: 'test-key-for-recordings' } })
    url = await gateway.listen({ port: 0, host: '127.0.0.1' })
  })
  afterAll(async () => {
    await gateway?.close(0)
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const ids = exchanges.map((exchange) => [exchange.id, exchange] as const)

  test.each(ids)('%s as a Message', async (_id, exchange) => {
    const body = { ...question(exchange), stream: exchange.stream }
    const response = await post(`${url}/v1/messages`, body)
    const text = await response.text()
    if (response.status !== 200) return expectError(response.status, JSON.parse(text), exchange)
    const events = exchange.stream ? eventsOf(text).map((event) => event as unknown as MessageEvent) : []
    const failed = events.find((event) => event.type === 'error')
    if (failed !== undefined) return expectError(exchange.status, failed, exchange)
    expect(differences(seenMessage(exchange.stream ? foldedMessage(events) : JSON.parse(text)), inMessages(exchange))).toEqual([])
  })

  test.each(ids)('%s as an answer of generateContent', async (_id, exchange) => {
    const action = exchange.stream ? 'streamGenerateContent?alt=sse' : 'generateContent'
    const response = await post(`${url}/v1beta/models/${encodeURIComponent(groupOf(exchange))}:${action}`, contents(exchange))
    const text = await response.text()
    if (response.status !== 200) return expectError(response.status, JSON.parse(text), exchange)
    const pieces = exchange.stream ? eventsOf(text) : [JSON.parse(text)]
    const failed = pieces.find((piece) => piece.error !== undefined)
    if (failed !== undefined) return expectError(exchange.status, failed, exchange)
    expect(differences(seenAnswer(foldedAnswer(pieces)), inGemini(exchange))).toEqual([])
  })
})

const groupOf = (exchange: Exchange) => `recorded ${exchange.model ?? 'model-x'}`
const post = (url: string, body: object) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const eventsOf = (text: string): JsonRecord[] =>
  text.split('\n').flatMap((line) => (line.startsWith('data:') ? [JSON.parse(line.slice('data:'.length))] : []))

function toolNames({ expected }: Exchange): readonly string[] {
  return expected.kind === 'chat' ? [...new Set(expected.tool_calls.map(({ name }) => name))] : []
}

function question(exchange: Exchange): object {
  const tools = toolNames(exchange).map((name) => ({ name, input_schema: { type: 'object', properties: {} } }))
  return {
    model: groupOf(exchange),
    max_tokens: 4096,
    messages: [{ role: 'user', content: 'hello' }],
    ...(tools.length > 0 && { tools }),
    extra_headers: { [exchangeHeader]: exchange.id },
  }
}

function contents(exchange: Exchange): object {
  const declared = toolNames(exchange).map((name) => ({ name, parameters: { type: 'OBJECT', properties: {} } }))
  return {
    contents: [{ role: 'user', parts: [{ text: 'hello' }] }],
    ...(declared.length > 0 && { tools: [{ functionDeclarations: declared }] }),
    extra_headers: { [exchangeHeader]: exchange.id },
  }
}

/** A refusal is text in a Message, which has no other place to say why. */
function inMessages({ expected, response_body: body }: Exchange): Exchange['expected'] {
  const feedback = isRecord(body) && isRecord(body.promptFeedback) ? body.promptFeedback : {}
  return expected.kind === 'chat' && expected.text === '' ? { ...expected, text: String(feedback.blockReasonMessage ?? '') } : expected
}

/** Gemini does not tell what was written to a cache. */
function inGemini({ expected }: Exchange): Exchange['expected'] {
  if (expected.kind !== 'chat' || expected.usage === null) return expected
  const { cache_creation_tokens: _written, ...usage } = expected.usage
  return { ...expected, usage }
}

function expectError(status: number, body: unknown, exchange: Exchange): void {
  const error = isRecord(body) && isRecord(body.error) ? body.error : {}
  expect(differences({ kind: 'error', status, message: String(error.message) }, exchange.expected)).toEqual([])
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
  const [read, written] = [count(usage.cache_read_input_tokens), count(usage.cache_creation_input_tokens)]
  return {
    kind: 'chat',
    text: blocks.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    reasoning: thinking.join('') === '' ? null : thinking.join(''),
    toolCalls: blocks.flatMap(({ type, name, input }) => (type === 'tool_use' ? [{ name: String(name), arguments: input }] : [])),
    finishReason: stopWords[String(message.stop_reason)] ?? null,
    usage: usageOf(count(usage.input_tokens) + read + written, count(usage.output_tokens), {
      cached: read,
      written,
      reasoning: isRecord(usage.output_tokens_details) ? usage.output_tokens_details.thinking_tokens : undefined,
    }),
  }
}

function usageOf(prompt: number, completion: number, details: { cached: number; written?: number; reasoning: unknown }): Usage {
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: details.cached, cache_creation_tokens: details.written ?? 0 },
    ...(typeof details.reasoning === 'number' && { completion_tokens_details: { reasoning_tokens: details.reasoning } }),
  }
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
    usage: usageOf(count(usage.promptTokenCount), count(usage.candidatesTokenCount) + count(usage.thoughtsTokenCount), {
      cached: count(usage.cachedContentTokenCount),
      reasoning: usage.thoughtsTokenCount,
    }),
  }
}

const endOf = (reason: unknown) => (reason === 'MAX_TOKENS' ? 'length' : 'content_filter')
