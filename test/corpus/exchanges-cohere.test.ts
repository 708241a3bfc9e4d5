/** Recorded Cohere exchanges through the codec: answers as expected, and recorded requests rebuilt from OpenAI terms. */
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { ChatRequest } from '../../src/protocol/chat.js'
import type { EmbeddingRequest } from '../../src/protocol/embeddings.js'
import { isFault } from '../../src/protocol/failure.js'
import { cohere } from '../../src/providers/cohere.js'
import { isRecord, type JsonRecord, recordsOf } from '../../src/providers/shared/json.js'
import { chatCall, embeddingCall, testTarget } from '../support/codec.js'
import { canonical, differences, type Exchange, exchangesRoot, readExchanges } from '../support/corpus.js'
import { replayCodec } from './codec-replay.js'

const roots = [...new Set([exchangesRoot(), fileURLToPath(new URL('../fixtures', import.meta.url))])]
const exchanges = roots.flatMap((root) => ['chat', 'embeddings'].flatMap((endpoint) => readExchanges(root, 'cohere', endpoint)))
const targetOf = ({ model }: Exchange) =>
  testTarget({
    provider: { name: 'cohere', format: 'cohere' },
    baseUrl: 'https://api.cohere.example',
    ...(model !== null && { model }),
  })

describe('answers', () => {
  test.each(exchanges.map((exchange) => [exchange.id, exchange] as const))(
    '%s is seen as expected, wherever it is cut',
    (_id, exchange) => {
      for (let seed = 0; seed < 5; seed += 1) {
        expect(differences(replayCodec(cohere, targetOf(exchange), exchange, seed), exchange.expected)).toEqual([])
      }
    },
  )
})

describe('requests', () => {
  const recorded = exchanges.flatMap((exchange) =>
    exchange.request_body === null ? [] : [{ ...exchange, request_body: exchange.request_body }],
  )

  test.each(recorded.map((exchange) => [exchange.id, exchange] as const))('%s is rebuilt from OpenAI terms', (_id, exchange) => {
    const target = targetOf(exchange)
    const isChat = exchange.endpoint === 'chat'
    const built = isChat
      ? cohere.endpoints.chat?.toRequest(chatCall(chatTerms(exchange.request_body)), target)
      : cohere.endpoints.embeddings?.toRequest(embeddingCall(embedTerms(exchange.request_body)), target)
    if (built === undefined || isFault(built)) throw new Error(built?.failure.message ?? 'no codec')
    expect(new URL(built.url).pathname).toBe(isChat ? '/v2/chat' : '/v2/embed')
    expect(canonical(normalised(JSON.parse(String(built.body))))).toBe(canonical(normalised(exchange.request_body)))
  })
})

/** Nulls and `stream: false` say nothing; llmgen does not send them. */
function normalised(body: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(body).filter(([key, value]) => value !== null && !(key === 'stream' && value === false)))
}

/** A recorded chat body as an OpenAI client would have written it. */
function chatTerms(body: JsonRecord): Partial<ChatRequest> {
  const {
    p,
    k,
    stop_sequences: stop,
    tool_choice: choice,
    strict_tools: strict,
    tools,
    messages,
    response_format: format,
    stream: _,
    ...rest
  } = body
  const isSchema = isRecord(format) && isRecord(format.json_schema)
  const terms = {
    ...rest,
    ...(p !== undefined && { top_p: p }),
    ...(k !== undefined && { top_k: k }),
    ...(stop !== undefined && { stop }),
    ...(choice !== undefined && { tool_choice: choice === 'NONE' ? 'none' : 'required' }),
    ...(tools !== undefined && {
      tools: recordsOf(tools).map((tool) => (strict === true ? { ...tool, function: { ...Object(tool.function), strict } } : tool)),
    }),
    ...(format !== undefined && {
      response_format: isSchema ? { type: 'json_schema', json_schema: { name: 'answer', schema: format.json_schema } } : format,
    }),
    messages: recordsOf(messages).map(messageTerms),
  }
  return terms as Partial<ChatRequest> // what a caller without a type checker would hand over
}

/** Thinking and plans are `reasoning_content` for an OpenAI client. */
function messageTerms(message: JsonRecord): JsonRecord {
  if (message.role !== 'assistant') return message
  const { tool_plan: plan, content, ...rest } = message
  const parts = recordsOf(content)
  const thinking = parts.map((part) => (part.type === 'thinking' ? part.thinking : '')).join('')
  const left = parts.filter((part) => part.type !== 'thinking')
  return {
    ...rest,
    ...(content !== undefined && { content: parts.length > 0 ? left : content }),
    ...((plan !== undefined || thinking !== '') && { reasoning_content: `${thinking}${plan ?? ''}` }),
  }
}

function embedTerms(body: JsonRecord): Partial<EmbeddingRequest> {
  const { texts, output_dimension: dimensions, embedding_types: types, ...rest } = body
  const isText = Array.isArray(types) && types[0] === 'base64'
  const terms = { ...rest, input: texts, dimensions, ...(isText && { encoding_format: 'base64' }) }
  return terms as Partial<EmbeddingRequest> // what a caller without a type checker would hand over
}
