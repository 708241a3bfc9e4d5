/** fal: the model is the path; sizes and pictures as each model takes them. */
import { describe, expect, test } from 'vitest'
import { falEdits, falImages } from '../../../src/providers/fal/images.js'
import { fal } from '../../../src/providers/fal.js'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'
import { httpReply, testNow, testTarget } from '../../support/codec.js'
import { callOf, fileOf, readBy, sentBy } from '../../support/endpoint-call.js'

const at = (model: string) => testTarget({ provider: { name: 'fal_ai' }, baseUrl: 'https://fal.example', model })
const post = (model: string, body: object) => ({ method: 'POST', url: `https://fal.example/${model}`, body })
const flux = 'fal-ai/flux/dev'

describe('generation', () => {
  test.each([
    ['words alone', flux, {}, post(flux, { prompt: 'a cat' })],
    [
      'how many, how big',
      flux,
      { n: 2, size: '1024x768', seed: 3 },
      post(flux, { prompt: 'a cat', num_images: 2, image_size: { width: 1024, height: 768 }, seed: 3 }),
    ],
    [
      'a ratio for models without pixels',
      'fal-ai/flux-pro/v1.1-ultra',
      { size: '1024x1792' },
      post('fal-ai/flux-pro/v1.1-ultra', { prompt: 'a cat', aspect_ratio: '9:16' }),
    ],
    [
      'bytes instead of addresses',
      flux,
      { response_format: 'b64_json', output_format: 'png' },
      post(flux, { prompt: 'a cat', output_format: 'png', sync_mode: true }),
    ],
    [
      'OpenAI’s own models',
      'fal-ai/gpt-image-1/text-to-image',
      { quality: 'high', background: 'transparent' },
      post('fal-ai/gpt-image-1/text-to-image', { prompt: 'a cat', quality: 'high', background: 'transparent' }),
    ],
    ['qualities of others', flux, { quality: 'high' }, { refused: 'quality', kind: 'unsupported-params' }],
    ['no words', flux, { prompt: '' }, { refused: 'prompt', kind: 'bad-request' }],
  ])('%s', (_name, model, request, want) => {
    expect(sentBy(falImages, callOf('images', { prompt: 'a cat', ...request }), at(model))).toEqual(want)
  })

  const created = testNow / 1000
  test.each([
    [
      'addresses',
      { images: [{ url: 'https://f.example/1.png', content_type: 'image/png' }, 'https://f.example/2.png'] },
      { created, data: [{ url: 'https://f.example/1.png' }, { url: 'https://f.example/2.png' }], output_format: 'png' },
    ],
    [
      'bytes',
      { images: [{ url: 'data:image/jpeg;base64,AQID', content_type: 'image/jpeg' }] },
      { created, data: [{ b64_json: 'AQID' }], output_format: 'jpeg' },
    ],
    ['one picture', { image: { url: 'https://f.example/1.png' } }, { created, data: [{ url: 'https://f.example/1.png' }] }],
    ['an error', { detail: 'nope' }, { kind: 'internal', code: null }],
    ['nothing', { images: [] }, { kind: 'connection', code: 'invalid_response' }],
  ])('an answer with %s', (_name, body, want) => {
    expect(readBy(falImages, httpReply(body), callOf('images', { prompt: 'a cat' }), at(flux))).toEqual(want)
  })
})

describe('edits', () => {
  const image = [fileOf('cat.png')]
  const url = 'data:image/png;base64,AQID'
  test.each([
    ['one picture', 'fal-ai/flux-pro/kontext', { image }, post('fal-ai/flux-pro/kontext', { prompt: 'a hat', image_url: url })],
    [
      'a list of pictures and a mask',
      'fal-ai/nano-banana/edit',
      { image: [...image, ...image], mask: fileOf('m.png', [5]) },
      post('fal-ai/nano-banana/edit', { prompt: 'a hat', image_urls: [url, url], mask_url: 'data:image/png;base64,BQ==' }),
    ],
    ['too many pictures', 'fal-ai/flux-pro/kontext', { image: [...image, ...image] }, { refused: 'image', kind: 'bad-request' }],
    ['no picture', 'fal-ai/flux-pro/kontext', {}, { refused: 'image', kind: 'bad-request' }],
  ])('%s', (_name, model, request, want) => {
    expect(sentBy(falEdits, callOf('imageEdits', { prompt: 'a hat', ...request }), at(model))).toEqual(want)
  })
})

test('the key stands behind Key', async () => {
  const request = await fal.authorize(
    { method: 'POST', url: 'https://fal.example', headers: {} },
    { kind: 'key', key: 'k' },
    at(flux),
    nodeCrypto,
    testNow,
  )
  expect(request.headers.authorization).toBe('Key k')
})

test.each([
  [
    422,
    { detail: [{ loc: ['body', 'prompt'], msg: 'flagged by a content checker', type: 'content_policy_violation' }] },
    { kind: 'content-policy', code: 'content_policy_violation' },
  ],
  [403, { detail: 'User is locked. Reason: Exhausted balance.' }, { kind: 'rate-limit', code: 'insufficient_quota' }],
  [401, { detail: 'Cannot access application' }, { kind: 'authentication' }],
])('an answer of %s', (status, body, want) => {
  expect(fal.toFailure({ status, headers: {}, text: JSON.stringify(body) }, at(flux))).toMatchObject(want)
})
