/** How connections of the short way end: half of them closed, late, behind the last answer, and while nobody reads. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import {
  answer,
  ask,
  behaved,
  chatBody,
  chatRequest,
  completion,
  dial,
  event,
  expectAlive,
  expectAtRest,
  piece,
  setUpBefore,
  statuses,
  streamHead,
  until,
} from '../faults-support.js'
import { env } from '../gateway-support.js'

const body = chatBody()
const streamed = chatBody({ stream: true })

/** A client that does not end its side when the gateway does. */
async function dialStubborn(url: string) {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
  onTestFinished(() => void socket.destroy())
  let text = ''
  socket.setEncoding('latin1')
  socket.on('data', (more) => {
    text += more
  })
  socket.on('error', () => undefined) // a reset is one way in which connections end here
  await once(socket, 'connect')
  return { socket, received: () => text, closed: once(socket, 'close').then(() => undefined) }
}

/** Nothing that the client has sent reaches the provider: a call that begins later does, and is the first. */
async function expectNothingAsked(setup: Awaited<ReturnType<typeof setUpBefore>>, client: { readonly socket: Socket }) {
  expect((await ask(setup.url)).status).toBe(200)
  expect(setup.provider.asked).toBe(1)
  client.socket.destroy()
  await expectAtRest(setup, setup.provider, 1)
}

const refused = (length: number) => chatRequest('x'.repeat(length)).replace(/authorization: [^\r]+/, 'authorization: Bearer sk-wrong')

test('what stands behind the last answer of a connection is not done', async () => {
  const setup = await setUpBefore(behaved)
  const client = await dialStubborn(setup.url)
  const bytes = refused(100_000)
  client.socket.write(bytes.slice(0, 50_000))
  await until(() => client.received().includes('Connection: close'), 'it was refused, and the connection ends')
  client.socket.write(bytes.slice(50_000) + chatRequest(body))
  await expectNothingAsked(setup, client)
  expect(statuses(client)).toEqual([401])
})

test('a client that ends its side while it reads an answer that is ready gets all of it', async () => {
  const large = completion.replace('fine', 'x'.repeat(8_000_000))
  const setup = await setUpBefore((socket) => void socket.write(answer(large)))
  const client = await dialStubborn(setup.url)
  client.socket.write(chatRequest(body))
  await until(() => client.received().length > 0, 'the answer has begun')
  client.socket.end()
  await client.closed
  expect(client.received().endsWith('"total_tokens":2}}')).toBe(true)
  await expectAtRest(setup, setup.provider, 1)
})

test('a body that comes when its time is over is not handled', async () => {
  const setup = await setUpBefore(behaved, { gateway: { requestTimeoutMs: 300 } })
  const client = await dialStubborn(setup.url)
  const bytes = chatRequest(body)
  client.socket.write(bytes.slice(0, -5))
  await until(() => statuses(client).length === 1, 'its time is over')
  client.socket.write(bytes.slice(-5) + bytes)
  await expectNothingAsked(setup, client)
  expect(statuses(client)).toEqual([408])
})

test('a client that never ends its side does not hold up a shutdown', async () => {
  let answerNow: (() => void) | undefined
  const setup = await setUpBefore((socket, text, head) => {
    answerNow = () => void behaved(socket, text, head)
  })
  const client = await dialStubborn(setup.url)
  client.socket.write(chatRequest(body))
  await until(() => setup.provider.asked === 1, 'the call is under way')
  const startedAt = performance.now()
  const closed = setup.gateway.close(20_000)
  answerNow?.()
  await closed
  expect(performance.now() - startedAt).toBeLessThan(10_000)
  await until(() => client.received().endsWith('}'), 'the answer came whole')
  expect(statuses(client)).toEqual([200])
})

test('a refused body whose rest comes during a shutdown does not hold it up', async () => {
  const setup = await setUpBefore(behaved)
  const client = await dialStubborn(setup.url)
  const bytes = refused(1_000)
  client.socket.write(bytes.slice(0, -500))
  await until(() => statuses(client).length === 1, 'it was refused')
  const startedAt = performance.now()
  const closed = setup.gateway.close(20_000)
  client.socket.write(bytes.slice(-500))
  await closed
  expect(performance.now() - startedAt).toBeLessThan(10_000)
})

