/** Every endpoint of a client: what it calls, what it refuses, what it mocks. */
import { describe, expect, test } from 'vitest'
import type { Mode } from '../../src/plan/plan.js'
import type { Endpoint } from '../../src/providers/adapter.js'
import { gemini } from '../../src/providers/gemini.js'
import { openai } from '../../src/providers/openai.js'
import type { Client } from '../../src/runtime/client-shape.js'
import type { RequestOptions } from '../../src/runtime/client-types.js'
import { at, errorOf, harness, type Models, messages, ok } from './harness.js'
import { toyAdapter, toyCodec } from './toy-adapter.js'

type Llm = Client<Models>
const file = { bytes: new Uint8Array([1, 2]), name: 'a.mp3' }

/** One call of each endpoint, to a model of its own mode. */
const calls: readonly {
  readonly endpoint: Endpoint
  readonly mode: Mode
  readonly group: string
  readonly call: (llm: Llm, more?: object, options?: RequestOptions) => Promise<{ readonly meta: { readonly group: string } }>
}[] = [
  { endpoint: 'chat', mode: 'chat', group: 'a', call: (llm, more, o) => llm.completion({ model: 'a', messages, ...more }, o) },
  {
    endpoint: 'completions',
    mode: 'completion',
    group: 't',
    call: (llm, more, o) => llm.completions.create({ model: 't', prompt: 'p', ...more }, o),
  },
  {
    endpoint: 'embeddings',
    mode: 'embedding',
    group: 'e',
    call: (llm, more, o) => llm.embeddings.create({ model: 'e', input: 'x', ...more }, o),
  },
  {
    endpoint: 'images',
    mode: 'image_generation',
    group: 'i',
    call: (llm, more, o) => llm.images.generate({ model: 'i', prompt: 'p', ...more }, o),
  },
  {
    endpoint: 'imageEdits',
    mode: 'image_edit',
    group: 'ie',
    call: (llm, more, o) => llm.images.edit({ model: 'ie', prompt: 'p', image: file, ...more }, o),
  },
  {
    endpoint: 'transcriptions',
    mode: 'audio_transcription',
    group: 'w',
    call: (llm, more, o) => llm.audio.transcriptions.create({ model: 'w', file, ...more }, o),
  },
  {
    endpoint: 'translations',
    mode: 'audio_transcription',
    group: 'w',
    call: (llm, more, o) => llm.audio.translations.create({ model: 'w', file, ...more }, o),
  },
  {
    endpoint: 'speech',
    mode: 'audio_speech',
    group: 's',
    call: (llm, more, o) => llm.audio.speech.create({ model: 's', input: 'x', voice: 'v', ...more }, o),
  },
  {
    endpoint: 'moderations',
    mode: 'moderation',
    group: 'm',
    call: (llm, more, o) => llm.moderations.create({ model: 'm', input: 'x', ...more }, o),
  },
  {
    endpoint: 'rerank',
    mode: 'rerank',
    group: 'k',
    call: (llm, more, o) => llm.rerank({ model: 'k', query: 'q', documents: ['x'], ...more }, o),
  },
  {
    endpoint: 'responses',
    mode: 'responses',
    group: 'r',
    call: (llm, more, o) => llm.responses.create({ model: 'r', input: 'x', ...more }, o),
  },
  { endpoint: 'tokens', mode: 'chat', group: 'a', call: (llm, more, o) => llm.tokens.count({ model: 'a', messages, ...more }, o) },
]

const answers: { readonly [E in Endpoint]: object } = {
  chat: { object: 'chat.completion', model: 'x', choices: [] },
  completions: { object: 'text_completion', choices: [] },
  embeddings: { data: [], usage: { prompt_tokens: 1, total_tokens: 1 } },
  images: { data: [] },
  imageEdits: { data: [] },
  transcriptions: { text: '' },
  translations: { text: '' },
  speech: { contentType: 'audio/mpeg' },
  moderations: { results: [] },
  rerank: { results: [], meta: { billed_units: { search_units: 1 } } },
  responses: { object: 'response', output: [] },
  tokens: { input_tokens: 3, source: 'provider' },
}

