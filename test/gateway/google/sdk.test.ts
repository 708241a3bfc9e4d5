/** Google's own client, unchanged, against the gateway with hosts of three formats behind it. */
import { ApiError, type Content, GoogleGenAI, Type } from '@google/genai'
import { describe, expect, test } from 'vitest'
import { formats, setUpDoors } from '../doors-support.js'
import type { Setup } from '../gateway-support.js'
import { masterKey } from '../gateway-support.js'

const clientOf = ({ url }: Setup, apiKey = masterKey) => new GoogleGenAI({ apiKey, httpOptions: { baseUrl: url } })
const question = 'What is the weather in Bern?'
const weather = {
  name: 'weather',
  description: 'Tells the weather.',
  parameters: { type: Type.OBJECT, properties: { city: { type: Type.STRING } }, required: ['city'] },
}
const counts = { usage: { inputTokens: 120, outputTokens: 34, cacheReadTokens: 20 } }

describe.each(formats)('%s behind it', (model) => {
  test('answers whole', async () => {
    const setup = await setUpDoors({ '*': { text: 'Sunny.', ...counts } })
    const answer = await clientOf(setup).models.generateContent({
      model,
      contents: question,
      config: { systemInstruction: 'Be brief.', maxOutputTokens: 200, temperature: 0.5 },
    })
    expect(answer.text).toBe('Sunny.')
    expect(answer.modelVersion).toBe(model)
    expect(answer.candidates?.[0]?.finishReason).toBe('STOP')
    expect(answer.usageMetadata).toMatchObject({ promptTokenCount: 140, candidatesTokenCount: 34, cachedContentTokenCount: 20 })
    expect(JSON.stringify(setup.mock.requests[0]?.body)).toContain('Be brief.')
  })

  test('answers as a stream', async () => {
    const setup = await setUpDoors({ '*': { text: 'It is sunny in Bern today.', ...counts } })
    const stream = await clientOf(setup).models.generateContentStream({ model, contents: question })
    let text = ''
    let pieces = 0
    let end: unknown
    for await (const piece of stream) {
      pieces += 1
      text += piece.text ?? ''
      end = { reason: piece.candidates?.[0]?.finishReason, tokens: piece.usageMetadata?.candidatesTokenCount }
    }
    expect(text).toBe('It is sunny in Bern today.')
    expect(pieces).toBeGreaterThan(1)
    expect(end).toEqual({ reason: 'STOP', tokens: 34 })
  })

  test.each(['whole', 'as a stream'])('calls a function, %s, and takes its result', async (form) => {
    const setup = await setUpDoors({
      '*': [{ toolCalls: [{ name: 'weather', arguments: { city: 'Bern' } }] }, { text: 'Sunny.' }],
    })
    const { models } = clientOf(setup)
    const config = { tools: [{ functionDeclarations: [weather] }] }
    const contents: Content[] = [{ role: 'user', parts: [{ text: question }] }]
    const content = form === 'whole' ? contentOf(await models.generateContent({ model, contents, config })) : { role: 'model', parts: [] }
    if (form !== 'whole') {
      for await (const piece of await models.generateContentStream({ model, contents, config }))
        content.parts?.push(...(contentOf(piece).parts ?? []))
    }
    const call = content.parts?.find((part) => part.functionCall !== undefined)?.functionCall
    expect(call).toMatchObject({ name: 'weather', args: { city: 'Bern' } })
    const result = { functionResponse: { name: 'weather', response: { output: 'sunny' }, ...(call?.id !== undefined && { id: call.id }) } }
    const second = await models.generateContent({ model, contents: [...contents, content, { role: 'user', parts: [result] }], config })
    expect(second.text).toBe('Sunny.')
    expect(JSON.stringify(setup.mock.requests[1]?.body)).toContain('sunny')
  })

  test('gives errors of the host by their status', async () => {
    const setup = await setUpDoors({ '*': { status: 429, message: 'slow down' } })
    const failed = clientOf(setup).models.generateContent({ model, contents: question })
    await expect(failed).rejects.toBeInstanceOf(ApiError)
    await expect(failed).rejects.toMatchObject({ status: 429, message: expect.stringContaining('RESOURCE_EXHAUSTED') })
  })

  test('answers by a schema', async () => {
    const setup = await setUpDoors()
    const answer = await clientOf(setup).models.generateContent({
      model,
      contents: question,
      config: { responseMimeType: 'application/json', responseSchema: weather.parameters },
    })
    expect(JSON.parse(answer.text ?? '')).toEqual({ city: expect.any(String) })
  })

  test('counts tokens', async () => {
    const setup = await setUpDoors()
    const counted = await clientOf(setup).models.countTokens({ model, contents: question })
    expect(counted.totalTokens).toBeGreaterThan(0)
  })
})

function contentOf({ candidates }: { candidates?: { content?: Content }[] }): Content {
  return candidates?.[0]?.content ?? {}
}

const post = ({ url }: Setup, path: string, body: unknown, headers: object = { 'x-goog-api-key': masterKey }) =>
  fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
const contents = [{ role: 'user', parts: [{ text: question }] }]

