/** Transcription, translation and speech: forms and bodies for each host, and answers in every format. */
import { expect, test } from 'vitest'
import type { SpeechRequest, TranscriptionRequest } from '../../../src/protocol/audio.js'
import type { HttpReply } from '../../../src/protocol/http.js'
import type { Endpoints } from '../../../src/providers/adapter.js'
import { testTarget } from '../../support/codec.js'
import { callOf, codecOf, readOf, rowTarget, sentOf, upload } from './endpoint-call.js'

const model = 'm'
const file = upload('say "hi".mp3', 'ID3\x00\xff')
const heard = ['file', { name: 'say "hi".mp3', type: 'audio/mpeg', text: 'ID3\x00\xff' }]
type Hearing = Partial<Endpoints['transcriptions']['request']>

test.each([
  {
    name: 'to OpenAI with everything, lists and objects as its own libraries write them',
    provider: 'openai',
    request: {
      file,
      language: 'de',
      prompt: 'Zeile 1\nZeile 2',
      response_format: 'verbose_json',
      temperature: 0,
      timestamp_granularities: ['word', 'segment'],
      include: ['logprobs'],
      chunking_strategy: { type: 'server_vad', threshold: 0.5 },
    },
    want: {
      url: 'https://api.openai.com/v1/audio/transcriptions',
      body: [
        heard,
        ['model', model],
        ['language', 'de'],
        ['prompt', 'Zeile 1\nZeile 2'],
        ['response_format', 'verbose_json'],
        ['temperature', '0'],
        ['timestamp_granularities[]', 'word'],
        ['timestamp_granularities[]', 'segment'],
        ['include[]', 'logprobs'],
        ['chunking_strategy[type]', 'server_vad'],
        ['chunking_strategy[threshold]', '0.5'],
      ],
    },
  },
  {
    name: 'to Groq',
    provider: 'groq',
    request: { file, response_format: 'text' },
    want: {
      url: 'https://api.groq.com/openai/v1/audio/transcriptions',
      body: [heard, ['model', model], ['response_format', 'text']],
    },
  },
  {
    name: 'to Fireworks, which has another host for audio',
    provider: 'fireworks_ai',
    request: { file },
    want: {
      url: 'https://audio-prod.us-virginia-1.direct.fireworks.ai/v1/audio/transcriptions',
      body: [heard, ['model', model]],
    },
  },
  {
    name: 'to Mistral with an extension of its own, without the format it always has',
    provider: 'mistral',
    request: { file, response_format: 'json', timestamp_granularities: ['segment'], diarize: true },
    want: {
      url: 'https://api.mistral.ai/v1/audio/transcriptions',
      body: [heard, ['model', model], ['timestamp_granularities', 'segment'], ['diarize', 'true']],
    },
  },
  {
    name: 'to xAI under its own path, the file last',
    provider: 'xai',
    request: { file, language: 'de', response_format: 'srt', temperature: 0, diarize: true },
    want: { url: 'https://api.x.ai/v1/stt', body: [['language', 'de'], ['diarize', 'true'], heard] },
  },
  {
    name: 'not to Groq for subtitles',
    provider: 'groq',
    request: { file, response_format: 'srt' },
    want: { refused: ['unsupported-params', 'unsupported_parameter', 'response_format'] },
  },
  {
    name: 'not to Mistral with a prompt',
    provider: 'mistral',
    request: { file, prompt: 'a' },
    want: { refused: ['unsupported-params', 'unsupported_parameter', 'prompt'] },
  },
  {
    name: 'not as a stream',
    provider: 'openai',
    request: { file, stream: true },
    want: { refused: ['unsupported-params', 'unsupported_parameter', 'stream'] },
  },
  {
    name: 'not to a host without audio',
    provider: 'deepseek',
    request: { file },
    want: { refused: ['bad-request', 'endpoint_not_supported', null] },
  },
])('transcription: $name', async ({ provider, request, want }) => {
  expect(await sentOf(callOf('transcriptions', request as Hearing), rowTarget(provider, { model }))).toEqual(want)
})

test('a translation is the same form at another address', async () => {
  const call = callOf('translations', { file, prompt: 'p', response_format: 'text' })
  expect(await sentOf(call, rowTarget('groq', { model }))).toEqual({
    url: 'https://api.groq.com/openai/v1/audio/translations',
    body: [heard, ['model', model], ['prompt', 'p'], ['response_format', 'text']],
  })
})