describe('each endpoint', () => {
  test.each(calls)('$endpoint goes to its codec, which is imported once, and has its meta', async ({ endpoint, mode, group, call }) => {
    let imports = 0
    const load = async () => {
      imports++
      return toyCodec()
    }
    const adapters = toyAdapter({ later: { [endpoint]: load } })
    const { client, transport } = harness({ deployments: [at(0, group, { mode })] }, { d0: { json: answers[endpoint] } }, {}, adapters)
    const first = await call(client)
    const second = await call(client)
    expect(transport.requests.map(({ url, headers }) => [url, headers])).toEqual(
      Array.from({ length: 2 }, () => [`http://d0/v1/${endpoint}`, { signed: 'yes' }]),
    )
    expect([imports, first.meta.group, second.meta.group]).toEqual([1, group, group])
  })

  test.each(calls)('$endpoint tells status, headers and id of its answer', async ({ endpoint, mode, group, call }) => {
    const adapters = toyAdapter({ later: { [endpoint]: async () => toyCodec() } })
    const answer = { status: 201, headers: { 'x-request-id': 'req_7' }, json: answers[endpoint] }
    const { client } = harness({ deployments: [at(0, group, { mode })] }, { d0: answer }, {}, adapters)
    // Every function of a client gives an ApiPromise; the table above tells only what its tests have in common.
    const promise = call(client) as ReturnType<Llm['embeddings']['create']>
    const { data, response, request_id } = await promise.withResponse()
    expect([response, request_id, data.meta.requestId, data === (await promise)]).toEqual([
      { status: 201, headers: answer.headers },
      'req_7',
      'req_7',
      true,
    ])
    expect([Object.keys(data).includes('meta') && endpoint !== 'rerank', JSON.stringify(data).includes('deploymentId')]).toEqual([
      false,
      false,
    ])
  })

  test.each(calls)('$endpoint refuses a model of another mode, and names those of its own', async ({ endpoint, mode, group, call }) => {
    const wrong = mode === 'embedding' ? 'rerank' : 'embedding'
    const { client, hosts } = harness({ deployments: [at(0, group, { mode: wrong }), at(1, 'right', { mode })] }, {})
    const error = await errorOf(call(client))
    expect([error.name, error.status, error.code, error.param, hosts]).toEqual(['BadRequestError', 400, 'wrong_model_mode', 'model', []])
    expect(error.message).toContain(`"${group}" is a model of the mode ${wrong}`)
    expect(error.message).toContain('Models of the config for it: "right".')
    expect(endpoint).not.toBe('')
  })

  const offered: readonly Endpoint[] = ['chat', 'tokens']
  test.each(calls.filter(({ endpoint }) => !offered.includes(endpoint)))(
    '$endpoint says so where the format has it not',
    async ({ mode, group, call }) => {
      const { client, hosts } = harness({ deployments: [at(0, group, { mode })] }, {}, {}, toyAdapter({}))
      const error = await errorOf(call(client))
      expect([error.name, error.code, hosts]).toEqual(['BadRequestError', 'endpoint_not_supported', []])
      expect(error.message).toMatch(
        /^openai deployment "d0" \(gpt-4o\): the format "openai" offers no [\w ]+\. Use a model of another provider for it\.$/,
      )
    },
  )

  test.each(calls)('$endpoint falls back', async ({ endpoint, mode, group, call }) => {
    const adapters = toyAdapter({ endpoints: { [endpoint]: toyCodec() } })
    const input = { deployments: [at(0, group, { mode }), at(1, 'other', { mode })], routing: { numRetries: 0 } }
    const { client } = harness(input, { d0: { status: 500 }, d1: { json: answers[endpoint] } }, {}, adapters)
    expect((await call(client, { fallbacks: ['other'] })).meta).toMatchObject({ group: 'other', fallbacks: ['other'] })
  })

  test.each(calls)('$endpoint is mocked without a request', async ({ mode, group, call }) => {
    const { client, hosts } = harness({ deployments: [at(0, group, { mode })] }, {})
    const reply = await call(client, { mock_response: 'mocked' })
    expect([reply.meta.group, hosts]).toEqual([group, []])
  })
})

