/** Embedding requests in each model's form, answers in each model's form, and calls that must be split. */
import { describe, expect, test } from 'vitest'
import type { EmbeddingRequest } from '../../../src/protocol/embeddings.js'
import { isFault } from '../../../src/protocol/failure.js'
import { joinEmbeddings, splitEmbeddings } from '../../../src/providers/bedrock/embeddings.js'
import { bedrock } from '../../../src/providers/bedrock.js'
import { embeddingCall, httpReply } from '../../support/codec.js'
import { bedrockTarget } from './frames.js'

type Loose = { readonly [key: string]: unknown }

const titan1 = 'amazon.titan-embed-text-v1'
const titan2 = 'amazon.titan-embed-text-v2:0'
const cohere3 = 'cohere.embed-english-v3'
const cohere4 = 'us.cohere.embed-v4:0'
const nova = 'amazon.nova-2-multimodal-embeddings-v1:0'

function sent(model: string, request: Loose) {
  const http = bedrock.endpoints.embeddings?.toRequest(embeddingCall(request as Partial<EmbeddingRequest>), bedrockTarget(model))
  if (http === undefined) throw new Error('bedrock has no embeddings')
  return isFault(http)
    ? { kind: http.failure.kind, param: http.failure.param }
    : { path: http.url.replace(/^.*\/model/, ''), ...JSON.parse(String(http.body)) }
}

describe('requests', () => {
  test.each<readonly [string, Loose, Loose]>([
    [titan1, { input: 'a' }, { path: '/amazon.titan-embed-text-v1/invoke', inputText: 'a' }],
    [
      titan2,
      { input: ['a'], dimensions: 256, user: 'u', encoding_format: 'base64', normalize: true },
      { path: '/amazon.titan-embed-text-v2%3A0/invoke', inputText: 'a', dimensions: 256, normalize: true },
    ],
    [
      'amazon.titan-embed-image-v1',
      { input: 'data:image/png;base64,aGk=', dimensions: 384 },
      { path: '/amazon.titan-embed-image-v1/invoke', inputImage: 'aGk=', embeddingConfig: { outputEmbeddingLength: 384 } },
    ],
    [cohere3, { input: ['a', 'b'] }, { path: '/cohere.embed-english-v3/invoke', texts: ['a', 'b'], input_type: 'search_document' }],
    [
      cohere4,
      { input: 'a', dimensions: 512, input_type: 'search_query', embedding_types: ['int8'] },
      {
        path: '/us.cohere.embed-v4%3A0/invoke',
        texts: ['a'],
        input_type: 'search_query',
        output_dimension: 512,
        embedding_types: ['int8'],
      },
    ],
    [
      cohere3,
      { input: 'data:image/png;base64,aGk=' },
      { path: '/cohere.embed-english-v3/invoke', images: ['data:image/png;base64,aGk='], input_type: 'image' },
    ],
    [
      nova,
      { input: 'a', dimensions: 256, input_type: 'search_query' },
      {
        path: '/amazon.nova-2-multimodal-embeddings-v1%3A0/invoke',
        taskType: 'SINGLE_EMBEDDING',
        singleEmbeddingParams: {
          embeddingPurpose: 'GENERIC_RETRIEVAL',
          embeddingDimension: 256,
          text: { truncationMode: 'END', value: 'a' },
        },
      },
    ],
    [
      titan2,
      { input: 'a', extra_body: { normalize: false } },
      { path: '/amazon.titan-embed-text-v2%3A0/invoke', inputText: 'a', normalize: false },
    ],
    [titan2, { input: ['a', 'b'] }, { kind: 'bad-request', param: 'input' }],
    [cohere3, { input: Array.from({ length: 97 }, () => 'a') }, { kind: 'bad-request', param: 'input' }],
    [titan2, { input: [1, 2] }, { kind: 'bad-request', param: 'input' }],
    [titan2, { input: [] }, { kind: 'bad-request', param: 'input' }],
    [titan1, { input: 'a', dimensions: 256 }, { kind: 'unsupported-params', param: 'dimensions' }],
    [cohere3, { input: 'a', dimensions: 256 }, { kind: 'unsupported-params', param: 'dimensions' }],
  ])('%s %j', (model, request, want) => expect(sent(model, request)).toEqual(want))
})