test.each(['/models/openai:generateContent', '/v1beta/models/team/first:generateContent', '/v1beta/models/team%2Ffirst:generateContent'])(
  '%s is served too',
  async (path) => {
    const setup = await setUpDoors({ '*': { text: 'Sunny.' } })
    const response = await post(setup, path, { contents })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ candidates: [{ content: { role: 'model', parts: [{ text: 'Sunny.' }] } }] })
  },
)

test('the key may stand in the address', async () => {
  const setup = await setUpDoors()
  expect((await post(setup, `/v1beta/models/openai:generateContent?key=${masterKey}`, { contents }, {})).status).toBe(200)
  expect((await post(setup, '/v1beta/models/openai:generateContent?key=sk-wrong', { contents }, {})).status).toBe(401)
})

test('without alt=sse a stream is one JSON list', async () => {
  const setup = await setUpDoors({ '*': { text: 'It is sunny in Bern today.' } })
  const response = await post(setup, '/v1beta/models/openai:streamGenerateContent', { contents })
  expect(response.headers.get('content-type')).toContain('application/json')
  const pieces: { candidates: { content: Content }[] }[] = JSON.parse(await response.text())
  expect(pieces.length).toBeGreaterThan(1)
  expect(
    pieces
      .flatMap(({ candidates }) => candidates.flatMap(({ content }) => content.parts ?? []))
      .map(({ text }) => text)
      .join(''),
  ).toBe('It is sunny in Bern today.')
})

test.each(['', '?alt=sse'])('a stream that breaks off ends with an error%s', async (query) => {
  const setup = await setUpDoors({ '*': { text: 'one two three four', errorAt: 3, status: 500, message: 'the host fell over' } })
  const text = await (await post(setup, `/v1beta/models/openai:streamGenerateContent${query}`, { contents })).text()
  const last: unknown = query === '' ? JSON.parse(text).at(-1) : JSON.parse(text.trim().split('\n').at(-1)?.slice('data: '.length) ?? '')
  expect(last).toMatchObject({
    error: { code: expect.any(Number), message: expect.stringContaining('the host fell over'), status: 'INTERNAL' },
  })
})

test('names in snake case are understood, and the controls of a call', async () => {
  const setup = await setUpDoors({ 'gpt-4o': { status: 503 } })
  const response = await post(setup, '/v1beta/models/openai:generateContent', {
    contents,
    system_instruction: { parts: [{ text: 'Be brief.' }] },
    generation_config: { max_output_tokens: 50, stop_sequences: ['END'] },
    fallbacks: ['anthropic'],
  })
  expect(response.status).toBe(200)
  expect(setup.mock.requests[1]?.body).toMatchObject({ system: 'Be brief.', max_tokens: 50, stop_sequences: ['END'] })
})

test('Gemini gets what is its own unchanged', async () => {
  const setup = await setUpDoors()
  const own = {
    safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
    generationConfig: { thinkingConfig: { thinkingBudget: 512, includeThoughts: true }, mediaResolution: 'MEDIA_RESOLUTION_LOW' },
    tools: [{ googleSearch: {} }, { urlContext: {} }],
  }
  expect((await post(setup, '/v1beta/models/gemini:generateContent', { contents, ...own })).status).toBe(200)
  expect(setup.mock.requests[0]?.body).toEqual({ contents, ...own })
})

const refused: readonly (readonly [string, string, object, number, string])[] = [
  ['without contents', 'openai:generateContent', {}, 400, 'contents'],
  [
    'with a hosted tool, where no Gemini is behind the name',
    'openai:generateContent',
    { contents, tools: [{ codeExecution: {} }] },
    400,
    'codeExecution',
  ],
  ['with a key of the client', 'openai:generateContent', { contents, api_key: 'sk-own' }, 400, 'api_key'],
  ['for an action that is not served', 'openai:predict', { contents }, 404, 'predict'],
]

test.each(refused)('a request %s is refused in Google’s shape', async (_name, target, body, status, word) => {
  const setup = await setUpDoors()
  const response = await post(setup, `/v1beta/models/${target}`, body)
  expect(response.status).toBe(status)
  expect(await response.json()).toEqual({
    error: { code: status, message: expect.stringContaining(word), status: status === 404 ? 'NOT_FOUND' : 'INVALID_ARGUMENT' },
  })
  expect(setup.mock.requests).toEqual([])
})

test('models are listed page by page, and shown', async () => {
  const setup = await setUpDoors()
  const { models } = clientOf(setup)
  const names: unknown[] = []
  for await (const { name } of await models.list({ config: { pageSize: 2 } })) names.push(name)
  expect(names).toEqual(['openai', 'anthropic', 'gemini', 'team/first', 'mixed'].map((name) => `models/${name}`))
  expect(await models.get({ model: 'team/first' })).toMatchObject({
    name: 'models/team/first',
    displayName: 'team/first',
    inputTokenLimit: 128_000,
    supportedActions: ['generateContent', 'streamGenerateContent', 'countTokens'],
  })
  await expect(models.get({ model: 'nobody' })).rejects.toMatchObject({ status: 404 })
  await expect(models.list({ config: { pageToken: 'x' } })).rejects.toMatchObject({ status: 400 })
})
