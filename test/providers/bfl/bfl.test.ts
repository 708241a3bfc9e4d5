/** Black Forest Labs: a job, looks at it where it says, and where the key may go. */
import { describe, expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../../src/protocol/http.js'
import { bflEdits, bflImages } from '../../../src/providers/bfl/images.js'
import { bfl } from '../../../src/providers/bfl.js'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'
import { httpReply, testNow, testTarget } from '../../support/codec.js'
import { bytesReply, callOf, fileOf, readBy, sentBy, shown } from '../../support/endpoint-call.js'

const at = (model: string) => testTarget({ provider: { name: 'black_forest_labs' }, baseUrl: 'https://api.bfl.ai/v1', model })
const target = at('flux-pro-1.1')
const post = (model: string, body: object) => ({ method: 'POST', url: `https://api.bfl.ai/v1/${model}`, body })

describe('jobs', () => {
  test.each([
    ['words alone', 'flux-pro-1.1', {}, post('flux-pro-1.1', { prompt: 'a cat' })],
    [
      'pixels',
      'flux-pro-1.1',
      { size: '1024x768', output_format: 'png', seed: 1 },
      post('flux-pro-1.1', { prompt: 'a cat', width: 1024, height: 768, output_format: 'png', seed: 1 }),
    ],
    [
      'a ratio for models without pixels',
      'flux-pro-1.1-ultra',
      { size: '1792x1024' },
      post('flux-pro-1.1-ultra', { prompt: 'a cat', aspect_ratio: '16:9' }),
    ],
    ['qualities', 'flux-pro-1.1', { quality: 'hd' }, { refused: 'quality', kind: 'unsupported-params' }],
    ['no words', 'flux-pro-1.1', { prompt: 1 }, { refused: 'prompt', kind: 'bad-request' }],
  ])('%s', (_name, model, request, want) => {
    expect(sentBy(bflImages, callOf('images', { prompt: 'a cat', ...request }), at(model))).toEqual(want)
  })

  const image = [fileOf('cat.png')]
  test.each([
    [
      'pictures to change',
      'flux-kontext-pro',
      { image: [...image, fileOf('dog.png', [4])] },
      post('flux-kontext-pro', { prompt: 'a hat', input_image: 'AQID', input_image_2: 'BA==' }),
    ],
    [
      'a picture to fill',
      'flux-pro-1.0-fill',
      { image, mask: fileOf('m.png', [5]) },
      post('flux-pro-1.0-fill', { prompt: 'a hat', image: 'AQID', mask: 'BQ==' }),
    ],
    ['two pictures to fill', 'flux-pro-1.0-fill', { image: [...image, ...image] }, { refused: 'image', kind: 'bad-request' }],
    ['a mask nobody reads', 'flux-kontext-pro', { image, mask: fileOf('m.png') }, { refused: 'mask', kind: 'unsupported-params' }],
    ['no picture', 'flux-kontext-pro', {}, { refused: 'image', kind: 'bad-request' }],
  ])('an edit of %s', (_name, model, request, want) => {
    expect(sentBy(bflEdits, callOf('imageEdits', { prompt: 'a hat', ...request }), at(model))).toEqual(want)
  })
})

describe('looks', () => {
  const place = 'https://api.us1.bfl.ai/v1/get_result?id=j1'
  const sent: HttpRequest = { method: 'GET', url: place, headers: {} }
  const next = (reply: HttpReply, request: object = {}, from: HttpRequest | undefined = sent, round = 1) => {
    const step = bflImages.follow?.(reply, callOf('images', { prompt: 'a cat', ...request }), target, round, from)
    if (step === undefined) return undefined
    return isFault(step) ? { kind: step.failure.kind, code: step.failure.code } : { ...shown(step.request), afterMs: step.afterMs }
  }
  const look = (url: string, afterMs = 500) => ({ method: 'GET', url, body: undefined, afterMs })
  const ready = { id: 'j1', status: 'Ready', result: { sample: 'https://delivery.example/cat.png' } }

  test.each([
    ['a new job', { id: 'j1', polling_url: place }, look(place)],
    [
      'a new job at a stranger’s',
      { id: 'j1', polling_url: 'https://bfl.ai.evil.example/get_result?id=j1' },
      { kind: 'connection', code: 'invalid_response' },
    ],
    [
      'a new job without encryption',
      { id: 'j1', polling_url: 'http://api.bfl.ai/get_result?id=j1' },
      { kind: 'connection', code: 'invalid_response' },
    ],
    ['a job at work', { id: 'j1', status: 'Pending', result: null }, look(place)],
    ['a finished job', ready, undefined],
    ['a refused prompt', { id: 'j1', status: 'Request Moderated' }, { kind: 'content-policy', code: 'content_policy_violation' }],
    ['a job that failed', { id: 'j1', status: 'Error' }, { kind: 'internal', code: 'job_failed' }],
    ['something else', { hello: 1 }, { kind: 'connection', code: 'invalid_response' }],
  ])('after %s', (_name, body, want) => {
    expect(next(httpReply(body))).toEqual(want)
  })

  test('the place of a job that is not known is the host’s own', () => {
    const post: HttpRequest = { method: 'POST', url: 'https://api.bfl.ai/v1/flux-pro-1.1', headers: {} }
    expect(next(httpReply({ id: 'j 1', status: 'Pending' }), {}, post)).toEqual(look('https://api.bfl.ai/v1/get_result?id=j%201'))
  })

  test('a job that never ends is given up', () => {
    expect(next(httpReply({ id: 'j1', status: 'Pending' }), {}, sent, 1201)).toEqual({ kind: 'timeout', code: 'job_timeout' })
  })

  test('the bytes of the picture are fetched where they are asked for', () => {
    const request = { response_format: 'b64_json' }
    expect(next(httpReply(ready), request)).toEqual(look('https://delivery.example/cat.png', 0))
    expect(next(bytesReply([1, 2, 3], 'image/jpeg'), request)).toBeUndefined()
    expect(next(httpReply({ ...ready, result: { sample: 'http://10.0.0.1/x' } }), request)).toEqual({
      kind: 'connection',
      code: 'invalid_response',
    })
  })

  const created = testNow / 1000
  test.each([
    ['an address', httpReply(ready), { created, data: [{ url: 'https://delivery.example/cat.png' }] }],
    ['bytes', bytesReply([1, 2, 3], 'image/jpeg'), { created, data: [{ b64_json: 'AQID' }], output_format: 'jpeg' }],
    ['no bytes', bytesReply([], 'image/jpeg'), { kind: 'connection', code: 'invalid_response' }],
    ['no address', httpReply({ id: 'j1', status: 'Ready' }), { kind: 'internal', code: 'job_failed' }],
  ])('an answer with %s', (_name, reply, want) => {
    expect(readBy(bflImages, reply, callOf('images', { prompt: 'a cat' }), target)).toEqual(want)
  })
})

test.each([
  ['https://api.bfl.ai/v1/flux-pro-1.1', 'k'],
  ['https://api.us1.bfl.ai/v1/get_result?id=1', 'k'],
  ['https://delivery-eu1.bfl.ai/results/cat.png', undefined],
  ['https://delivery.example/cat.png', undefined],
  ['https://api.bfl.ai.evil.example/v1/get_result?id=1', undefined],
  ['https://api.bfl.ai@evil.example/v1/get_result?id=1', undefined],
])('the key that %s gets', async (url, key) => {
  const request = await bfl.authorize({ method: 'GET', url, headers: {} }, { kind: 'key', key: 'k' }, target, nodeCrypto, testNow)
  expect(request.headers['x-key']).toBe(key)
})

test.each([
  [402, { detail: 'Insufficient credits.' }, { kind: 'rate-limit', code: 'insufficient_quota' }],
  [403, { detail: 'Not authenticated' }, { kind: 'authentication' }],
  [
    422,
    { detail: [{ loc: ['body', 'width'], msg: 'must be a multiple of 32' }] },
    { kind: 'bad-request', message: expect.stringContaining('body.width: must be a multiple of 32') },
  ],
])('an answer of %s', (status, body, want) => {
  expect(bfl.toFailure({ status, headers: {}, text: JSON.stringify(body) }, target)).toMatchObject(want)
})