test('the type of the form wins over headers of the deployment, and a boundary is not in the file', async () => {
  const target = rowTarget('openai', { model, headers: { 'content-type': 'application/json', 'x-a': '1' } })
  const http = (await codecOf('transcriptions', target)).toRequest(callOf('transcriptions', { file }), target)
  expect(http).toMatchObject({
    method: 'POST',
    headers: { 'content-type': expect.stringMatching(/^multipart\/form-data; boundary=llmgen-[0-9a-f]{24}$/), 'x-a': '1' },
  })
})

const verbose = {
  task: 'transcribe',
  language: 'english',
  duration: '8.47',
  text: 'hi',
  segments: [{ id: 0, start: 0, end: 1, text: 'hi', seek: 0 }],
  words: null,
}

test.each([
  { name: 'JSON', format: undefined, given: { text: 'hi' }, want: { text: 'hi' } },
  {
    name: 'JSON with tokens',
    format: 'json',
    given: {
      text: 'hi',
      usage: { type: 'tokens', input_tokens: 14, output_tokens: 4, total_tokens: 18, input_token_details: { audio_tokens: 14 } },
    },
    want: {
      text: 'hi',
      usage: { type: 'tokens', input_tokens: 14, output_tokens: 4, total_tokens: 18, input_token_details: { audio_tokens: 14 } },
    },
  },
  {
    name: 'JSON with seconds',
    format: 'json',
    given: { text: 'hi', usage: { type: 'duration', seconds: 9 } },
    want: { text: 'hi', usage: { type: 'duration', seconds: 9 } },
  },
  {
    name: 'Mistral, which counts both and bills seconds',
    format: 'json',
    given: {
      text: 'hi',
      language: null,
      usage: { prompt_audio_seconds: 203, prompt_tokens: 4, completion_tokens: 635, total_tokens: 3264 },
    },
    want: { text: 'hi', usage: { type: 'duration', seconds: 203 } },
  },
  {
    name: 'verbose JSON with a length in text',
    format: 'verbose_json',
    given: verbose,
    want: {
      task: 'transcribe',
      language: 'english',
      duration: 8.47,
      text: 'hi',
      segments: [{ id: 0, start: 0, end: 1, text: 'hi', seek: 0 }],
    },
  },
  { name: 'a length that is none', format: 'verbose_json', given: { text: 'hi', duration: 'x' }, want: { text: 'hi' } },
  { name: 'text', format: 'text', given: 'hi there\n', want: { text: 'hi there\n' } },
  { name: 'a number as text', format: 'text', given: '42', want: { text: '42' } },
  {
    name: 'subtitles',
    format: 'srt',
    given: '1\n00:00:00,000 --> 00:00:01,000\nhi\n',
    want: { text: '1\n00:00:00,000 --> 00:00:01,000\nhi\n' },
  },
  {
    name: 'subtitles of the web',
    format: 'vtt',
    given: 'WEBVTT\n\n00:00.000 --> 00:01.000\nhi\n',
    want: { text: 'WEBVTT\n\n00:00.000 --> 00:01.000\nhi\n' },
  },
  { name: 'silence', format: 'text', given: '', want: { text: '' } },
  { name: 'JSON where text was asked for', format: 'text', given: { text: 'hi' }, want: { text: 'hi' } },
  { name: 'an error in a 200', format: 'text', given: { error: { message: 'x', code: 429 } }, want: ['rate-limit', '429'] },
  { name: 'text where JSON was asked for', format: 'json', given: 'hi', want: ['connection', 'invalid_response'] },
  { name: 'JSON without text', format: 'json', given: { segments: [] }, want: ['connection', 'invalid_response'] },
])('transcript: $name', async ({ format, given, want }) => {
  const request = { file, ...(format !== undefined && { response_format: format as TranscriptionRequest['response_format'] }) } as Hearing
  expect(await readOf(callOf('transcriptions', request), testTarget(), given)).toEqual(want)
})

const xaiAnswer = {
  text: 'hi you',
  language: 'en',
  duration: 1.5,
  words: [
    { text: 'hi', start: 0, end: 0.5 },
    { text: 'you', start: 1, end: 1.5 },
  ],
}

