/** RunwayML: tasks, looks at them, and where the key may go. */
import { describe, expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import type { HttpReply } from '../../../src/protocol/http.js'
import { runwayEdits, runwayImages } from '../../../src/providers/runwayml/images.js'
import { runwaySpeech } from '../../../src/providers/runwayml/speech.js'
import { runwayml } from '../../../src/providers/runwayml.js'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'
import { httpReply, testNow, testTarget } from '../../support/codec.js'
import { bytesReply, callOf, fileOf, readBy, sentBy, shown } from '../../support/endpoint-call.js'

const target = testTarget({ provider: { name: 'runwayml' }, baseUrl: 'https://api.r.example', model: 'gen4_image' })
const post = (path: string, body: object) => ({
  method: 'POST',
  url: `https://api.r.example/v1/${path}`,
  body: { model: 'gen4_image', ...body },
})

test.each([
  ['words alone', { prompt: 'a cat' }, post('text_to_image', { promptText: 'a cat', ratio: '1024:1024' })],
  [
    'the nearest size',
    { prompt: 'a cat', size: '1792x1024', seed: 1 },
    post('text_to_image', { promptText: 'a cat', ratio: '1920:1080', seed: 1 }),
  ],
  ['several at once', { prompt: 'a cat', n: 2 }, { refused: 'n', kind: 'unsupported-params' }],
  ['no words', {}, { refused: 'prompt', kind: 'bad-request' }],
])('%s', (_name, request, want) => {
  expect(sentBy(runwayImages, callOf('images', request), target)).toEqual(want)
})

test.each([
  [
    'references',
    { image: [fileOf('cat.png')] },
    post('text_to_image', { promptText: 'a hat', ratio: '1024:1024', referenceImages: [{ uri: 'data:image/png;base64,AQID' }] }),
  ],
  ['no picture', {}, { refused: 'image', kind: 'bad-request' }],
])('an edit with %s', (_name, request, want) => {
  expect(sentBy(runwayEdits, callOf('imageEdits', { prompt: 'a hat', ...request }), target)).toEqual(want)
})

test.each([
  [
    'one of OpenAI’s voices',
    { input: 'hi', voice: 'alloy' },
    post('text_to_speech', { promptText: 'hi', voice: { type: 'runway-preset', presetId: 'Maya' } }),
  ],
  [
    'one of Runway’s',
    { input: 'hi', voice: 'Leslie' },
    post('text_to_speech', { promptText: 'hi', voice: { type: 'runway-preset', presetId: 'Leslie' } }),
  ],
  ['WAV', { input: 'hi', voice: 'alloy', response_format: 'wav' }, { refused: 'response_format', kind: 'unsupported-params' }],
  ['no text', { voice: 'alloy' }, { refused: 'input', kind: 'bad-request' }],
])('speech with %s', (_name, request, want) => {
  expect(sentBy(runwaySpeech, callOf('speech', request), target)).toEqual(want)
})

describe('looks', () => {
  const next = (reply: HttpReply, request: object = {}, round = 1) => {
    const step = runwayImages.follow?.(reply, callOf('images', { prompt: 'a cat', ...request }), target, round)
    if (step === undefined) return undefined
    return isFault(step) ? { kind: step.failure.kind, code: step.failure.code } : { ...shown(step.request), afterMs: step.afterMs }
  }
  const look = { method: 'GET', url: 'https://api.r.example/v1/tasks/t1', body: undefined, afterMs: 5000 }
  const done = { id: 't1', status: 'SUCCEEDED', output: ['https://files.example/cat.png'] }

  test.each([
    ['a new task', { id: 't1' }, {}, 0, look],
    ['a task that waits', { id: 't1', status: 'THROTTLED' }, {}, 1, look],
    ['a finished task', done, {}, 1, undefined],
    [
      'a finished task whose bytes are wanted',
      done,
      { response_format: 'b64_json' },
      1,
      { ...look, url: 'https://files.example/cat.png', afterMs: 0 },
    ],
    [
      'a result without encryption',
      { ...done, output: ['http://10.0.0.1/x'] },
      { response_format: 'b64_json' },
      1,
      { kind: 'connection', code: 'invalid_response' },
    ],
    [
      'a filter',
      { id: 't1', status: 'FAILED', failure: 'no', failureCode: 'SAFETY.INPUT.TEXT' },
      {},
      1,
      { kind: 'content-policy', code: 'content_policy_violation' },
    ],
    ['a task that failed', { id: 't1', status: 'FAILED', failureCode: 'INTERNAL' }, {}, 1, { kind: 'internal', code: 'INTERNAL' }],
    ['a task that was cancelled', { id: 't1', status: 'CANCELLED' }, {}, 1, { kind: 'internal', code: 'task_failed' }],
    ['a task that never ends', { id: 't1', status: 'RUNNING' }, {}, 601, { kind: 'timeout', code: 'job_timeout' }],
    ['something else', { hello: 1 }, {}, 0, { kind: 'connection', code: 'invalid_response' }],
  ])('after %s', (_name, body, request, round, want) => {
    expect(next(httpReply(body), request, round)).toEqual(want)
  })

  const created = testNow / 1000
  test.each([
    ['an address', httpReply(done), { created, data: [{ url: 'https://files.example/cat.png' }] }],
    ['bytes', bytesReply([1, 2, 3], 'image/png'), { created, data: [{ b64_json: 'AQID' }], output_format: 'png' }],
    ['nothing', httpReply({ id: 't1', status: 'SUCCEEDED' }), { kind: 'connection', code: 'invalid_response' }],
  ])('an answer with %s', (_name, reply, want) => {
    expect(readBy(runwayImages, reply, callOf('images', { prompt: 'a cat' }), target)).toEqual(want)
  })

  test.each([
    ['audio', bytesReply([1, 2], 'audio/mpeg'), { contentType: 'audio/mpeg', bytes: Uint8Array.of(1, 2) }],
    ['no audio', bytesReply([], 'audio/mpeg'), { kind: 'connection', code: 'invalid_response' }],
    ['a task without a result', httpReply({ id: 't1', status: 'FAILED' }), { kind: 'internal', code: 'task_failed' }],
  ])('an answer with %s', (_name, reply, want) => {
    expect(readBy(runwaySpeech, reply, callOf('speech', { input: 'hi', voice: 'alloy' }), target)).toMatchObject(want)
  })
})

test.each([
  ['https://api.r.example/v1/tasks/t1', 'Bearer k'],
  ['https://files.example/cat.png', undefined],
])('the key that %s gets', async (url, key) => {
  const request = await runwayml.authorize({ method: 'GET', url, headers: {} }, { kind: 'key', key: 'k' }, target, nodeCrypto, testNow)
  expect(request.headers.authorization).toBe(key)
})

test.each([
  [401, { error: 'You did not supply an API key' }, { kind: 'authentication' }],
  [400, { error: 'Validation of body failed' }, { kind: 'bad-request', message: expect.stringContaining('Validation of body failed') }],
  [429, { error: 'You have exceeded your daily quota' }, { kind: 'rate-limit' }],
])('an answer of %s', (status, body, want) => {
  expect(runwayml.toFailure({ status, headers: {}, text: JSON.stringify(body) }, target)).toMatchObject(want)
})
