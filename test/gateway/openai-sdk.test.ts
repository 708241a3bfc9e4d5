/** The official client of OpenAI against the gateway, with nothing changed but address and key. */
import OpenAI, { AzureOpenAI } from 'openai'
import { describe, expect, test } from 'vitest'
import { all, masterKey, setUp } from './gateway-support.js'

const messages = [{ role: 'user' as const, content: 'hi' }]
const clientAt = (url: string) => new OpenAI({ baseURL: url, apiKey: masterKey, maxRetries: 0 })

describe('chat', () => {
  test.each(['', '/v1'])('answers whole below "%s"', async (base) => {
    const { url } = await setUp()
    const reply = await clientAt(url + base).chat.completions.create({ model: 'gpt-4o', messages })
    expect(reply.choices[0]?.message.content).toBe('gpt-4o heard: hi')
    expect(reply.model).toBe('gpt-4o')
    expect(reply.usage?.total_tokens).toBe(7)
  })

  test('streams, and tells usage and cost where they are asked for', async () => {
    const { url } = await setUp()
    const stream = await clientAt(url).chat.completions.create({
      model: 'claude',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks = await all(stream)
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe('claude-sonnet-4-5 heard: hi')
    expect(new Set(chunks.map(({ model }) => model))).toEqual(new Set(['claude']))
    expect(chunks.at(-1)?.usage).toMatchObject({ total_tokens: expect.any(Number), cost: expect.any(Number) })
  })

  test('says nothing of usage where nobody asked', async () => {
    const { url } = await setUp()
    const stream = await clientAt(url).chat.completions.create({ model: 'gpt-4o', messages, stream: true })
    const chunks = await all(stream)
    expect(chunks.filter(({ usage }) => usage !== undefined && usage !== null)).toEqual([])
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop')
  })

  test.each(['gpt-4o', 'claude'])('calls tools of %s', async (model) => {
    const { url } = await setUp({
      script: { '*': { toolCalls: [{ name: 'weather', arguments: { city: 'Oslo' } }], finishReason: 'tool_calls' } },
    })
    const reply = await clientAt(url).chat.completions.create({
      model,
      messages,
      tools: [
        { type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } },
      ],
    })
    expect(reply.choices[0]?.message.tool_calls).toMatchObject([
      { type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
    ])
    expect(reply.choices[0]?.finish_reason).toBe('tool_calls')
  })

  test('a model that is only reachable by its fallback is named as what answered', async () => {
    const { url } = await setUp({ script: { 'gpt-4o-mini': { status: 500 } } })
    const body = { model: 'failing', messages, fallbacks: ['gpt-4o'] }
    const { data, response } = await clientAt(url).chat.completions.create(body).withResponse()
    expect(data.model).toBe('gpt-4o')
    expect(response.headers.get('x-litellm-attempted-fallbacks')).toBe('1')
    expect(response.headers.get('x-litellm-model-group')).toBe('gpt-4o')
  })
})

describe('other endpoints', () => {
  test('embeddings come as the client asks: base64, which it decodes, or numbers', async () => {
    const { url, mock } = await setUp()
    const usual = await clientAt(url).embeddings.create({ model: 'embed', input: ['a', 'b'] })
    const numbers = await clientAt(url).embeddings.create({ model: 'embed', input: ['a', 'b'], encoding_format: 'float' })
    expect(mock.requests.map(({ body }) => (body as { encoding_format?: string }).encoding_format)).toEqual(['base64', 'float']) // the mock keeps parsed JSON
    expect(usual.data.map(({ index }) => index)).toEqual([0, 1])
    expect(usual.data[0]?.embedding.length).toBeGreaterThan(1)
    for (const [at, { embedding }] of usual.data.entries())
      expect(embedding.map((value, place) => Math.abs(value - (numbers.data[at]?.embedding[place] ?? 9)) < 1e-6)).not.toContain(false)
  })

  test('models are listed and found, slashes and all', async () => {
    const { url } = await setUp()
    const list = await all(clientAt(url).models.list())
    expect(list.map(({ id }) => id)).toEqual(['gpt-4o', 'claude', 'embed', 'failing'])
    expect(await clientAt(url).models.retrieve('claude')).toMatchObject({ id: 'claude', object: 'model' })
    const error = await clientAt(url)
      .models.retrieve('no/such')
      .catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(OpenAI.NotFoundError)
  })

  test('text completions', async () => {
    const { url } = await setUp()
    const reply = await clientAt(url).completions.create({ model: 'gpt-4o', prompt: 'once' })
    expect(reply.choices[0]?.text).toContain('once')
    const stream = await clientAt(url).completions.create({ model: 'gpt-4o', prompt: 'once', stream: true })
    const chunks = await all(stream)
    expect(chunks.map((chunk) => chunk.choices[0]?.text ?? '').join('')).toBe(reply.choices[0]?.text)
  })

  test.each(['gpt-4o', 'claude'])('the Responses API over %s, whole and streamed', async (model) => {
    const { url } = await setUp()
    const reply = await clientAt(url).responses.create({ model, input: 'hi' })
    expect(reply.output_text).toContain('heard: hi')
    const stream = await clientAt(url).responses.create({ model, input: 'hi', stream: true })
    const events = await all(stream)
    expect(events[0]?.type).toBe('response.created')
    const last = events.at(-1)
    expect(last?.type === 'response.completed' && last.response.model).toBe(model)
  })
})

describe('media', () => {
  const yaml = `
model_list:
  - { model_name: draw, litellm_params: { model: openai/gpt-image-1, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY } }
  - { model_name: hear, litellm_params: { model: openai/whisper-1, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY } }
  - { model_name: say, litellm_params: { model: openai/tts-1, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY } }
  - { model_name: judge, litellm_params: { model: openai/omni-moderation-latest, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }, model_info: { mode: moderation } }
  - { model_name: rank, litellm_params: { model: cohere/rerank-v3.5, api_base: MOCK, api_key: os.environ/PROVIDER_KEY }, model_info: { mode: rerank } }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`
  const picture = () => new File([new Uint8Array([1, 2, 3])], 'a.png', { type: 'image/png' })

  test('pictures are drawn and changed', async () => {
    const { url, mock } = await setUp({ yaml })
    const drawn = await clientAt(url).images.generate({ model: 'draw', prompt: 'a cat' })
    expect(drawn.data?.[0]?.b64_json ?? drawn.data?.[0]?.url).toEqual(expect.any(String))
    const changed = await clientAt(url).images.edit({ model: 'draw', prompt: 'a dog', image: [picture(), picture()] })
    expect(changed.data?.length).toBe(1)
    expect(mock.requests.map(({ endpoint }) => endpoint)).toEqual(['images', 'imageEdits'])
  })

  test('speech is written down, and text is said', async () => {
    const { url } = await setUp({ yaml })
    const file = new File([new Uint8Array([1, 2, 3])], 'a.mp3', { type: 'audio/mpeg' })
    const heard = await clientAt(url).audio.transcriptions.create({ model: 'hear', file })
    expect(heard.text).toEqual(expect.any(String))
    const plain: unknown = await clientAt(url).audio.transcriptions.create({ model: 'hear', file, response_format: 'text' })
    expect(plain).toEqual(expect.any(String))
    const said = await clientAt(url).audio.speech.create({ model: 'say', input: 'hello', voice: 'alloy' })
    expect((await said.arrayBuffer()).byteLength).toBeGreaterThan(0)
    expect(said.headers.get('content-type')).toMatch(/^audio\//)
  })

  test('texts are judged, and documents ranked', async () => {
    const { url } = await setUp({ yaml })
    expect((await clientAt(url).moderations.create({ model: 'judge', input: 'hello' })).results.length).toBe(1)
    const ranked = await fetch(`${url}/v1/rerank`, {
      method: 'POST',
      headers: { authorization: `Bearer ${masterKey}` },
      body: JSON.stringify({ model: 'rank', query: 'a', documents: ['a', 'b'] }),
    })
    expect(ranked.status).toBe(200)
    expect(ranked.headers.get('x-litellm-model-group')).toBe('rank')
    expect(await ranked.json()).toMatchObject({ results: [{ index: expect.any(Number) }, { index: expect.any(Number) }] })
  })
})

describe('errors have the classes that programs catch', () => {
  const rows = [
    { name: 'a wrong key', key: 'sk-wrong', model: 'gpt-4o', status: undefined, want: OpenAI.AuthenticationError },
    { name: 'an unknown model', key: masterKey, model: 'nothing-like-it', status: undefined, want: OpenAI.BadRequestError },
    { name: 'a rate limit of the provider', key: masterKey, model: 'failing', status: 429, want: OpenAI.RateLimitError },
    { name: 'a failure of the provider', key: masterKey, model: 'failing', status: 503, want: OpenAI.InternalServerError },
    { name: 'a prompt that the provider refuses', key: masterKey, model: 'failing', status: 400, want: OpenAI.BadRequestError },
  ]
  test.each(rows)('$name', async ({ key, model, status, want }) => {
    const { url } = await setUp({ script: status === undefined ? {} : { 'gpt-4o-mini': { status, retryAfter: 3 } } })
    const client = new OpenAI({ baseURL: url, apiKey: key, maxRetries: 0 })
    for (const stream of [false, true]) {
      const error = await client.chat.completions.create({ model, messages, stream }).catch((cause: unknown) => cause)
      expect(error).toBeInstanceOf(want)
      expect(error).toMatchObject({
        error: { message: expect.any(String), type: expect.any(String), code: expect.stringMatching(/^\d{3}$/) },
      })
    }
  })
})

test('the Azure client works through its deployment paths, with the key in its own header', async () => {
  const { url, mock } = await setUp()
  const client = new AzureOpenAI({ endpoint: url, apiKey: masterKey, apiVersion: '2024-10-21', deployment: 'gpt-4o', maxRetries: 0 })
  const reply = await client.chat.completions.create({ model: 'whatever the deployment is', messages })
  expect(reply.model).toBe('gpt-4o')
  expect(mock.requests[0]?.model).toBe('gpt-4o')
})
