/** Embeddings on Vertex AI: bodies by model, calls split and joined. */
import { describe, expect, test } from 'vitest'
import type { EmbeddingRequest } from '../../../src/protocol/embeddings.js'
import { isFault } from '../../../src/protocol/failure.js'
import { vertexGemini } from '../../../src/providers/vertex-gemini.js'
import { embeddingCall, httpReply, testTarget } from '../../support/codec.js'

const codec = vertexGemini.endpoints.embeddings
if (codec === undefined) throw new Error('no embeddings codec')
const target = (model: string) =>
  testTarget({
    provider: { name: 'vertex_ai', format: 'vertex' },
    baseUrl: 'https://{location}-aiplatform.googleapis.com',
    settings: { vertex_project: 'p' },
    model,
  })

function sent(model: string, request: object) {
  const built = codec?.toRequest(embeddingCall(request as Partial<EmbeddingRequest>), target(model))
  if (built === undefined || isFault(built)) return built?.failure.kind
  return [built.url.split('/').at(-1), JSON.parse(String(built.body))]
}

describe('requests', () => {
  test.each([
    ['text-embedding-005', { input: ['a', 'b'] }, ['text-embedding-005:predict', { instances: [{ content: 'a' }, { content: 'b' }] }]],
    [
      'text-embedding-005',
      { input: 'a', dimensions: 256, task_type: 'RETRIEVAL_DOCUMENT', title: 't', auto_truncate: false },
      [
        'text-embedding-005:predict',
        {
          instances: [{ content: 'a', task_type: 'RETRIEVAL_DOCUMENT', title: 't' }],
          parameters: { outputDimensionality: 256, autoTruncate: false },
        },
      ],
    ],
    [
      'gemini-embedding-2-preview',
      { input: 'a', dimensions: 8, task_type: 'RETRIEVAL_QUERY' },
      [
        'gemini-embedding-2-preview:embedContent',
        { content: { parts: [{ text: 'a' }] }, outputDimensionality: 8, taskType: 'RETRIEVAL_QUERY' },
      ],
    ],
    [
      'multimodalembedding@001',
      { input: 'a cat', dimensions: 128 },
      ['multimodalembedding@001:predict', { instances: [{ text: 'a cat' }], parameters: { dimension: 128 } }],
    ],
    [
      'multimodalembedding@001',
      { input: ['data:image/png;base64,AAAA'] },
      ['multimodalembedding@001:predict', { instances: [{ image: { bytesBase64Encoded: 'AAAA', mimeType: 'image/png' } }] }],
    ],
    [
      'multimodalembedding@001',
      { input: 'gs://b/x.jpg' },
      ['multimodalembedding@001:predict', { instances: [{ image: { gcsUri: 'gs://b/x.jpg' } }] }],
    ],
    [
      'multimodalembedding@001',
      { input: 'gs://b/x.mp4' },
      ['multimodalembedding@001:predict', { instances: [{ video: { gcsUri: 'gs://b/x.mp4' } }] }],
    ],
    ['4711', { input: 'a' }, ['4711:predict', { instances: [{ content: 'a' }] }]],
    ['text-embedding-005', { input: [1, 2] }, 'bad-request'],
    ['gemini-embedding-2', { input: ['a', 'b'] }, 'bad-request'],
  ])('%s %j', (model, request, want) => expect(sent(model, request)).toEqual(want))
})

describe('a call that holds more than one call may', () => {
  const parts = (model: string, input: EmbeddingRequest['input']) =>
    codec.split?.(embeddingCall({ input, dimensions: 8 }), target(model))?.map((request) => request.input)
  const many = Array.from({ length: 501 }, (_, at) => `text ${at}`)

  test.each([
    ['text-embedding-005', ['a', 'b'], undefined],
    ['text-embedding-005', 'a', undefined],
    ['gemini-embedding-001', ['a', 'b', 'c'], [['a'], ['b'], ['c']]],
    ['gemini-embedding-2', ['a', 'b'], [['a'], ['b']]],
    ['multimodalembedding@001', ['a', 'b'], [['a'], ['b']]],
    ['text-embedding-005', [1, 2, 3], undefined],
  ] as const)('%s %j is split into %j', (model, input, want) => expect(parts(model, [...input] as string[])).toEqual(want))

  test('by 250 texts', () => expect(parts('text-embedding-005', many)?.map((part) => part.length)).toEqual([250, 250, 1]))

  test('is joined in order, with all tokens', () => {
    const reply = (values: number[], tokens: number) => {
      const outcome = codec.fromResponse(
        httpReply({ predictions: [{ embeddings: { values, statistics: { token_count: tokens } } }] }),
        embeddingCall(),
        target('gemini-embedding-001'),
      )
      if (isFault(outcome)) throw new Error(outcome.failure.message)
      return outcome
    }
    expect(codec.join?.([reply([1], 2), reply([2], 3)], embeddingCall())).toEqual({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding: [1] },
        { object: 'embedding', index: 1, embedding: [2] },
      ],
      model: 'gemini-embedding-001',
      usage: { prompt_tokens: 5, total_tokens: 5 },
    })
  })
})

describe('replies of the multimodal model', () => {
  const read = (body: unknown) => {
    const outcome = codec.fromResponse(httpReply(body), embeddingCall(), target('multimodalembedding@001'))
    return isFault(outcome) ? [outcome.failure.kind, outcome.failure.code] : outcome.data.map(({ embedding }) => embedding)
  }
  test.each([
    [{ predictions: [{ textEmbedding: [1, 2] }] }, [[1, 2]]],
    [{ predictions: [{ imageEmbedding: [3] }] }, [[3]]],
    [{ predictions: [{ videoEmbeddings: [{ startOffsetSec: 0, embedding: [4] }] }] }, [[4]]],
    [{ predictions: [{}] }, ['connection', 'invalid_response']],
    [{ predictions: [] }, ['connection', 'invalid_response']],
    ['<html>', ['connection', 'invalid_response']],
    [{ error: { code: 429, message: 'slow', status: 'RESOURCE_EXHAUSTED' } }, ['rate-limit', 'RESOURCE_EXHAUSTED']],
  ])('%j', (body, want) => expect(read(body)).toEqual(want))
})
