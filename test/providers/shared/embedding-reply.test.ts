/** Vectors in the form that callers ask for. */
import { expect, test } from 'vitest'
import { embeddingList, embeddingVector } from '../../../src/providers/shared/embedding-reply.js'

test.each([
  [[0.5, -0.25], false, [0.5, -0.25]],
  [[0.5, -0.25], true, 'AAAAPwAAgL4='],
  ['AAAAPwAAgL4=', false, [0.5, -0.25]],
  ['AAAAPwAAgL4=', true, 'AAAAPwAAgL4='],
  ['AAAA', true, undefined],
  ['not base64!', false, undefined],
  [[1, 'two'], false, undefined],
  [null, false, undefined],
])('%j, as text %s', (value, asText, want) => {
  expect(embeddingVector(value, asText)).toEqual(want)
})

test('a list counts its prompt alone', () => {
  expect(embeddingList([[1], 'AAAAPw=='], 'm', 4)).toEqual({
    object: 'list',
    data: [
      { object: 'embedding', index: 0, embedding: [1] },
      { object: 'embedding', index: 1, embedding: 'AAAAPw==' },
    ],
    model: 'm',
    usage: { prompt_tokens: 4, total_tokens: 4 },
  })
})
