/** ElevenLabs: forms in, words out, and speech by voice. */
import { describe, expect, test } from 'vitest'
import { elevenLabsSpeech } from '../../../src/providers/elevenlabs/speech.js'
import { elevenLabsTranscriptions } from '../../../src/providers/elevenlabs/transcriptions.js'
import { elevenlabs } from '../../../src/providers/elevenlabs.js'
import { httpReply, testTarget } from '../../support/codec.js'
import { bytesReply, callOf, fileOf, formOf, readBy, sentBy, shown } from '../../support/endpoint-call.js'

const target = testTarget({ provider: { name: 'elevenlabs' }, baseUrl: 'https://e.example', model: 'scribe_v1' })
const file = fileOf('talk.mp3')

describe('transcription', () => {
  test.each([
    ['the file alone', {}, {}],
    ['a language and a temperature', { language: 'de', temperature: 0.2 }, { language_code: 'de', temperature: '0.2' }],
    ['speakers', { response_format: 'diarized_json' }, { diarize: 'true' }],
    ['native members', { num_speakers: 2, extra_body: { tag_audio_events: false } }, { num_speakers: '2', tag_audio_events: 'false' }],
  ])('%s', (_name, request, fields) => {
    const http = elevenLabsTranscriptions.toRequest(callOf('transcriptions', { file, ...request }), target)
    expect(formOf(http)).toEqual({ model_id: 'scribe_v1', ...fields, file: 'talk.mp3 audio/mpeg 010203' })
    expect(shown(http)).toMatchObject({ method: 'POST', url: 'https://e.example/v1/speech-to-text' })
  })

  test('a prompt is refused', () => {
    expect(sentBy(elevenLabsTranscriptions, callOf('transcriptions', { file, prompt: 'x' }), target)).toEqual({
      refused: 'prompt',
      kind: 'unsupported-params',
    })
  })

  const answer = {
    language_code: 'eng',
    text: 'Hi (laughs) you',
    words: [
      { text: 'Hi', start: 0, end: 0.4, type: 'word', speaker_id: 'speaker_0' },
      { text: ' ', start: 0.4, end: 0.5, type: 'spacing' },
      { text: '(laughs)', start: 0.5, end: 1, type: 'audio_event' },
      { text: 'you', start: 1, end: 1.5, type: 'word', speaker_id: 'speaker_1' },
    ],
  }
  const usage = { type: 'duration', seconds: 1.5 }
  test.each([
    ['text', {}, answer, { text: 'Hi (laughs) you', usage }],
    [
      'the length of the file where it is told',
      {},
      { ...answer, audio_duration_secs: 9 },
      { text: 'Hi (laughs) you', usage: { type: 'duration', seconds: 9 } },
    ],
    [
      'subtitles by speaker',
      { response_format: 'vtt' },
      answer,
      { text: 'WEBVTT\n\n00:00:00.000 --> 00:00:00.400\nHi\n\n00:00:01.000 --> 00:00:01.500\nyou\n', usage },
    ],
    ['a text for each channel', {}, { transcripts: [answer, { ...answer, text: 'Oh' }] }, { text: 'Hi (laughs) you\nOh', usage }],
    ['an error', {}, { detail: { status: 'invalid_api_key', message: 'Invalid API key' } }, { kind: 'internal', code: null }],
    ['nothing', {}, {}, { kind: 'connection', code: 'invalid_response' }],
  ])('an answer with %s', (_name, request, body, want) => {
    expect(readBy(elevenLabsTranscriptions, httpReply(body), callOf('transcriptions', { file, ...request }), target)).toEqual(want)
  })
})

describe('speech', () => {
  const post = (path: string, body: object = {}) => ({
    method: 'POST',
    url: `https://e.example/v1/text-to-speech/${path}`,
    body: { text: 'hi', model_id: 'scribe_v1', ...body },
  })
  test.each([
    ['a voice by its id', { voice: 'abc/1' }, post('abc%2F1?output_format=mp3_44100_128')],
    ['one of OpenAI’s voices', { voice: 'Alloy', response_format: 'opus' }, post('21m00Tcm4TlvDq8ikWAM?output_format=opus_48000_128')],
    ['samples as OpenAI has them', { voice: 'v', response_format: 'pcm' }, post('v?output_format=pcm_24000')],
    [
      'a speed beside other settings',
      { voice: 'v', speed: 1.1, voice_settings: { stability: 0.5 } },
      post('v?output_format=mp3_44100_128', { voice_settings: { speed: 1.1, stability: 0.5 } }),
    ],
    [
      'native members in body and query',
      { voice: 'v', seed: 1, output_format: 'ulaw_8000', enable_logging: false },
      post('v?output_format=ulaw_8000&enable_logging=false', { seed: 1 }),
    ],
    ['FLAC', { voice: 'v', response_format: 'flac' }, { refused: 'response_format', kind: 'unsupported-params' }],
    ['a manner', { voice: 'v', instructions: 'slow' }, { refused: 'instructions', kind: 'unsupported-params' }],
    ['no voice', {}, { refused: 'voice', kind: 'bad-request' }],
  ])('%s', (_name, request, want) => {
    expect(sentBy(elevenLabsSpeech, callOf('speech', { input: 'hi', ...request }), target)).toEqual(want)
  })

  const read = (reply: ReturnType<typeof bytesReply>, format?: string) => {
    const seen = readBy(elevenLabsSpeech, reply, callOf('speech', { input: 'hi', voice: 'v', response_format: format }), target)
    return 'bytes' in seen ? [seen.contentType, seen.bytes.length] : seen
  }
  test.each([
    ['audio', bytesReply([1, 2], 'audio/mpeg'), undefined, ['audio/mpeg', 2]],
    ['samples that become WAV', bytesReply([1, 2], 'audio/pcm'), 'wav', ['audio/wav', 46]],
    ['nothing', bytesReply([], 'audio/mpeg'), undefined, { kind: 'connection', code: 'invalid_response' }],
    [
      'an error',
      httpReply({ detail: { message: 'x' } }, { 'content-type': 'application/json' }),
      undefined,
      { kind: 'internal', code: null },
    ],
  ])('an answer with %s', (_name, reply, format, want) => {
    expect(read(reply, format)).toEqual(want)
  })

  test('the vendor’s own format is no WAV, whatever OpenAI’s parameter says', () => {
    const call = callOf('speech', { input: 'hi', voice: 'v', response_format: 'wav', output_format: 'mp3_22050_32' })
    const seen = readBy(elevenLabsSpeech, bytesReply([1, 2], 'audio/mpeg'), call, target)
    expect('bytes' in seen && [seen.contentType, seen.bytes.length]).toEqual(['audio/mpeg', 2])
  })
})

test.each([
  [401, { detail: { status: 'invalid_api_key', message: 'Invalid API key' } }, { kind: 'authentication' }],
  [
    401,
    { detail: { status: 'quota_exceeded', message: 'This request exceeds your quota of 10. You have 1 credits remaining.' } },
    { kind: 'rate-limit', code: 'insufficient_quota' },
  ],
  [404, { detail: { status: 'voice_not_found', message: 'A voice with voice_id v was not found.' } }, { kind: 'not-found' }],
  [
    422,
    { detail: [{ loc: ['body', 'text'], msg: 'field required' }] },
    { kind: 'bad-request', message: expect.stringContaining('body.text: field required') },
  ],
])('an answer of %s', (status, body, want) => {
  expect(elevenlabs.toFailure({ status, headers: {}, text: JSON.stringify(body) }, target)).toMatchObject(want)
})
