/** Triton: the addresses of its operations, tensors in and out. */
import { expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import { tritonEmbeddings } from '../../../src/providers/triton/embeddings.js'
import { triton } from '../../../src/providers/triton.js'
import { chatCall, embeddingCall, httpReply, testTarget } from '../../support/codec.js'

const place = (baseUrl: string) =>
  testTarget({ provider: { name: 'triton', format: 'triton', auth: 'optional-bearer' }, baseUrl, model: 'llm' })
const server = 'http://triton.example:8000'

function built(baseUrl: string, request = {}, stream = false) {
  const outcome = triton.endpoints.chat?.toRequest(chatCall(request, { stream }), place(baseUrl))
  if (outcome === undefined || isFault(outcome)) throw new Error(outcome?.failure.message)
  return { url: outcome.url, body: JSON.parse(String(outcome.body)) }
}

test.each([
  [`${server}/v2/models/llm/generate`, false, `${server}/v2/models/llm/generate`],
  [`${server}/v2/models/llm/generate`, true, `${server}/v2/models/llm/generate_stream`],
  [server, true, `${server}/v2/models/llm/generate_stream`],
  [`${server}/v2/models/other/versions/2`, false, `${server}/v2/models/other/versions/2/generate`],
  [`${server}/v2/models/llm/infer`, true, `${server}/v2/models/llm/infer`],
])('%s, streamed: %s', (base, stream, url) => {
  expect(built(base, {}, stream).url).toBe(url)
})

test('the generate extension gets text and parameters', () => {
  expect(built(server, { max_completion_tokens: 9, temperature: 0.5, stop: 'END', seed: 1, top_k: 3 }).body).toEqual({
    text_input: 'hello',
    parameters: { max_tokens: 9, bad_words: [''], stop_words: ['END'], temperature: 0.5, random_seed: 1, top_k: 3 },
    stream: false,
  })
})

test('`/infer` gets a tensor for each', () => {
  expect(built(`${server}/infer`, { max_tokens: 9, temperature: 0.5 }).body).toEqual({
    inputs: [
      { name: 'text_input', shape: [1], datatype: 'BYTES', data: ['hello'] },
      { name: 'max_tokens', shape: [1], datatype: 'INT32', data: [9] },
      { name: 'temperature', shape: [1], datatype: 'FP32', data: [0.5] },
    ],
  })
  const reply = triton.endpoints.chat?.fromResponse(
    httpReply({ outputs: [{ name: 'text', data: ['Hi', '.'] }] }),
    chatCall(),
    place(server),
  )
  expect(reply !== undefined && !isFault(reply) && reply.choices[0]?.message.content).toBe('Hi.')
})

test('embeddings are cut by the shape of their tensor', () => {
  const codec = tritonEmbeddings
  const request = codec.toRequest(embeddingCall({ input: 'ab' }), place(`${server}/v2/models/e/infer`))
  expect(request !== undefined && !isFault(request) && [request.url, JSON.parse(String(request.body))]).toEqual([
    `${server}/v2/models/e/infer`,
    { inputs: [{ name: 'input_text', shape: [1], datatype: 'BYTES', data: ['ab'] }] },
  ])
  const reply = codec.fromResponse(
    httpReply({ model_name: 'e', outputs: [{ shape: [2, 2], data: [1, 2, 3, 4] }] }),
    embeddingCall(),
    place(server),
  )
  expect(reply !== undefined && !isFault(reply) && [reply.model, reply.data.map(({ embedding }) => embedding)]).toEqual([
    'e',
    [
      [1, 2],
      [3, 4],
    ],
  ])
})

test.each([['{"error":"no such model"}'], ['{}'], ['{"outputs":[{"data":["x"],"shape":[1,1]}]}'], ['half']])(
  '%s as embeddings is a failure',
  (text) => {
    const reply = tritonEmbeddings.fromResponse(httpReply(text), embeddingCall(), place(server))
    expect(reply !== undefined && isFault(reply)).toBe(true)
  },
)
