import { expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import { embeddings } from '../../../src/providers/openai/embeddings.js'
import { fromBase64Floats, toBase64Floats } from '../../../src/providers/shared/base64-floats.js'
import { embeddingCall, httpReply, testTarget } from '../../support/codec.js'

const numbers = [0.5, -2, 3.25]
const text = toBase64Floats(numbers)
const body = (...vectors: unknown[]) => ({
  data: vectors.map((embedding) => ({ embedding })),
  usage: { prompt_tokens: 3, total_tokens: 3 },
})
const vectors = (reply: unknown, format?: 'float' | 'base64') => {
  const answer = embeddings.fromResponse(
    httpReply(reply),
    embeddingCall(format === undefined ? {} : { encoding_format: format }),
    testTarget(),
  )
  return isFault(answer) ? [answer.failure.kind, answer.failure.code] : answer.data.map((entry) => entry.embedding)
}

test('floats and base64 are each other', () => expect([text, fromBase64Floats(text)]).toEqual(['AAAAPwAAAMAAAFBA', numbers]))

test.each([
  { name: 'numbers stay', reply: body(numbers), want: [numbers] },
  { name: 'base64 becomes numbers', reply: body(numbers, text), want: [numbers, numbers] },
  { name: 'base64 stays where it was asked for', reply: body(text), format: 'base64' as const, want: [text] },
  { name: 'numbers become base64 where it was asked for', reply: body(numbers), format: 'base64' as const, want: [text] },
  { name: 'text that is not base64 is a failure', reply: body('?!'), want: ['connection', 'invalid_response'] },
  { name: 'three bytes are a failure', reply: body('AAAA'), want: ['connection', 'invalid_response'] },
  { name: 'a vector of words is a failure', reply: body(['a']), want: ['connection', 'invalid_response'] },
  { name: 'an entry that is none is a failure', reply: { data: [null] }, want: ['connection', 'invalid_response'] },
  { name: 'an error in a 200 is a failure', reply: { error: { message: 'x', code: 429 } }, want: ['rate-limit', '429'] },
  { name: 'half of JSON is a failure', reply: '{"data":[', want: ['connection', 'invalid_response'] },
])('$name', ({ reply, format, want }) => expect(vectors(reply, format)).toEqual(want))

test('what the host leaves out is filled in', () => {
  expect(embeddings.fromResponse(httpReply({ data: [{ embedding: numbers }] }), embeddingCall(), testTarget())).toEqual({
    object: 'list',
    model: 'model-x',
    data: [{ object: 'embedding', index: 0, embedding: numbers }],
    usage: { prompt_tokens: 0, total_tokens: 0 },
  })
})

test('the request is sent without nulls, to the embeddings of the host', () => {
  const target = testTarget({ deployment: { extraBody: { input_type: 'query' } } })
  const request = embeddings.toRequest(embeddingCall({ input: ['a', 'b'], dimensions: 2 }), target)
  if (isFault(request)) throw new Error(request.failure.message)
  expect([request.url, JSON.parse(String(request.body))]).toEqual([
    'https://host.example/v1/embeddings',
    { model: 'model-x', input: ['a', 'b'], dimensions: 2, input_type: 'query' },
  ])
})

test('a parameter that the host lacks is refused by name', () => {
  const request = embeddings.toRequest(
    embeddingCall({ dimensions: 2 }),
    testTarget({ provider: { quirks: { unsupported: ['dimensions'] } } }),
  )
  expect(isFault(request) && [request.failure.kind, request.failure.param]).toEqual(['unsupported-params', 'dimensions'])
})
