/** Callers who leave: at any moment of any endpoint, over real sockets. One end, nothing unhandled, slot and connection given back. */
import { getEventListeners } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HttpRequest, Transport } from '../../src/protocol/http.js'
import type { EndpointCodec } from '../../src/providers/adapter.js'
import type { RouterEvent } from '../../src/runtime/events.js'
import { APIUserAbortError, createClient } from '../../src/runtime/index.js'
import type { RouterState } from '../../src/runtime/state.js'
import type { Strategy } from '../../src/runtime/strategies/strategy.js'
import { createTransport } from '../../src/runtime/transport/transport.js'
import { at, messages } from '../runtime/harness.js'
import { bodyOf, post, toyAdapter, toyCodec } from '../runtime/toy-adapter.js'
import { mockExchange } from '../support/mock-exchange.js'
import { buildPlan } from '../support/plan.js'
import { runs } from '../support/soak.js'
import { endpointCalls, endpointClient, type WholeClient } from './endpoint-calls.js'

const exchange = mockExchange()
const answer = { text: 'Grüße aus 東京.', reasoning: 'hm hm', toolCalls: [{ name: 'look_up', arguments: { x: 'ü' } }] }
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
const unhandled: unknown[] = []
const note = (reason: unknown) => void unhandled.push(reason)

/** Answers under way on the server, and how many turns of the event loop it takes before each piece. */
const busy = new Set<ServerResponse>()
let turns = 0
const server = createServer((request, response) => void serve(request, response))
let origin = ''

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  busy.add(response)
  response.on('close', () => busy.delete(response))
  const sent: Buffer[] = []
  try {
    for await (const piece of request) sent.push(piece)
  } catch {
    return // the caller has left while it was sending
  }
  const { 'x-was-to': host = 'h', ...headers } = request.headers as { readonly [name: string]: string }
  const url = `https://${host}${request.url}`
  for (let left = turns; left > 0; left--) await turn()
  if (url.includes('/toy/')) {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(toyAnswer(url)))
    return
  }
  const http: HttpRequest = { method: request.method === 'GET' ? 'GET' : 'POST', url, headers, body: new Uint8Array(Buffer.concat(sent)) }
  const stream = await exchange.transport.stream(http, { connectMs: 1, firstByteMs: 1, idleMs: 1, totalMs: 1 })
  response.writeHead(stream.status, stream.headers)
  for (let piece = await stream.read(); piece !== undefined; piece = await stream.read()) {
    response.write(piece)
    for (let left = turns; left > 0; left--) await turn()
  }
  response.end()
}

/** A job that is done at the third look. */
function toyAnswer(url: string): object {
  const round = Number(/\/look\/(\d+)/.exec(url)?.[1] ?? -1)
  return round < 2 ? { next: `look/${round + 1}` } : { data: [{ url: 'u' }] }
}

/** Sends every request to the server of this file. */
function redirected(transport: Transport): Transport {
  const to = (request: HttpRequest): HttpRequest => {
    const { host, pathname, search } = new URL(request.url)
    return { ...request, url: origin + pathname + search, headers: { ...request.headers, 'x-was-to': host } }
  }
  return {
    whole: (request, timers, signal) => transport.whole(to(request), timers, signal),
    stream: (request, timers, signal) => transport.stream(to(request), timers, signal),
    close: () => transport.close(),
  }
}

let state: RouterState | undefined
const first: Strategy = (_group, eligible, _count, seen) => {
  state = seen
  return eligible[0] ?? 0
}
const events: RouterEvent[] = []
const transport = redirected(createTransport())
let client: WholeClient
let toys: WholeClient

/** Asks twice for a follow-up, in one part for each prompt of a list. */
const polling: Partial<EndpointCodec<'images'>> = {
  follow(reply, _call, target) {
    const { next } = bodyOf(reply)
    return typeof next === 'string' ? { request: post(`${target.baseUrl}/${next}`, {}), afterMs: 0 } : undefined
  },
  split: ({ request }) => (request.n === undefined ? undefined : Array.from({ length: Number(request.n) }, () => ({ ...request }))),
  join: ([reply = { created: 0, data: [] }]) => reply,
}

