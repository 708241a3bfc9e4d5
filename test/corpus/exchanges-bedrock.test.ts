/** Recorded Bedrock exchanges through the adapter's codecs: answers are what `expected` says, bodies what the service accepted. */
import { describe, expect, test } from 'vitest'
import { bareName } from '../../src/catalog/model-names.js'
import { familyRule } from '../../src/catalog/model-rules.js'
import type { ModelFlag } from '../../src/plan/plan.js'
import { isFault } from '../../src/protocol/failure.js'
import type { HttpReply } from '../../src/protocol/http.js'
import type { Target } from '../../src/providers/adapter.js'
import { bedrock } from '../../src/providers/bedrock.js'
import { bedrockTarget, foldFrames } from '../providers/bedrock/frames.js'
import { bodyDifferences, embeddingTerms, openAiTerms } from '../providers/bedrock/openai-terms.js'
import { chatCall, cutBytes, embeddingCall, seededRandom, testNow } from '../support/codec.js'
import {
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

const root = exchangesRoot()
const named = (endpoint: string) => readExchanges(root, 'bedrock', endpoint).map((exchange) => [exchange.id, exchange] as const)
const conversations = [...named('converse'), ...named('converse-stream')]
const invocations = named('invoke')
const embeddings = named('embeddings')

/** Open models that take a schema natively. */
const nativeSchema = /gemma-3|nemotron-nano|qwen3-32b|minimax-m2|glm-4\.7-flash|mistral-large-3/

function targetOf(exchange: Exchange, prefix = ''): Target {
  const model = exchange.model ?? 'anthropic.claude-3-haiku-20240307-v1:0'
  const rule = familyRule(bareName(model))
  const flags: ModelFlag[] = [...(rule?.flags ?? []), ...(nativeSchema.test(model) ? (['native-json-schema'] as const) : [])]
  return bedrockTarget(`${prefix}${model}`, { deployment: { flags, ...(rule !== undefined && { capabilities: rule.capabilities }) } })
}

function replyOf(exchange: Exchange): HttpReply {
  const bytes = replyBytes(exchange)
  return { status: exchange.status, headers: exchange.response_headers, bytes: () => bytes, text: () => new TextDecoder().decode(bytes) }
}

/** What a caller sees of a recorded answer; streams are cut at places that follow from `seed`. */
function seenChat(exchange: Exchange, target: Target, seed: number): Seen {
  const { expected } = exchange
  const names = expected.kind === 'chat' ? [...new Set(expected.tool_calls.map(({ name }) => name))] : []
  const tools = names.map((name) => ({ type: 'function' as const, function: { name, parameters: { type: 'object' } } }))
  const call = chatCall(tools.length > 0 ? { tools } : {}, { stream: exchange.stream })
  const reply = replyOf(exchange)
  if (exchange.status !== 200) {
    return seenFailure(bedrock.toFailure({ status: exchange.status, headers: reply.headers, text: reply.text() }, target, testNow))
  }
  if (exchange.stream) {
    const { chunks, failure } = foldFrames(cutBytes(reply.bytes(), seededRandom(seed), 40 + 200 * seed), target, call)
    return failure === undefined ? seenChunks(chunks) : seenFailure(failure)
  }
  const answer = bedrock.endpoints.chat?.fromResponse(reply, call, target)
  if (answer === undefined) throw new Error('bedrock has no chat')
  return isFault(answer) ? seenFailure(answer.failure) : seenReply(answer)
}

describe.each(conversations)('%s', (_id, exchange) => {
  test('is seen as expected, wherever its bytes are cut', () => {
    for (let seed = 0; seed < (exchange.stream ? 12 : 1); seed += 1) {
      expect(differences(seenChat(exchange, targetOf(exchange), seed), exchange.expected)).toEqual([])
    }
  })
})

const requests = conversations.filter(([, exchange]) => exchange.request_body !== null)

test.each(requests)('the conversation of %s in OpenAI terms becomes the body that was recorded', (_id, exchange) => {
  const recorded = exchange.request_body ?? {}
  const request = bedrock.endpoints.chat?.toRequest(chatCall(openAiTerms(recorded), { stream: exchange.stream }), targetOf(exchange))
  if (request === undefined || isFault(request)) throw new Error(request?.failure.message)
  expect(request.url).toBe(exchange.url)
  expect(bodyDifferences(recorded, JSON.parse(String(request.body)))).toEqual([])
})

describe.each(invocations)('%s through InvokeModel', (_id, exchange) => {
  test('is seen as expected', () => {
    expect(differences(seenChat(exchange, targetOf(exchange, 'invoke/'), 0), exchange.expected)).toEqual([])
  })

  test('a request goes to the same address in the same form', () => {
    const call = chatCall({ max_tokens: 4096, messages: [{ role: 'user', content: 'Review.' }] })
    const request = bedrock.endpoints.chat?.toRequest(call, targetOf(exchange, 'invoke/'))
    if (request === undefined || isFault(request)) throw new Error(request?.failure.message)
    expect(request.url).toBe(exchange.url)
    const { anthropic_version: version, ...rest } = JSON.parse(String(request.body))
    expect([version, Object.keys(rest)]).toEqual([exchange.request_body?.anthropic_version, ['max_tokens', 'messages']])
  })
})

describe.each(embeddings)('%s embeddings', (_id, exchange) => {
  const target = targetOf(exchange)

  test('are seen as expected', () => {
    const reply = bedrock.endpoints.embeddings?.fromResponse(replyOf(exchange), embeddingCall(), target)
    if (reply === undefined || isFault(reply)) throw new Error(reply?.failure.message)
    const lengths = reply.data.map((entry) => entry.embedding.length)
    expect(differences({ kind: 'embeddings', lengths, promptTokens: reply.usage.prompt_tokens }, exchange.expected)).toEqual([])
  })

  test('the request in OpenAI terms becomes the body that was recorded', () => {
    const request = bedrock.endpoints.embeddings?.toRequest(embeddingCall(embeddingTerms(exchange.request_body ?? {})), target)
    if (request === undefined || isFault(request)) throw new Error(request?.failure.message)
    expect(request.url).toBe(exchange.url)
    expect(JSON.parse(String(request.body))).toEqual(exchange.request_body)
  })
})

test('there are recordings of every kind', () => {
  expect([conversations, embeddings].filter((list) => list.length === 0)).toEqual([])
  expect(conversations.some(([, exchange]) => exchange.stream)).toBe(true)
})
