/** Voyage's embeddings: what is sent, what comes back, and its errors. */
import { expect, test } from 'vitest'
import type { EmbeddingRequest } from '../../../src/protocol/embeddings.js'
import { isFault } from '../../../src/protocol/failure.js'
import { voyageEmbeddings } from '../../../src/providers/voyage/embeddings.js'
import { voyage } from '../../../src/providers/voyage.js'
import { embeddingCall, httpReply, testNow, testTarget } from '../../support/codec.js'

const targetOf = (model: string) =>
  testTarget({ provider: { name: 'voyage', format: 'voyage' }, model, baseUrl: 'https://api.voyage.example/v1' })

function sent(request: object, model = 'voyage-3.5') {
  const http = voyageEmbeddings.toRequest(embeddingCall(request as Partial<EmbeddingRequest>), targetOf(model))
  return isFault(http) ? { refused: http.failure.param, kind: http.failure.kind } : { url: http.url, body: JSON.parse(String(http.body)) }
}

function read(body: object, request: Partial<EmbeddingRequest> = {}) {
  const reply = voyageEmbeddings.fromResponse(httpReply(body), embeddingCall(request), targetOf('voyage-3.5'))
  return isFault(reply) ? { kind: reply.failure.kind, code: reply.failure.code } : reply
}

const url = 'https://api.voyage.example/v1/embeddings'

test.each([
  [
    'numbers are not asked for by name',
    { input: 'a', encoding_format: 'float', user: 'u' },
    { url, body: { model: 'voyage-3.5', input: 'a' } },
  ],
  [
    'lists, base64, a length, and what is Voyage’s own',
    { input: ['a', 'b'], encoding_format: 'base64', dimensions: 256, input_type: 'query', truncation: false },
    {
      url,
      body: {
        model: 'voyage-3.5',
        input: ['a', 'b'],
        output_dimension: 256,
        encoding_format: 'base64',
        input_type: 'query',
        truncation: false,
      },
    },
  ],
  ['token numbers', { input: [[1]] }, { refused: 'input', kind: 'bad-request' }],
])('%s', (_name, request, want) => {
  expect(sent(request)).toEqual(want)
})

test('a contextual model gets each text as a document of one piece', () => {
  expect(sent({ input: ['a', 'b'] }, 'voyage-context-3')).toEqual({
    url: 'https://api.voyage.example/v1/contextualizedembeddings',
    body: { model: 'voyage-context-3', inputs: [['a'], ['b']] },
  })
})

const list = (...vectors: readonly unknown[]) => ({
  object: 'list',
  data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
  model: 'voyage-3.5',
  usage: { prompt_tokens: 5, total_tokens: 5 },
})
const usage = { total_tokens: 5 }

test.each([
  [
    'in the order of their index',
    {
      data: [
        { index: 1, embedding: [2] },
        { index: 0, embedding: [1] },
      ],
      usage,
    },
    {},
    list([1], [2]),
  ],
  ['base64 as numbers', { data: [{ index: 0, embedding: 'AAAAPw==' }], usage }, {}, list([0.5])],
  ['base64 as it is', { data: [{ index: 0, embedding: 'AAAAPw==' }], usage }, { encoding_format: 'base64' as const }, list('AAAAPw==')],
  [
    'of a contextual model',
    {
      data: [
        { index: 1, data: [{ index: 0, embedding: [2] }] },
        { index: 0, data: [{ index: 0, embedding: [1] }] },
      ],
      usage,
    },
    {},
    list([1], [2]),
  ],
  ['that cannot be read', { data: [{ index: 0, embedding: 'no' }] }, {}, { kind: 'connection', code: 'invalid_response' }],
  ['an error', { detail: 'Model x is not supported.' }, {}, { kind: 'not-found', code: 'model_not_found' }],
  ['nothing', {}, {}, { kind: 'connection', code: 'invalid_response' }],
])('vectors %s', (_name, body, request, want) => {
  expect(read(body, request)).toEqual(want)
})

test.each([
  [400, 'Model gone is not supported. Supported models are [].', 'bad-request', 'model_not_found'],
  [
    400,
    "Request to model 'voyage-3.5' failed. The max allowed tokens per submitted batch is 320000.",
    'context-window',
    'context_length_exceeded',
  ],
  [401, 'Provided API key is invalid.', 'authentication', null],
  [429, 'You have not yet added your payment method', 'rate-limit', null],
])('%i %s is %s', (status, detail, kind, code) => {
  const failure = voyage.toFailure({ status, headers: {}, text: JSON.stringify({ detail }) }, targetOf('voyage-3.5'), testNow)
  expect([failure.kind, failure.status, failure.code]).toEqual([kind, status, code])
})
