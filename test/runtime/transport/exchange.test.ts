/** The limits of an answer and its silence, without a socket; everything else of an exchange is tested over real ones. */
import { afterEach, expect, test, vi } from 'vitest'
import type { Timers, TransportFault } from '../../../src/protocol/http.js'
import { readHead } from '../../../src/runtime/transport/answer-head.js'
import { Exchange } from '../../../src/runtime/transport/exchange.js'

afterEach(() => void vi.useRealTimers())

const noTimers: Timers = { connectMs: undefined, firstByteMs: undefined, idleMs: undefined, totalMs: undefined }
const head = readHead('HTTP/1.1 200 OK\r\n\r\n')
const five = Buffer.alloc(5)

function setup({ limitBytes = Number.POSITIVE_INFINITY, timers = noTimers } = {}) {
  const heard: string[] = []
  const exchange = new Exchange(
    { host: 'http://host', owner: { ended: () => heard.push('over') } },
    { request: { method: 'GET', url: 'http://host/', headers: {} }, head: '', bytes: 0, mayStay: true, timers, signal: undefined },
    {
      start: ({ status }) => heard.push(`start ${status}`),
      data: (_bytes, from, to) => heard.push(`data ${to - from}`),
      end: () => heard.push('end'),
      fail: (fault: TransportFault) => heard.push(fault.message),
    },
    limitBytes,
  )
  const carrier = { destroy: () => heard.push('destroy'), pause: () => heard.push('pause'), resume: () => heard.push('resume') }
  exchange.connecting(carrier)
  exchange.sent(carrier)
  return { exchange, heard }
}

test('an answer may be as large as the limit, and no larger', () => {
  const { exchange, heard } = setup({ limitBytes: 10 })
  exchange.answered(head)
  for (let piece = 0; piece < 3; piece++) exchange.data(five, 0, 5)
  exchange.end()
  const fault = 'http://host: the exchange failed (the answer is larger than 10 bytes)'
  expect(heard).toEqual(['start 200', 'data 5', 'data 5', 'over', fault, 'destroy'])
})

test('nothing is heard after the end, a failure, or a hang-up, and its connection is left alone', () => {
  const { exchange, heard } = setup()
  exchange.answered(head)
  exchange.hangUp()
  exchange.data(five, 0, 5)
  exchange.end()
  exchange.fail(new Error('late'))
  exchange.stop('total-timeout')
  exchange.pause()
  exchange.resume()
  expect(heard).toEqual(['start 200', 'over', 'destroy'])
})

test('silence is that of the server: it begins anew with each piece, and not at all while the reader is behind', () => {
  vi.useFakeTimers()
  const { exchange, heard } = setup({ timers: { ...noTimers, firstByteMs: 50, idleMs: 100 } })
  vi.advanceTimersByTime(40)
  exchange.moved()
  vi.advanceTimersByTime(40)
  exchange.answered(head)
  exchange.awaitMore()
  vi.advanceTimersByTime(90)
  exchange.awaitMore()
  vi.advanceTimersByTime(90)
  exchange.pause()
  vi.advanceTimersByTime(10_000)
  exchange.resume()
  vi.advanceTimersByTime(90)
  expect(heard).toEqual(['start 200', 'pause', 'resume'])
  vi.advanceTimersByTime(20)
  expect(heard.slice(3)).toEqual(['over', 'http://host: the answer stopped coming (UND_ERR_BODY_TIMEOUT)', 'destroy'])
})
