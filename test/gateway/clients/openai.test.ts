/** What only OpenAI's client does, of both generations: its other endpoints, its error classes, its ways to Azure. */
import type { ResponseInput } from 'openai/resources/responses/responses'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { all, masterKey } from '../gateway-support.js'
import { entry, serveClients } from './clients-support.js'
import { azureVersion, generations } from './openai-driver.js'

const served = serveClients(
  [
    entry('draw', 'openai/gpt-image-1', 'MOCK/v1'),
    entry('hear', 'openai/whisper-1', 'MOCK/v1'),
    entry('say', 'openai/tts-1', 'MOCK/v1'),
    entry('judge', 'openai/omni-moderation-latest', 'MOCK/v1', 'moderation'),
    entry('team/slashed', 'openai/gpt-4o', 'MOCK/v1'),
    '',
  ].join('\n'),
)
const messages = [{ role: 'user' as const, content: 'hi' }]
const City = z.object({ city: z.string() })
const sound = () => new File([new Uint8Array([1, 2, 3])], 'a.mp3', { type: 'audio/mpeg' })
const picture = () => new File([new Uint8Array([1, 2, 3])], 'a.png', { type: 'image/png' })

describe.each(generations)('%s', (_name, generation) => {
  const { OpenAI, AzureOpenAI } = generation
  const open = (apiKey = masterKey, base = '/v1') => new OpenAI({ baseURL: served.url() + base, apiKey, maxRetries: 0 })
  const azure = (deployment?: string) =>
    new AzureOpenAI({
      endpoint: served.url(),
      apiKey: masterKey,
      apiVersion: azureVersion,
      maxRetries: 0,
      ...(deployment !== undefined && { deployment }),
    })

  test.each(['', '/v1'])('chats below "%s", and tells the id of the request', async (base) => {
    served.script()
    const {
      data,
      response,
      request_id: id,
    } = await open(masterKey, base).chat.completions.create({ model: 'openai', messages }).withResponse()
    expect(data).toMatchObject({ model: 'openai', object: 'chat.completion', _request_id: id })
    expect(data.choices[0]?.message.content).toBe('gpt-4o heard: hi')
    expect(response.headers.get('x-litellm-call-id')).toBe(id)
  })

  test('a stream tells usage and cost where they are asked for, and nothing of them elsewhere', async () => {
    served.script()
    for (const asked of [true, false]) {
      const stream = await open().chat.completions.create({
        model: 'anthropic',
        messages,
        stream: true,
        ...(asked && { stream_options: { include_usage: true } }),
      })
      const chunks = await all(stream)
      const counts = chunks.flatMap(({ usage }) => usage ?? [])
      expect(new Set(chunks.map(({ model }) => model))).toEqual(new Set(['anthropic']))
      expect(counts.length).toBe(asked ? 1 : 0)
      if (asked) expect(counts[0]).toMatchObject({ total_tokens: expect.any(Number), cost: expect.any(Number) })
    }
  })

  test('a model that is only reachable by its fallback is named as what answered', async () => {
    served.script({ 'gpt-4o': { status: 500 } })
    const body = { model: 'openai', messages, fallbacks: ['anthropic'] }
    const { data, response } = await open().chat.completions.create(body).withResponse()
    expect(data.model).not.toBe('openai')
    expect(response.headers.get('x-litellm-attempted-fallbacks')).toBe('1')
    expect(response.headers.get('x-litellm-model-group')).toBe('anthropic')
  })

  test('embeddings come as the client asks: base64, which it decodes, or numbers', async () => {
    const { requests } = served.script()
    const usual = await open().embeddings.create({ model: 'embed', input: ['a', 'b'] })
    const numbers = await open().embeddings.create({ model: 'embed', input: ['a', 'b'], encoding_format: 'float' })
    const text = await open().embeddings.create({ model: 'embed', input: ['a', 'b'], encoding_format: 'base64' })
    expect(requests.map(({ body }) => (body as { encoding_format?: string }).encoding_format)).toEqual(['base64', 'float', 'base64']) // the mock keeps parsed JSON
    expect(usual.data.map(({ index }) => index)).toEqual([0, 1])
    expect(usual.model).toBe('embed')
    expect(typeof text.data[0]?.embedding).toBe('string')
    for (const [at, { embedding }] of usual.data.entries())
      expect(embedding.map((value, place) => Math.abs(value - (numbers.data[at]?.embedding[place] ?? 9)) < 1e-6)).not.toContain(false)
  })

  test('models are listed and found, slashes and all', async () => {
    const list = await all(open().models.list())
    expect(list.map(({ id }) => id)).toEqual(expect.arrayContaining(['openai', 'embed', 'draw', 'team/slashed']))
    expect(await open().models.retrieve('team/slashed')).toMatchObject({ id: 'team/slashed', object: 'model' })
    await expect(open().models.retrieve('no/such')).rejects.toBeInstanceOf(OpenAI.NotFoundError)
  })

  test.each(['openai', 'gemini'])('text completions of %s, whole and streamed', async (model) => {
    served.script()
    const reply = await open().completions.create({ model, prompt: 'once' })
    expect(reply).toMatchObject({ object: 'text_completion', model })
    expect(reply.choices[0]?.text).toContain('once')
    const stream = await open().completions.create({ model, prompt: 'once', stream: true })
    const chunks = await all(stream)
    expect(chunks.map((chunk) => chunk.choices[0]?.text ?? '').join('')).toBe(reply.choices[0]?.text)
  })

  describe.each(['openai', 'anthropic', 'gemini', 'bedrock'])('the Responses API over %s', (model) => {
    test('answers whole and streamed', async () => {
      served.script()
      const reply = await open().responses.create({ model, input: 'hi' })
      expect(reply.output_text).toContain('heard: hi')
      const final = await open().responses.stream({ model, input: 'hi' }).finalResponse()
      expect([final.output_text, final.model, final.status]).toEqual([reply.output_text, model, 'completed'])
      const events = await all(await open().responses.create({ model, input: 'hi', stream: true }))
      expect([events[0]?.type, events.at(-1)?.type]).toEqual(['response.created', 'response.completed'])
    })

    test('answers by a schema', async () => {
      served.script()
      const body = { model, input: 'Which city?', text: { format: generation.zodTextFormat(City, 'city') } }
      expect((await open().responses.parse(body)).output_parsed).toEqual({ city: 'text' })
      expect((await open().responses.stream(body).finalResponse()).output_parsed).toEqual({ city: 'text' })
    })

    test('calls a function and takes its result', async () => {
      const { requests } = served.script({ '*': [{ toolCalls: [{ name: 'weather', arguments: { city: 'Bern' } }] }, { text: 'Sunny.' }] })
      const tools = [{ type: 'function' as const, name: 'weather', parameters: { type: 'object', properties: {} }, strict: false }]
      const input: ResponseInput = [{ role: 'user', content: 'How is Bern?' }]
      const first = await open().responses.create({ model, tools, input })
      const call = first.output.find((item) => item.type === 'function_call')
      expect(JSON.parse(call?.arguments ?? '')).toEqual({ city: 'Bern' })
      const result = { type: 'function_call_output' as const, call_id: call?.call_id ?? '', output: 'sunny' }
      const said = first.output as ResponseInput // as the vendor's guide hands it back; the types of some hosted items differ
      const second = await open().responses.create({ model, tools, input: [...input, ...said, result] })
      expect(second.output_text).toBe('Sunny.')
      expect(JSON.stringify(requests[1]?.body)).toContain('sunny')
    })
  })

  test('pictures are drawn and changed', async () => {
    const { requests } = served.script()
    const drawn = await open().images.generate({ model: 'draw', prompt: 'a cat' })
    expect(drawn.data?.[0]?.b64_json ?? drawn.data?.[0]?.url).toEqual(expect.any(String))
    const changed = await open().images.edit({ model: 'draw', prompt: 'a dog', image: [picture(), picture()] })
    expect(changed.data?.length).toBe(1)
    expect(requests.map(({ endpoint }) => endpoint)).toEqual(['images', 'imageEdits'])
  })

  test('speech is written down, and text is said', async () => {
    const { requests } = served.script()
    expect((await open().audio.transcriptions.create({ model: 'hear', file: sound() })).text).toEqual(expect.any(String))
    const plain: unknown = await open().audio.transcriptions.create({ model: 'hear', file: sound(), response_format: 'text' })
    expect(plain).toEqual(expect.any(String))
    expect((await open().audio.translations.create({ model: 'hear', file: sound() })).text).toEqual(expect.any(String))
    expect(requests.map(({ body }) => (body as { file?: object }).file)).toEqual(
      Array(3).fill({ name: 'a.mp3', type: 'audio/mpeg', bytes: 3 }),
    ) // fields of a form
    const said = await open().audio.speech.create({ model: 'say', input: 'hello', voice: 'alloy' })
    expect((await said.arrayBuffer()).byteLength).toBeGreaterThan(0)
    expect(said.headers.get('content-type')).toMatch(/^audio\//)
  })

  test('texts are judged', async () => {
    served.script()
    expect((await open().moderations.create({ model: 'judge', input: 'hello' })).results.length).toBe(1)
  })

  const classes = [
    [400, OpenAI.BadRequestError],
    [401, OpenAI.AuthenticationError],
    [403, OpenAI.PermissionDeniedError],
    [404, OpenAI.NotFoundError],
    [422, OpenAI.UnprocessableEntityError],
    [429, OpenAI.RateLimitError],
    [503, OpenAI.InternalServerError],
  ] as const

  test.each(classes)('a host that answers %i is an error of its class, with type and code', async (status, wanted) => {
    served.script({ 'gpt-4o': { status, message: 'not today', retryAfter: 3 } })
    for (const stream of [false, true]) {
      const error: unknown = await open()
        .chat.completions.create({ model: 'openai', messages, stream })
        .catch((cause: unknown) => cause)
      expect(error).toBeInstanceOf(wanted)
      expect(error).toMatchObject({ status, code: String(status), type: expect.any(String), param: null })
    }
    await expect(open().responses.create({ model: 'openai', input: 'hi' })).rejects.toBeInstanceOf(wanted)
    await expect(open().completions.create({ model: 'openai', prompt: 'hi' })).rejects.toBeInstanceOf(wanted)
  })

  test('a stream that breaks off throws what the host said', async () => {
    served.script({ '*': { text: 'one two three four', errorAt: 3, status: 500, message: 'the host fell over' } })
    const stream = await open().chat.completions.create({ model: 'openai', messages, stream: true })
    await expect(all(stream)).rejects.toThrow('the host fell over')
  })

  test('the form for Azure reaches every endpoint by its deployment path', async () => {
    const { requests } = served.script()
    expect((await azure('openai').chat.completions.create({ model: 'whatever the deployment is', messages })).model).toBe('openai')
    expect((await azure().embeddings.create({ model: 'embed', input: 'a' })).data.length).toBe(1)
    expect((await azure().completions.create({ model: 'openai', prompt: 'once' })).choices.length).toBe(1)
    expect((await azure().images.generate({ model: 'draw', prompt: 'a cat' })).data?.length).toBe(1)
    expect((await azure('hear').audio.transcriptions.create({ model: 'hear', file: sound() })).text).toEqual(expect.any(String))
    expect((await azure('say').audio.speech.create({ model: 'say', input: 'hello', voice: 'alloy' })).ok).toBe(true)
    expect(requests.map(({ endpoint }) => endpoint)).toEqual(['chat', 'embeddings', 'completions', 'images', 'transcriptions', 'speech'])
  })
})
