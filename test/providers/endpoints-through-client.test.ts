/** The endpoints beyond chat through a compiled client: credentials, jobs that are followed, requests that are split, costs. */
import { expect, test } from 'vitest'
import { compile } from '../../src/compiler/compile.js'
import type { HttpReply, HttpRequest, Transport } from '../../src/protocol/http.js'
import { anthropic } from '../../src/providers/anthropic.js'
import { awsPolly } from '../../src/providers/aws-polly.js'
import { bedrock } from '../../src/providers/bedrock.js'
import { bfl } from '../../src/providers/bfl.js'
import { deepgram } from '../../src/providers/deepgram.js'
import { elevenlabs } from '../../src/providers/elevenlabs.js'
import { fal } from '../../src/providers/fal.js'
import { gemini } from '../../src/providers/gemini.js'
import { soniox } from '../../src/providers/soniox.js'
import { stability } from '../../src/providers/stability.js'
import { createClient, simpleShuffle } from '../../src/runtime/index.js'
import { httpReply } from '../support/codec.js'
import { bytesReply, fileOf } from '../support/endpoint-call.js'
import type { AnyModels } from '../support/replay.js'

const adapters = { anthropic, 'aws-polly': awsPolly, bedrock, bfl, deepgram, elevenlabs, fal, gemini, soniox, stability }
const aws = { aws_access_key_id: 'os.environ/TEST_KEY', aws_secret_access_key: 'os.environ/TEST_KEY', aws_region_name: 'eu-west-1' }
const models: readonly (readonly [string, string, object?])[] = [
  ['bfl', 'black_forest_labs/flux-pro-1.1'],
  ['canvas', 'gemini/gemini-2.5-flash-image'],
  ['nova', 'bedrock/amazon.rerank-v1:0', aws],
  ['polly', 'aws_polly/neural', aws],
  ['deepgram', 'deepgram/nova-3'],
  ['scribe', 'elevenlabs/scribe_v1'],
  ['soniox', 'soniox/stt-async-v4'],
  ['stability', 'stability/sd3.5-large'],
  ['fal', 'fal_ai/fal-ai/flux/dev'],
  ['claude', 'anthropic/claude-sonnet-4-5'],
]
const modes: { readonly [name: string]: string } = {
  nova: 'rerank',
  polly: 'audio_speech',
  deepgram: 'audio_transcription',
  scribe: 'audio_transcription',
  soniox: 'audio_transcription',
  claude: 'chat',
}

/** A client whose host answers in this order, and what it was sent. */
async function clientOf(...answers: readonly HttpReply[]) {
  const config = {
    model_list: models.map(([name, model, more = { api_key: 'os.environ/TEST_KEY' }]) => ({
      model_name: name,
      litellm_params: { model, ...more },
      model_info: { mode: modes[name] ?? 'image_generation' },
    })),
    router_settings: { num_retries: 0, disable_cooldowns: true },
  }
  const { plan, diagnostics } = await compile({ source: JSON.stringify(config), path: 'endpoints.json', emit: false })
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics))
  const sent: HttpRequest[] = []
  const left = [...answers]
  const transport: Transport = {
    async whole(request) {
      sent.push(request)
      return left.shift() ?? httpReply({ message: 'nothing left' }, {}, 500)
    },
    stream: () => Promise.reject(new Error('no streams here')),
    close: async () => {},
  }
  const setup = { plan, adapters, strategies: { 'simple-shuffle': simpleShuffle } }
  const client = createClient<AnyModels>(setup, { env: { TEST_KEY: 'test-key-1234567890' }, transport, sleep: async () => {} })
  const places = () =>
    sent.map(({ method, url, headers }) => [method, url, headers['x-key'] ?? headers.authorization?.slice(0, 10)] as const)
  // every name, in whatever mode: this is plain JavaScript's view of a client
  return { client: client as unknown as LooseClient, sent, places }
}

type Loose = (body: object) => Promise<{ readonly [member: string]: unknown }>
type LooseClient = {
  readonly images: { readonly generate: Loose; readonly edit: Loose }
  readonly audio: { readonly transcriptions: { readonly create: Loose }; readonly speech: { readonly create: Loose } }
  readonly rerank: Loose
  readonly tokens: { readonly count: Loose }
}

test('a job is asked after at the place that it names, and the key does not go to the picture', async () => {
  const place = 'https://api.eu1.bfl.ai/v1/get_result?id=j1'
  const { client, places } = await clientOf(
    httpReply({ id: 'j1', polling_url: place }),
    httpReply({ id: 'j1', status: 'Pending' }),
    httpReply({ id: 'j1', status: 'Ready', result: { sample: 'https://delivery.example/cat.png' } }),
    bytesReply([1, 2, 3], 'image/png'),
  )
  const reply = await client.images.generate({ model: 'bfl', prompt: 'a cat', response_format: 'b64_json' })
  expect(reply).toMatchObject({ data: [{ b64_json: 'AQID' }], output_format: 'png' })
  expect(places()).toEqual([
    ['POST', 'https://api.bfl.ai/v1/flux-pro-1.1', 'test-key-1234567890'],
    ['GET', place, 'test-key-1234567890'],
    ['GET', place, 'test-key-1234567890'],
    ['GET', 'https://delivery.example/cat.png', undefined],
  ])
})