test.each([
  { format: 'json', want: { text: 'hi you', usage: { type: 'duration', seconds: 1.5 } } },
  {
    format: 'srt',
    want: { text: '1\n00:00:00,000 --> 00:00:01,500\nhi you\n', usage: { type: 'duration', seconds: 1.5 } },
  },
])('transcript: xAI’s words as $format', async ({ format, want }) => {
  const request = { file, response_format: format } as Hearing
  expect(await readOf(callOf('transcriptions', request), rowTarget('xai'), xaiAnswer)).toEqual(want)
})

test.each([
  {
    name: 'to OpenAI as it is',
    provider: 'openai',
    request: { input: 'hi', voice: 'alloy', instructions: 'calm', speed: 1.5, response_format: 'wav', stream_format: 'audio' },
    want: {
      url: 'https://api.openai.com/v1/audio/speech',
      body: { model, input: 'hi', voice: 'alloy', instructions: 'calm', speed: 1.5, response_format: 'wav', stream_format: 'audio' },
    },
  },
  {
    name: 'to Mistral without the speed it always has',
    provider: 'mistral',
    request: { input: 'hi', voice: 'a', speed: 1 },
    want: { url: 'https://api.mistral.ai/v1/audio/speech', body: { model, input: 'hi', voice: 'a' } },
  },
  {
    name: 'to xAI under its own path and names',
    provider: 'xai',
    request: { input: 'hi', voice: 'eve', response_format: 'wav', speed: 1.1 },
    want: {
      url: 'https://api.x.ai/v1/tts',
      body: { text: 'hi', voice_id: 'eve', language: 'auto', output_format: { codec: 'wav' }, speed: 1.1 },
    },
  },
  {
    name: 'not to Groq with instructions',
    provider: 'groq',
    request: { input: 'hi', voice: 'a', instructions: 'calm' },
    want: { refused: ['unsupported-params', 'unsupported_parameter', 'instructions'] },
  },
  {
    name: 'not as a stream',
    provider: 'openai',
    request: { input: 'hi', voice: 'a', stream_format: 'sse' },
    want: { refused: ['unsupported-params', 'unsupported_parameter', 'stream_format'] },
  },
])('speech: $name', async ({ provider, request, want }) => {
  expect(await sentOf(callOf('speech', request as SpeechRequest), rowTarget(provider, { model }))).toEqual(want)
})

function audio(bytes: Uint8Array, contentType?: string): HttpReply {
  return {
    status: 200,
    headers: contentType === undefined ? {} : { 'content-type': contentType },
    text: () => new TextDecoder().decode(bytes),
    bytes: () => bytes,
  }
}
const bytes = Uint8Array.of(0xff, 0xfb, 0, 1)
const json = (value: unknown) => audio(new TextEncoder().encode(JSON.stringify(value)), 'application/json; charset=utf-8')

test.each([
  { name: 'bytes under the type of the host', given: audio(bytes, 'audio/mpeg'), want: { contentType: 'audio/mpeg', bytes } },
  { name: 'bytes without a type', given: audio(bytes), format: 'opus', want: { contentType: 'audio/ogg', bytes } },
  { name: 'bytes of no type', given: audio(bytes, 'application/octet-stream'), want: { contentType: 'audio/mpeg', bytes } },
  { name: 'base64 in JSON, as Mistral answers', given: json({ audio_data: '//sAAQ==' }), want: { contentType: 'audio/mpeg', bytes } },
  { name: 'what is no base64', given: json({ audio_data: '?' }), want: ['connection', 'invalid_response'] },
  { name: 'an error in a 200', given: json({ error: { message: 'x', code: 429 } }), want: ['rate-limit', '429'] },
  { name: 'a page', given: audio(new TextEncoder().encode('<html>'), 'text/html'), want: ['connection', 'invalid_response'] },
  { name: 'nothing', given: audio(new Uint8Array(), 'audio/mpeg'), want: ['connection', 'invalid_response'] },
])('audio: $name', async ({ given, format, want }) => {
  const request = { input: 'hi', voice: 'a', ...(format !== undefined && { response_format: format }) } as SpeechRequest
  const reply = await readOf(callOf('speech', request), testTarget(), given)
  expect(reply).toEqual(Array.isArray(want) ? want : { ...want, arrayBuffer: expect.any(Function) })
})
