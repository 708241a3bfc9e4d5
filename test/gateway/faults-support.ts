/** Providers and clients that misbehave on bare sockets, and what must be true of a gateway once they have gone. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import { authorised, type Setup, type SetupOptions, setUp, yaml } from './gateway-support.js'

/** What a provider does with the socket once a request has come whole, with its body and its head. */
export type Play = (socket: Socket, body: string, head: string) => void

/** A provider on bare sockets. */
export type Provider = {
  readonly url: string
  /** Open connections on which a request has come. */
  readonly open: ReadonlySet<Socket>
  /** Requests that have come. */
  readonly asked: number
  /** Acts differently from now on. */
  play(next: Play): void
}

/** Starts a provider that reads each request and then does what it is told; it ends with the test. */
export async function startProvider(first: Play): Promise<Provider> {
  let play = first
  let asked = 0
  const open = new Set<Socket>()
  // undici connects once more, ahead of the next request, after each request that was broken off
  const all = new Set<Socket>()
  const server = createServer((socket) => {
    all.add(socket)
    socket.on('error', () => undefined) // what a client that breaks off says
    socket.on('close', () => {
      open.delete(socket)
      all.delete(socket)
    })
    readRequests(socket, (body, lines) => {
      asked++
      open.add(socket)
      play(socket, body, lines)
    })
  })
  await listen(server)
  onTestFinished(() => {
    for (const socket of all) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    open,
    get asked() {
      return asked
    },
    play: (next) => {
      play = next
    },
  }
}

function readRequests(socket: Socket, onRequest: (body: string, head: string) => void): void {
  let kept = Buffer.alloc(0)
  socket.on('data', (bytes) => {
    kept = Buffer.concat([kept, bytes])
    for (;;) {
      const end = kept.indexOf('\r\n\r\n')
      if (end < 0) return
      const lines = kept.subarray(0, end).toString('latin1')
      const length = Number(/content-length: (\d+)/i.exec(lines)?.[1] ?? 0)
      if (kept.length < end + 4 + length) return
      const body = kept.subarray(end + 4, end + 4 + length).toString('utf8')
      kept = kept.subarray(end + 4 + length)
      onRequest(body, lines)
    }
  })
}

async function listen(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}

/** The head of a provider's answer. */
export const head = (headers: string, status = '200 OK') => `HTTP/1.1 ${status}\r\n${headers}\r\n\r\n`
/** A whole answer with its length. */
export const answer = (body: string, type = 'application/json', status = '200 OK') =>
  head(`content-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}`, status) + body
export const streamHead = head('content-type: text/event-stream\r\ntransfer-encoding: chunked')
/** One piece of a chunked body. */
export const piece = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
export const lastPiece = '0\r\n\r\n'

export const completion = JSON.stringify({
  id: 'c',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-4o',
  choices: [{ index: 0, message: { role: 'assistant', content: 'fine' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
})
/** An event of a stream of chat. */
export const event = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`

const wholeStream = streamHead + piece(event('fi')) + piece(event('ne', 'stop')) + piece('data: [DONE]\n\n') + lastPiece

/** Answers as a provider should, whole or streamed as it is asked. */
export const behaved: Play = (socket, body) => void socket.write(body.includes('"stream":true') ? wholeStream : answer(completion))

/** A gateway before a provider on bare sockets. */
export async function setUpBefore(play: Play, more: Omit<SetupOptions, 'yaml'> & { readonly settings?: string } = {}) {
  const provider = await startProvider(play)
  const { settings = '', ...options } = more
  const setup = await setUp({ ...options, yaml: yaml.replaceAll('MOCK', provider.url) + settings })
  return { ...setup, provider }
}

export const chatBody = (more: object = {}) => JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }], ...more })

/** The bytes of a chat request. */
export function chatRequest(body: string, headers: readonly string[] = []): string {
  const lines = ['POST /v1/chat/completions HTTP/1.1', 'host: gateway', `authorization: ${authorised.authorization}`]
  return [...lines, 'content-type: application/json', `content-length: ${Buffer.byteLength(body)}`, ...headers, '', body].join('\r\n')
}

/** A client on a bare socket. */
export type Client = { readonly socket: Socket; readonly received: () => string; readonly closed: Promise<void> }

/** Statuses of the answers that a client has received. */
export const statuses = (client: Client) => [...client.received().matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))

/** Connects to the gateway; the socket ends with the test. */
export async function dial(url: string): Promise<Client> {
  const client = await dialOnce(url)
  onTestFinished(() => void client.socket.destroy())
  return client
}

/** Connects to the gateway; the caller ends the socket. */
export async function dialOnce(url: string): Promise<Client> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', noDelay: true })
  let text = ''
  socket.setEncoding('latin1')
  socket.on('data', (more) => {
    text += more
  })
  socket.on('error', () => undefined) // a reset is one way in which connections end here
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()))
  await once(socket, 'connect')
  return { socket, received: () => text, closed }
}

/** Sends a chat and reads the answer. `seconds` bounds the call in the gateway. */
export async function ask(url: string, more: object = {}, headers: { readonly [name: string]: string } = {}) {
  const sent = { ...authorised, 'content-type': 'application/json', connection: 'close', ...headers }
  const reply = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers: sent, body: chatBody(more) })
  return { status: reply.status, headers: reply.headers, text: await reply.text() }
}

/** Waits until `holds` is true; fails with what it said last. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, ms = 5_000): Promise<void> {
  const end = performance.now() + ms
  while (!(await holds())) {
    if (performance.now() > end) expect.fail(`after ${ms} ms it is still not true that ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Connections of clients. */
export function connections({ gateway }: Pick<Setup, 'gateway'>): Promise<number> {
  return new Promise((resolve, reject) =>
    gateway.app.server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
  )
}

/** No call is under way, no slot is held, no client is connected, and of the connections on which the provider was asked at most `idle` are open. */
export async function expectAtRest(setup: Pick<Setup, 'gateway' | 'url'>, provider?: Pick<Provider, 'open'>, idle = 0): Promise<void> {
  const { gateway } = setup
  await until(() => gateway.serving.engine.state.inFlight.every((count) => count === 0), 'no deployment has a call under way')
  await until(async () => (await connections(setup)) === 0, 'no client is connected')
  if (provider !== undefined) await until(() => provider.open.size <= idle, `the provider has at most ${idle} connections`)
  // a call is over when its connection has closed, which is a little later than when it is not counted any more
  const backlog = async () => (await gateway.app.inject({ url: '/health/backlog', headers: authorised })).json()
  await until(async () => (await backlog()).in_flight_requests === 1, 'no request is under way but the one that asks')
}

/** The gateway still answers, whole and streamed. */
export async function expectAlive(setup: Pick<Setup, 'url'>, provider: Pick<Provider, 'play'>): Promise<void> {
  provider.play(behaved)
  const whole = await ask(setup.url)
  expect([whole.status, JSON.parse(whole.text).choices?.[0]?.message.content]).toEqual([200, 'fine'])
  const streamed = await ask(setup.url, { stream: true })
  expect([streamed.status, streamed.text.endsWith('data: [DONE]\n\n')]).toEqual([200, true])
}
