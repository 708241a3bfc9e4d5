/** Speech and transcription with Gemini's models. */
import { describe, expect, test } from 'vitest'
import { speechCodec } from '../../../src/providers/gemini/speech.js'
import { transcriptionsCodec, translationsCodec } from '../../../src/providers/gemini/transcriptions.js'
import { studioUrl } from '../../../src/providers/gemini/url.js'
import { isRecord } from '../../../src/providers/shared/json.js'
import { httpReply, testTarget } from '../../support/codec.js'
import { callOf, fileOf, readBy, sentBy } from '../../support/endpoint-call.js'

const at = (model: string) => testTarget({ provider: { name: 'gemini' }, baseUrl: 'https://g.example/v1beta', model })

describe('speech', () => {
  const target = at('gemini-2.5-flash-preview-tts')
  const codec = speechCodec(studioUrl)
  const body = (text: string, more: object = {}) => ({
    method: 'POST',
    url: 'https://g.example/v1beta/models/gemini-2.5-flash-preview-tts:generateContent',
    body: {
      contents: [{ role: 'user', parts: [{ text }] }],
      generationConfig: {
        responseModalities: ['AUDIO'],
        speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } } },
        ...more,
      },
    },
  })

  test.each([
    ['a voice', { voice: 'Kore' }, body('hello')],
    ['a voice by id, and the usual speed', { voice: { id: 'Kore' }, speed: 1 }, body('hello')],
    ['a manner', { voice: 'Kore', instructions: 'Say cheerfully: ' }, body('Say cheerfully: hello')],
    ['native members', { voice: 'Kore', temperature: 1, seed: 3, topK: 2 }, body('hello', { topK: 2 })],
    [
      'several speakers',
      { voice: 'Kore', speech_config: { multiSpeakerVoiceConfig: {} } },
      body('hello', { speechConfig: { multiSpeakerVoiceConfig: {} } }),
    ],
    ['MP3', { voice: 'Kore', response_format: 'mp3' }, { refused: 'response_format', kind: 'unsupported-params' }],
    ['another speed', { voice: 'Kore', speed: 2 }, { refused: 'speed', kind: 'unsupported-params' }],
    ['no voice', {}, { refused: 'voice', kind: 'bad-request' }],
    ['no text', { voice: 'Kore', input: '' }, { refused: 'input', kind: 'bad-request' }],
  ])('%s', (_name, request, want) => {
    expect(sentBy(codec, callOf('speech', { input: 'hello', ...request }), target)).toEqual(want)
  })

  const answer = (mimeType: string, ...pieces: string[]) => ({
    candidates: [{ content: { parts: pieces.map((data) => ({ inlineData: { mimeType, data } })) } }],
    usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 20, totalTokenCount: 23 },
  })
  const samples = 'audio/L16;codec=pcm;rate=16000'
  const read = (reply: object, request: object = {}) => {
    const seen = readBy(codec, httpReply(reply), callOf('speech', { input: 'hello', voice: 'Kore', ...request }), target)
    return 'bytes' in seen ? { type: seen.contentType, hex: Buffer.from(seen.bytes).toString('hex'), usage: seen.usage } : seen
  }
  const usage = { input_tokens: 3, output_tokens: 20, total_tokens: 23 }

  test.each([
    [
      'WAV by default, all pieces behind one header with the rate of the answer',
      answer(samples, 'AQI=', 'AwQ='),
      {},
      {
        type: 'audio/wav',
        hex: '524946462800000057415645666d74201000000001000100803e0000007d000002001000646174610400000001020304',
        usage,
      },
    ],
    ['bare samples', answer(samples, 'AQI='), { response_format: 'pcm' }, { type: samples, hex: '0102', usage }],
    ['what has a container already', answer('audio/ogg', 'AQI='), {}, { type: 'audio/ogg', hex: '0102', usage }],
    ['what is no base64', answer(samples, '***'), {}, { kind: 'connection', code: 'invalid_response' }],
    ['no audio', { candidates: [{ finishReason: 'OTHER' }] }, {}, { kind: 'connection', code: 'invalid_response' }],
    [
      'a filter',
      { candidates: [{ finishReason: 'PROHIBITED_CONTENT' }] },
      {},
      { kind: 'content-policy', code: 'content_policy_violation' },
    ],
  ])('%s', (_name, reply, request, want) => {
    expect(read(reply, request)).toEqual(want)
  })
})

describe('transcription', () => {
  const target = at('gemini-2.5-flash')
  const codec = transcriptionsCodec(studioUrl)

  /** The instruction that goes with the audio. */
  const told = (sent: unknown): string => {
    const parts = isRecord(sent) && isRecord(sent.body) ? JSON.stringify(sent.body.contents) : ''
    return /"text":"(.*)"/.exec(parts)?.[1] ?? ''
  }

  test('audio and an instruction go together', () => {
    expect(sentBy(codec, callOf('transcriptions', { file: fileOf('talk.wav') }), target)).toEqual({
      method: 'POST',
      url: 'https://g.example/v1beta/models/gemini-2.5-flash:generateContent',
      body: {
        contents: [
          {
            role: 'user',
            parts: [{ inlineData: { mimeType: 'audio/wav', data: 'AQID' } }, { text: expect.stringContaining('word for word') }],
          },
        ],
        generationConfig: { temperature: 0 },
      },
    })
  })

  test('language and hints are told in words', () => {
    const words = told(sentBy(codec, callOf('transcriptions', { file: fileOf(), language: 'de', prompt: 'Zürich' }), target))
    expect(words).toMatch(/The language is de\..*Zürich$/)
  })

  test('a translation asks for English', () => {
    expect(told(sentBy(translationsCodec(studioUrl), callOf('translations', { file: fileOf() }), target))).toContain('into English')
  })

  test.each([
    ['subtitles', { file: fileOf(), response_format: 'srt' }, { refused: 'response_format', kind: 'unsupported-params' }],
    ['times', { file: fileOf(), timestamp_granularities: ['word'] }, { refused: 'timestamp_granularities', kind: 'unsupported-params' }],
    ['an empty file', { file: fileOf('a.mp3', []) }, { refused: 'file', kind: 'bad-request' }],
  ])('%s are refused', (_name, request, want) => {
    expect(sentBy(codec, callOf('transcriptions', request), target)).toEqual(want)
  })

  const usageMetadata = {
    promptTokenCount: 40,
    candidatesTokenCount: 2,
    totalTokenCount: 42,
    promptTokensDetails: [
      { modality: 'AUDIO', tokenCount: 30 },
      { modality: 'TEXT', tokenCount: 10 },
    ],
  }
  test.each([
    [
      'the text and what it cost',
      { candidates: [{ content: { parts: [{ text: ' Good ' }, { text: 'day.\n' }] } }], usageMetadata },
      {
        text: 'Good day.',
        usage: {
          type: 'tokens',
          input_tokens: 40,
          output_tokens: 2,
          total_tokens: 42,
          input_token_details: { audio_tokens: 30, text_tokens: 10 },
        },
      },
    ],
    [
      'silence',
      { candidates: [{ finishReason: 'STOP' }], usageMetadata: { promptTokenCount: 40, totalTokenCount: 40 } },
      { text: '', usage: { type: 'tokens', input_tokens: 40, output_tokens: 0, total_tokens: 40 } },
    ],
    ['nothing', {}, { kind: 'connection', code: 'invalid_response' }],
  ])('%s', (_name, reply, want) => {
    expect(readBy(codec, httpReply(reply), callOf('transcriptions', { file: fileOf() }), target)).toEqual(want)
  })
})