const endless = (socket: Socket) => {
  const text = piece(event('x'.repeat(8_000)))
  const pump = () => {
    while (!socket.destroyed && socket.write(text));
  }
  socket.on('drain', pump)
  socket.write(streamHead)
  pump()
}
const large = (socket: Socket) => void socket.write(answer(completion.replace('fine', 'x'.repeat(20_000_000))))

test.each([
  ['a stream', endless, streamed],
  ['a whole answer', large, body],
] as const)('a client that takes nothing of what is ready for it is given up: %s', async (_what, provides, asked) => {
  const setup = await setUpBefore(provides)
  setup.gateway.app.server.timeout = 300
  const client = await dial(setup.url)
  client.socket.pause()
  client.socket.write(chatRequest(asked))
  await until(() => setup.provider.asked === 1, 'the provider was asked')
  await expectAtRest(setup, setup.provider, 1)
  client.socket.destroy()
})

test('a client that waits for a slow answer is not', async () => {
  let answerNow: (() => void) | undefined
  const setup = await setUpBefore((socket, text, head) => {
    answerNow = () => void behaved(socket, text, head)
  })
  setup.gateway.app.server.timeout = 100
  const client = await dial(setup.url)
  client.socket.write(chatRequest(body))
  await until(() => answerNow !== undefined, 'the provider was asked')
  await new Promise((resolve) => setTimeout(resolve, 400))
  answerNow?.()
  await until(() => client.received().endsWith('}'), 'the answer came whole')
  expect(statuses(client)).toEqual([200])
})

test('a client that reads nothing of a stream holds up its provider, and may leave', async () => {
  let asked: Socket | undefined
  const setup = await setUpBefore((socket) => {
    asked = socket
    endless(socket)
  })
  const client = await dial(setup.url)
  client.socket.pause()
  client.socket.write(chatRequest(streamed))
  let [sent, since] = [0, performance.now()]
  await until(
    () => {
      const now = asked?.bytesWritten ?? 0
      if (now !== sent) [sent, since] = [now, performance.now()]
      return sent > 0 && performance.now() - since > 300
    },
    'the provider is held up',
    20_000,
  )
  // what the systems of three parties keep on their ways
  expect(sent).toBeLessThan(40_000_000)
  client.socket.destroy()
  await expectAtRest(setup, setup.provider)
  await expectAlive(setup, setup.provider)
})

test('under a root path that is the beginning of a path, an address is the one that stands behind it', async () => {
  const setup = await setUpBefore(behaved, { env: { ...env, SERVER_ROOT_PATH: '/chat' } })
  const client = await dial(setup.url)
  client.socket.write(chatRequest(body).replace('/v1/chat/completions', '/chat/completions'))
  await until(() => statuses(client).length === 1, 'the answer came')
  // `/completions`, which asks for a prompt
  expect([statuses(client), client.received().includes('prompt is missing')]).toEqual([[400], true])
})

test.each([true, false])('while it is not known who calls, the rest of a body waits; known: %s', async (isKnown) => {
  const setup = await setUpBefore(behaved)
  const { keyCheck } = setup.gateway.serving
  let tell: (() => void) | undefined
  const checked = new Promise<void>((resolve) => {
    tell = resolve
  })
  const late: typeof keyCheck = async (key) => {
    await checked
    return keyCheck(isKnown ? key : 'sk-wrong')
  }
  Object.assign(setup.gateway.serving, { keyCheck: late })
  let read = () => 0
  setup.gateway.app.server.on('connection', (socket) => {
    read = () => socket.bytesRead
  })
  const client = await dial(setup.url)
  const large = chatBody({ user: 'x'.repeat(12_000_000) })
  client.socket.write(chatRequest(large))
  let [taken, since] = [0, performance.now()]
  await until(() => {
    if (read() !== taken) [taken, since] = [read(), performance.now()]
    return taken > 0 && performance.now() - since > 300
  }, 'nothing more is read')
  expect(taken).toBeLessThan(300_000)
  tell?.()
  await until(() => statuses(client).length === 1, 'the answer came', 20_000)
  expect([statuses(client), setup.provider.asked]).toEqual(isKnown ? [[200], 1] : [[401], 0])
  Object.assign(setup.gateway.serving, { keyCheck })
  client.socket.destroy()
  await expectAtRest(setup, setup.provider, 1)
})
