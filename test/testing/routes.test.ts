import { expect, test } from 'vitest'
import { planResponse } from '../../src/testing/plan-response.js'
import { routeOf } from '../../src/testing/routes.js'

const vertex = '/v1/projects/p/locations/us-central1/publishers'

test.each([
  ['/v1/chat/completions', 'openai chat'],
  ['/v1/completions', 'openai completions'],
  ['/openai/v1/responses?api-version=preview', 'openai responses'],
  ['/openai/deployments/my%20gpt/chat/completions', 'azure chat my gpt'],
  ['/openai/deployments/d/images/generations', 'azure images d'],
  ['/openai/deployments/d/audio/transcriptions', 'azure transcriptions d'],
  ['/anthropic/v1/messages', 'anthropic chat'],
  ['/v1/messages/count_tokens', 'anthropic tokens'],
  [`${vertex}/anthropic/models/claude-sonnet-4-5@20250929:streamRawPredict`, 'anthropic chat claude-sonnet-4-5@20250929 stream'],
  [`${vertex}/google/models/gemini-2.5-pro:generateContent`, 'gemini chat gemini-2.5-pro whole'],
  ['/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse', 'gemini chat gemini-2.5-pro stream'],
  [`${vertex}/google/models/imagen-4.0:predict`, 'gemini images imagen-4.0'],
  [`${vertex}/google/models/text-embedding-005:predict`, 'gemini embeddings text-embedding-005'],
  [
    '/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fx/converse',
    'bedrock chat arn:aws:bedrock:us-east-1:1:inference-profile/x whole',
  ],
  ['/model/%E0%A4%A/converse-stream', 'bedrock chat %E0%A4%A stream'],
  ['/model/m:0/invoke', 'bedrock embeddings m:0'],
  ['/v2/chat', 'cohere chat'],
  ['/v2/rerank', 'cohere rerank'],
  ['/api/chat', 'ollama chat'],
  ['/ml/v1/text/chat_stream?version=2025-01-01', 'openai chat stream'],
  ['/v1/chat', 'cohere chat'],
  ['/', 'nothing'],
  ['/v1/chat/completions/x', 'nothing'],
])('%s is %s', (path, name) => {
  const route = routeOf(path)
  const stream = route?.stream === undefined ? undefined : route.stream ? 'stream' : 'whole'
  const words = route === undefined ? ['nothing'] : [route.format.name, route.endpoint, route.model, stream]
  expect(words.filter((word) => word !== undefined).join(' ')).toBe(name)
})

/** The JSON that a body gets at a path. */
function answer(path: string, body: object): unknown {
  const route = routeOf(path)
  if (route === undefined) throw new Error(`no route ${path}`)
  const request = {
    method: 'POST',
    path,
    host: 'h',
    headers: {},
    format: route.format.name,
    endpoint: route.endpoint,
    model: route.model ?? 'm',
    stream: false,
    body,
  }
  return JSON.parse(String(planResponse(request, route, {}, { serial: 1, created: 5 }).pieces[0]))
}

test('embeddings of every family on Bedrock and Vertex AI', () => {
  expect(answer('/model/cohere.embed-v4:0/invoke', { texts: ['a', 'b'], embedding_types: ['float'], output_dimension: 2 })).toMatchObject({
    embeddings: { float: [{ length: 2 }, { length: 2 }] },
    response_type: 'embeddings_by_type',
  })
  const nova = { taskType: 'SINGLE_EMBEDDING', singleEmbeddingParams: { embeddingDimension: 3, text: { value: 'a' } } }
  expect(answer('/model/amazon.nova-2/invoke', nova)).toMatchObject({ embeddings: [{ embeddingType: 'TEXT', embedding: { length: 3 } }] })
  expect(answer('/model/x/invoke', { prompt: 'a' })).toEqual({ message: expect.stringContaining('required key [inputText] not found') })
  const predict = `${vertex}/google/models/text-embedding-005:predict`
  expect(answer(predict, { instances: [{ content: 'a b' }], parameters: { outputDimensionality: 2 } })).toMatchObject({
    predictions: [{ embeddings: { values: { length: 2 }, statistics: { token_count: 2 } } }],
  })
  expect(answer('/v1beta/models/m:embedContent', { content: { parts: [{ text: 'a' }] } })).toMatchObject({
    embedding: { values: { length: 8 } },
  })
})

test('pictures of Imagen, and counts', () => {
  const imagen = answer(`${vertex}/google/models/imagen-4.0:predict`, { instances: [{ prompt: 'a' }], parameters: { sampleCount: 2 } })
  expect(imagen).toMatchObject({ predictions: { length: 2 } })
  const converse = { messages: [{ role: 'user', content: [{ text: 'one two' }] }], system: [{ text: 'three' }] }
  expect(answer('/model/m/count-tokens', { input: { converse } })).toEqual({ inputTokens: 6 })
  expect(answer('/v1beta/models/m:countTokens', { contents: [{ role: 'user', parts: [{ text: 'one two' }] }] })).toMatchObject({
    totalTokens: 5,
  })
})

test('structured output fulfils its schema in every format', () => {
  const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
  const hi = [{ role: 'user', content: 'hi' }]
  const replies = [
    answer('/v1/chat/completions', { model: 'm', messages: hi, response_format: { type: 'json_schema', json_schema: { schema } } }),
    answer('/v1/responses', { model: 'm', input: 'hi', text: { format: { type: 'json_schema', schema } } }),
    answer('/v1beta/models/m:generateContent', {
      contents: [{ role: 'user', parts: [{ text: 'hi' }] }],
      generationConfig: { responseSchema: { type: 'OBJECT', properties: { city: { type: 'STRING' } } } },
    }),
    answer('/model/m/converse', {
      messages: [{ role: 'user', content: [{ text: 'hi' }] }],
      outputConfig: { textFormat: { structure: { jsonSchema: { schema: JSON.stringify(schema) } } } },
    }),
    answer('/v2/chat', { model: 'm', messages: hi, response_format: { type: 'json_object', json_schema: schema } }),
    answer('/api/chat', { model: 'm', messages: hi, stream: false, format: schema }),
  ]
  for (const reply of replies) expect(JSON.stringify(reply)).toContain('{\\"city\\":\\"text\\"}')
})
