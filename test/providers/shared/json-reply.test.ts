/** Answers that are read a second way. */
import { expect, test } from 'vitest'
import type { HttpReply } from '../../../src/protocol/http.js'
import { withText } from '../../../src/providers/shared/json-reply.js'

test('an answer with another text keeps its status and its headers, also where these are getters', () => {
  class Read implements HttpReply {
    readonly status = 429
    get headers() {
      return { 'retry-after': '7' }
    }
    text() {
      return 'outer'
    }
    bytes() {
      return new TextEncoder().encode('outer')
    }
  }
  const { status, headers, text, bytes } = withText(new Read(), '"ä"')
  expect([status, headers, text(), new TextDecoder().decode(bytes())]).toEqual([429, { 'retry-after': '7' }, '"ä"', '"ä"'])
})
