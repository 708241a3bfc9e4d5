/** The Responses API over a chat codec: whatever the chat says arrives, whole and streamed alike. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatReply } from '../../src/protocol/chat.js'
import { isFault } from '../../src/protocol/failure.js'
import type { ResponsesEvent, ResponsesReply, ResponsesRequest } from '../../src/protocol/responses.js'
import type { Call } from '../../src/providers/adapter.js'
import { anthropic } from '../../src/providers/anthropic.js'
import { gemini } from '../../src/providers/gemini.js'
import { openai } from '../../src/providers/openai.js'
import { responsesOverChat } from '../../src/providers/responses-bridge.js'
import { chatUsage } from '../../src/providers/shared/responses-usage.js'
import { httpReply, seededRandom, testNow, testTarget } from '../support/codec.js'
import { wholeChat } from '../support/late-streams.js'

const chat = wholeChat(openai)
const bridge = responsesOverChat(chat)
const target = testTarget({ provider: { name: 'groq' } })

function responsesCall(request: Partial<ResponsesRequest> = {}, options: Partial<Call<'responses'>> = {}): Call<'responses'> {
  return {
    endpoint: 'responses',
    request: { model: 'group', input: 'hello', ...request },
    stream: false,
    dropParams: false,
    modifyParams: false,
    headers: {},
    random: seededRandom(7),
    now: () => testNow,
    ...options,
  }
}

function bodyOf(request: Partial<ResponsesRequest>, options: Partial<Call<'responses'>> = {}) {
  const built = bridge.toRequest(responsesCall(request, options), target)
  return isFault(built) ? built.failure : { url: built.url, ...JSON.parse(String(built.body)) }
}

function wholeOf(reply: object): ResponsesReply {
  const answer = bridge.fromResponse(httpReply(reply), responsesCall(), target)
  if (isFault(answer)) throw new Error(answer.failure.message)
  return answer
}

function eventsOf(chunks: readonly object[]): readonly ResponsesEvent[] {
  const call = responsesCall({}, { stream: true })
  const { stream } = bridge
  if (stream === undefined) throw new Error('no stream')
  const state = stream.start(call, target)
  const events: ResponsesEvent[] = []
  for (const data of [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]']) {
    const step = stream.fromEvent(state, { event: '', data })
    if (isFault(step)) throw new Error(step.failure.message)
    events.push(...step)
  }
  expect(stream.isDone(state)).toBe(true)
  return events
}

const usage = {
  prompt_tokens: 20,
  completion_tokens: 9,
  total_tokens: 29,
  prompt_tokens_details: { cached_tokens: 5 },
  completion_tokens_details: { reasoning_tokens: 3 },
}

describe('requests', () => {
  test('a conversation with tools becomes a chat', () => {
    const input = [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'look' },
          { type: 'input_image', image_url: 'https://h/i.png', detail: 'low' },
        ],
      },
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'hm' }] },
      { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{"a":1}' },
      { type: 'function_call', call_id: 'call_2', name: 'g', arguments: '' },
      { type: 'web_search_call', id: 'ws_1', status: 'completed' },
      { type: 'function_call_output', call_id: 'call_1', output: 'one' },
      { type: 'function_call_output', call_id: 'call_2', output: [{ type: 'input_text', text: 'two' }] },
      {
        type: 'message',
        role: 'assistant',
        id: 'msg_1',
        status: 'completed',
        content: [{ type: 'output_text', text: 'done', annotations: [] }],
      },
      { role: 'developer', content: 'be brief' },
    ] as NonNullable<ResponsesRequest['input']>
    expect(
      bodyOf({
        input,
        instructions: 'be kind',
        max_output_tokens: 99,
        temperature: 0.5,
        text: { format: { type: 'json_schema', name: 'a', schema: { type: 'object' }, strict: true }, verbosity: 'low' },
        reasoning: { effort: 'low' },
        tools: [
          { type: 'function', name: 'f', parameters: { type: 'object' }, strict: true },
          { type: 'function', name: 'g', description: 'G', parameters: null, strict: null },
          { type: 'web_search', search_context_size: 'low', user_location: { type: 'approximate', city: 'Ulm' } },
        ],
        tool_choice: { type: 'function', name: 'f' },
        parallel_tool_calls: false,
        include: ['reasoning.encrypted_content'],
      }),
    ).toEqual({
      url: 'https://host.example/v1/chat/completions',
      model: 'model-x',
      messages: [
        { role: 'system', content: 'be kind' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'look' },
            { type: 'image_url', image_url: { url: 'https://h/i.png', detail: 'low' } },
          ],
        },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
            { id: 'call_2', type: 'function', function: { name: 'g', arguments: '{}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'call_1', content: 'one' },
        { role: 'tool', tool_call_id: 'call_2', content: [{ type: 'text', text: 'two' }] },
        { role: 'assistant', content: 'done' },
        { role: 'system', content: 'be brief' },
      ],
      max_tokens: 99,
      temperature: 0.5,
      response_format: { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object' }, strict: true } },
      verbosity: 'low',
      reasoning_effort: 'low',
      tools: [
        { type: 'function', function: { name: 'f', parameters: { type: 'object' }, strict: true } },
        { type: 'function', function: { name: 'g', description: 'G' } },
      ],
      web_search_options: { search_context_size: 'low', user_location: { type: 'approximate', approximate: { city: 'Ulm' } } },
      tool_choice: { type: 'function', function: { name: 'f' } },
      parallel_tool_calls: false,
    })
  })

  test.each<{ name: string; request: Partial<ResponsesRequest>; want: readonly [string, string | null, string] }>([
    {
      name: 'an earlier response',
      request: { previous_response_id: 'resp_1' },
      want: ['bad-request', 'previous_response_id', 'needs a store'],
    },
    {
      name: 'a hosted tool',
      request: { tools: [{ type: 'file_search', vector_store_ids: ['v'] }] },
      want: ['unsupported-params', 'tools', 'hosted: file_search'],
    },
    { name: 'work in the background', request: { background: true }, want: ['unsupported-params', 'background', 'nothing is stored'] },
    {
      name: 'a reference',
      request: { input: [{ type: 'item_reference', id: 'msg_1' }] },
      want: ['bad-request', 'input', '`input[0]` is of type "item_reference"'],
    },
    { name: 'no input', request: { input: 7 as never }, want: ['bad-request', 'input', 'neither text nor a list'] },
  ])('$name is refused', ({ request, want: [kind, param, text] }) => {
    const failure = bodyOf(request)
    expect([failure.kind, failure.param]).toEqual([kind, param])
    expect(failure.message).toContain(text)
  })

  test('under drop_params a hosted tool is left out and the others stay', () => {
    const tools: ResponsesRequest['tools'] = [
      { type: 'file_search', vector_store_ids: ['v'] },
      { type: 'function', name: 'f', parameters: {}, strict: false },
    ]
    expect(bodyOf({ tools, truncation: 'auto' }, { dropParams: true })).toEqual({
      url: 'https://host.example/v1/chat/completions',
      model: 'model-x',
      messages: [{ role: 'user', content: 'hello' }],
      tools: [{ type: 'function', function: { name: 'f', parameters: {}, strict: false } }],
    })
  })
})

type Said = {
  readonly text: string
  readonly reasoning: string
  readonly refusal: string
  readonly calls: readonly { readonly name: string; readonly input: string }[]
  readonly finish: 'stop' | 'length' | 'content_filter'
}
const words = fc.string({ maxLength: 20, unit: 'grapheme' })
const said = fc.record<Said>({
  text: words,
  reasoning: words,
  refusal: fc.oneof(fc.constant(''), words),
  calls: fc.array(fc.record({ name: fc.stringMatching(/^[a-z]{1,8}$/), input: fc.json() }), { maxLength: 3 }),
  finish: fc.constantFrom('stop', 'length', 'content_filter'),
})

const callOf = ({ name, input }: Said['calls'][number], at: number) => ({
  id: `call_${at}`,
  type: 'function',
  function: { name, arguments: input },
})

function chatReplyOf({ text, reasoning, refusal, calls, finish }: Said): ChatReply {
  const reply = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_748_736_000,
    model: 'model-x',
    choices: [
      {
        index: 0,
        finish_reason: calls.length > 0 && finish === 'stop' ? 'tool_calls' : finish,
        logprobs: null,
        message: {
          role: 'assistant',
          content: text === '' ? null : text,
          refusal: refusal === '' ? null : refusal,
          ...(reasoning !== '' && { reasoning_content: reasoning }),
          ...(calls.length > 0 && { tool_calls: calls.map(callOf) }),
        },
      },
    ],
    usage,
  }
  return reply as ChatReply // as a provider sends it
}

function chunksOf({ text, reasoning, refusal, calls, finish }: Said): readonly object[] {
  const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_748_736_000, model: 'model-x' }
  const chunk = (delta: object, finish_reason: string | null = null) => ({ ...head, choices: [{ index: 0, delta, finish_reason }] })
  const halves = (whole: string) => [whole.slice(0, whole.length / 2), whole.slice(whole.length / 2)].filter((one) => one !== '')
  return [
    chunk({ role: 'assistant', content: '' }),
    ...halves(reasoning).map((piece) => chunk({ reasoning_content: piece })),
    ...halves(text).map((piece) => chunk({ content: piece })),
    ...halves(refusal).map((piece) => chunk({ refusal: piece })),
    ...calls.flatMap((call, index) => [
      chunk({ tool_calls: [{ index, ...callOf({ ...call, input: '' }, index) }] }),
      ...halves(call.input).map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ]),
    chunk({}, calls.length > 0 && finish === 'stop' ? 'tool_calls' : finish),
    { ...head, choices: [], usage },
  ]
}

/** Ids are minted in another order; everything else must be the same. */
function withoutIds(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replace(/"(resp|msg|rs|fc)_[0-9a-f]{24}"/g, '"$1"'))
}