test('a file is uploaded, a job made, looked at and fetched', async () => {
  const { client, places } = await clientOf(
    httpReply({ id: 'f1', filename: 'talk.mp3' }),
    httpReply({ id: 't1', status: 'queued' }),
    httpReply({ id: 't1', status: 'completed' }),
    httpReply({ id: 't1', text: 'Hello.', tokens: [{ text: 'Hello.', start_ms: 0, end_ms: 900 }] }),
  )
  const reply = await client.audio.transcriptions.create({ model: 'soniox', file: fileOf() })
  expect(reply).toMatchObject({ text: 'Hello.', usage: { type: 'duration', seconds: 0.9 } })
  expect(places().map(([method, url]) => `${method} ${url}`)).toEqual([
    'POST https://api.soniox.com/v1/files',
    'POST https://api.soniox.com/v1/transcriptions',
    'GET https://api.soniox.com/v1/transcriptions/t1',
    'GET https://api.soniox.com/v1/transcriptions/t1/transcript',
    'DELETE https://api.soniox.com/v1/transcriptions/t1',
    'DELETE https://api.soniox.com/v1/files/f1',
  ])
})

test('several images of a model that draws one are several requests and one reply', async () => {
  const answer = { candidates: [{ content: { parts: [{ inlineData: { mimeType: 'image/png', data: 'AQID' } }] } }] }
  const { client, sent } = await clientOf(httpReply(answer), httpReply(answer), httpReply(answer))
  const reply = await client.images.generate({ model: 'canvas', prompt: 'a cat', n: 3 })
  expect(reply.data).toEqual([{ b64_json: 'AQID' }, { b64_json: 'AQID' }, { b64_json: 'AQID' }])
  expect(sent.length).toBe(3)
})

test.each([
  [
    'Deepgram',
    'deepgram',
    httpReply({ results: { channels: [{ alternatives: [{ transcript: 'Hello.' }] }] } }),
    'https://api.deepgram.com/v1/listen?model=nova-3&smart_format=true',
    'Token test',
  ],
  ['ElevenLabs', 'scribe', httpReply({ text: 'Hello.', words: [] }), 'https://api.elevenlabs.io/v1/speech-to-text', undefined],
])('%s hears', async (_name, model, answer, url, key) => {
  const { client, places } = await clientOf(answer)
  expect(await client.audio.transcriptions.create({ model, file: fileOf() })).toMatchObject({ text: 'Hello.' })
  expect(places()).toEqual([['POST', url, key]])
})

test('Polly speaks, signed, in the region of the config', async () => {
  const { client, places } = await clientOf(bytesReply([1, 2], 'audio/mpeg'))
  expect(await client.audio.speech.create({ model: 'polly', input: 'hi', voice: 'Amy' })).toMatchObject({ contentType: 'audio/mpeg' })
  expect(places()).toEqual([['POST', 'https://polly.eu-west-1.amazonaws.com/v1/speech', 'AWS4-HMAC-']])
})

test('Bedrock ranks at the host of its agents, signed', async () => {
  const { client, places } = await clientOf(httpReply({ results: [{ index: 0, relevanceScore: 0.5 }] }))
  expect(await client.rerank({ model: 'nova', query: 'q', documents: ['a'] })).toMatchObject({
    results: [{ index: 0, relevance_score: 0.5 }],
  })
  expect(places()).toEqual([['POST', 'https://bedrock-agent-runtime.eu-west-1.amazonaws.com/rerank', 'AWS4-HMAC-']])
})

test('Anthropic counts', async () => {
  const { client, places } = await clientOf(httpReply({ input_tokens: 8 }))
  expect(await client.tokens.count({ model: 'claude', messages: [{ role: 'user', content: 'hi' }] })).toEqual({
    input_tokens: 8,
    model: 'claude-sonnet-4-5',
    source: 'provider',
  })
  expect(places().map(([, url]) => url)).toEqual(['https://api.anthropic.com/v1/messages/count_tokens'])
})

test.each([
  ['Stability', 'stability', httpReply({ image: 'AQID', finish_reason: 'SUCCESS' }), { b64_json: 'AQID' }],
  ['fal', 'fal', httpReply({ images: [{ url: 'https://f.example/1.png' }] }), { url: 'https://f.example/1.png' }],
])('%s draws', async (_name, model, answer, image) => {
  const { client } = await clientOf(answer)
  expect(await client.images.generate({ model, prompt: 'a cat' })).toMatchObject({ data: [image] })
})
