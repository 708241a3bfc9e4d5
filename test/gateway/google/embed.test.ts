/** Embeddings as Google's clients ask for them, with hosts of two formats behind. */
import { GoogleGenAI } from '@google/genai'
import { describe, expect, test } from 'vitest'
import { embedTerms } from '../../../src/gateway/google/embed.js'
import { masterKey, type Setup, setUp } from '../gateway-support.js'

const yaml = `
model_list:
  - model_name: openai
    litellm_params: { model: openai/text-embedding-3-small, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
  - model_name: gemini
    litellm_params: { model: gemini/gemini-embedding-001, api_base: MOCK, api_key: os.environ/PROVIDER_KEY }
router_settings: { num_retries: 0 }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`

const post = (setup: Setup, path: string, body: object) =>
  fetch(`${setup.url}/v1beta/models/${path}`, {
    method: 'POST',
    headers: { 'x-goog-api-key': masterKey, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const text = (value: string) => ({ parts: [{ text: value }] })
const vector = expect.arrayContaining([expect.any(Number)])

describe.each(['openai', 'gemini'])('%s behind it', (model) => {
  test('Google’s client gets a vector for each text', async () => {
    const setup = await setUp({ yaml })
    const client = new GoogleGenAI({ apiKey: masterKey, httpOptions: { baseUrl: setup.url } })
    const { embeddings } = await client.models.embedContent({
      model,
      contents: ['one', 'two'],
      config: { taskType: 'RETRIEVAL_QUERY', outputDimensionality: 8 },
    })
    expect(embeddings).toEqual([{ values: vector }, { values: vector }])
    expect(embeddings?.[0]?.values).not.toEqual(embeddings?.[1]?.values)
    const sent: unknown = setup.mock.requests[0]?.body
    expect(sent).toMatchObject(
      model === 'openai'
        ? { input: ['one', 'two'], dimensions: 8 }
        : { requests: ['one', 'two'].map((each) => ({ content: text(each), taskType: 'RETRIEVAL_QUERY', outputDimensionality: 8 })) },
    )
    expect(JSON.stringify(sent).includes('RETRIEVAL_QUERY')).toBe(model === 'gemini')
  })

  test('one text alone has one vector, with what it cost in the headers', async () => {
    const setup = await setUp({ yaml })
    const answer = await post(setup, `${model}:embedContent`, { content: text('one'), tags: ['a'] })
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { embedding: { values: vector }, usageMetadata: { promptTokenCount: expect.any(Number) } },
    ])
    expect(Number(answer.headers.get('x-litellm-response-cost'))).toBeGreaterThan(0)
    expect(JSON.stringify(setup.mock.requests[0]?.body)).not.toContain('tags')
  })
})

test.each([
  { name: 'no texts', path: 'openai:batchEmbedContents', body: { requests: [] }, word: 'requests' },
  {
    name: 'a picture',
    path: 'openai:embedContent',
    body: { content: { parts: [{ inlineData: { mimeType: 'image/png', data: 'AA==' } }] } },
    word: 'content',
  },
  {
    name: 'texts that are for different ends',
    path: 'gemini:batchEmbedContents',
    body: {
      requests: [
        { content: text('a'), task_type: 'A' },
        { content: text('b'), taskType: 'B' },
      ],
    },
    word: 'taskType',
  },
  {
    name: 'another model than the path’s',
    path: 'openai:batchEmbedContents',
    body: {
      requests: [
        { model: 'models/openai', content: text('a') },
        { model: 'models/gemini', content: text('b') },
      ],
    },
    word: '"gemini"',
  },
])('a request with $name is refused in Google’s shape', async ({ path, body, word }) => {
  const setup = await setUp({ yaml })
  const answer = await post(setup, path, body)
  expect([answer.status, await answer.json()]).toEqual([
    400,
    { error: { code: 400, message: expect.stringContaining(word), status: 'INVALID_ARGUMENT' } },
  ])
  expect(setup.mock.requests).toEqual([])
})

test('parts of a text are one text, and what only Google knows goes to Google alone', () => {
  const bodies = [{ content: { parts: [{ text: 'a' }, { text: 'b' }] }, title: 't', outputDimensionality: 3, autoTruncate: true }]
  expect(embedTerms(bodies, { isGemini: true })).toEqual({ request: { input: ['ab'], dimensions: 3, title: 't', auto_truncate: true } })
  expect(embedTerms(bodies, { isGemini: false })).toEqual({ request: { input: ['ab'], dimensions: 3 } })
})
