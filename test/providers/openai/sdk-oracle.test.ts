/**
 * OpenAI's own library as oracle: for every endpoint it sends the request that the codec sends.
 * Not compared: the boundary of a form, the order of its entries, and line ends of its texts (the platform writes all as CRLF).
 */
import OpenAI, { toFile } from 'openai'
import { expect, test } from 'vitest'
import type { Call, Endpoint, Endpoints } from '../../../src/providers/adapter.js'
import { canonical } from '../../support/corpus.js'
import { callOf, formEntries, rowTarget, sentOf, upload } from './endpoint-call.js'

type Seen = { readonly url: string; readonly body: unknown }

/** What the library sends; it gets an empty answer. */
async function libraryRequest(run: (client: OpenAI) => Promise<unknown>): Promise<Seen> {
  let seen: Seen | undefined
  const client = new OpenAI({
    apiKey: 'k',
    maxRetries: 0,
    async fetch(url, init) {
      const request = new Request(url, init as RequestInit)
      const type = request.headers.get('content-type') ?? ''
      const body = type.startsWith('multipart/') ? await formEntries(await request.arrayBuffer(), type) : await request.json()
      seen = { url: request.url, body }
      return new Response('{}', { headers: { 'content-type': 'application/json' } })
    },
  })
  await run(client)
  if (seen === undefined) throw new Error('the library sent nothing')
  return seen
}

/** Entries of a form in one order. */
function settled({ url, body }: Seen): Seen {
  return {
    url,
    body: Array.isArray(body)
      ? body.map(([name, value]) => canonical([name, typeof value === 'string' ? value.replace(/\r\n/g, '\n') : value])).sort()
      : body,
  }
}

const model = 'm'
const text = 'ID3\x00\xff "quoted"\r\n--'
const audio = upload('ü "1".mp3', text, 'audio/mpeg')
const png = upload('a.png', '\x89PNG', 'image/png')
const fileOf = (file: typeof audio) => toFile(file.bytes, file.name, { type: file.type })

const transcription = {
  model,
  language: 'de',
  prompt: 'Zeile\nZwei',
  response_format: 'verbose_json',
  temperature: 0.2,
  timestamp_granularities: ['word' as const, 'segment' as const],
  include: ['logprobs' as const],
  known_speaker_names: ['a', 'b'],
  chunking_strategy: { type: 'server_vad' as const, threshold: 0.5 },
} as const
const completion = { model, prompt: ['a'], suffix: 'z', logprobs: 2, logit_bias: { '5': 1 }, n: 2 }
const images = { model, prompt: 'a', size: '1024x1024' as const, n: 2, quality: 'high' as const, user: 'u' }
const edit = { model, prompt: 'a', n: 1, input_fidelity: 'high' as const, background: 'opaque' as const }
const speech = { model, input: 'hi', voice: 'alloy', speed: 1.25, response_format: 'opus' as const }
const moderation = { model, input: [{ type: 'text' as const, text: 'a' }] }

type Row = { readonly name: string; readonly run: (client: OpenAI) => Promise<unknown>; readonly call: Call<Endpoint> }
const row = <E extends Endpoint>(name: E, run: Row['run'], request: Partial<Endpoints[E]['request']>): Row => ({
  name,
  run,
  call: callOf(name, request),
})

test.each([
  row('completions', (client) => client.completions.create(completion), completion),
  row('images', (client) => client.images.generate(images), images),
  row('imageEdits', async (client) => client.images.edit({ ...edit, image: await fileOf(png), mask: await fileOf(png) }), {
    ...edit,
    image: [png],
    mask: png,
  }),
  row('imageEdits', async (client) => client.images.edit({ ...edit, image: [await fileOf(png), await fileOf(png)] }), {
    ...edit,
    image: [png, png],
  }),
  row(
    'transcriptions',
    async (client) =>
      client.audio.transcriptions.create({
        ...transcription,
        timestamp_granularities: [...transcription.timestamp_granularities],
        include: [...transcription.include],
        known_speaker_names: [...transcription.known_speaker_names],
        file: await fileOf(audio),
      }),
    {
      ...transcription,
      timestamp_granularities: [...transcription.timestamp_granularities],
      include: [...transcription.include],
      known_speaker_names: [...transcription.known_speaker_names],
      file: audio,
    },
  ),
  row('translations', async (client) => client.audio.translations.create({ model, prompt: 'p', file: await fileOf(audio) }), {
    model,
    prompt: 'p',
    file: audio,
  }),
  row('speech', (client) => client.audio.speech.create(speech), speech),
  row('moderations', (client) => client.moderations.create(moderation), moderation),
])('$name', async ({ run, call }) => {
  const sent = await sentOf(call, rowTarget('openai', { model }))
  if (!('url' in sent)) throw new Error(JSON.stringify(sent))
  expect(settled(sent)).toEqual(settled(await libraryRequest(run)))
})