beforeAll(async () => {
  process.on('unhandledRejection', note)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // bound above to an address and a port
  exchange.answer = () => answer
  const onEvent = (event: RouterEvent) => void events.push(event)
  client = await endpointClient(transport, first, onEvent)
  const deployments = [0, 1].map((index) => at(index, 'toy', { mode: 'image_generation', baseUrl: 'http://h/toy' }))
  const authorize = async (request: HttpRequest) => {
    await turn()
    return request
  }
  toys = createClient(
    {
      plan: buildPlan({ deployments }),
      adapters: toyAdapter({ authorize, endpoints: {}, later: { images: async () => toyCodec(polling) } }),
      strategies: { 'simple-shuffle': first },
    },
    { env: {}, transport, onEvent },
  )
})
afterAll(async () => {
  process.off('unhandledRejection', note)
  await Promise.all([client.close(), toys.close()])
  server.close()
})

/** The same client, whose every call is given the signal. */
function withSignal<T extends object>(target: T, signal: AbortSignal): T {
  return new Proxy(target, {
    get(object, name, receiver) {
      const value: unknown = Reflect.get(object, name, receiver)
      if (typeof value === 'function') return (body: object) => value.call(object, body, { signal })
      return typeof value === 'object' && value !== null ? withSignal(value, signal) : value
    },
  })
}

type Ask = (client: WholeClient) => Promise<unknown>
const images = (llm: WholeClient, n?: number) => llm.images.generate({ model: 'toy', prompt: 'p', ...(n !== undefined && { n }) })
const withMedia = (): Ask => {
  const content = [{ type: 'image_url' as const, image_url: { url: 'https://img.example/toy/a.png' } }]
  return (llm) => llm.chat.completions.create({ model: 'responses of gemini/gemini-2.5-flash', messages: [{ role: 'user', content }] })
}

const asks: readonly (readonly [string, () => WholeClient, Ask])[] = [
  ...endpointCalls.map(({ name, ask }) => [name, () => client, (llm: WholeClient) => ask(llm, name)] as const),
  ['a chat', () => client, (llm) => llm.chat.completions.create({ model: 'completions over chat', messages })],
  ['a chat with an image', () => client, withMedia()],
  [
    'a streamed chat',
    () => client,
    async (llm) => {
      for await (const _ of await llm.chat.completions.create({ model: 'completions over chat', messages, stream: true }));
    },
  ],
  ['a host that is followed', () => toys, (llm) => images(llm)],
  ['a request in parts that are followed', () => toys, (llm) => images(llm, 6)],
]

describe.each(asks)('%s', (_name, clientOf, ask) => {
  test('ends once, whenever the caller leaves', async () => {
    let left = 0
    const moment = fc.record({ turns: fc.nat(14), ticks: fc.nat(40), pace: fc.nat(2) })
    const property = fc.asyncProperty(moment, async (when) => {
      turns = when.pace
      events.splice(0)
      const controller = new AbortController()
      const ends: unknown[] = []
      const call = ask(withSignal(clientOf(), controller.signal)).then(
        () => void ends.push('answered'),
        (error: unknown) => void ends.push(error),
      )
      for (let each = when.turns; each > 0; each--) await turn()
      for (let each = when.ticks; each > 0; each--) await Promise.resolve()
      controller.abort(new Error('the caller has gone home'))
      await call
      await quiet()
      const [end] = ends
      if (end !== 'answered') {
        if (!(end instanceof APIUserAbortError)) throw end
        left += 1
      }
      const begun = events.filter(({ type }) => type === 'attempt').length
      const settled = events.filter(({ type }) => type === 'success' || type === 'failure').length
      expect([ends.length, settled, busy.size, getEventListeners(controller.signal, 'abort').length]).toEqual([1, begun, 0, 0])
      expect([...(state?.inFlight ?? [])].every((count) => count === 0)).toBe(true)
    })
    await fc.assert(property, { seed: 20_250_601, numRuns: runs(20, 500) })
    expect(left).toBeGreaterThan(0)
  })
})

/** Waits until the server has no answer under way: at most some thousand turns, for a connection that is left closes at once. */
async function quiet(): Promise<void> {
  for (let left = 5_000; left > 0 && busy.size > 0; left--) await turn()
}

test('nothing was left unhandled', async () => {
  await turn()
  expect(unhandled).toEqual([])
})
