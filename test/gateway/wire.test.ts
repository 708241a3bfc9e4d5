/** What only real sockets show: hang-ups, slow readers, streams that break, bytes that are no HTTP. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { all, authorised, setUp, yaml } from './gateway-support.js'

type Handler = (incoming: IncomingMessage, outgoing: ServerResponse) => void

/** A provider of the test's own. */
async function upstream(handle: Handler): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((incoming, outgoing) => {
    incoming.resume().once('end', () => handle(incoming, outgoing))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no address')
  return { url: `http://127.0.0.1:${address.port}`, server }
}

const over = (url: string) => yaml.replaceAll('MOCK', url)
const chat = (more: object = {}) => JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }], ...more })
const event = (content: string) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o', choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`

/** A promise that is kept from outside. */
function signal<T>() {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((kept) => {
    resolve = kept
  })
  return { promise, resolve }
}

/** Sends a chat and gives the request, to be broken off. */
function send(url: string, body: string) {
  const outgoing = request(`${url}/v1/chat/completions`, { method: 'POST', headers: { ...authorised, 'content-type': 'application/json' } })
  outgoing.on('error', () => undefined) // what breaking off says
  outgoing.end(body)
  return outgoing
}

describe('a client that hangs up is noticed by the provider within 100 ms', () => {
  test('before the answer began', async () => {
    const gone = signal<number>()
    const asked = signal<void>()
    const provider = await upstream((_incoming, outgoing) => {
      outgoing.on('close', () => gone.resolve(performance.now()))
      asked.resolve()
    })
    const { url } = await setUp({ yaml: over(provider.url) })
    const outgoing = send(url, chat())
    await asked.promise
    const at = performance.now()
    outgoing.destroy()
    expect((await gone.promise) - at).toBeLessThan(100)
  })

  test('in the middle of a stream', async () => {
    const gone = signal<number>()
    const provider = await upstream((_incoming, outgoing) => {
      outgoing.on('close', () => gone.resolve(performance.now()))
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
      outgoing.write(event('one'))
    })
    const { url, gateway } = await setUp({ yaml: over(provider.url) })
    const outgoing = send(url, chat({ stream: true }))
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage] // what Node hands to this event
    await once(answer, 'data')
    const at = performance.now()
    outgoing.destroy()
    expect((await gone.promise) - at).toBeLessThan(100)
    expect([...gateway.serving.engine.state.inFlight]).toEqual([0, 0, 0, 0])
  })
})

test('a client that does not read holds the provider back, and gets everything once it reads', async () => {
  const total = 1_500
  const text = 'x'.repeat(16_384)
  let sent = 0
  const provider = await upstream(async (_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
    for (; sent < total && !outgoing.destroyed; sent++) if (!outgoing.write(event(text))) await once(outgoing, 'drain')
    outgoing.end('data: [DONE]\n\n')
  })
  const { url } = await setUp({ yaml: over(provider.url) })
  const [answer] = (await once(send(url, chat({ stream: true })), 'response')) as [IncomingMessage] // what Node hands to this event
  let before = -1
  while (before !== sent) {
    before = sent
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  expect(sent).toBeGreaterThan(0)
  expect(sent).toBeLessThan(total)
  let bytes = 0
  for await (const piece of answer) bytes += (piece as Buffer).length // without an encoding, pieces are buffers
  expect(sent).toBe(total)
  expect(bytes).toBeGreaterThan(total * text.length)
})

describe('a stream that fails', () => {
  test('before its first content is an answer with the status', async () => {
    const { url } = await setUp({ script: { 'gpt-4o': { status: 429, retryAfter: 4 } } })
    const answer = await fetch(`${url}/chat/completions`, { method: 'POST', headers: authorised, body: chat({ stream: true }) })
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('retry-after')]).toEqual([
      429,
      'application/json; charset=utf-8',
      '4',
    ])
    expect(await answer.json()).toMatchObject({ error: { type: expect.any(String), code: '429' } })
  })

  test('after it ends with one error event, and without [DONE]', async () => {
    const { url } = await setUp({ script: { 'gpt-4o': { text: 'one two three four', cutAfter: 3 } } })
    const answer = await fetch(`${url}/chat/completions`, { method: 'POST', headers: authorised, body: chat({ stream: true }) })
    expect(answer.status).toBe(200)
    const events = (await answer.text()).split('\n\n').filter((each) => each !== '')
    const errors = events.filter((each) => each.includes('"error"'))
    expect(errors.length).toBe(1)
    expect(events.at(-1)).toBe(errors[0])
    expect(JSON.parse(errors[0]?.slice('data: '.length) ?? '')).toMatchObject({
      error: { message: expect.any(String), code: expect.stringMatching(/^5\d\d$/) },
    })
  })
})

