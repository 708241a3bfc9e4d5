/** The limits of an answer, without a socket; everything else of an exchange is tested over real ones in transport.test.ts. */
import { expect, test } from 'vitest'
import type { Timers, TransportFault } from '../../../src/protocol/http.js'
import { Exchange, toHeaders } from '../../../src/runtime/transport/exchange.js'

const noTimers: Timers = { connectMs: undefined, firstByteMs: undefined, idleMs: undefined, totalMs: undefined }

function setup(limitBytes?: number) {
  const heard: string[] = []
  const exchange = new Exchange(
    'http://host',
    noTimers,
    undefined,
    {
      start: (status) => heard.push(`start ${status}`),
      data: (bytes) => heard.push(`data ${bytes.length}`),
      end: () => heard.push('end'),
      fail: (fault: TransportFault) => heard.push(fault.message),
    },
    limitBytes,
  )
  return { exchange, heard }
}

test('an answer may be as large as the limit, and no larger', () => {
  const { exchange, heard } = setup(10)
  exchange.onResponseStart(undefined, 200, {})
  for (let piece = 0; piece < 3; piece++) exchange.onResponseData(undefined, Buffer.alloc(5))
  exchange.onResponseEnd()
  expect(heard).toEqual(['start 200', 'data 5', 'data 5', 'http://host: the exchange failed (the answer is larger than 10 bytes)'])
})

test('nothing is heard after the end, a failure, or a hang-up', () => {
  const { exchange, heard } = setup()
  exchange.onResponseStart(undefined, 200, {})
  exchange.hangUp()
  exchange.onResponseData(undefined, Buffer.alloc(5))
  exchange.onResponseEnd()
  exchange.onResponseError(undefined, new Error('late'))
  exchange.stop('total-timeout')
  expect(heard).toEqual(['start 200'])
})

test('a header that came twice is joined, and one named __proto__ is a header', () => {
  const headers = toHeaders(JSON.parse('{"a":["1","2"],"__proto__":"x"}'))
  expect(Object.entries(headers)).toEqual([
    ['a', '1, 2'],
    ['__proto__', 'x'],
  ])
})
