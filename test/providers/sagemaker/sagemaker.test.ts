/** SageMaker endpoints: addresses, bodies, signatures, errors, embeddings, and payloads cut anywhere. */
import { describe, expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import { sagemakerEmbeddings } from '../../../src/providers/sagemaker/embeddings.js'
import { createPayloadDecoder } from '../../../src/providers/sagemaker/payload-stream.js'
import { sagemaker } from '../../../src/providers/sagemaker.js'
import { sagemakerChat } from '../../../src/providers/sagemaker-chat.js'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'
import { encodeAwsEvent, encodeAwsFrame } from '../../../src/testing/event-stream-encoder.js'
import { chatCall, cutBytes, embeddingCall, httpReply, seededRandom, type TargetInput, testNow, testTarget } from '../../support/codec.js'

const base = 'https://runtime.sagemaker.us-east-1.amazonaws.com'
const place = (more: TargetInput = {}) =>
  testTarget({ provider: { name: 'sagemaker', format: 'sagemaker', auth: 'aws' }, baseUrl: base, model: 'my-endpoint', ...more })

function built(adapter: typeof sagemaker, target = place(), stream = false, request = {}) {
  const outcome = adapter.endpoints.chat?.toRequest(chatCall(request, { stream }), target)
  if (outcome === undefined || isFault(outcome)) throw new Error(outcome?.failure.message)
  return outcome
}

describe('requests', () => {
  test.each([
    ['whole', {}, false, `${base}/endpoints/my-endpoint/invocations`],
    ['streamed', {}, true, `${base}/endpoints/my-endpoint/invocations-response-stream`],
    [
      'in China',
      { baseUrl: 'https://runtime.sagemaker.cn-north-1.amazonaws.com' },
      false,
      'https://runtime.sagemaker.cn-north-1.amazonaws.com.cn/endpoints/my-endpoint/invocations',
    ],
    ['at an address of its own', { settings: { sagemaker_base_url: 'https://proxy.example/x' } }, false, 'https://proxy.example/x'],
  ])('%s', (_name, more, stream, url) => {
    expect(built(sagemaker, place(more), stream).url).toBe(url)
  })

  test('a prompt in the form of the model that the config names, and its parameters', () => {
    const target = place({ settings: { hf_model_name: 'meta-llama/Llama-2-7b-chat-hf', model_id: 'component-1' } })
    const request = built(sagemaker, target, true, { max_tokens: 0, temperature: 0, top_p: 1, stop: ['END'], seed: 3, top_k: 5 })
    expect(request.headers).toMatchObject({ 'x-amzn-sagemaker-inference-component': 'component-1' })
    expect(JSON.parse(String(request.body))).toEqual({
      inputs: '<s>[INST] hello [/INST]',
      parameters: { return_full_text: false, details: true, max_new_tokens: 1, temperature: 0.01, stop: ['END'], seed: 3, top_k: 5 },
      stream: true,
    })
  })

  test('several choices are asked for as the best of several, in whole answers only', () => {
    expect(JSON.parse(String(built(sagemaker, place(), false, { n: 2 }).body)).parameters).toEqual({
      return_full_text: false,
      best_of: 2,
      do_sample: true,
    })
    const refused = sagemaker.endpoints.chat?.toRequest(chatCall({ n: 2 }, { stream: true }), place())
    expect(refused !== undefined && isFault(refused) && refused.failure.param).toBe('n')
    const reply = sagemaker.endpoints.chat?.fromResponse(
      httpReply([
        {
          generated_text: 'a',
          details: { finish_reason: 'eos_token', best_of_sequences: [{ generated_text: 'b', finish_reason: 'length' }] },
        },
      ]),
      chatCall({ n: 2 }),
      place(),
    )
    expect(
      reply !== undefined && !isFault(reply) && reply.choices.map(({ message, finish_reason }) => [message.content, finish_reason]),
    ).toEqual([
      ['a', 'stop'],
      ['b', 'length'],
    ])
  })

  test('a JSON schema is a grammar', () => {
    const request = built(sagemaker, place(), false, {
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' } } },
    })
    expect(JSON.parse(String(request.body)).parameters.grammar).toEqual({ type: 'json', value: { type: 'object' } })
  })

  test('the Messages API gets OpenAI’s body, Nova one without a model', () => {
    const messages = { provider: { name: 'sagemaker_chat', format: 'sagemaker-chat', auth: 'aws' as const } }
    const nova = { provider: { name: 'sagemaker_nova', format: 'sagemaker-chat', auth: 'aws' as const } }
    expect(JSON.parse(String(built(sagemakerChat, place(messages)).body))).toEqual({
      model: 'my-endpoint',
      messages: [{ role: 'user', content: 'hello' }],
    })
    expect(JSON.parse(String(built(sagemakerChat, place(nova), true).body))).toEqual({
      messages: [{ role: 'user', content: 'hello' }],
      stream: true,
      stream_options: { include_usage: true },
    })
  })

  test('the signature is for SageMaker in the region of the address', async () => {
    const keys = { kind: 'aws', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', region: 'eu-west-1' } as const
    const signed = await sagemaker.authorize(built(sagemaker), keys, place(), nodeCrypto, testNow)
    expect(signed.headers.authorization).toContain('Credential=AKIDEXAMPLE/20250601/us-east-1/sagemaker/aws4_request')
    const other = place({ settings: { sagemaker_base_url: 'https://proxy.example/x' } })
    const elsewhere = await sagemaker.authorize(built(sagemaker, other), keys, other, nodeCrypto, testNow)
    expect(elsewhere.headers.authorization).toContain('/eu-west-1/sagemaker/')
  })
})

test.each([
  [
    'an error of the model’s server',
    424,
    {
      ErrorCode: 'CLIENT_ERROR_FROM_MODEL',
      OriginalStatusCode: 422,
      OriginalMessage: '{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096","error_type":"validation"}',
      Message: 'x',
    },
    {},
    ['context-window', 422],
  ],
  ['a model error without words', 424, { OriginalStatusCode: 503, Message: 'no' }, {}, ['unavailable', 503]],
  [
    'an unknown endpoint',
    400,
    { Message: 'Endpoint my-endpoint of account 1 not found.' },
    { 'x-amzn-errortype': 'ValidationError:' },
    ['bad-request', 400],
  ],
  [
    'keys that ended',
    403,
    { message: 'The security token included in the request is expired' },
    { 'x-amzn-errortype': 'ExpiredTokenException' },
    ['authentication', 403],
  ],
])('%s', (_name, status, body, headers, want) => {
  const failure = sagemaker.toFailure({ status, headers, text: JSON.stringify(body) }, place(), testNow)
  expect([failure.kind, failure.status]).toEqual(want)
})

describe('payloads', () => {
  const frame = (text: Uint8Array) =>
    encodeAwsFrame(
      [
        [':event-type', 'PayloadPart'],
        [':message-type', 'event'],
      ],
      text,
    )
  const read = (bytes: Iterable<Uint8Array>) => {
    const decoder = createPayloadDecoder(nodeCrypto)
    const events = [...bytes].flatMap((piece) => decoder.push(piece))
    return [...events, ...decoder.end()].map(({ event, data }) => (event === '' ? data : `${event}: ${data}`))
  }
  const objects = [{ token: { text: 'Grüße 東' } }, { token: { text: '{"a":1}\n' } }, { generated_text: 'x' }].map((one) =>
    JSON.stringify(one),
  )

  test.each([
    ['server-sent events', objects.map((one) => `data:${one}\n\n`).join('')],
    ['server-sent events with names and comments', `: hi\n${objects.map((one) => `event: x\r\ndata: ${one}\r\n\r\n`).join('')}`],
    ['JSON lines', objects.map((one) => `${one}\n`).join('')],
    ['JSON lines without a last line end', objects.join('\n')],
  ])('%s mean the same in any frames and any bytes', (_form, text) => {
    const bytes = new TextEncoder().encode(text)
    for (let seed = 0; seed < 40; seed += 1) {
      const frames = [...cutBytes(bytes, seededRandom(seed), 30)].map(frame)
      expect(read(frames)).toEqual(objects)
      const all = new Uint8Array(frames.flatMap((one) => [...one]))
      expect(read(cutBytes(all, seededRandom(seed + 100), 50))).toEqual(objects)
    }
  })

  test('an event of a million characters in small frames is read, in time that grows with its length', () => {
    const object = JSON.stringify({ generated_text: '}'.repeat(1_000_000) })
    const bytes = new TextEncoder().encode(object)
    const frames = Array.from({ length: Math.ceil(bytes.length / 100) }, (_, at) => frame(bytes.subarray(at * 100, (at + 1) * 100)))
    expect(read(frames)).toEqual([object])
  })

  test('an event without end is refused', () => {
    const decoder = createPayloadDecoder(nodeCrypto)
    const large = frame(new TextEncoder().encode(`{"a":"${'x'.repeat(1_000_000)}`))
    expect(() => Array.from({ length: 20 }, () => decoder.push(large))).toThrow('larger than 16777216 characters')
  })

  test('an exception comes behind what was sent before it', () => {
    const bytes = [
      frame(new TextEncoder().encode('{"half":')),
      encodeAwsEvent({ event: 'InternalStreamFailure', data: '{"message":"no"}', isException: true }),
    ]
    expect(read(bytes)).toEqual(['{"half":', 'exception: {"message":"no","__type":"InternalStreamFailure"}'])
  })
})

describe('embeddings', () => {
  const codec = sagemakerEmbeddings
  test.each([
    [
      'a list of vectors',
      [
        [1, 2],
        [3, 4],
      ],
      0,
    ],
    ['one vector', [1, 2], 0],
    [
      '`embedding`',
      {
        embedding: [
          [1, 2],
          [3, 4],
        ],
      },
      0,
    ],
    ['Voyage’s form', { data: [{ embedding: [1, 2] }, { embedding: [3, 4] }], usage: { total_tokens: 9 } }, 9],
  ])('%s', (_name, body, tokens) => {
    const reply = codec.fromResponse(httpReply(body), embeddingCall(), place())
    if (reply === undefined || isFault(reply)) throw new Error(reply?.failure.message)
    expect([reply.data[0]?.embedding, reply.usage.prompt_tokens]).toEqual([[1, 2], tokens])
  })

  test.each([['{}'], ['7'], ['{"error":"no"}'], ['[[1],["x"]]'], ['half']])('%s is a failure', (text) => {
    const reply = codec.fromResponse(httpReply(text), embeddingCall(), place())
    expect(reply !== undefined && isFault(reply)).toBe(true)
  })

  test('texts go as `inputs`, other inputs are refused', () => {
    const request = codec.toRequest(embeddingCall({ input: 'a' }), place())
    expect(request !== undefined && !isFault(request) && JSON.parse(String(request.body))).toEqual({ inputs: ['a'] })
    const refused = codec.toRequest(embeddingCall({ input: [1, 2] }), place())
    expect(refused !== undefined && isFault(refused) && refused.failure.param).toBe('input')
  })
})
