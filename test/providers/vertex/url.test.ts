/** Addresses on Vertex AI: hosts, projects, publishers, endpoints, gateways. */
import { describe, expect, test } from 'vitest'
import { vertexFamily } from '../../../src/plan/vertex-family.js'
import { isFault } from '../../../src/protocol/failure.js'
import { vertex } from '../../../src/providers/vertex.js'
import { chatCall, embeddingCall, type TargetInput, testTarget } from '../../support/codec.js'

const usual = 'https://{location}-aiplatform.googleapis.com'
const project = { vertex_project: 'p' }
const target = (model: string, more: TargetInput = {}) =>
  testTarget({ provider: { name: 'vertex_ai', format: 'vertex', auth: 'fields' }, baseUrl: usual, settings: project, ...more, model })

function sent(model: string, more: TargetInput = {}, stream = false) {
  const built = vertex.endpoints.chat?.toRequest(chatCall({}, { stream }), target(model, more))
  if (built === undefined) throw new Error('no codec')
  return isFault(built) ? [built.failure.kind, built.failure.param, built.failure.message] : built.url
}
const at = (place: string) => ({ settings: { ...project, vertex_location: place } })
const central = 'https://us-central1-aiplatform.googleapis.com'
const inCentral = `${central}/v1/projects/p/locations/us-central1`

test('a place that is none is refused: it is part of the host', () => {
  expect(sent('gemini-2.5-flash', at('evil.example/'))).toEqual([
    'bad-request',
    'vertex_location',
    expect.stringContaining('evil.example/'),
  ])
})

describe('the host', () => {
  test.each([
    ['us-central1 by default', {}, `${inCentral}/publishers/google/models/gemini-2.5-flash:generateContent`],
    [
      'a region',
      at('europe-west4'),
      'https://europe-west4-aiplatform.googleapis.com/v1/projects/p/locations/europe-west4/publishers/google/models/gemini-2.5-flash:generateContent',
    ],
    [
      'global',
      at('global'),
      'https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/google/models/gemini-2.5-flash:generateContent',
    ],
    [
      'a multi-region',
      at('eu'),
      'https://aiplatform.eu.rep.googleapis.com/v1/projects/p/locations/eu/publishers/google/models/gemini-2.5-flash:generateContent',
    ],
    [
      'the other spelling of project and place',
      { settings: { vertex_ai_project: 'q', vertex_ai_location: 'us-east5' } },
      'https://us-east5-aiplatform.googleapis.com/v1/projects/q/locations/us-east5/publishers/google/models/gemini-2.5-flash:generateContent',
    ],
    [
      'a version of the config',
      { apiVersion: 'v1beta1' },
      `${central}/v1beta1/projects/p/locations/us-central1/publishers/google/models/gemini-2.5-flash:generateContent`,
    ],
    [
      'the beta provider',
      { provider: { name: 'vertex_ai_beta', format: 'vertex', auth: 'fields' as const } },
      `${central}/v1beta1/projects/p/locations/us-central1/publishers/google/models/gemini-2.5-flash:generateContent`,
    ],
    [
      'another universe than Google’s own',
      { settings: { ...project, vertex_universe: 'cloud.example' } },
      'https://us-central1-aiplatform.cloud.example/v1/projects/p/locations/us-central1/publishers/google/models/gemini-2.5-flash:generateContent',
    ],
    [
      'a gateway',
      { baseUrl: 'https://gw.example/vertex' },
      'https://gw.example/vertex/v1/projects/p/locations/us-central1/publishers/google/models/gemini-2.5-flash:generateContent',
    ],
    [
      'a gateway with a version',
      { baseUrl: 'https://gw.example/v1beta1' },
      'https://gw.example/v1beta1/projects/p/locations/us-central1/publishers/google/models/gemini-2.5-flash:generateContent',
    ],
    [
      'a gateway that names the resource',
      { baseUrl: 'https://gw.example/projects/z/locations/l/publishers/google/models/gemini-2.5-flash', settings: {} },
      'https://gw.example/projects/z/locations/l/publishers/google/models/gemini-2.5-flash:generateContent',
    ],
    [
      'express mode',
      { settings: { vertex_express: 'true', vertex_location: 'global' } },
      'https://aiplatform.googleapis.com/v1/publishers/google/models/gemini-2.5-flash:generateContent',
    ],
  ] as const)('is that of %s', (_name, more, want) => expect(sent('gemini-2.5-flash', more)).toBe(want))

  test('of Gemini 3 is global where the config names no place', () => {
    expect(sent('gemini-3-pro-preview')).toContain('https://aiplatform.googleapis.com/v1/projects/p/locations/global/')
    expect(sent('gemini-3-pro-preview', at('us-east1'))).toContain('https://us-east1-aiplatform.googleapis.com/')
  })

  test('an unknown project is refused before anything is sent', () => {
    expect(sent('gemini-2.5-flash', { settings: {} })).toEqual([
      'bad-request',
      'vertex_project',
      expect.stringContaining('Set vertex_project in litellm_params, or the variable VERTEXAI_PROJECT'),
    ])
  })
})

