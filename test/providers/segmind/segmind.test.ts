/** Segmind: the model is the path, pictures come as base64. */
import { expect, test } from 'vitest'
import { segmindImages } from '../../../src/providers/segmind/images.js'
import { segmind } from '../../../src/providers/segmind.js'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'
import { httpReply, testNow, testTarget } from '../../support/codec.js'
import { bytesReply, callOf, readBy, sentBy } from '../../support/endpoint-call.js'

const target = testTarget({ provider: { name: 'segmind' }, baseUrl: 'https://s.example/v1', model: 'sdxl1.0-txt2img' })
const post = (body: object) => ({
  method: 'POST',
  url: 'https://s.example/v1/sdxl1.0-txt2img',
  body: { prompt: 'a cat', base64: true, ...body },
})

test.each([
  ['words alone', {}, post({})],
  [
    'how many, how big, how',
    { n: 2, size: '1024x768', style: 'anime', seed: 1 },
    post({ samples: 2, img_width: 1024, img_height: 768, style: 'anime', seed: 1 }),
  ],
  ['addresses', { response_format: 'url' }, { refused: 'response_format', kind: 'unsupported-params' }],
  ['no words', { prompt: '' }, { refused: 'prompt', kind: 'bad-request' }],
])('%s', (_name, request, want) => {
  expect(sentBy(segmindImages, callOf('images', { prompt: 'a cat', ...request }), target)).toEqual(want)
})

const created = testNow / 1000
test.each([
  ['one picture', httpReply({ image: 'AQID', status: 'Success' }), { created, data: [{ b64_json: 'AQID' }] }],
  ['several', httpReply({ image: ['AQID', 'BA=='] }), { created, data: [{ b64_json: 'AQID' }, { b64_json: 'BA==' }] }],
  ['bytes', bytesReply([1, 2, 3], 'image/jpeg'), { created, data: [{ b64_json: 'AQID' }], output_format: 'jpeg' }],
  ['an error', httpReply({ error: 'no' }), { kind: 'internal', code: null }],
  ['nothing', httpReply({}), { kind: 'connection', code: 'invalid_response' }],
])('an answer with %s', (_name, reply, want) => {
  expect(readBy(segmindImages, reply, callOf('images', { prompt: 'a cat' }), target)).toEqual(want)
})

test('the key has a header of its own', async () => {
  const request = await segmind.authorize(
    { method: 'POST', url: 'https://s.example', headers: {} },
    { kind: 'key', key: 'k' },
    target,
    nodeCrypto,
    testNow,
  )
  expect(request.headers['x-api-key']).toBe('k')
})
