/** Nomic's embeddings: texts in, vectors out. */
import { expect, test } from 'vitest'
import { nomicEmbeddings } from '../../../src/providers/nomic/embeddings.js'
import { httpReply, testTarget } from '../../support/codec.js'
import { callOf, readBy, sentBy } from '../../support/endpoint-call.js'

const target = testTarget({ provider: { name: 'nomic' }, baseUrl: 'https://n.example/v1', model: 'nomic-embed-text-v1.5' })
const post = (body: object) => ({
  method: 'POST',
  url: 'https://n.example/v1/embedding/text',
  body: { model: 'nomic-embed-text-v1.5', ...body },
})

test.each([
  ['one text', { input: 'a' }, post({ texts: ['a'] })],
  [
    'several texts',
    { input: ['a', 'b'], dimensions: 64, task_type: 'search_query', user: 'u' },
    post({ texts: ['a', 'b'], dimensionality: 64, task_type: 'search_query' }),
  ],
  ['token numbers', { input: [1] }, { refused: 'input', kind: 'bad-request' }],
])('%s', (_name, request, want) => {
  expect(sentBy(nomicEmbeddings, callOf('embeddings', request), target)).toEqual(want)
})

const list = (embedding: unknown, tokens: number) => ({
  object: 'list',
  data: [{ object: 'embedding', index: 0, embedding }],
  model: 'nomic-embed-text-v1.5',
  usage: { prompt_tokens: tokens, total_tokens: tokens },
})
test.each([
  ['numbers', { embeddings: [[0.5, -0.25]], usage: { prompt_tokens: 4, total_tokens: 4 } }, {}, list([0.5, -0.25], 4)],
  ['numbers as base64', { embeddings: [[0.5, -0.25]] }, { encoding_format: 'base64' }, list('AAAAPwAAgL4=', 0)],
  ['no vector', { embeddings: ['no'] }, {}, { kind: 'connection', code: 'invalid_response' }],
  ['an error', { detail: 'Unknown model' }, {}, { kind: 'internal', code: null }],
  ['nothing', {}, {}, { kind: 'connection', code: 'invalid_response' }],
])('an answer with %s', (_name, body, request, want) => {
  expect(readBy(nomicEmbeddings, httpReply(body), callOf('embeddings', { input: 'a', ...request }), target)).toEqual(want)
})
