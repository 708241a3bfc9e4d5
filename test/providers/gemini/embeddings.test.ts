/** Embeddings over batchEmbedContents. */
import { describe, expect, test } from 'vitest'
import type { EmbeddingRequest } from '../../../src/protocol/embeddings.js'
import { isFault } from '../../../src/protocol/failure.js'
import { gemini } from '../../../src/providers/gemini.js'
import { embeddingCall, httpReply } from '../../support/codec.js'
import { geminiTarget, type Loose } from './support.js'

function sent(request: Loose) {
  const http = gemini.endpoints.embeddings?.toRequest(embeddingCall(request as Partial<EmbeddingRequest>), geminiTarget())
  if (http === undefined) throw new Error('no embeddings codec')
  return isFault(http) ? { kind: http.failure.kind, param: http.failure.param } : { url: http.url, body: JSON.parse(String(http.body)) }
}
function read(wire: unknown, request: Partial<EmbeddingRequest> = {}) {
  const reply = gemini.endpoints.embeddings?.fromResponse(httpReply(wire), embeddingCall(request), geminiTarget())
  if (reply === undefined) throw new Error('no embeddings codec')
  return isFault(reply) ? [reply.failure.kind, reply.failure.code] : reply
}
const entry = (text: string, more: object = {}) => ({ model: 'models/model-x', content: { parts: [{ text }] }, ...more })
const url = 'https://generativelanguage.example/v1beta/models/model-x:batchEmbedContents'
const listed = (vectors: unknown[], tokens: number) => ({
  object: 'list',
  data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
  model: 'model-x',
  usage: { prompt_tokens: tokens, total_tokens: tokens },
})

describe('requests', () => {
  test.each([
    { name: 'one text', request: { input: 'a' }, requests: [entry('a')] },
    {
      name: 'several',
      request: { input: ['a', 'b'], dimensions: 8 },
      requests: [entry('a', { outputDimensionality: 8 }), entry('b', { outputDimensionality: 8 })],
    },
    {
      name: "the vendor's own",
      request: { input: 'a', task_type: 'RETRIEVAL_QUERY', extra_body: { title: 't' }, user: 'u' },
      requests: [entry('a', { taskType: 'RETRIEVAL_QUERY', title: 't' })],
    },
  ])('$name', ({ request, requests }) => expect(sent(request)).toEqual({ url, body: { requests } }))
  test('token ids are refused', () => expect(sent({ input: [[1, 2]] })).toEqual({ kind: 'bad-request', param: 'input' }))
})

describe('replies', () => {
  test('in the order of the texts, with counts', () => {
    expect(read({ embeddings: [{ values: [1, 2] }, { values: [3, 4] }], usageMetadata: { promptTokenCount: 7 } })).toEqual(
      listed(
        [
          [1, 2],
          [3, 4],
        ],
        7,
      ),
    )
  })
  test('of models that count nothing, at four characters to a token', () => {
    expect(read({ embeddings: [{ values: [1] }, { values: [2] }] }, { input: ['hello', 'you'] })).toEqual(listed([[1], [2]], 3))
  })
  test('of embedContent, and of predict', () => {
    expect(read({ embedding: { values: [1] }, usageMetadata: { promptTokenCount: 2 } })).toEqual(listed([[1]], 2))
    expect(read({ predictions: [{ embeddings: { values: [1], statistics: { token_count: 5 } } }] })).toEqual(listed([[1]], 5))
  })
  test('as base64 where it was asked for', () => {
    expect(read({ embedding: { values: [1] }, usageMetadata: { promptTokenCount: 2 } }, { encoding_format: 'base64' })).toEqual(
      listed(['AACAPw=='], 2),
    )
  })
  test.each(['', '[]', '{}', '{"embeddings":[{"values":["x"]}]}', '{"embeddings":[{}]}', '{"embeddings":[]}'])(
    '%j is a failure',
    (wire) => {
      expect(read(wire)).toEqual(['connection', 'invalid_response'])
    },
  )
  test('an error inside the answer is a failure', () => {
    expect(read({ error: { code: 404, message: 'x', status: 'NOT_FOUND' } })).toEqual(['not-found', 'NOT_FOUND'])
  })
})
