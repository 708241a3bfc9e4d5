/** Requests and answers of Oracle's service, in both of its formats. */
import { describe, expect, test } from 'vitest'
import type { Known } from '../../../src/plan/plan.js'
import type { ChatRequest } from '../../../src/protocol/chat.js'
import { isFault } from '../../../src/protocol/failure.js'
import type { Call } from '../../../src/providers/adapter.js'
import { ociEmbeddings } from '../../../src/providers/oci/embeddings.js'
import { oci } from '../../../src/providers/oci.js'
import { chatCall, embeddingCall, foldStream, httpReply, sse, type TargetInput, testTarget } from '../../support/codec.js'

const host = 'https://inference.generativeai.us-ashburn-1.oci.oraclecloud.com'
const place = (more: TargetInput = {}) =>
  testTarget({
    provider: { name: 'oci', format: 'oci', auth: 'fields' },
    baseUrl: host,
    model: 'xai.grok-4',
    settings: { oci_compartment_id: 'ocid1.c' },
    ...more,
  })
const cohere = place({ model: 'cohere.command-r-plus' })
const weather = {
  type: 'function' as const,
  function: {
    name: 'weather',
    description: 'Tells the weather.',
    parameters: {
      type: 'object',
      properties: {
        city: { $ref: '#/$defs/City' },
        unit: { type: 'string', enum: ['c', 'f'], description: 'Unit.' },
        days: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
      },
      required: ['city'],
      $defs: { City: { type: 'string' } },
    },
  },
}

function sent(request: Partial<ChatRequest>, target = place(), options: Partial<Omit<Call<'chat'>, 'request'>> = {}) {
  const built = oci.endpoints.chat?.toRequest(chatCall(request, options), target)
  if (built === undefined || isFault(built)) throw new Error(built?.failure.message)
  return { url: built.url, body: JSON.parse(String(built.body)) }
}

