/** Media that a host does not fetch itself: fetched within limits, once a call, and put into the request as data. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { HttpRequest } from '../../src/protocol/http.js'
import { bedrock } from '../../src/providers/bedrock.js'
import { gemini } from '../../src/providers/gemini.js'
import { ollama } from '../../src/providers/ollama.js'
import { openai } from '../../src/providers/openai.js'
import { withMedia } from '../../src/runtime/fetch-media.js'
import { createClient, simpleShuffle } from '../../src/runtime/index.js'
import { exchangeMedia, findMedia } from '../../src/runtime/media-urls.js'
import type { Run } from '../../src/runtime/run.js'
import { createPublicTransport } from '../../src/runtime/transport/public-transport.js'
import type { FakeAnswer } from '../support/fake-transport.js'
import { buildPlan } from '../support/plan.js'
import { at, errorOf, harness, type Models, ok } from './harness.js'

const adapters = { openai: { ...openai, cannotFetch: (url: string) => !url.startsWith('https://fine.example/') } }
const png: FakeAnswer = { headers: { 'content-type': 'image/png' }, text: 'PNG' }
const data = `data:image/png;base64,${btoa('PNG')}`
const image = (url: string) => ({ type: 'image_url' as const, image_url: { url } })
const ask = (...urls: string[]) => ({ model: 'a' as const, messages: [{ role: 'user' as const, content: urls.map(image) }] })
const sent = (requests: readonly HttpRequest[]) =>
  requests
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => JSON.parse(String(body)).messages[0].content.map((part: ReturnType<typeof image>) => part.image_url.url))

describe('media of a chat', () => {
  test('is fetched once for all attempts, and what the host fetches itself is left', async () => {
    const input = { deployments: [at(0, 'a'), at(1, 'b')], routing: { numRetries: 0 } }
    const script = { d0: { status: 500 }, d1: ok(), 'img.example': png }
    const { client, transport, hosts } = harness(input, script, {}, adapters)
    const url = 'https://img.example/a.png?q=1'
    await client.completion({ ...ask(url, 'https://fine.example/b.png', url, data), fallbacks: ['b'] })
    expect([hosts, sent(transport.requests)]).toEqual([
      ['img.example', 'd0', 'd1'],
      Array.from({ length: 2 }, () => [data, 'https://fine.example/b.png', data, data]),
    ])
    expect(transport.timers[0]?.totalMs).toBe(10_000)
  })

  test('is followed through three redirects, to public addresses only', async () => {
    const to = (location: string): FakeAnswer => ({ status: 302, headers: { location } })
    const script = {
      d0: ok(),
      a: png,
      'one.example': [to('/2'), to('https://two.example/3'), to('//three.example/4')],
      'two.example': to('https://three.example/x'),
      'three.example': png,
    }
    const { client, hosts } = harness({ deployments: [at(0, 'a')] }, script, {}, adapters)
    await client.completion(ask('https://one.example/1'))
    expect(hosts).toEqual(['one.example', 'one.example', 'two.example', 'three.example', 'd0'])
  })

  const refused: readonly { readonly name: string; readonly url?: string; readonly answer?: FakeAnswer; readonly why: string }[] = [
    {
      name: 'a private address',
      url: 'http://169.254.169.254/latest',
      why: '169.254.169.254 could not be asked for it: the address is not public',
    },
    {
      name: 'a local name',
      url: 'http://localhost:8080/a.png',
      why: 'localhost:8080 could not be asked for it: the address is not public',
    },
    {
      name: 'an address with a login',
      url: 'https://u:secret@img.example/a.png',
      why: 'img.example could not be asked for it: its address holds a user name',
    },
    {
      name: 'a redirect to a private address',
      answer: { status: 301, headers: { location: 'http://10.0.0.1/' } },
      why: 'the address is not public',
    },
    {
      name: 'a redirect to another kind of address',
      answer: { status: 301, headers: { location: 'file:///etc/passwd' } },
      why: 'an address of the kind file:',
    },
    { name: 'redirects without end', answer: { status: 301, headers: { location: '/again' } }, why: 'it was sent on more than 3 times' },
    { name: 'a status', answer: { status: 404 }, why: 'the answer has the status 404' },
    {
      name: 'a page',
      answer: { headers: { 'content-type': 'text/css; charset=utf-8' }, text: 'x' },
      why: 'the answer is text/css, not an image',
    },
    { name: 'an answer of no type', url: 'https://img.example/a', answer: { text: 'x' }, why: 'the answer is of no known type' },
    {
      name: 'a packed answer',
      answer: { headers: { 'content-type': 'image/png', 'content-encoding': 'gzip' }, text: 'x' },
      why: 'the answer is packed (gzip)',
    },
    { name: 'too much', answer: { ...png, pieces: ['x'.repeat(11 << 20), 'x'.repeat(11 << 20)] }, why: 'more than 20 MB' },
    { name: 'silence', answer: { fault: 'total-timeout' }, why: 'fake total-timeout' },
    { name: 'a body that breaks off', answer: { ...png, pieces: ['x', { fault: 'reset' }] }, why: 'fake reset' },
  ]
  test.each(refused)('is refused: $name', async ({ url = 'https://img.example/a.png', answer = png, why }) => {
    const { client, hosts } = harness({ deployments: [at(0, 'a')] }, { d0: ok(), 'img.example': answer }, {}, adapters)
    const error = await errorOf(client.completion(ask(url)))
    expect([error.name, error.code, error.param, hosts.includes('d0')]).toEqual(['BadRequestError', 'media_not_fetched', 'messages', false])
    expect(error.message).toContain('openai takes no media by address')
    expect(error.message).toContain(why)
    expect(error.message).not.toContain('secret')
  })

  test('is bounded for the whole call', async () => {
    const big: FakeAnswer = { ...png, pieces: ['x'.repeat(19 << 20)] }
    const urls = [1, 2, 3, 4].map((n) => `https://img.example/${n}.png`)
    const { client } = harness({ deployments: [at(0, 'a')] }, { d0: ok(), 'img.example': big }, {}, adapters)
    expect((await errorOf(client.completion(ask(...urls)))).message).toContain('more than 60 MB in all files of the call')
  })

  test.each([
    ['image/png', 'GIF89a and so on', 'image/gif'],
    ['application/octet-stream', 'RIFF....WEBPVP8 ', 'image/webp'],
    ['image/x-own', 'no known mark', 'image/x-own'],
  ])('that is said to be %s and begins with %s is %s', async (type, text, seen) => {
    const script = { d0: ok(), 'img.example': { headers: { 'content-type': type }, text } }
    const { client, transport } = harness({ deployments: [at(0, 'a')] }, script, {}, adapters)
    await client.completion(ask('https://img.example/a'))
    expect(sent(transport.requests)).toEqual([[`data:${seen};base64,${btoa(text)}`]])
  })

  test('is not waited for by a caller who leaves, even while its connection cannot be closed', async () => {
    const controller = new AbortController()
    const never = new Promise<never>(() => undefined)
    const media = {
      whole: () => never,
      close: () => never,
      stream: () =>
        new Promise<never>((_resolve, reject) =>
          controller.signal.addEventListener('abort', () => reject(new Error('gone')), { once: true }),
        ),
    }
    const engine = { now: () => 0, privateMedia: false, openMedia: async () => media }
    // What fetching reads of a call, and nothing more.
    const run = { engine, signal: controller.signal, deadlineAt: Number.POSITIVE_INFINITY, media: undefined } as unknown as Run
    const pending = withMedia(run, {}, ['https://img.example/a.png'], { provider: 'p', model: 'm' })
    await new Promise((resolve) => setImmediate(resolve))
    controller.abort()
    expect(await pending).toMatchObject({ failure: { kind: 'abort' } })
  })

  test('has no more time than its call', async () => {
    const { client, transport } = harness({ deployments: [at(0, 'a')] }, { d0: ok(), 'img.example': png }, {}, adapters)
    await client.completion(ask('https://img.example/a.png'), { deadline: 3_000 })
    expect(transport.timers.map(({ totalMs }) => totalMs)).toEqual([3_000, 3_000])
  })

  test('has the type of its name where the host tells none', async () => {
    const { client, transport } = harness(
      { deployments: [at(0, 'a')] },
      { d0: ok(), 'img.example': { headers: { 'content-type': 'binary/octet-stream' }, text: 'PNG' } },
      {},
      adapters,
    )
    await client.completion(ask('https://img.example/a.png'))
    expect(sent(transport.requests)).toEqual([[data]])
  })
})

describe('over the network', () => {
  async function served<T>(use: (origin: string) => Promise<T>): Promise<{ readonly result: T; readonly asked: number }> {
    let asked = 0
    const server = createServer((_request, response) => {
      asked++
      response.writeHead(200, { 'content-type': 'image/png' }).end('PNG')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      // listen() on a port gives an AddressInfo
      return { result: await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), asked }
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
  }
  const clientOf = (allowPrivateMedia: boolean, baseUrl: string) =>
    createClient<Models>(
      { plan: buildPlan({ deployments: [{ ...at(0, 'a'), baseUrl }] }), adapters, strategies: { 'simple-shuffle': simpleShuffle } },
      { env: {}, allowPrivateMedia },
    )

  test('a private address is fetched where the client allows it, and a name that leads to one is not', async () => {
    const { result, asked } = await served(async (origin) => {
      const open = clientOf(true, origin)
      const shut = clientOf(false, origin)
      // The server answers the chat with the image too, which is no chat: that the request went out is what counts.
      const first = await errorOf(open.completion({ ...ask(`${origin}/a.png`), num_retries: 0 }))
      const second = await errorOf(shut.completion(ask(`${origin}/a.png`)))
      // `localhost` is refused by its name before; here it stands for any name that leads to a private address.
      const transport = createPublicTransport({})
      const request = { method: 'GET', url: origin.replace('127.0.0.1', 'localhost'), headers: {} } as const
      const timers = { connectMs: 1_000, firstByteMs: undefined, idleMs: undefined, totalMs: 1_000 }
      const third = await transport.whole(request, timers).catch(String)
      await Promise.all([open.close(), shut.close(), transport.close()])
      return [first.code, second.code, third]
    })
    const why = expect.stringContaining('localhost leads to an address that is not public')
    expect([result, asked]).toEqual([['invalid_response', 'media_not_fetched', why], 2])
  })
})

describe('addresses in a request', () => {
  const chat = {
    messages: [
      { role: 'system', content: 'https://not.media/' },
      {
        role: 'user',
        content: [image('http://x/1.png'), { type: 'video_url', video_url: 'http://x/2.mp4' }, { type: 'text', text: 'http://x/' }],
      },
      {
        role: 'user',
        content: [
          { type: 'file', file: { file_id: 'http://x/a/3.pdf?x' } },
          { type: 'file', file: { file_id: 'file-1' } },
          image('data:image/png;base64,AA'),
        ],
      },
      { role: 'tool', tool_call_id: '1', content: [image('http://x/1.png')] },
    ],
  }
  test('of a chat are found and exchanged, and the request itself stays as it is', () => {
    const before = JSON.stringify(chat)
    expect(findMedia(chat, () => true)).toEqual(['http://x/1.png', 'http://x/2.mp4', 'http://x/a/3.pdf?x'])
    expect(exchangeMedia(chat, (url) => `data:${url.length}`).messages.slice(1)).toEqual([
      { role: 'user', content: [image('data:14'), { type: 'video_url', video_url: 'data:14' }, { type: 'text', text: 'http://x/' }] },
      {
        role: 'user',
        content: [
          { type: 'file', file: { filename: '3.pdf', file_data: 'data:18' } },
          { type: 'file', file: { file_id: 'file-1' } },
          image('data:image/png;base64,AA'),
        ],
      },
      { role: 'tool', tool_call_id: '1', content: [image('data:14')] },
    ])
    expect([exchangeMedia(chat, () => undefined) === chat, JSON.stringify(chat)]).toEqual([true, before])
  })

  test('of a response are found and exchanged', () => {
    const input = [
      {
        role: 'user',
        content: [
          { type: 'input_image', image_url: 'http://x/1.png' },
          { type: 'input_file', file_url: 'http://x/2.pdf' },
        ],
      },
      { type: 'function_call_output', output: [{ type: 'input_image', image_url: 'http://x/3.png' }] },
    ]
    expect(exchangeMedia({ input }, () => 'data:').input).toEqual([
      {
        role: 'user',
        content: [
          { type: 'input_image', image_url: 'data:' },
          { type: 'input_file', filename: '2.pdf', file_data: 'data:' },
        ],
      },
      { type: 'function_call_output', output: [{ type: 'input_image', image_url: 'data:' }] },
    ])
  })

  test('that each host fetches itself', () => {
    const target = undefined as never // none of them looks at it
    const urls = [
      'https://x/a.png',
      'https://www.youtube.com/watch?v=1',
      'https://youtu.be/1',
      'https://generativelanguage.googleapis.com/v1beta/files/1',
      's3://b/k',
    ]
    const fetched = (adapter: { cannotFetch?: (url: string, target: never) => boolean }) =>
      urls.filter((url) => adapter.cannotFetch?.(url, target) === false)
    expect([fetched(gemini), fetched(bedrock), fetched(ollama)]).toEqual([urls.slice(1, 4), ['s3://b/k'], []])
  })
})