/** What a client makes of the deltas. */
function folded(events: readonly ResponsesEvent[]) {
  const seen = { text: '', reasoning: '', refusal: '', calls: new Map<unknown, string>() }
  for (const event of events) {
    const members: { readonly [key: string]: unknown } = event
    const delta = String(members.delta ?? '')
    if (event.type === 'response.output_text.delta') seen.text += delta
    if (event.type === 'response.refusal.delta') seen.refusal += delta
    if (event.type === 'response.reasoning_summary_text.delta') seen.reasoning += delta
    if (event.type === 'response.function_call_arguments.delta')
      seen.calls.set(members.item_id, (seen.calls.get(members.item_id) ?? '') + delta)
  }
  return { ...seen, calls: [...seen.calls.values()] }
}

describe('answers', () => {
  test('text, reasoning, refusals, calls and counts arrive, and a stream ends in the same response', () => {
    fc.assert(
      fc.property(said, (answer) => {
        const whole = wholeOf(chatReplyOf(answer))
        const output = whole.output as readonly { readonly [key: string]: unknown }[]
        expect(whole.output_text).toBe(answer.text)
        expect(
          output.filter(({ type }) => type === 'function_call').map(({ call_id, name, arguments: input }) => [call_id, name, input]),
        ).toEqual(answer.calls.map(({ name, input }, at) => [`call_${at}`, name, input]))
        expect(chatUsage(whole.usage)).toMatchObject(usage)
        expect([whole.status, whole.incomplete_details?.reason]).toEqual(
          answer.finish === 'stop'
            ? ['completed', undefined]
            : ['incomplete', answer.finish === 'length' ? 'max_output_tokens' : 'content_filter'],
        )
        const events = eventsOf(chunksOf(answer))
        const last = events.at(-1)
        expect(withoutIds(last)).toEqual({
          type: `response.${whole.status}`,
          sequence_number: events.length - 1,
          response: withoutIds(whole),
        })
        expect(folded(events)).toEqual({
          text: answer.text,
          reasoning: answer.reasoning,
          refusal: answer.refusal,
          calls: answer.calls.map(({ input }) => input),
        })
        expect(events.map((event) => (event as { sequence_number?: number }).sequence_number)).toEqual(events.map((_event, at) => at))
      }),
      { seed: 20_250_601, numRuns: 200 },
    )
  })

  test('events come in the order that OpenAI sends', () => {
    const events = eventsOf(chunksOf({ text: 'ab', reasoning: 'hm', refusal: '', calls: [{ name: 'f', input: '{}' }], finish: 'stop' }))
    expect(events.map(({ type }) => type.replace('response.', ''))).toEqual([
      'created',
      'in_progress',
      'output_item.added',
      'reasoning_summary_part.added',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.done',
      'reasoning_summary_part.done',
      'output_item.done',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.delta',
      'output_text.done',
      'content_part.done',
      'output_item.done',
      'output_item.added',
      'function_call_arguments.delta',
      'function_call_arguments.delta',
      'function_call_arguments.done',
      'output_item.done',
      'completed',
    ])
  })

  test('a stream that breaks off or reports an error is a failure', () => {
    const { stream } = bridge
    const state = stream?.start(responsesCall({}, { stream: true }), target)
    if (stream === undefined || state === undefined) throw new Error('no stream')
    expect(stream.fromEvent(state, { event: '', data: '{"choices":[{"index":0,"delta":{"content":"a"}}]}' })).toHaveLength(5)
    expect(stream.end(state)).toMatchObject({ failure: { code: 'incomplete_stream' } })
    expect(stream.fromEvent(state, { event: '', data: '{"error":{"message":"no","code":"server_error"}}' })).toMatchObject({
      failure: { message: expect.stringContaining('no') },
    })
  })
})

