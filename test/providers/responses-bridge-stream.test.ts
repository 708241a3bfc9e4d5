/** The official `openai` library as oracle: its stream helper takes the bridged events, and ends in the response we send last. */
import fc from 'fast-check'
import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { isFault } from '../../src/protocol/failure.js'
import type { ResponsesEvent } from '../../src/protocol/responses.js'
import { openai } from '../../src/providers/openai.js'
import { responsesOverChat } from '../../src/providers/responses-bridge.js'
import { seededRandom, testNow, testTarget } from '../support/codec.js'
import { wholeChat } from '../support/late-streams.js'

type Delta = { readonly [member: string]: unknown }

const chat = wholeChat(openai)
const { stream } = responsesOverChat(chat)
const target = testTarget({ provider: { name: 'groq' } })

function bridged(deltas: readonly Delta[], finish: string): readonly ResponsesEvent[] {
  if (stream === undefined) throw new Error('no stream')
  const request = { model: 'group', input: 'hello' }
  const call = { stream: true, dropParams: false, modifyParams: false, headers: {}, random: seededRandom(7), now: () => testNow }
  const state = stream.start({ ...call, endpoint: 'responses', request }, target)
  const head = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm' }
  const chunks = [
    ...deltas.map((delta) => ({ ...head, choices: [{ index: 0, delta, finish_reason: null }] })),
    {
      ...head,
      choices: [{ index: 0, delta: {}, finish_reason: finish }],
      usage: { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 },
    },
  ]
  return [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'].flatMap((data) => {
    const step = stream.fromEvent(state, { event: '', data })
    if (isFault(step)) throw new Error(step.failure.message)
    return [...step]
  })
}

/** What the library makes of the events, and its snapshot before the last of them, which it put together itself. */
async function readByLibrary(events: readonly ResponsesEvent[]) {
  const body = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
  const client = new OpenAI({
    apiKey: 'k',
    maxRetries: 0,
    fetch: async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
  })
  const read = client.responses.stream({ model: 'group', input: 'hello' })
  const texts: string[] = []
  const inputs: string[] = []
  read.on('response.output_text.delta', ({ snapshot }) => texts.push(snapshot))
  read.on('response.function_call_arguments.delta', ({ snapshot }) => inputs.push(snapshot))
  return { final: await read.finalResponse(), texts, inputs }
}

const text = fc.string({ unit: 'binary', maxLength: 8 })
const toolDelta = fc.record({
  index: fc.nat({ max: 2 }),
  id: fc.constantFrom('call_a', 'call_b'),
  type: fc.constant('function'),
  function: fc.record({ name: fc.constantFrom('f', 'g'), arguments: text }),
})
const citation = { type: 'url_citation', url_citation: { url: 'https://a.example', title: 'A', start_index: 0, end_index: 1 } }
const delta: fc.Arbitrary<Delta> = fc.oneof(
  fc.record({ content: text }),
  fc.record({ refusal: text }),
  fc.record({ reasoning_content: text }),
  fc.record({ tool_calls: fc.array(toolDelta, { maxLength: 3 }) }),
  fc.record({ content: text, annotations: fc.constant([citation]) }),
  fc.record({ provider_specific_fields: fc.record({ reasoning_details: fc.constant([{ type: 'reasoning.text', text: 'a' }]) }) }),
  fc.record({ images: fc.constant([{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' }, index: 0 }]) }),
)

test('whatever a chat streams, the library reads it to the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(delta, { maxLength: 12 }),
      fc.constantFrom('stop', 'length', 'content_filter', 'tool_calls'),
      async (deltas, finish) => {
        const events = bridged(deltas, finish)
        const last = events.at(-1)
        if (last?.type !== 'response.completed' && last?.type !== 'response.incomplete') throw new Error(`ends in ${last?.type}`)
        const { final } = await readByLibrary(events)
        expect(final.output.map(({ type }) => type)).toEqual(last.response.output.map(({ type }) => type))
        expect(final.output_text).toBe(last.response.output_text)
        expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, at) => at))
        // without the last event the library has only what it put together piece by piece
        const { final: pieced } = await readByLibrary(events.slice(0, -1))
        const pieces: { readonly [member: string]: unknown }[] = JSON.parse(JSON.stringify(pieced.output))
        expect(pieces.map(unparsed)).toEqual(JSON.parse(JSON.stringify(last.response.output)))
      },
    ),
    { numRuns: 60, seed: 11 },
  )
})

/** Without what the library's parser adds. */
function unparsed({ parsed_arguments: _parsed, ...item }: { readonly [member: string]: unknown }): object {
  if (!Array.isArray(item.content)) return item
  return { ...item, content: item.content.map(({ parsed: _inner, ...part }: { readonly [member: string]: unknown }) => part) }
}

test('its snapshots grow with the deltas', async () => {
  const call = { index: 0, id: 'call_a', type: 'function', function: { name: 'f', arguments: '{"a"' } }
  const events = bridged(
    [
      { reasoning_content: 'hm' },
      { content: 'Hel' },
      { content: 'lo' },
      { tool_calls: [call] },
      { tool_calls: [{ index: 0, function: { arguments: ':1}' } }] },
    ],
    'tool_calls',
  )
  const { final, texts, inputs } = await readByLibrary(events)
  expect(texts).toEqual(['Hel', 'Hello'])
  expect(inputs).toEqual(['{"a"', '{"a":1}'])
  expect(final.output.map(({ type }) => type)).toEqual(['reasoning', 'message', 'function_call'])
  expect(final.usage?.total_tokens).toBe(5)
})