describe('bytes that are made to be read in two ways', () => {
  const rows = [
    { name: 'two lengths', head: 'content-length: 2\r\ncontent-length: 3\r\n' },
    { name: 'a length and chunks', head: 'content-length: 2\r\ntransfer-encoding: chunked\r\n' },
    { name: 'a bare line feed in a header', head: 'x-litellm-call-id: a\nx-evil: b\r\n' },
    { name: 'a bare carriage return in a header', head: 'x-litellm-call-id: a\rx-evil: b\r\n' },
    { name: 'a null in a header', head: 'x-litellm-call-id: a\0b\r\n' },
    { name: 'a space before the colon', head: 'content-length : 2\r\n' },
  ]
  test.each(rows)('$name: a 400, and the connection ends', async ({ head }) => {
    const { url, mock } = await setUp()
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write(
      `POST /chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: ${authorised.authorization}\r\n${head}\r\n{}GET /routes HTTP/1.1\r\nhost: x\r\n\r\n`,
    )
    const answer = Buffer.concat(await all(socket as AsyncIterable<Buffer>)).toString() // without an encoding, pieces are buffers
    expect(answer.split('\r\n')[0]).toBe('HTTP/1.1 400 Bad Request')
    expect(answer.match(/HTTP\/1\.1/g)?.length).toBe(1)
    expect(mock.requests).toEqual([])
  })

  test('no header of a provider becomes two of ours, and its cookies stay with us', async () => {
    const provider = await upstream((_incoming, outgoing) => {
      outgoing.writeHead(200, {
        'content-type': 'application/json',
        'x-odd': 'caf\u00e9',
        'set-cookie': 'session=1',
        'x-long': 'y'.repeat(9_000),
      })
      outgoing.end(
        JSON.stringify({
          id: 'c',
          object: 'chat.completion',
          created: 1,
          model: 'm',
          choices: [{ index: 0, message: { role: 'assistant', content: 'a' }, finish_reason: 'stop' }],
        }),
      )
    })
    const { url } = await setUp({ yaml: over(provider.url) })
    const { headers, status } = await fetch(`${url}/chat/completions`, { method: 'POST', headers: authorised, body: chat() })
    expect([status, headers.get('llm_provider-x-odd'), headers.get('llm_provider-set-cookie'), headers.get('set-cookie')]).toEqual([
      200,
      'caf?',
      null,
      null,
    ])
    expect(headers.get('llm_provider-x-long')?.length).toBe(4_096)
  })

  test('an address that cannot be decoded is a 400', async () => {
    const { url } = await setUp()
    const answer = await fetch(`${url}/v1/models/%zz`, { headers: authorised })
    expect([answer.status, await answer.json()]).toEqual([400, { error: expect.objectContaining({ code: '400' }) }])
  })
})

describe('the end of a gateway', () => {
  const slow = (finish: Promise<void>) =>
    upstream((_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
      outgoing.write(event('one'))
      void finish.then(() => outgoing.end(`${event('two')}data: [DONE]\n\n`))
    })

  test('streams under way may finish, and nothing new is taken', async () => {
    const finish = signal<void>()
    const provider = await slow(finish.promise)
    const { url, gateway } = await setUp({ yaml: over(provider.url) })
    const answer = await fetch(`${url}/chat/completions`, { method: 'POST', headers: authorised, body: chat({ stream: true }) })
    const closing = gateway.close(10_000)
    await expect(fetch(`${url}/health/liveliness`, { headers: { connection: 'close' } })).rejects.toThrow(/fetch failed/)
    finish.resolve()
    expect(await answer.text()).toMatch(/"one"[\s\S]*"two"[\s\S]*\[DONE\]/)
    const ended = performance.now()
    await closing
    expect(performance.now() - ended).toBeLessThan(2_000)
  })

  test('what is not done in time is broken off, at the provider too', async () => {
    const gone = signal<void>()
    const provider = await upstream((_incoming, outgoing) => {
      outgoing.on('close', () => gone.resolve())
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
      outgoing.write(event('one'))
    })
    const { url, gateway } = await setUp({ yaml: over(provider.url) })
    const answer = await fetch(`${url}/chat/completions`, { method: 'POST', headers: authorised, body: chat({ stream: true }) })
    await gateway.close(20)
    await gone.promise
    await expect(
      answer.text().then((text) => (text.includes('[DONE]') ? Promise.resolve('whole') : Promise.reject(new Error('cut')))),
    ).rejects.toThrow()
  })
})