describe('the resource', () => {
  test.each([
    [
      'gemini-2.5-flash',
      'vertex-gemini',
      '/publishers/google/models/gemini-2.5-flash:generateContent',
      '/publishers/google/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
    ],
    ['gemini/4711', 'vertex-gemini', '/endpoints/4711:generateContent', '/endpoints/4711:streamGenerateContent?alt=sse'],
    [
      'publishers/google/models/x',
      'vertex-gemini',
      '/publishers/google/models/x:generateContent',
      '/publishers/google/models/x:streamGenerateContent?alt=sse',
    ],
    [
      'claude-sonnet-4-5@20250929',
      'vertex-anthropic',
      '/publishers/anthropic/models/claude-sonnet-4-5@20250929:rawPredict',
      '/publishers/anthropic/models/claude-sonnet-4-5@20250929:streamRawPredict',
    ],
    [
      'meta/llama-4-scout-17b-16e-instruct-maas',
      'vertex-openai',
      '/endpoints/openapi/chat/completions',
      '/endpoints/openapi/chat/completions',
    ],
    ['openai/gpt-oss-120b-maas', 'vertex-openai', '/endpoints/openapi/chat/completions', '/endpoints/openapi/chat/completions'],
    ['deepseek-ai/deepseek-r1-0528-maas', 'vertex-openai', '/endpoints/openapi/chat/completions', '/endpoints/openapi/chat/completions'],
    [
      'mistral-large@2407',
      'vertex-openai',
      '/publishers/mistralai/models/mistral-large@2407:rawPredict',
      '/publishers/mistralai/models/mistral-large@2407:streamRawPredict',
    ],
    [
      'codestral-2',
      'vertex-openai',
      '/publishers/mistralai/models/codestral-2:rawPredict',
      '/publishers/mistralai/models/codestral-2:streamRawPredict',
    ],
    [
      'jamba-1.5-large@001',
      'vertex-openai',
      '/publishers/ai21/models/jamba-1.5-large@001:rawPredict',
      '/publishers/ai21/models/jamba-1.5-large@001:streamRawPredict',
    ],
    ['4711', 'vertex-openai', '/endpoints/4711/chat/completions', '/endpoints/4711/chat/completions'],
    ['openai/4711', 'vertex-openai', '/endpoints/4711/chat/completions', '/endpoints/4711/chat/completions'],
    ['gemma/4711', 'vertex-openai', '/endpoints/4711:predict', '/endpoints/4711:predict'],
  ] as const)('of %s', (model, family, whole, streamed) => {
    expect(vertexFamily(model)).toBe(family)
    const beta = /jamba|^(openai\/)?4711$/.test(model) ? 'v1beta1' : 'v1'
    const base = `${central}/${beta}/projects/p/locations/us-central1`
    expect([sent(model), sent(model, {}, true)]).toEqual([`${base}${whole}`, `${base}${streamed}`])
  })

  test.each([
    'text-embedding-005',
    'text-multilingual-embedding-002',
    'multimodalembedding@001',
    'gemini-embedding-001',
    'imagegeneration@006',
    'imagen-4.0',
  ])('%s is Google’s', (model) => expect(vertexFamily(model)).toBe('vertex-gemini'))
})

test('embeddings of a model that is not Google’s are refused by the dispatching adapter', () => {
  const built = vertex.endpoints.embeddings?.toRequest(embeddingCall(), target('claude-sonnet-4-5@20250929'))
  expect(built).toMatchObject({ failure: { kind: 'bad-request', code: 'endpoint_not_supported' } })
})

test('everything that the dispatching adapter loads later is loaded', async () => {
  for (const load of Object.values(vertex.later ?? {})) expect(await load()).toMatchObject({ toRequest: expect.any(Function) })
})