describe('answers', () => {
  const seen = (body: unknown, request: Partial<EmbeddingRequest> = {}, headers: { readonly [name: string]: string } = {}) => {
    const outcome = bedrock.endpoints.embeddings?.fromResponse(httpReply(body, headers), embeddingCall(request), bedrockTarget(titan2))
    if (outcome === undefined) throw new Error('bedrock has no embeddings')
    if (isFault(outcome)) return [outcome.failure.kind, outcome.failure.code]
    return { vectors: outcome.data.map((entry) => entry.embedding), indexes: outcome.data.map((entry) => entry.index), ...outcome.usage }
  }
  const want = (vectors: unknown[], tokens = 0) => ({ vectors, indexes: [...vectors.keys()], prompt_tokens: tokens, total_tokens: tokens })

  test.each<readonly [string, unknown, unknown]>([
    ['Titan', { embedding: [1, 2], inputTextTokenCount: 3 }, want([[1, 2]], 3)],
    ['Titan by type', { embeddingsByType: { binary: [1], float: [2] }, inputTextTokenCount: 3 }, want([[2]], 3)],
    ['Cohere 3', { embeddings: [[1], [2]] }, want([[1], [2]], 9)],
    ['Cohere 4', { embeddings: { float: [[1], [2]] } }, want([[1], [2]], 9)],
    ['Cohere by another type', { embeddings: { int8: [[1], [2]] } }, want([[1], [2]], 9)],
    ['Nova', { embeddings: [{ embedding: [1], embeddingType: 'TEXT' }] }, want([[1]], 9)],
    ['an error', { message: 'Too many tokens' }, ['context-window', 'context_length_exceeded']],
    ['nothing', {}, ['connection', 'invalid_response']],
    ['no JSON', '<html>', ['connection', 'invalid_response']],
    ['no numbers', { embedding: ['a'] }, ['connection', 'invalid_response']],
  ])('%s', (_name, body, expected) => expect(seen(body, {}, { 'x-amzn-bedrock-input-token-count': '9' })).toEqual(expected))

  test('vectors travel as base64 text where the caller wants them so', () => {
    expect(seen({ embedding: [1, -2] }, { encoding_format: 'base64' })).toEqual(want(['AACAPwAAAMA=']))
  })
})

describe('more texts than a model takes', () => {
  const inputs = (model: string, input: string[]) =>
    splitEmbeddings(embeddingCall({ input, dimensions: 3 }), bedrockTarget(model)).map(({ request }) => request.input)

  test('are asked for one by one, or in blocks of 96', () => {
    expect(inputs(titan2, ['a', 'b'])).toEqual([['a'], ['b']])
    expect(inputs(titan2, ['a'])).toEqual([['a']])
    expect(
      inputs(
        cohere3,
        Array.from({ length: 100 }, () => 'a'),
      ).map((part) => part.length),
    ).toEqual([96, 4])
  })

  test('and their answers become one, in order', () => {
    const part = (value: number, tokens: number) => ({
      object: 'list' as const,
      model: titan2,
      data: [{ object: 'embedding' as const, index: 0, embedding: [value] }],
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    })
    expect(joinEmbeddings([part(1, 2), part(5, 3)])).toEqual({
      object: 'list',
      model: titan2,
      data: [
        { object: 'embedding', index: 0, embedding: [1] },
        { object: 'embedding', index: 1, embedding: [5] },
      ],
      usage: { prompt_tokens: 5, total_tokens: 5 },
    })
  })
})
