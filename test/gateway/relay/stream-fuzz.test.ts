/** Streams of many kinds of events, cut anywhere: what goes out says what each event says when it is parsed. */
import { expect, test } from 'vitest'
import { RawEvents, RelayChunks } from '../../../src/gateway/relay/relay-chunks.js'
import { settleChunk } from '../../../src/gateway/relay/relay-stream.js'
import { TemplateMemory } from '../../../src/gateway/relay/template-memory.js'
import type { ChatChunk } from '../../../src/protocol/chat.js'
import { chatStream } from '../../../src/providers/openai/chat-stream.js'
import { seededRandom } from '../../../src/runtime/trace/seeded-random.js'
import { chatCall } from '../../support/codec.js'
import { rowTarget } from '../../support/native-request.js'
import { runs } from '../../support/soak.js'

const random = seededRandom(5)
const below = (count: number) => Math.floor(random() * count)
const one = <T>(list: readonly [T, ...T[]]): T => list[below(list.length)] ?? list[0]
const target = rowTarget('openai', { model: 'gpt-4o' })

const render = (chunk: object) => `data: ${JSON.stringify({ ...settleChunk({ ...(chunk as ChatChunk) }, false), model: 'asked' })}\n\n`
const words = [
  'word ',
  'a',
  ' ',
  '"',
  '\\',
  '\\"',
  'x\\\\',
  'Grüße 🦊',
  '\n\n',
  '{"a":"b"}',
  '"},"finish_reason":null}]}',
  'gpt-4o',
  '',
] as const

function stream(nth: number): string {
  const head = { id: `chatcmpl-${nth}`, object: 'chat.completion.chunk', created: 1_760_000_000 + nth, model: 'gpt-4o-2024' }
  const event = (body: object) => `data: ${JSON.stringify({ ...head, ...body })}\n\n`
  const choice = (delta: object, more: object = {}) =>
    event({ choices: [{ index: 0, delta, logprobs: null, finish_reason: null, ...more }] })
  const others = [
    ': ping\n\n',
    choice({ refusal: 'no' }),
    choice({ content: 'b', role: 'assistant' }),
    choice({ content: 'p' }, { logprobs: { content: [{ token: 'p', logprob: -1, bytes: null, top_logprobs: [] }] } }),
    event({ choices: [{ index: 1, delta: { content: 'other' }, logprobs: null, finish_reason: null }] }),
    event({ choices: [], usage: null }),
  ] as const
  const texts = Array.from({ length: below(60) }, () =>
    below(15) === 0 ? (others[below(others.length)] ?? '') : choice({ content: words[below(words.length)] }),
  )
  const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
  return [
    choice({ role: 'assistant', content: '' }),
    ...texts,
    choice({}, { finish_reason: 'stop' }),
    below(2) === 0 ? event({ choices: [], usage }) : '',
    'data: [DONE]\n\n',
  ].join('')
}

/** Everything that goes out, in the order in which it does; usage is told elsewhere. And what ends it before its end. */
async function relayed(
  bytes: Buffer,
  memory: TemplateMemory,
  size = 1 + below(one([40, 400, 5_000])),
): Promise<{ readonly text: string; readonly failure?: string }> {
  let at = 0
  const http = {
    status: 200,
    headers: {},
    read: () => {
      const piece = at < bytes.length ? bytes.subarray(at, at + size) : undefined
      at += size
      return Promise.resolve(piece)
    },
    rest: () => Promise.reject(new Error('it is no error')),
    cancel: () => undefined,
  }
  const state = chatStream.start(chatCall(), target)
  const chunks = new RelayChunks<'chat'>({ http, codec: chatStream, state, target, render, memory, streamKind: 'one' })
  let text = ''
  for (;;) {
    const failure = await chunks.fill()
    if (failure !== undefined) return { text, failure: failure.message }
    for (let chunk = chunks.take(); chunk !== undefined; chunk = chunks.take())
      text += chunk instanceof RawEvents ? Buffer.from(chunk.text, 'latin1').toString('utf8') : render(chunk)
    if (chunks.ended) return { text }
  }
}

/** The same with every event parsed. */
function translated(text: string): unknown[] {
  const state = chatStream.start(chatCall(), target)
  const chunks = text.split('\n\n').flatMap((event) => {
    if (!event.startsWith('data: ')) return []
    const outcome = chatStream.fromEvent(state, { event: '', data: event.slice(6) })
    if ('failure' in outcome) throw new Error(JSON.stringify(outcome.failure))
    return outcome
  })
  return chunks.map((chunk) => JSON.parse(render(chunk).slice(6)))
}

const total = runs(400, 20_000)

test(`${total} streams`, { timeout: 300_000 }, async () => {
  const memory = new TemplateMemory()
  for (let nth = 0; nth < total; nth++) {
    const text = stream(nth)
    const out = await relayed(Buffer.from(text), memory)
    expect(out.failure).toBeUndefined()
    const events = out.text.split('\n\n').filter((event) => event !== '')
    expect([text, events.map((event) => JSON.parse(event.slice(6)))]).toEqual([text, translated(text)])
  }
})

test('what came in one piece with a failure goes out before it', async () => {
  const usual = stream(1).split('\n\n').slice(0, -2)
  const text = [...usual, 'data: {"error":{"message":"boom"}}', ...usual, ''].join('\n\n')
  const { text: out, failure } = await relayed(Buffer.from(text), new TemplateMemory(), text.length)
  expect([out.split('\n\n').length - 1, failure]).toEqual([translated(`${usual.join('\n\n')}\n\n`).length, expect.stringContaining('boom')])
})