describe('a mocked answer', () => {
  const mocked = (mode: Mode, group: string) => harness({ deployments: [at(0, group, { mode })] }, {}).client
  const mock_response = 'mocked'

  test('of each endpoint has the shape of a real one', async () => {
    const completion = await mocked('completion', 't').completions.create({ model: 't', prompt: ['a', 'b'], mock_response })
    expect(completion.choices.map(({ text, index }) => [text, index])).toEqual([
      ['mocked', 0],
      ['mocked', 1],
    ])
    const { data } = await mocked('embedding', 'e').embeddings.create({ model: 'e', input: ['a', 'b'], dimensions: 3, mock_response })
    expect(data.map(({ embedding }) => embedding)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
    const images = await mocked('image_generation', 'i').images.generate({
      model: 'i',
      prompt: 'p',
      n: 2,
      mock_response: 'https://x/y.png',
    })
    expect(images.data).toEqual([{ url: 'https://x/y.png' }, { url: 'https://x/y.png' }])
    const drawn = await mocked('image_generation', 'i').images.edit({ model: 'i', prompt: 'p', image: file, mock_response })
    expect(drawn.data?.[0]).toMatchObject({ revised_prompt: 'mocked', b64_json: expect.stringMatching(/^iVBOR/) })
    expect((await mocked('audio_transcription', 'w').audio.transcriptions.create({ model: 'w', file, mock_response })).text).toBe('mocked')
    const speech = await mocked('audio_speech', 's').audio.speech.create({ model: 's', input: 'x', voice: 'v', mock_response })
    expect(new TextDecoder().decode(await speech.arrayBuffer())).toBe('mocked')
    const verdicts = await mocked('moderation', 'm').moderations.create({ model: 'm', input: ['a', 'b'], mock_response })
    expect(verdicts.results.map(({ flagged }) => flagged)).toEqual([false, false])
    const ranked = await mocked('rerank', 'k').rerank.create({
      model: 'k',
      query: 'q',
      documents: ['a', 'b', 'c'],
      top_n: 2,
      mock_response,
    })
    expect(ranked.results).toEqual([
      { index: 0, relevance_score: 1 },
      { index: 1, relevance_score: 0.5 },
    ])
    const response = await mocked('responses', 'r').responses.create({ model: 'r', input: 'x', mock_response })
    expect(response.output_text).toBe('mocked')
  })

  test('of a stream of responses ends with the whole', async () => {
    const stream = await mocked('responses', 'r').responses.create({ model: 'r', input: 'x', mock_response, stream: true })
    const types: string[] = []
    for await (const event of stream) types.push(event.type)
    expect(types).toEqual([
      'response.created',
      'response.output_item.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.output_item.done',
      'response.completed',
    ])
    expect((await stream.finalResponse()).output_text).toBe('mocked')
  })
})

describe('a rerank reply', () => {
  const adapters = toyAdapter({ endpoints: { rerank: toyCodec() } })
  const input = { deployments: [at(0, 'k', { mode: 'rerank' })] }

  test("keeps the provider's meta, with ours in it unseen", async () => {
    const { client } = harness(input, { d0: { json: { id: '1', results: [], meta: { billed_units: { search_units: 2 } } } } }, {}, adapters)
    const reply = await client.rerank({ model: 'k', query: 'q', documents: ['x'] })
    expect(JSON.parse(JSON.stringify(reply))).toEqual({ id: '1', results: [], meta: { billed_units: { search_units: 2 } } })
    expect([reply.meta.billed_units, reply.meta.deploymentId]).toEqual([{ search_units: 2 }, 'd0'])
  })

  test('without one has ours, unseen', async () => {
    const { client } = harness(input, { d0: { json: { id: '1', results: [] } } }, {}, adapters)
    const reply = await client.rerank({ model: 'k', query: 'q', documents: ['x'] })
    expect([Object.keys(reply), reply.meta.deploymentId]).toEqual([['id', 'results'], 'd0'])
  })
})

describe('names', () => {
  test('of a wildcard stand for models of any mode', async () => {
    const adapters = toyAdapter({ endpoints: { embeddings: toyCodec() } })
    const { client } = harness({ deployments: [at(0, 'x/*')] }, { d0: { json: answers.embeddings } }, {}, adapters)
    expect((await client.embeddings.create({ model: 'x/vectors' as 'e', input: 'a' })).meta.group).toBe('x/vectors')
  })

  const chatOnly = { openai: { ...openai, later: {} } }

  test('of a responses model hold chats, and those of a chat model answer responses', async () => {
    const { client } = harness(
      { deployments: [at(0, 'r', { mode: 'responses' }), at(1, 'a')] },
      { d0: ok('one'), d1: ok('two') },
      {},
      chatOnly,
    )
    expect((await client.completion({ model: 'r', messages })).choices[0]?.message.content).toBe('one')
    expect((await client.responses.create({ model: 'a', input: 'hi', fallbacks: ['r'], deadline: 5 })).output_text).toBe('two')
  })

  test('of fallbacks are checked for their mode too', async () => {
    const { client } = harness({ deployments: [at(0, 'a'), at(1, 'e', { mode: 'embedding' })] }, {})
    const error = await errorOf(client.completion({ model: 'a', messages, fallbacks: ['e' as 'a'] }))
    expect([error.code, error.param]).toEqual(['wrong_model_mode', 'fallbacks'])
  })
})

describe('counting tokens', () => {
  test('is done here where the provider has no count, and costs nothing', async () => {
    const { client, hosts } = harness({ deployments: [at(0, 'a')] }, {}, {}, toyAdapter({}))
    const reply = await client.tokens.count({ model: 'a', messages: [{ role: 'user', content: 'hello world' }] })
    expect([reply, reply.meta.cost, hosts]).toEqual([{ input_tokens: 9, model: 'gpt-4o', source: 'local' }, 0, []])
  })

  test('is asked of a provider that has one', async () => {
    const input = { deployments: [at(0, 'a', { model: 'gemini/gemini-2.5-flash' })] }
    const { client } = harness(input, { d0: { json: { totalTokens: 31 } } }, {}, { gemini })
    expect(await client.tokens.count({ model: 'a', messages })).toEqual({ input_tokens: 31, model: 'gemini-2.5-flash', source: 'provider' })
  })

  test('is asked of OpenAI itself, and not of a server that speaks its format', async () => {
    const count = async (baseUrl: string) => {
      const { client } = harness({ deployments: [at(0, 'a', { baseUrl })] }, { 'api.openai.com': { json: { input_tokens: 8 } } })
      return (await client.tokens.count({ model: 'a', messages })).source
    }
    expect([await count('https://api.openai.com/v1'), await count('http://localhost:8000/v1')]).toEqual(['provider', 'local'])
  })
})
