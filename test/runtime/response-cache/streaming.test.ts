/** Streams: kept when they end, replayed, and shared while they come. */
import { describe, expect, test } from 'vitest'
import type { ChatChunk } from '../../../src/protocol/chat.js'
import { TransportFault } from '../../../src/protocol/http.js'
import { delta, end, errorOf, fails, messages, ok, role, stop, streams, usage } from '../harness.js'
import { type CachedInput, cachedClient } from './cached-client.js'

const body = { model: 'a', messages } as const
const streamed = { ...body, stream: true } as const
const withUsage = { ...streamed, stream_options: { include_usage: true } } as const
const pieces = [role, delta('hel'), delta('lo'), stop, usage, end]

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const chunks: T[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return chunks
}

/** What reading once more gives. */
const step = <T>(stream: AsyncIterable<T>) => stream[Symbol.asyncIterator]().next()

const textOf = (chunks: readonly ChatChunk[]) => chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')

describe('a stream that ended', () => {
  test('is replayed in pieces, for nothing, with the usage where it is asked for', async () => {
    const { client, calls, did } = cachedClient(() => streams(...pieces))
    const first = await client.chat.completions.create(streamed)
    expect(textOf(await all(first))).toBe('hello')
    expect([first.meta.cacheHit, first.meta.attempts.length, first.meta.cacheKey?.length]).toEqual([undefined, 1, 64])
    const { data: second, response } = await client.chat.completions.create(streamed).withResponse()
    expect(response).toEqual({ status: 200, headers: { 'x-litellm-cache-key': first.meta.cacheKey } })
    const chunks = await all(second)
    expect([textOf(chunks), chunks.some((chunk) => 'usage' in chunk)]).toEqual(['hello', false])
    expect(second.meta).toMatchObject({ deploymentId: 'd0', costNanoUsd: 0, attempts: [], cacheHit: true, cacheKey: first.meta.cacheKey })
    const third = await all(await client.chat.completions.create(withUsage))
    expect(third.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } })
    expect(third.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true)
    expect([calls(), did()]).toEqual([1, ['miss', 'stored', 'hit', 'hit']])
  })

  test('answers a whole request, and a whole answer a stream', async () => {
    const one = cachedClient(() => streams(...pieces))
    await all(await one.client.chat.completions.create(streamed))
    const whole = await one.client.chat.completions.create(body)
    expect([whole.choices[0]?.message.content, whole.usage?.total_tokens, whole.meta.cacheHit, one.calls()]).toEqual(['hello', 15, true, 1])
    const other = cachedClient(() => ok('whole'))
    await other.client.chat.completions.create(body)
    const stream = await other.client.chat.completions.create(streamed)
    const message = await stream.finalMessage()
    expect([message.choices[0]?.message.content, message.meta.cacheHit, other.calls()]).toEqual(['whole', true, 1])
  })

  test('of text completions and of responses too', async () => {
    const event = (type: string, more: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`
    const response = (status: string, metadata: unknown) => ({
      id: 'resp_1',
      object: 'response',
      created_at: 1,
      model: 'gpt-4o',
      status,
      metadata,
      error: null,
      incomplete_details: null,
      instructions: null,
      output:
        status === 'completed'
          ? [{ type: 'message', id: 'm1', role: 'assistant', status, content: [{ type: 'output_text', text: 'hi', annotations: [] }] }]
          : [],
      usage: status === 'completed' ? { input_tokens: 1, output_tokens: 1, total_tokens: 2 } : null,
    })
    const text = (choices: object[]) =>
      `data: ${JSON.stringify({ id: 't', object: 'text_completion', created: 1, model: 'm', choices })}\n\n`
    const { client, calls } = cachedClient((request) =>
      request.url.includes('responses')
        ? streams(
            event('response.created', { response: response('in_progress', { who: '1' }) }),
            event('response.output_text.delta', { delta: 'hi', item_id: 'm1', output_index: 0, content_index: 0 }),
            event('response.completed', { response: response('completed', { who: '1' }) }),
          )
        : streams(text([{ index: 0, text: 'T', finish_reason: null }]), text([{ index: 0, text: '', finish_reason: 'stop' }]), end),
    )
    for (const who of ['1', '2']) {
      const events = await client.responses.create({ model: 'r', input: 'x', stream: true, metadata: { who } })
      const final = await events.finalResponse()
      expect([final.output_text, final.metadata, final.meta.cacheHit]).toEqual(['hi', { who }, who === '1' ? undefined : true])
      const completion = await client.completions.create({ model: 't', prompt: 'x', stream: true })
      expect((await completion.finalCompletion()).choices[0]?.text).toBe('T')
    }
    expect(calls()).toBe(2)
  })
})

describe('a stream that did not end', () => {
  test.each<[string, (string | { readonly fault: 'reset' })[]]>([
    ['breaks off', [role, delta('hel'), { fault: 'reset' }]],
    ['lacks its end', [role, delta('hel')]],
  ])('and %s is not kept', async (_, given) => {
    const { client, calls, did } = cachedClient((_request, nth) => streams(...(nth === 0 ? given : pieces)))
    await expect(client.chat.completions.create(streamed).then(all)).rejects.toThrow()
    expect(textOf(await all(await client.chat.completions.create(streamed)))).toBe('hello')
    expect([calls(), did()]).toEqual([2, ['miss', 'miss', 'stored']])
  })

  test('because its reader left is not kept, and its connection is closed', async () => {
    const { client, transport, did } = cachedClient(() => streams(...pieces))
    for await (const chunk of await client.chat.completions.create(streamed)) if (textOf([chunk]) === 'hel') break
    expect([transport.cancelled.length, did()]).toEqual([1, ['miss']])
    await all(await client.chat.completions.create(streamed))
    expect(did()).toEqual(['miss', 'miss', 'stored'])
  })
})

/** A client whose streams come piece by piece, as the test lets them. */
function stepwise(input?: CachedInput) {
  const made = cachedClient(() => ok(), input)
  const hosts: { send(...more: string[]): void; fail(): void; cancelled: boolean }[] = []
  made.transport.stream = async () => {
    const waiting: (string | undefined)[] = []
    let wake = (): void => undefined
    const host = {
      cancelled: false,
      send: (...more: string[]) => {
        waiting.push(...more)
        wake()
      },
      fail: () => {
        waiting.push(undefined)
        wake()
      },
    }
    hosts.push(host)
    const read = async (): Promise<Uint8Array | undefined> => {
      while (waiting.length === 0 && !host.cancelled)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      const piece = waiting.shift()
      if (piece === undefined) throw new TransportFault('reset', 'the connection was reset')
      return new TextEncoder().encode(piece)
    }
    const cancel = () => {
      host.cancelled = true
      wake()
    }
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      read,
      rest: () => Promise.reject(new Error('not whole')),
      cancel,
    }
  }
  return { ...made, hosts }
}

/** Lets what can happen without more from a host happen. */
const settle = (clock: { advance(ms: number): Promise<void> }) => clock.advance(1)

describe('a stream under way', () => {
  test('is read by identical calls as it comes, each at its own pace', async () => {
    const { client, hosts, clock, did } = stepwise()
    const opening = client.chat.completions.create(streamed)
    const together = client.chat.completions.create(withUsage)
    await settle(clock)
    hosts[0]?.send(role, delta('hel'))
    const [leader, follower] = [await opening, await together]
    await step(leader)
    expect(textOf([(await step(leader)).value ?? never()])).toBe('hel')
    const late = client.chat.completions.create(streamed)
    const whole = client.chat.completions.create(body)
    await settle(clock)
    hosts[0]?.send(delta('lo'), stop, usage, end)
    const chunks = await all(follower)
    expect([textOf(chunks), chunks.at(-1)?.usage?.total_tokens]).toEqual(['hello', 15])
    expect(textOf(await all(await late))).toBe('hello')
    expect(textOf(await all(leader))).toBe('lo')
    const reply = await whole
    expect([reply.choices[0]?.message.content, reply.usage?.total_tokens]).toEqual(['hello', 15])
    expect([leader.meta.cacheHit, follower.meta.cacheHit, (await late).meta.cacheHit, reply.meta.cacheHit]).toEqual([
      undefined,
      'shared',
      'shared',
      'shared',
    ])
    expect([follower.meta.costNanoUsd, follower.meta.attempts, follower.meta.deploymentId]).toEqual([0, [], 'd0'])
    expect(hosts.length).toBe(1)
    expect(did().filter((what) => what !== 'shared')).toEqual(['miss', 'stored'])
  })

  test('goes on for the others when the first reader leaves, and ends with the last', async () => {
    const { client, hosts, clock, events } = stepwise()
    const opening = client.chat.completions.create(streamed)
    const others = [client.chat.completions.create(streamed), client.chat.completions.create(streamed)] as const
    await settle(clock)
    hosts[0]?.send(role, delta('hel'))
    const leader = await opening
    leader.abort()
    expect(await step(leader)).toEqual({ done: true, value: undefined })
    const [second, third] = [await others[0], await others[1]]
    hosts[0]?.send(delta('lo'))
    await step(second)
    await step(second)
    expect(textOf([(await step(second)).value ?? never()])).toBe('lo')
    second.abort()
    expect(hosts[0]?.cancelled).toBe(false)
    await third[Symbol.asyncIterator]().return?.()
    expect(hosts[0]?.cancelled).toBe(true)
    const again = client.chat.completions.create(streamed)
    await settle(clock)
    expect(hosts.length).toBe(2)
    hosts[1]?.send(...pieces)
    expect(textOf(await all(await again))).toBe('hello')
    const ends = events.flatMap((event) => (event.type === 'done' ? [[event.call, event.outcome]] : []))
    expect(ends.sort()).toEqual([
      [1, 'abort'],
      [2, 'abort'],
      [3, 'abort'],
      [4, 'ok'],
    ])
  })

  test('lets a reader go at once that waits for more and says abort', async () => {
    const { client, hosts, clock } = stepwise()
    const opening = client.chat.completions.create(streamed)
    const other = client.chat.completions.create(streamed)
    await settle(clock)
    hosts[0]?.send(role, delta('hel'))
    const [leader, follower] = [await opening, await other]
    await step(leader)
    await step(leader)
    const next = step(leader)
    await settle(clock)
    leader.abort()
    expect(await next).toEqual({ done: true, value: undefined })
    hosts[0]?.send(delta('lo'), stop, end)
    expect(textOf(await all(follower))).toBe('hello')
  })

  test('is not ended by the signal of the one that opened it', async () => {
    const { client, hosts, clock } = stepwise()
    const control = new AbortController()
    const opening = client.chat.completions.create(streamed, { signal: control.signal })
    const other = client.chat.completions.create(streamed)
    await settle(clock)
    hosts[0]?.send(role, delta('hel'))
    const [leader, follower] = [await opening, await other]
    await step(leader)
    await step(leader)
    const next = step(leader)
    control.abort()
    expect((await errorOf(next)).kind).toBe('abort')
    hosts[0]?.send(delta('lo'), stop, end)
    expect([textOf(await all(follower)), hosts[0]?.cancelled]).toEqual(['hello', false])
  })

  test('is ended by the signals of all its readers while it is opened', async () => {
    const { client, hosts, clock } = stepwise()
    const control = new AbortController()
    const all = [0, 1].map(() => errorOf(client.chat.completions.create(streamed, { signal: control.signal })))
    await settle(clock)
    control.abort()
    expect((await Promise.all(all)).map(({ kind }) => kind)).toEqual(['abort', 'abort'])
    hosts[0]?.send(...pieces)
    await settle(clock)
    expect(hosts[0]?.cancelled).toBe(true)
  })

  test('that breaks off fails each reader with an error of its own, and lets a whole request ask by itself', async () => {
    const { client, hosts, clock, calls } = stepwise()
    const opening = client.chat.completions.create(streamed)
    const other = client.chat.completions.create(streamed)
    await settle(clock)
    hosts[0]?.send(role, delta('hel'))
    const [leader, follower] = [await opening, await other]
    const whole = client.chat.completions.create(body)
    await settle(clock)
    hosts[0]?.fail()
    const mine = await errorOf(all(leader))
    const theirs = await errorOf(all(follower))
    expect([mine.attempts.length, theirs.attempts.length]).toEqual([1, 0])
    expect(theirs).toMatchObject({ code: 'shared_stream_failed', cause: mine })
    expect([(await whole).choices[0]?.message.content, calls()]).toEqual(['hello', 1])
    expect(await step(follower)).toEqual({ done: true, value: undefined })
  })

  test('that fails before its first content lets the next one open its own', async () => {
    const { client, did, calls } = cachedClient((_, nth) => (nth === 0 ? fails(400) : streams(...pieces)))
    const [first, second] = [errorOf(client.chat.completions.create(streamed)), client.chat.completions.create(streamed)]
    expect((await first).status).toBe(400)
    expect(textOf(await all(await second))).toBe('hello')
    expect([calls(), did()]).toEqual([2, ['miss', 'miss', 'stored']])
  })

  test('ends for one that has a deadline, and not for the others', async () => {
    const { client, hosts, clock } = stepwise()
    const opening = client.chat.completions.create(streamed)
    await settle(clock)
    hosts[0]?.send(role, delta('hel'))
    const leader = await opening
    const follower = await client.chat.completions.create(streamed, { deadline: 500 })
    const reading = errorOf(all(follower))
    await clock.advance(500)
    expect((await reading).code).toBe('deadline_exceeded')
    hosts[0]?.send(delta('lo'), stop, end)
    expect(textOf(await all(leader))).toBe('hello')
  })
})

function never(): never {
  throw new Error('the stream ended early')
}
