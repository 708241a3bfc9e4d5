/** Deepgram: raw bytes in, words out, and speech. */
import { describe, expect, test } from 'vitest'
import { deepgramSpeech } from '../../../src/providers/deepgram/speech.js'
import { deepgramTranscriptions } from '../../../src/providers/deepgram/transcriptions.js'
import { deepgram } from '../../../src/providers/deepgram.js'
import { httpReply, testNow, testTarget } from '../../support/codec.js'
import { bytesReply, callOf, fileOf, readBy, sentBy } from '../../support/endpoint-call.js'

const target = testTarget({ provider: { name: 'deepgram' }, baseUrl: 'https://d.example/v1', model: 'nova-3' })
const file = fileOf('talk.wav')

describe('transcription', () => {
  test.each([
    ['the file alone', {}, 'model=nova-3&smart_format=true'],
    ['a language', { language: 'de' }, 'model=nova-3&language=de&smart_format=true'],
    ['speakers', { response_format: 'diarized_json' }, 'model=nova-3&smart_format=true&diarize=true'],
    [
      'native members, lists repeated',
      { keyterm: ['a b', 'c'], smart_format: false },
      'model=nova-3&smart_format=false&keyterm=a%20b&keyterm=c',
    ],
  ])('%s', (_name, request, query) => {
    expect(sentBy(deepgramTranscriptions, callOf('transcriptions', { file, ...request }), target)).toEqual({
      method: 'POST',
      url: `https://d.example/v1/listen?${query}`,
      body: file.bytes,
    })
  })

  test('the type of the file is told', () => {
    expect(deepgramTranscriptions.toRequest(callOf('transcriptions', { file }), target)).toMatchObject({
      headers: { 'content-type': 'audio/wav' },
    })
  })

  test.each([
    ['a prompt', { file, prompt: 'x' }, { refused: 'prompt', kind: 'unsupported-params' }],
    ['an empty file', { file: fileOf('a.wav', []) }, { refused: 'file', kind: 'bad-request' }],
  ])('%s is refused', (_name, request, want) => {
    expect(sentBy(deepgramTranscriptions, callOf('transcriptions', request), target)).toEqual(want)
  })

  const answer = {
    metadata: { duration: 2.5 },
    results: {
      channels: [
        {
          detected_language: 'en',
          alternatives: [
            {
              transcript: 'Hello there. Bye.',
              words: [
                { word: 'hello', punctuated_word: 'Hello', start: 0.1, end: 0.5, speaker: 0 },
                { word: 'there', punctuated_word: 'there.', start: 0.5, end: 0.9, speaker: 0 },
                { word: 'bye', punctuated_word: 'Bye.', start: 1.5, end: 2, speaker: 1 },
              ],
            },
          ],
        },
      ],
    },
  }
  const usage = { type: 'duration', seconds: 2.5 }
  test.each([
    ['json', { text: 'Hello there. Bye.', usage }],
    ['text', { text: 'Hello there. Bye.', usage }],
    ['srt', { text: '1\n00:00:00,100 --> 00:00:00,900\nHello there.\n\n2\n00:00:01,500 --> 00:00:02,000\nBye.\n', usage }],
    ['vtt', { text: 'WEBVTT\n\n00:00:00.100 --> 00:00:00.900\nHello there.\n\n00:00:01.500 --> 00:00:02.000\nBye.\n', usage }],
    [
      'verbose_json',
      {
        text: 'Hello there. Bye.',
        language: 'en',
        duration: 2.5,
        segments: [
          { id: 0, text: 'Hello there.', start: 0.1, end: 0.9, speaker: '0' },
          { id: 1, text: 'Bye.', start: 1.5, end: 2, speaker: '1' },
        ],
        words: [
          { word: 'Hello', start: 0.1, end: 0.5 },
          { word: 'there.', start: 0.5, end: 0.9 },
          { word: 'Bye.', start: 1.5, end: 2 },
        ],
        usage,
      },
    ],
  ])('an answer as %s', (format, want) => {
    const call = callOf('transcriptions', { file, response_format: format, timestamp_granularities: ['word'] })
    expect(readBy(deepgramTranscriptions, httpReply(answer), call, target)).toEqual(want)
  })

  test.each([
    ['an error', { err_code: 'INVALID_AUTH', err_msg: 'Invalid credentials.' }, { kind: 'authentication', code: 'INVALID_AUTH' }],
    ['nothing', { results: { channels: [] } }, { kind: 'connection', code: 'invalid_response' }],
  ])('an answer with %s', (_name, body, want) => {
    expect(readBy(deepgramTranscriptions, httpReply(body), callOf('transcriptions', { file }), target)).toEqual(want)
  })
})