describe('GENERIC', () => {
  test('messages, parameters and tools', () => {
    const { url, body } = sent(
      {
        messages: [
          { role: 'developer', content: 'Be brief.' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is it?' },
              { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==', detail: 'low' } },
            ],
          },
          {
            role: 'assistant',
            content: 'I look.',
            tool_calls: [{ id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Bern"}' } }],
          },
          { role: 'tool', tool_call_id: 'c1', content: 'sunny' },
        ],
        max_completion_tokens: 50,
        temperature: 0.2,
        top_p: 0.9,
        frequency_penalty: 0.1,
        presence_penalty: 0.2,
        seed: 7,
        stop: 'END',
        n: 2,
        reasoning_effort: 'low',
        tools: [weather],
        tool_choice: { type: 'function', function: { name: 'weather' } },
        response_format: { type: 'json_schema', json_schema: { name: 'out', schema: { type: 'object' }, strict: true } },
        top_k: 5,
        user: 'u',
      },
      place(),
      { stream: true },
    )
    expect(url).toBe(`${host}/20231130/actions/chat`)
    expect(body).toEqual({
      compartmentId: 'ocid1.c',
      servingMode: { servingType: 'ON_DEMAND', modelId: 'xai.grok-4' },
      chatRequest: {
        apiFormat: 'GENERIC',
        messages: [
          { role: 'SYSTEM', content: [{ type: 'TEXT', text: 'Be brief.' }] },
          {
            role: 'USER',
            content: [
              { type: 'TEXT', text: 'What is it?' },
              { type: 'IMAGE', imageUrl: { url: 'data:image/png;base64,AA==', detail: 'LOW' } },
            ],
          },
          {
            role: 'ASSISTANT',
            content: [{ type: 'TEXT', text: 'I look.' }],
            toolCalls: [{ id: 'c1', type: 'FUNCTION', name: 'weather', arguments: '{"city":"Bern"}' }],
          },
          { role: 'TOOL', content: [{ type: 'TEXT', text: 'sunny' }], toolCallId: 'c1' },
        ],
        temperature: 0.2,
        topP: 0.9,
        frequencyPenalty: 0.1,
        presencePenalty: 0.2,
        seed: 7,
        isStream: true,
        streamOptions: { isIncludeUsage: true },
        maxTokens: 50,
        stop: ['END'],
        numGenerations: 2,
        reasoningEffort: 'LOW',
        responseFormat: { type: 'JSON_SCHEMA', jsonSchema: { name: 'out', schema: { type: 'object' }, isStrict: true } },
        tools: [
          {
            type: 'FUNCTION',
            name: 'weather',
            description: 'Tells the weather.',
            parameters: {
              type: 'object',
              properties: {
                city: { type: 'string' },
                unit: { type: 'string', enum: ['c', 'f'], description: 'Unit.' },
                days: { type: 'integer' },
              },
              required: ['city'],
            },
          },
        ],
        toolChoice: { type: 'FUNCTION', name: 'weather' },
        topK: 5,
      },
    })
  })

  test.each([
    ['openai.gpt-5', { maxCompletionTokens: 4096 }],
    ['openai.gpt-oss-120b', { maxTokens: 4096 }],
    ['meta.llama-3.3-70b-instruct', { maxTokens: 4096 }],
    ['a model that reasons', { maxCompletionTokens: 4096 }, 'yes' as const],
  ])('the limit of %s', (model, want, reasoning: Known = 'unknown') => {
    const at = place({ model })
    const deployment = { ...at.deployment, capabilities: { ...at.deployment.capabilities, reasoning } }
    expect(sent({}, { ...at, deployment }).body.chatRequest).toMatchObject(want)
  })

  test.each([
    [
      'a region',
      { settings: { oci_compartment_id: 'c', oci_region: 'eu-frankfurt-1' } },
      'https://inference.generativeai.eu-frankfurt-1.oci.oraclecloud.com/20231130/actions/chat',
    ],
    [
      'an address with an action',
      { baseUrl: 'https://proxy.example/20231130/actions/chat' },
      'https://proxy.example/20231130/actions/chat',
    ],
  ])('%s', (_name, given, url) => {
    expect(sent({}, place(given)).url).toBe(url)
  })

  test('an endpoint of one’s own', () => {
    const settings = { oci_compartment_id: 'c', oci_serving_mode: 'dedicated', oci_endpoint_id: 'ocid1.e' }
    expect(sent({}, place({ settings })).body.servingMode).toEqual({ servingType: 'DEDICATED', endpointId: 'ocid1.e' })
  })

  test.each([
    [{ settings: {} }, {}, 'bad-request', 'oci_compartment_id'],
    [{ settings: { oci_compartment_id: 'c', oci_region: 'evil.example/' } }, {}, 'bad-request', 'oci_region'],
    [{ settings: { oci_compartment_id: 'c', oci_serving_mode: 'SOON' } }, {}, 'bad-request', 'oci_serving_mode'],
    [{}, { parallel_tool_calls: false }, 'unsupported-params', 'parallel_tool_calls'],
    [{ model: 'cohere.command-r' }, { n: 2 }, 'unsupported-params', 'n'],
    [{ model: 'cohere.command-r' }, { tool_choice: 'required' as const, tools: [weather] }, 'unsupported-params', 'tool_choice'],
  ])('%j with %j is refused', (given, request, kind, param) => {
    const built = oci.endpoints.chat?.toRequest(chatCall(request), place(given))
    expect(built !== undefined && isFault(built) && [built.failure.kind, built.failure.param]).toEqual([kind, param])
  })

  test('events that share one block of lines are read one by one', () => {
    const lines = [
      { index: 0, message: { content: [{ type: 'TEXT', text: 'Hi' }] } },
      { index: 0, finishReason: 'stop' },
    ]
    const text = lines.map((line) => `data: ${JSON.stringify(line)}\n`).join('')
    const { chunks, failure } = foldStream(oci, [new TextEncoder().encode(`${text}\n`)], place(), chatCall({}, { stream: true }))
    expect(failure).toBeUndefined()
    expect(chunks.flatMap(({ choices }) => choices.map(({ delta, finish_reason }) => [delta.content, finish_reason]))).toEqual([
      ['', null],
      ['Hi', null],
      [undefined, 'stop'],
    ])
  })
})

describe('COHERE', () => {
  const asked = [
    { role: 'system' as const, content: 'Be brief.' },
    { role: 'user' as const, content: 'Hi.' },
    { role: 'assistant' as const, content: 'Hello.' },
    { role: 'user' as const, content: 'Weather?' },
  ]

  test('the question stands alone, what came before is history', () => {
    expect(
      sent({ messages: asked, stop: ['a'], tools: [weather], response_format: { type: 'json_object' } }, cohere).body.chatRequest,
    ).toEqual({
      apiFormat: 'COHERE',
      message: 'Weather?',
      chatHistory: [
        { role: 'USER', message: 'Hi.' },
        { role: 'CHATBOT', message: 'Hello.' },
      ],
      preambleOverride: 'Be brief.',
      isStream: false,
      maxTokens: 4096,
      stopSequences: ['a'],
      responseFormat: { type: 'JSON_OBJECT' },
      tools: [
        {
          name: 'weather',
          description: 'Tells the weather.',
          parameterDefinitions: {
            city: { description: '', type: 'str', isRequired: true },
            unit: { description: 'Unit. One of: c, f.', type: 'str', isRequired: false },
            days: { description: '', type: 'int', isRequired: false },
          },
        },
      ],
    })
  })

  test('results of the open turn travel beside the history', () => {
    const call = (id: string, city: string) => ({
      id,
      type: 'function' as const,
      function: { name: 'weather', arguments: JSON.stringify({ city }) },
    })
    const messages = [
      { role: 'user' as const, content: 'Weather?' },
      { role: 'assistant' as const, content: null, tool_calls: [call('a', 'Bern'), call('b', 'Rome')] },
      { role: 'tool' as const, tool_call_id: 'a', content: 'sunny' },
      { role: 'tool' as const, tool_call_id: 'b', content: 'rain' },
    ]
    expect(sent({ messages }, cohere).body.chatRequest).toMatchObject({
      message: '',
      chatHistory: [
        { role: 'USER', message: 'Weather?' },
        {
          role: 'CHATBOT',
          message: '',
          toolCalls: [
            { name: 'weather', parameters: { city: 'Bern' } },
            { name: 'weather', parameters: { city: 'Rome' } },
          ],
        },
      ],
      toolResults: [
        { call: { name: 'weather', parameters: { city: 'Bern' } }, outputs: [{ output: 'sunny' }] },
        { call: { name: 'weather', parameters: { city: 'Rome' } }, outputs: [{ output: 'rain' }] },
      ],
    })
  })

  const reply = (chatResponse: object) =>
    oci.endpoints.chat?.fromResponse(httpReply({ modelId: 'cohere.x', modelVersion: '1', chatResponse }), chatCall(), cohere)

  test.each([
    [
      { text: 'Hi.', finishReason: 'COMPLETE' },
      { content: 'Hi.', finish: 'stop' },
    ],
    [
      { text: 'Hi', finishReason: 'MAX_TOKENS' },
      { content: 'Hi', finish: 'length' },
    ],
    [
      { text: 'Hi', finishReason: 'ERROR_TOXIC' },
      { content: 'Hi', finish: 'content_filter' },
    ],
    [
      { text: '', finishReason: 'COMPLETE', toolCalls: [{ name: 'now', parameters: {} }] },
      { content: null, finish: 'tool_calls' },
    ],
  ])('%j', (response, want) => {
    const answer = reply({ apiFormat: 'COHERE', ...response, usage: { promptTokens: 3, completionTokens: 2, totalTokens: 5 } })
    if (answer === undefined || isFault(answer)) throw new Error(answer?.failure.message)
    const [choice] = answer.choices
    expect({ content: choice?.message.content, finish: choice?.finish_reason }).toEqual(want)
    expect(answer.usage).toMatchObject({ prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 })
  })

  test('an answer that broke is a failure', () => {
    const answer = reply({ apiFormat: 'COHERE', text: '', finishReason: 'ERROR', errorMessage: 'it broke' })
    expect(answer !== undefined && isFault(answer) && answer.failure.message).toContain('it broke')
  })

  test('the last event says everything once more, and is not sent twice', () => {
    const calls = [{ name: 'now', parameters: {} }]
    const events = [
      { apiFormat: 'COHERE', text: 'Look' },
      { apiFormat: 'COHERE', text: 'ing.', toolCalls: calls },
      {
        apiFormat: 'COHERE',
        text: 'Looking.',
        toolCalls: calls,
        chatHistory: [{ role: 'CHATBOT', message: 'Looking.' }],
        finishReason: 'COMPLETE',
      },
    ]
    const { chunks, failure } = foldStream(oci, [sse(...events)], cohere, chatCall({}, { stream: true }))
    expect(failure).toBeUndefined()
    const deltas = chunks.flatMap(({ choices }) => choices)
    expect(deltas.map(({ delta }) => delta.content ?? '').join('')).toBe('Looking.')
    expect(deltas.flatMap(({ delta }) => delta.tool_calls ?? []).map((call) => call.function?.name)).toEqual(['now'])
    expect(deltas.at(-1)?.finish_reason).toBe('tool_calls')
  })
})

describe('embeddings', () => {
  const codec = ociEmbeddings
  const target = place({ model: 'cohere.embed-v4.0' })

  test('request and answer', () => {
    const built = codec.toRequest(embeddingCall({ input: ['a', 'b'], dimensions: 512 }), target)
    if (isFault(built)) throw new Error(built.failure.message)
    expect([built.url, JSON.parse(String(built.body))]).toEqual([
      `${host}/20231130/actions/embedText`,
      {
        compartmentId: 'ocid1.c',
        servingMode: { servingType: 'ON_DEMAND', modelId: 'cohere.embed-v4.0' },
        inputs: ['a', 'b'],
        truncate: 'END',
        outputDimensions: 512,
      },
    ])
    const reply = codec.fromResponse(
      httpReply({
        embeddings: [
          [1, 2],
          [3, 4],
        ],
        modelId: 'cohere.embed-v4.0',
        inputTextTokenCounts: [2, 3],
      }),
      embeddingCall(),
      target,
    )
    expect(reply).toEqual({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding: [1, 2] },
        { object: 'embedding', index: 1, embedding: [3, 4] },
      ],
      model: 'cohere.embed-v4.0',
      usage: { prompt_tokens: 5, total_tokens: 5 },
    })
  })

  test('more than 96 texts are asked for in parts and joined', () => {
    const input = Array.from({ length: 200 }, (_, at) => `text ${at}`)
    const split = codec.split?.(embeddingCall({ input }), target)
    expect(split?.map(({ input: part }) => part.length)).toEqual([96, 96, 8])
    const one = (tokens: number) => ({
      object: 'list' as const,
      data: [{ object: 'embedding' as const, index: 0, embedding: [tokens] }],
      model: 'm',
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    })
    expect(codec.join?.([one(1), one(2)], embeddingCall())).toEqual({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding: [1] },
        { object: 'embedding', index: 1, embedding: [2] },
      ],
      model: 'm',
      usage: { prompt_tokens: 3, total_tokens: 3 },
    })
  })
})
