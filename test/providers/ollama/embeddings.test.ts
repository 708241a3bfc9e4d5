/** Ollama's embeddings: what is sent, and what comes back. */
import { expect, test } from 'vitest'
import type { EmbeddingRequest } from '../../../src/protocol/embeddings.js'
import { isFault } from '../../../src/protocol/failure.js'
import { eitherEmbeddings } from '../../../src/providers/ollama/openai-door.js'
import { embeddingCall, httpReply, testTarget } from '../../support/codec.js'

const targetAt = (baseUrl: string) => testTarget({ provider: { name: 'ollama', format: 'ollama' }, model: 'all-minilm', baseUrl })

function sent(request: object, baseUrl = 'http://localhost:11434') {
  const http = eitherEmbeddings.toRequest(embeddingCall(request as Partial<EmbeddingRequest>), targetAt(baseUrl))
  return isFault(http) ? { refused: http.failure.param, kind: http.failure.kind } : { url: http.url, body: JSON.parse(String(http.body)) }
}

function read(body: object, request: Partial<EmbeddingRequest> = {}) {
  const reply = eitherEmbeddings.fromResponse(httpReply(body), embeddingCall(request), targetAt('http://localhost:11434'))
  return isFault(reply) ? { kind: reply.failure.kind, code: reply.failure.code } : reply
}

const url = 'http://localhost:11434/api/embed'

test.each([
  ['one text', { input: 'a', user: 'u' }, { url, body: { model: 'all-minilm', input: 'a' } }],
  [
    'a list',
    { input: ['a', 'b'], dimensions: 8, encoding_format: 'base64' },
    { url, body: { model: 'all-minilm', input: ['a', 'b'], dimensions: 8 } },
  ],
  [
    'Ollama’s own members and options',
    { input: 'a', truncate: false, keep_alive: '1m', num_ctx: 512, options: { num_gpu: 1 } },
    { url, body: { model: 'all-minilm', input: 'a', truncate: false, keep_alive: '1m', options: { num_ctx: 512, num_gpu: 1 } } },
  ],
  ['token numbers', { input: [1, 2] }, { refused: 'input', kind: 'bad-request' }],
])('%s', (_name, request, want) => {
  expect(sent(request)).toEqual(want)
})

test('a base URL that names the OpenAI door gets OpenAI’s form', () => {
  expect(sent({ input: 'a' }, 'http://localhost:11434/v1')).toEqual({
    url: 'http://localhost:11434/v1/embeddings',
    body: { model: 'all-minilm', input: 'a' },
  })
})

const list = (embedding: unknown) => ({
  object: 'list',
  data: [{ object: 'embedding', index: 0, embedding }],
  model: 'all-minilm',
  usage: { prompt_tokens: 8, total_tokens: 8 },
})

test.each([
  ['numbers', { model: 'all-minilm', embeddings: [[0.5, -0.25]], prompt_eval_count: 8 }, {}, list([0.5, -0.25])],
  ['base64 made here', { embeddings: [[0.5, -0.25]], prompt_eval_count: 8 }, { encoding_format: 'base64' as const }, list('AAAAPwAAgL4=')],
  ['no vectors', { model: 'all-minilm' }, {}, { kind: 'connection', code: 'invalid_response' }],
  ['a vector that is text', { embeddings: ['AAAAPw=='] }, {}, { kind: 'connection', code: 'invalid_response' }],
  ['an error', { error: 'the input length exceeds the context length' }, {}, { kind: 'context-window', code: 'context_length_exceeded' }],
])('%s', (_name, body, request, want) => {
  expect(read(body, request)).toEqual(want)
})