describe('speech', () => {
  const at = (model: string) => testTarget({ provider: { name: 'deepgram' }, baseUrl: 'https://d.example/v1', model })
  test.each([
    ['the model is the voice', 'aura-2-thalia-en', { voice: 'alloy' }, 'model=aura-2-thalia-en&encoding=mp3'],
    [
      'a family and a voice',
      'aura-2',
      { voice: 'thalia', response_format: 'wav' },
      'model=aura-2-thalia-en&encoding=linear16&container=wav&sample_rate=24000',
    ],
    [
      'a whole name as voice',
      'aura-2',
      { voice: { id: 'aura-2-zeus-en' }, response_format: 'opus' },
      'model=aura-2-zeus-en&encoding=opus&container=ogg',
    ],
  ])('%s', (_name, model, request, query) => {
    expect(sentBy(deepgramSpeech, callOf('speech', { input: 'hi', ...request }), at(model))).toEqual({
      method: 'POST',
      url: `https://d.example/v1/speak?${query}`,
      body: { text: 'hi' },
    })
  })

  test.each([
    ['another speed', { input: 'hi', voice: 'v', speed: 2 }, { refused: 'speed', kind: 'unsupported-params' }],
    ['no text', { voice: 'v' }, { refused: 'input', kind: 'bad-request' }],
    ['an unknown form', { input: 'hi', voice: 'v', response_format: 'midi' }, { refused: 'response_format', kind: 'bad-request' }],
  ])('%s is refused', (_name, request, want) => {
    expect(sentBy(deepgramSpeech, callOf('speech', request), at('aura-2'))).toEqual(want)
  })

  test.each([
    ['audio', bytesReply([1, 2], 'audio/mpeg'), { contentType: 'audio/mpeg', bytes: Uint8Array.of(1, 2) }],
    ['an error', httpReply({ err_code: 'TTS', err_msg: 'no' }, { 'content-type': 'application/json' }), { kind: 'internal', code: 'TTS' }],
    ['nothing', bytesReply([], 'audio/mpeg'), { kind: 'connection', code: 'invalid_response' }],
  ])('an answer with %s', (_name, reply, want) => {
    expect(readBy(deepgramSpeech, reply, callOf('speech', { input: 'hi', voice: 'v' }), target)).toMatchObject(want)
  })
})

test('the key stands behind Token', async () => {
  const request = { method: 'POST', url: 'https://d.example', headers: {} } as const
  const crypto = {
    sha256: () => new Uint8Array(),
    hmacSha256: () => new Uint8Array(),
    signRs256: () => new Uint8Array(),
    crc32: () => 0,
    randomId: () => '',
  }
  expect(await deepgram.authorize(request, { kind: 'key', key: 'k' }, target, crypto, testNow)).toMatchObject({
    headers: { authorization: 'Token k' },
  })
})

test.each([
  [
    401,
    { err_code: 'INVALID_AUTH', err_msg: 'Invalid credentials.', request_id: 'r1' },
    { kind: 'authentication', requestId: 'r1', message: expect.stringContaining('Invalid credentials.') },
  ],
  [
    402,
    { category: 'ASR_PAYMENT_REQUIRED', message: 'No balance.', details: 'Top up.' },
    { kind: 'rate-limit', code: 'insufficient_quota', message: expect.stringContaining('No balance. Top up.') },
  ],
  [400, { err_code: 'Bad Request', err_msg: 'No such model.' }, { kind: 'bad-request' }],
])('an answer of %s', (status, body, want) => {
  expect(deepgram.toFailure({ status, headers: {}, text: JSON.stringify(body) }, target)).toMatchObject(want)
})