test('signed thinking of another vendor survives a client of the Responses API', () => {
  const claude = wholeChat(anthropic)
  const over = responsesOverChat(claude)
  const where = testTarget({ provider: { name: 'anthropic', format: 'anthropic' } })
  const content = [
    { type: 'thinking', thinking: 'let me see', signature: 'c2ln' },
    { type: 'tool_use', id: 'toolu_1', name: 'f', input: { a: 1 } },
  ]
  const answer = over.fromResponse(
    httpReply({
      id: 'm',
      type: 'message',
      role: 'assistant',
      model: 'x',
      stop_reason: 'tool_use',
      content,
      usage: { input_tokens: 1, output_tokens: 1 },
    }),
    responsesCall(),
    where,
  )
  if (isFault(answer)) throw new Error(answer.failure.message)
  const input = [{ role: 'user', content: 'go' }, ...answer.output, { type: 'function_call_output', call_id: 'toolu_1', output: 'ok' }]
  const next = over.toRequest(responsesCall({ input: input as NonNullable<ResponsesRequest['input']>, max_output_tokens: 9 }), where)
  if (isFault(next)) throw new Error(next.failure.message)
  expect(JSON.parse(String(next.body)).messages[1]).toEqual({ role: 'assistant', content })
})

const json = fc.jsonValue({ maxDepth: 4 })
const kinds = ['message', 'reasoning', 'function_call', 'function_call_output', 'custom_tool_call', 'shell_call', 'made_up', 7, null]
const odd = fc.oneof(
  json,
  fc.record(
    {
      type: fc.constantFrom(...kinds),
      role: fc.constantFrom('user', 'assistant', 'system', 1),
      content: json,
      output: json,
      summary: json,
      arguments: json,
    },
    { requiredKeys: [] },
  ),
)

