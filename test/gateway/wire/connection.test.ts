/** Connections of the short way over real sockets: however bytes are cut, and whatever comes among plain requests. */
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import {
  behaved,
  chatBody,
  chatRequest,
  dial,
  event,
  lastPiece,
  piece,
  setUpBefore,
  statuses,
  streamHead,
  until,
} from '../faults-support.js'
import { authorised } from '../gateway-support.js'

const body = chatBody()
const streamed = chatBody({ stream: true })
const readiness = 'GET /health/liveliness HTTP/1.1\r\nhost: gateway\r\n\r\n'

const count = (text: string, part: string) => text.split(part).length - 1

test('plain requests, a stream and one for Node follow each other on one connection', async () => {
  const setup = await setUpBefore(behaved)
  const client = await dial(setup.url)
  const say = async (bytes: string, answers: number) => {
    client.socket.write(bytes)
    await until(() => statuses(client).length === answers && /(\r\n0\r\n\r\n|\}|")$/.test(client.received()), `answer ${answers} came`)
  }
  await say(chatRequest(body), 1)
  await say(chatRequest(streamed), 2)
  await say(chatRequest('{"model":"nobody"}'), 3)
  await say(chatRequest(body), 4)
  await say(readiness, 5)
  await say(chatRequest(body), 6)
  expect(statuses(client)).toEqual([200, 200, 400, 200, 200, 200])
  expect(count(client.received(), '"fine"')).toBe(3)
  expect(count(client.received(), 'Keep-Alive: timeout=72')).toBe(6)
  expect(setup.provider.asked).toBe(4)
})

test('answers of both ways have the same headers', async () => {
  const setup = await setUpBefore(behaved)
  const headOf = async (bytes: string) => {
    const client = await dial(setup.url)
    client.socket.write(bytes)
    await until(() => client.received().endsWith('}'), 'the answer came')
    const lines = client.received().split('\r\n\r\n')[0]?.split('\r\n').slice(1) ?? []
    return lines.map((line) => line.split(':')[0]?.toLowerCase()).sort()
  }
  const short = await headOf(chatRequest(body))
  expect(short).toContain('x-litellm-call-id')
  // a header twice is for Node to read
  expect(await headOf(chatRequest(body, ['x-a: 1', 'x-a: 2']))).toEqual(short)
  expect(await headOf(chatRequest('{"model":"nobody","messages":[]}'))).toEqual(
    await headOf(chatRequest('{"model":"nobody","messages":[]}', ['x-a: 1', 'x-a: 2'])),
  )
})

describe('cut anywhere', () => {
  const bytes = chatRequest(body)
  const cuts = [1, 20, bytes.indexOf('\r\n\r\n') + 2, bytes.indexOf('\r\n\r\n') + 4, bytes.length - 5, bytes.length - 1]
  test.each(cuts)('behind %i bytes the request is the same', async (at) => {
    const setup = await setUpBefore(behaved)
    const client = await dial(setup.url)
    client.socket.setNoDelay(true)
    client.socket.write(bytes.slice(0, at))
    await new Promise((resolve) => setTimeout(resolve, 20))
    client.socket.write(bytes.slice(at))
    await until(() => client.received().includes('"fine"'), 'the answer came')
    // and the connection goes on
    client.socket.write(bytes)
    await until(() => count(client.received(), '"fine"') === 2, 'the second answer came')
  })
})

test('requests that come at once are answered in turn, one after the other', async () => {
  const setup = await setUpBefore(behaved)
  const client = await dial(setup.url)
  client.socket.write(chatRequest(streamed) + chatRequest(body) + readiness + chatRequest(body))
  await until(() => count(client.received(), '"fine"') === 2, 'all answers came')
  expect(statuses(client)).toEqual([200, 200, 200, 200])
  const [first, second] = [client.received().indexOf('[DONE]'), client.received().indexOf('"fine"')]
  expect(first).toBeGreaterThan(0)
  expect(second).toBeGreaterThan(first)
})

test('a stream goes out in chunks, each with its length in bytes', async () => {
  const setup = await setUpBefore((socket) => {
    socket.write(streamHead + piece(event('Grüße 🦊')))
    setTimeout(() => socket.write(piece(event('', 'stop')) + piece('data: [DONE]\n\n') + lastPiece), 30)
  })
  const answer = await fetch(`${setup.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...authorised, 'content-type': 'application/json' },
    body: streamed,
  })
  const text = await answer.text()
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
  expect(text).toContain('Grüße 🦊')
  expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
})

test('a refused caller whose body is still coming reads why, and the connection can go on', async () => {
  const setup = await setUpBefore(behaved)
  const client = await dial(setup.url)
  const bytes = chatRequest(body).replace(/authorization: [^\r]+/, 'authorization: Bearer sk-wrong')
  client.socket.write(bytes.slice(0, -10))
  await until(() => statuses(client).length === 1, 'it was refused')
  client.socket.write(bytes.slice(-10) + chatRequest(body))
  await until(() => client.received().includes('"fine"'), 'the next request was answered')
  expect([statuses(client), setup.provider.asked]).toEqual([[401, 200], 1])
})

test('a shutdown ends idle connections at once, and one with a call under way after its answer', async () => {
  let answerNow: (() => void) | undefined
  const setup = await setUpBefore((socket, text, head) => {
    answerNow = () => void behaved(socket, text, head)
  })
  const [idle, busy] = [await dial(setup.url), await dial(setup.url)]
  busy.socket.write(chatRequest(body))
  await until(() => setup.provider.asked === 1, 'the call is under way')
  const closed = setup.gateway.close()
  await idle.closed
  answerNow?.()
  if (!busy.socket.closed) await once(busy.socket, 'close')
  await closed
  expect(statuses(busy)).toEqual([200])
  expect(busy.received()).toContain('Connection: close')
  expect(busy.received()).toContain('"fine"')
})
