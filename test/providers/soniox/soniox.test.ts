/** Soniox: upload, job, looks at the job, transcript. */
import { expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import { sonioxTranscriptions } from '../../../src/providers/soniox/transcriptions.js'
import { httpReply, testTarget } from '../../support/codec.js'
import { callOf, fileOf, formOf, readBy, sentBy, shown } from '../../support/endpoint-call.js'

const target = testTarget({ provider: { name: 'soniox' }, baseUrl: 'https://s.example', model: 'stt-async-v4' })
const file = fileOf('talk.mp3')
const asked = { file, language: 'de', prompt: 'Zürich' }

/** What follows an answer: a request and its wait, nothing, or a failure. */
function next(reply: object, request: object = asked, round = 0) {
  const step = sonioxTranscriptions.follow?.(httpReply(reply), callOf('transcriptions', request), target, round)
  if (step === undefined) return undefined
  return isFault(step)
    ? { kind: step.failure.kind, code: step.failure.code }
    : { ...shown(step.request), afterMs: step.afterMs, tidy: `${step.tidy?.method} ${step.tidy?.url}` }
}

test('the file is uploaded first', () => {
  const http = sonioxTranscriptions.toRequest(callOf('transcriptions', asked), target)
  expect(shown(http)).toMatchObject({ method: 'POST', url: 'https://s.example/v1/files' })
  expect(formOf(http)).toEqual({ file: 'talk.mp3 audio/mpeg 010203' })
})

const job = { method: 'POST', url: 'https://s.example/v1/transcriptions' }
test.each([
  [
    'an address',
    { file, audio_url: 'https://a.example/x.mp3' },
    { ...job, body: { model: 'stt-async-v4', audio_url: 'https://a.example/x.mp3' } },
  ],
  ['a file of before', { file, file_id: 'f0' }, { ...job, body: { model: 'stt-async-v4', file_id: 'f0' } }],
  ['a temperature', { file, temperature: 0.5 }, { refused: 'temperature', kind: 'unsupported-params' }],
  ['an empty file', { file: fileOf('a.mp3', []) }, { refused: 'file', kind: 'bad-request' }],
])('%s', (_name, request, want) => {
  expect(sentBy(sonioxTranscriptions, callOf('transcriptions', request), target)).toEqual(want)
})

const look = (path: string, afterMs: number) => ({
  method: 'GET',
  url: `https://s.example/v1/transcriptions/${path}`,
  body: undefined,
  afterMs,
  tidy: 'DELETE https://s.example/v1/transcriptions/t1',
})
test.each([
  [
    'an upload',
    { id: 'f1', filename: 'talk.mp3', size: 3 },
    0,
    {
      ...job,
      body: { model: 'stt-async-v4', file_id: 'f1', language_hints: ['de'], context: { text: 'Zürich' } },
      afterMs: 0,
      tidy: 'DELETE https://s.example/v1/files/f1',
    },
  ],
  ['a new job', { id: 't1', status: 'queued' }, 1, look('t1', 500)],
  ['a job at work', { id: 't1', status: 'processing' }, 9, look('t1', 2000)],
  ['a finished job', { id: 't1', status: 'completed' }, 2, look('t1/transcript', 0)],
  [
    'a file nobody can read',
    { id: 't1', status: 'error', error_type: 'invalid_audio_file', error_message: 'bad' },
    2,
    { kind: 'bad-request', code: 'invalid_audio_file' },
  ],
  ['a job that failed', { id: 't1', status: 'error' }, 2, { kind: 'internal', code: 'transcription_failed' }],
  ['a job that never ends', { id: 't1', status: 'processing' }, 601, { kind: 'timeout', code: 'job_timeout' }],
  ['an error', { error_type: 'balance_exhausted', error_message: 'empty' }, 0, { kind: 'rate-limit', code: 'insufficient_quota' }],
  ['something else', { hello: 1 }, 0, { kind: 'connection', code: 'invalid_response' }],
  ['the transcript', { id: 't1', text: 'hi', tokens: [] }, 3, undefined],
])('after %s', (_name, reply, round, want) => {
  expect(next(reply, asked, round)).toEqual(want)
})

const token = (text: string, start: number, end: number, more: object = {}) => ({ text, start_ms: start, end_ms: end, ...more })
const transcript = {
  id: 't1',
  text: 'Guten Tag.',
  tokens: [token('Gu', 0, 100, { language: 'de' }), token('ten', 100, 300), token(' Tag.', 400, 700)],
}
const usage = { type: 'duration', seconds: 0.7 }
test.each([
  ['text', {}, transcript, { text: 'Guten Tag.', usage }],
  ['words put together', { response_format: 'srt' }, transcript, { text: '1\n00:00:00,000 --> 00:00:00,700\nGuten Tag.\n', usage }],
  [
    'everything that is known',
    { response_format: 'verbose_json', timestamp_granularities: ['word'] },
    transcript,
    {
      text: 'Guten Tag.',
      language: 'de',
      duration: 0.7,
      segments: [{ id: 0, text: 'Guten Tag.', start: 0, end: 0.7 }],
      words: [
        { word: 'Guten', start: 0, end: 0.3 },
        { word: 'Tag.', start: 0.4, end: 0.7 },
      ],
      usage,
    },
  ],
  ['no transcript', {}, { id: 't1' }, { kind: 'connection', code: 'invalid_response' }],
])('an answer with %s', (_name, request, body, want) => {
  expect(readBy(sonioxTranscriptions, httpReply(body), callOf('transcriptions', { file, ...request }), target)).toEqual(want)
})