test('requests of any shape are sent or refused, and never throw', () => {
  fc.assert(
    fc.property(fc.oneof(json, fc.array(odd)), fc.oneof(json, fc.array(odd)), json, json, (input, tools, text, tool_choice) => {
      const request = { input, tools, text, tool_choice, reasoning: text, instructions: text } as Partial<ResponsesRequest>
      for (const dropParams of [false, true]) {
        const built = bridge.toRequest(responsesCall(request, { dropParams }), target)
        expect(isFault(built) ? typeof built.failure.message : typeof built.body).toBe('string')
      }
    }),
    { seed: 20_250_601, numRuns: 300 },
  )
})

test('chunks of any shape become events or a failure, and never throw', () => {
  const { stream } = bridge
  if (stream === undefined) throw new Error('no stream')
  const delta = fc.record(
    { content: json, tool_calls: fc.oneof(json, fc.array(odd)), reasoning_content: json, annotations: json, images: json },
    { requiredKeys: [] },
  )
  const chunk = fc.record({
    choices: fc.oneof(json, fc.array(fc.record({ index: fc.constantFrom(0, 1, 'a'), delta: fc.oneof(json, delta), finish_reason: json }))),
    usage: json,
  })
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 5 }), (chunks) => {
      const state = stream.start(responsesCall({}, { stream: true }), target)
      for (const data of [...chunks.map((one) => JSON.stringify(one)), '[DONE]']) {
        const step = stream.fromEvent(state, { event: '', data })
        if (isFault(step)) {
          expect(typeof step.failure.message).toBe('string')
          return
        }
        for (const event of step) expect(event.type).toMatch(/^response\./)
      }
    }),
    { seed: 20_250_601, numRuns: 300 },
  )
})

test('what a provider wants back with a message survives a client of the Responses API', () => {
  const overGemini = responsesOverChat(gemini.endpoints.chat ?? chat)
  const at = testTarget({ provider: { name: 'gemini', format: 'gemini' }, deployment: { flags: ['gemini-3'] } })
  const parts = [
    { text: 'visible', thoughtSignature: 'U0lHVEVYVA==' },
    { functionCall: { name: 'f', args: { a: 1 } }, thoughtSignature: 'U0lHMQ==' },
  ]
  const answer = overGemini.fromResponse(
    httpReply({ candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP' }] }),
    responsesCall(),
    at,
  )
  if (isFault(answer)) throw new Error(answer.failure.message)
  const output: ResponsesReply['output'] = JSON.parse(JSON.stringify(answer.output))
  const callId = output.flatMap((item) => (item.type === 'function_call' ? [item.call_id] : []))[0] ?? ''
  const input = [
    { role: 'user' as const, content: 'hi' },
    ...output,
    { type: 'function_call_output' as const, call_id: callId, output: 'ok' },
  ]
  const next = overGemini.toRequest(responsesCall({ input: input as NonNullable<ResponsesRequest['input']> }), at) // output items are input items too
  if (isFault(next)) throw new Error(next.failure.message)
  const [, turn] = JSON.parse(String(next.body)).contents
  expect(turn).toEqual({
    role: 'model',
    parts: [parts[0], { ...parts[1], functionCall: { id: expect.any(String), name: 'f', args: { a: 1 } } }],
  })
})
