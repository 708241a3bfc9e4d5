/** Whatever comes in, from callers or from hosts: every codec beyond chat answers with a value or a failure, and never throws. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFault } from '../../src/protocol/failure.js'
import type { HttpReply } from '../../src/protocol/http.js'
import type { Adapter, Endpoint, EndpointCodec, Target } from '../../src/providers/adapter.js'
import { anthropic } from '../../src/providers/anthropic.js'
import { awsPolly } from '../../src/providers/aws-polly.js'
import { bedrock } from '../../src/providers/bedrock.js'
import { bfl } from '../../src/providers/bfl.js'
import { cohere } from '../../src/providers/cohere.js'
import { deepgram } from '../../src/providers/deepgram.js'
import { elevenlabs } from '../../src/providers/elevenlabs.js'
import { fal } from '../../src/providers/fal.js'
import { gemini } from '../../src/providers/gemini.js'
import { runwayml } from '../../src/providers/runwayml.js'
import { segmind } from '../../src/providers/segmind.js'
import { soniox } from '../../src/providers/soniox.js'
import { stability } from '../../src/providers/stability.js'
import { voyage } from '../../src/providers/voyage.js'
import { testTarget } from '../support/codec.js'
import { callOf, fileOf } from '../support/endpoint-call.js'

type Case = { readonly name: string; readonly endpoint: Endpoint; readonly codec: EndpointCodec<Endpoint>; readonly target: Target }

const models: readonly (readonly [Adapter, readonly string[]])[] = [
  [anthropic, ['claude-sonnet-4-5']],
  [awsPolly, ['neural']],
  [bedrock, ['amazon.nova-canvas-v1:0', 'stability.sd3-5-large-v1:0', 'stability.stable-diffusion-xl-v1', 'cohere.rerank-v3-5:0']],
  [bfl, ['flux-pro-1.1', 'flux-kontext-pro', 'flux-pro-1.0-fill']],
  [cohere, ['rerank-v3.5']],
  [deepgram, ['nova-3']],
  [elevenlabs, ['scribe_v1']],
  [fal, ['fal-ai/flux/dev', 'fal-ai/nano-banana/edit']],
  [gemini, ['gemini-2.5-flash', 'imagen-4.0-generate-001']],
  [runwayml, ['gen4_image']],
  [segmind, ['sdxl1.0-txt2img']],
  [soniox, ['stt-async-v4']],
  [stability, ['sd3.5-large', 'inpaint']],
  [voyage, ['rerank-2.5']],
]

/** Endpoints of these adapters that are not tested as chat or embeddings are. */
async function casesOf(): Promise<readonly Case[]> {
  const found = models.flatMap(([adapter, names]) => {
    const later = Object.entries(adapter.later ?? {}).map(([endpoint, load]) => [endpoint, load()] as const)
    const now = Object.entries(adapter.endpoints).filter(([endpoint]) => endpoint !== 'chat' && endpoint !== 'embeddings')
    return [...later, ...now].flatMap(([endpoint, codec]) => names.map((model) => ({ adapter, endpoint, codec, model })))
  })
  return Promise.all(
    found.map(async ({ adapter, endpoint, codec, model }) => ({
      name: `${adapter.format} ${endpoint} ${model}`,
      endpoint: endpoint as Endpoint, // the tables are keyed by endpoints
      codec: (await codec) as EndpointCodec<Endpoint>, // one table of codecs of different endpoints
      target: testTarget({ provider: { name: adapter.format }, baseUrl: 'https://host.example', model }),
    })),
  )
}
const cases = await casesOf()

const words = [
  'results',
  'data',
  'images',
  'image',
  'predictions',
  'candidates',
  'content',
  'parts',
  'inlineData',
  'tokens',
  'words',
  'text',
  'index',
]
const more = [
  'relevance_score',
  'relevanceScore',
  'channels',
  'alternatives',
  'transcript',
  'start',
  'end',
  'id',
  'status',
  'result',
  'sample',
]
const keys = [
  ...words,
  ...more,
  'polling_url',
  'output',
  'failureCode',
  'usage',
  'usageMetadata',
  'error',
  'message',
  'detail',
  'errors',
  'artifacts',
  '__proto__',
  'failure',
  'meta',
]

/** JSON with the names that hosts use, in wrong places too. */
const hostJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      null,
      true,
      0,
      -1,
      1.5,
      '',
      'AQID',
      '***',
      'Ready',
      'Pending',
      'completed',
      'data:image/png;base64,AQ',
      'https://x.example/',
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 5 }),
  ),
})).value

const text = fc.oneof(
  hostJson.map((value) => JSON.stringify(value)),
  hostJson.map((value) => JSON.stringify(value).slice(0, -1)),
  fc.string(),
  fc.constant('<html><title>Bad gateway</title></html>'),
)
const reply = fc.tuple(text, fc.constantFrom('application/json', 'image/png', 'audio/mpeg', '')).map(
  ([body, type]): HttpReply => ({
    status: 200,
    headers: { 'content-type': type },
    text: () => body,
    bytes: () => new TextEncoder().encode(body),
  }),
)

const anything = fc.oneof(
  fc.constantFrom(null, undefined, '', 'x', 0, 1, 7, -1, Number.NaN, true, 'json', '1024x1024', 'srt'),
  fc.array(fc.string(), { maxLength: 2 }),
  hostJson,
)
const asked = fc.record(
  {
    query: anything,
    documents: anything,
    top_n: anything,
    rank_fields: anything,
    return_documents: anything,
    prompt: anything,
    n: anything,
    size: anything,
    response_format: anything,
    output_format: anything,
    quality: anything,
    input: anything,
    voice: anything,
    speed: anything,
    instructions: anything,
    language: anything,
    temperature: anything,
    timestamp_granularities: anything,
    messages: anything,
    tools: anything,
    extra_body: anything,
    seed: anything,
  },
  { requiredKeys: [] },
)
/** The runtime has read files before a codec sees them: they are there where the endpoint needs them. */
const files = { file: fileOf(), image: [fileOf('cat.png')] }

describe.each(cases.map((one) => [one.name, one] as const))('%s', (_name, { endpoint, codec, target }) => {
  test('answers to any reply with a value or a failure', () => {
    fc.assert(
      fc.property(reply, asked, fc.nat(700), (answer, request, round) => {
        const call = callOf(endpoint, { ...files, ...request })
        const outcomes = [codec.fromResponse(answer, call, target), codec.follow?.(answer, call, target, round)]
        for (const outcome of outcomes) if (isFault(outcome)) expect(outcome.failure.message).toContain(target.model)
      }),
      { numRuns: 40 },
    )
  })

  test('builds a request of anything, or says why not', () => {
    fc.assert(
      fc.property(asked, fc.boolean(), (request, dropParams) => {
        const call = callOf(endpoint, { ...files, ...request }, { dropParams })
        const http = codec.toRequest(call, target)
        if (isFault(http)) expect(http.failure.message).toContain(target.model)
        else expect(http.url).toMatch(/^https:\/\//)
        expect(codec.split?.(call, target)?.length ?? 2).toBeLessThanOrEqual(10)
      }),
      { numRuns: 40 },
    )
  })
})
