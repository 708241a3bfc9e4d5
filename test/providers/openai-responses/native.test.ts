/** The endpoint `responses` at hosts that serve it, and beside chat at those that may not. */
import { describe, expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import type { ResponsesRequest } from '../../../src/protocol/responses.js'
import type { Adapter, Call } from '../../../src/providers/adapter.js'
import { azure } from '../../../src/providers/azure.js'
import { azureResponses } from '../../../src/providers/azure-responses.js'
import { openai } from '../../../src/providers/openai.js'
import { openaiResponses } from '../../../src/providers/openai-responses.js'
import { httpReply, seededRandom, type TargetInput, testNow, testTarget } from '../../support/codec.js'

function call(request: Partial<ResponsesRequest> = {}, options: Partial<Call<'responses'>> = {}): Call<'responses'> {
  const given = { model: 'group', input: 'hello', ...request }
  const rest = { stream: false, dropParams: false, modifyParams: false, headers: {}, random: seededRandom(7), now: () => testNow }
  return { endpoint: 'responses', request: given, ...rest, ...options }
}

const codecOf = async (adapter: Adapter) => {
  const codec = adapter.endpoints.responses ?? (await adapter.later?.responses?.())
  if (codec?.stream === undefined) throw new Error(`${adapter.format} has no responses`)
  return { ...codec, stream: codec.stream }
}

async function sent(adapter: Adapter, target: TargetInput, given: Call<'responses'> = call()) {
  const built = (await codecOf(adapter)).toRequest(given, testTarget(target))
  return isFault(built) ? built.failure : { url: built.url, body: JSON.parse(String(built.body)) }
}

describe('requests', () => {
  test('pass as they are, but for what steers the client', async () => {
    const request = {
      previous_response_id: 'resp_0',
      include: ['reasoning.encrypted_content' as const],
      user: null as never,
      extra_body: { x: 1 },
    }
    expect(await sent(openaiResponses, {}, call({ ...request, stream_options: { include_obfuscation: false } }, { stream: true }))).toEqual(
      {
        url: 'https://host.example/v1/responses',
        body: {
          model: 'model-x',
          input: 'hello',
          previous_response_id: 'resp_0',
          include: ['reasoning.encrypted_content'],
          x: 1,
          stream: true,
          stream_options: { include_obfuscation: false },
        },
      },
    )
  })

  test('a reasoning model takes sampling parameters at effort none only', async () => {
    const target: TargetInput = { deployment: { flags: ['openai-reasoning', 'no-sampling-unless-effort-none'] } }
    const request = { temperature: 0.5, reasoning: { effort: 'low' as const } }
    expect(await sent(openaiResponses, target, call(request))).toMatchObject({ kind: 'unsupported-params', param: 'temperature' })
    expect(await sent(openaiResponses, target, call(request, { dropParams: true }))).toMatchObject({
      body: { model: 'model-x', input: 'hello', reasoning: { effort: 'low' } },
    })
    expect(await sent(openaiResponses, target, call({ temperature: 0.5 }))).toMatchObject({ body: { temperature: 0.5 } })
  })

  test.each<{ name: string; adapter: Adapter; target: TargetInput; want: string }>([
    { name: 'OpenAI', adapter: openai, target: {}, want: 'https://host.example/v1/responses' },
    {
      name: 'a base that names chat',
      adapter: openai,
      target: { baseUrl: 'https://h/v1/chat/completions?a=b' },
      want: 'https://h/v1/responses?a=b',
    },
    {
      name: 'a host that serves it',
      adapter: openai,
      target: { provider: { name: 'groq', quirks: { responses: true } } },
      want: 'https://host.example/v1/responses',
    },
    {
      name: 'a host that does not',
      adapter: openai,
      target: { provider: { name: 'mistral' } },
      want: 'https://host.example/v1/chat/completions',
    },
    {
      name: 'OpenAI’s models on Bedrock',
      adapter: openaiResponses,
      target: { baseUrl: 'https://bedrock-mantle.r.api.aws/v1', provider: { name: 'bedrock_mantle' }, model: 'openai.gpt-5.6' },
      want: 'https://bedrock-mantle.r.api.aws/openai/v1/responses',
    },
    {
      name: 'open models on Bedrock',
      adapter: openaiResponses,
      target: { baseUrl: 'https://bedrock-mantle.r.api.aws/v1', provider: { name: 'bedrock_mantle' }, model: 'openai.gpt-oss-120b' },
      want: 'https://bedrock-mantle.r.api.aws/v1/responses',
    },
    {
      name: 'a server without a path',
      adapter: openaiResponses,
      target: { baseUrl: 'http://h:8000', provider: { name: 'hosted_vllm', quirks: { addV1: true } } },
      want: 'http://h:8000/v1/responses',
    },
    {
      name: 'Azure by its chat adapter',
      adapter: azure,
      target: { baseUrl: 'https://r.openai.azure.com', provider: { name: 'azure' } },
      want: 'https://r.openai.azure.com/openai/v1/responses',
    },
  ])('$name: $want', async ({ adapter, target, want }) => {
    expect(await sent(adapter, target)).toMatchObject({ url: want })
  })

  test.each<[string, string | undefined, string]>([
    ['https://r.openai.azure.com', undefined, '/openai/v1/responses'],
    ['https://r.openai.azure.com/', 'preview', '/openai/v1/responses?api-version=preview'],
    ['https://r.openai.azure.com/openai/v1', 'latest', '/openai/v1/responses'],
    ['https://r.openai.azure.com/openai/v1/responses', undefined, '/openai/v1/responses'],
    ['https://r.openai.azure.com', '2025-04-01-preview', '/openai/responses?api-version=2025-04-01-preview'],
    [
      'https://r.openai.azure.com/openai/deployments/x?api-version=2025-04-01-preview',
      undefined,
      '/openai/responses?api-version=2025-04-01-preview',
    ],
    ['https://r.openai.azure.com', '2024-10-21', '/openai/v1/responses'],
  ])('Azure at %s with version %s: %s', async (baseUrl, apiVersion, want) => {
    expect(await sent(azureResponses, { baseUrl, apiVersion, provider: { name: 'azure' } })).toMatchObject({
      url: `https://r.openai.azure.com${want}`,
    })
  })
})

describe('answers', () => {
  const output = [
    { type: 'message', id: 'm', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: 'hi', annotations: [] }] },
  ]

  test('pass with their text joined', async () => {
    const codec = await codecOf(openai)
    const body = {
      id: 'resp_1',
      object: 'response',
      created_at: 5,
      model: 'm',
      status: 'completed',
      output,
      usage: null,
      failure: 'x',
      odd: 1,
    }
    const { failure: _failure, ...kept } = body
    expect(codec.fromResponse(httpReply(body), call(), testTarget())).toEqual({ ...kept, output_text: 'hi' })
  })

  test('a failed response is a failure', async () => {
    const codec = await codecOf(openai)
    const reply = codec.fromResponse(
      httpReply({ id: 'r', status: 'failed', output, error: { code: 'server_error', message: 'no' } }),
      call(),
      testTarget(),
    )
    expect(isFault(reply) && reply.failure.kind).toBe('internal')
  })

  test.each([openai, azureResponses])('events pass until the last ($format)', async (adapter) => {
    const { stream } = await codecOf(adapter)
    const state = stream.start(call({}, { stream: true }), testTarget())
    const events = [
      { type: 'response.created', sequence_number: 0, response: { id: 'r' } },
      { type: 'response.made_up', sequence_number: 1, anything: [] },
      { type: 'response.completed', sequence_number: 2, response: { id: 'r', output } },
    ]
    const seen = events.map((event) => stream.fromEvent(state, { event: '', data: JSON.stringify(event) }))
    const last = { ...events[2], response: { id: 'r', output, output_text: 'hi' } }
    expect([seen, stream.isDone(state), stream.end(state)]).toEqual([[[events[0]], [events[1]], [last]], true, []])
  })

  test('a stream that ends early, breaks or is none is a failure', async () => {
    const { stream } = await codecOf(openaiResponses)
    const state = stream.start(call({}, { stream: true }), testTarget())
    expect(stream.end(state)).toMatchObject({ failure: { code: 'incomplete_stream' } })
    expect(stream.fromEvent(state, { event: '', data: '<html>' })).toMatchObject({ failure: { code: 'invalid_response' } })
    expect(stream.fromEvent(state, { event: 'error', data: '{"message":"no","code":"server_error"}' })).toMatchObject({
      failure: { kind: 'internal' },
    })
    expect(stream.fromEvent(state, { event: '', data: '{"no":"type"}' })).toEqual([])
  })
})
