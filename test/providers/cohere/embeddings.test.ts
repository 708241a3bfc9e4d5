/** Cohere's embeddings: what is sent, and vectors in every form they come in. */
import { describe, expect, test } from 'vitest'
import type { EmbeddingRequest } from '../../../src/protocol/embeddings.js'
import { isFault } from '../../../src/protocol/failure.js'
import { cohereEmbeddings } from '../../../src/providers/cohere/embeddings.js'
import { embeddingCall, httpReply, testTarget } from '../../support/codec.js'

const target = testTarget({ provider: { name: 'cohere', format: 'cohere' }, baseUrl: 'https://api.cohere.example' })
const picture = 'data:image/png;base64,QUJD'

/** What is sent, or why nothing is. */
function sent(request: object) {
  const http = cohereEmbeddings.toRequest(embeddingCall(request as Partial<EmbeddingRequest>), target)
  return isFault(http) ? { refused: http.failure.param, kind: http.failure.kind } : JSON.parse(String(http.body))
}

function read(body: object, request: Partial<EmbeddingRequest> = {}) {
  const reply = cohereEmbeddings.fromResponse(httpReply(body), embeddingCall(request), target)
  return isFault(reply) ? { kind: reply.failure.kind, code: reply.failure.code } : reply
}

const smallest = { model: 'model-x', input_type: 'search_document', embedding_types: ['float'] }

test.each([
  ['one text', { input: 'a' }, { ...smallest, texts: ['a'] }],
  ['several texts', { input: ['a', 'b'], dimensions: 256, user: 'u' }, { ...smallest, texts: ['a', 'b'], output_dimension: 256 }],
  ['base64', { input: 'a', encoding_format: 'base64' }, { ...smallest, embedding_types: ['base64'], texts: ['a'] }],
  ['images', { input: [picture] }, { ...smallest, input_type: 'image', images: [picture] }],
  [
    'images among texts',
    { input: ['a', picture] },
    {
      ...smallest,
      inputs: [{ content: [{ type: 'text', text: 'a' }] }, { content: [{ type: 'image_url', image_url: { url: picture } }] }],
    },
  ],
  [
    'Cohere’s own members win',
    { input: 'a', input_type: 'search_query', truncate: 'END', embedding_types: ['int8'] },
    { ...smallest, texts: ['a'], input_type: 'search_query', truncate: 'END', embedding_types: ['int8'] },
  ],
  ['token numbers', { input: [1, 2] }, { refused: 'input', kind: 'bad-request' }],
  ['nothing', { input: [] }, { refused: 'input', kind: 'bad-request' }],
])('%s', (_name, request, want) => {
  expect(sent(request)).toEqual(want)
})

describe('answers', () => {
  const meta = { billed_units: { input_tokens: 3, image_tokens: 4 } }
  const list = (embedding: unknown, tokens = 0) => ({
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding }],
    model: 'model-x',
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  })

  test.each([
    ['numbers, images billed too', { embeddings: { float: [[0.5, -0.25]] }, meta }, {}, list([0.5, -0.25], 7)],
    ['base64 for numbers', { embeddings: { base64: ['AAAAPwAAgL4='] } }, {}, list([0.5, -0.25])],
    ['base64 as it is', { embeddings: { base64: ['AAAAPwAAgL4='] } }, { encoding_format: 'base64' as const }, list('AAAAPwAAgL4=')],
    ['numbers for base64', { embeddings: { float: [[0.5, -0.25]] } }, { encoding_format: 'base64' as const }, list('AAAAPwAAgL4=')],
    ['small numbers', { embeddings: { int8: [[12, -7]] } }, {}, list([12, -7])],
    ['the older plain list', { embeddings: [[1, 2]] }, {}, list([1, 2])],
    ['a vector that cannot be read', { embeddings: { float: ['no'] } }, {}, { kind: 'connection', code: 'invalid_response' }],
    ['no vectors', { embeddings: {} }, {}, { kind: 'connection', code: 'invalid_response' }],
    ['an error', { id: 'x', message: 'internal server error' }, {}, { kind: 'internal', code: null }],
  ])('%s', (_name, body, request, want) => {
    expect(read(body, request)).toEqual(want)
  })
})
