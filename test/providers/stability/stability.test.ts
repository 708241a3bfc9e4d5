/** Stability AI: forms to the address of each model or tool, base64 back. */
import { describe, expect, test } from 'vitest'
import { stabilityEdits, stabilityImages } from '../../../src/providers/stability/images.js'
import { editPath, generatePath } from '../../../src/providers/stability/paths.js'
import { stability } from '../../../src/providers/stability.js'
import { httpReply, testNow, testTarget } from '../../support/codec.js'
import { callOf, fileOf, formOf, readBy, sentBy, shown } from '../../support/endpoint-call.js'

const at = (model: string) => testTarget({ provider: { name: 'stability' }, baseUrl: 'https://s.example', model })
const place = (path: string) => ({ method: 'POST', url: `https://s.example/v2beta/stable-image/${path}` })
const picture = 'cat.png image/png 010203'

test.each([
  ['stable-image-ultra', 'generate/ultra'],
  ['stable-image-core', 'generate/core'],
  ['sd3.5-large', 'generate/sd3'],
])('%s draws at %s', (model, path) => {
  expect(generatePath(model)).toBe(`/v2beta/stable-image/${path}`)
})

test.each([
  ['inpaint', 'edit/inpaint'],
  ['stable-image-search-and-replace-v1:0', 'edit/search-and-replace'],
  ['remove-background', 'edit/remove-background'],
  ['fast', 'upscale/fast'],
  ['style-transfer', 'control/style-transfer'],
  ['control-style', 'control/style'],
  ['sketch', 'control/sketch'],
  ['sd3.5-large', 'generate/sd3'],
  ['stable-image-ultra', 'generate/ultra'],
  ['stable-image-core', 'edit/inpaint'],
])('%s edits at %s', (model, path) => {
  expect(editPath(model)).toBe(`/v2beta/stable-image/${path}`)
})

describe('generation', () => {
  test.each([
    ['words alone', 'sd3.5-large', {}, 'generate/sd3', { prompt: 'a cat', model: 'sd3.5-large', output_format: 'png' }],
    [
      'form, style and native members',
      'stable-image-core',
      { size: '1024x1792', style: 'anime', output_format: 'webp', seed: 4 },
      'generate/core',
      { prompt: 'a cat', aspect_ratio: '9:16', style_preset: 'anime', output_format: 'webp', seed: '4' },
    ],
  ])('%s', (_name, model, request, path, fields) => {
    const http = stabilityImages.toRequest(callOf('images', { prompt: 'a cat', ...request }), at(model))
    expect(shown(http)).toMatchObject(place(path))
    expect(formOf(http)).toEqual(fields)
  })

  test.each([
    ['addresses', { response_format: 'url' }, { refused: 'response_format', kind: 'unsupported-params' }],
    ['several at once', { n: 2 }, { refused: 'n', kind: 'unsupported-params' }],
    ['no words', { prompt: '' }, { refused: 'prompt', kind: 'bad-request' }],
  ])('%s are refused', (_name, request, want) => {
    expect(sentBy(stabilityImages, callOf('images', { prompt: 'a cat', ...request }), at('sd3.5-large'))).toEqual(want)
  })

  test('several images are several requests', () => {
    expect(stabilityImages.split?.(callOf('images', { prompt: 'a cat', n: 2 }), at('sd3.5-large'))?.map(({ n }) => n)).toEqual([1, 1])
  })

  const created = testNow / 1000
  test.each([
    ['a picture', { image: 'AQID', finish_reason: 'SUCCESS', seed: 1 }, { created, data: [{ b64_json: 'AQID' }], output_format: 'png' }],
    ['a filter', { image: 'AQID', finish_reason: 'CONTENT_FILTERED' }, { kind: 'content-policy', code: 'content_policy_violation' }],
    ['errors', { name: 'bad_request', errors: ['a', 'b'] }, { kind: 'internal', code: 'bad_request' }],
    ['nothing', {}, { kind: 'connection', code: 'invalid_response' }],
  ])('an answer with %s', (_name, body, want) => {
    expect(readBy(stabilityImages, httpReply(body), callOf('images', { prompt: 'a cat' }), at('sd3.5-large'))).toEqual(want)
  })
})

describe('edits', () => {
  const image = [fileOf('cat.png')]
  test.each([
    [
      'a tool with a mask',
      'inpaint',
      { image, mask: fileOf('m.png', [5]), grow_mask: 2 },
      'edit/inpaint',
      { prompt: 'a hat', output_format: 'png', grow_mask: '2', image: picture, mask: 'm.png image/png 05' },
    ],
    [
      'a tool without words',
      'remove-background',
      { image, prompt: '' },
      'edit/remove-background',
      { output_format: 'png', image: picture },
    ],
    [
      'a picture redrawn',
      'sd3.5-large',
      { image },
      'generate/sd3',
      { prompt: 'a hat', strength: '0.7', model: 'sd3.5-large', mode: 'image-to-image', output_format: 'png', image: picture },
    ],
    [
      'a picture redrawn by Ultra',
      'stable-image-ultra',
      { image, strength: 0.2 },
      'generate/ultra',
      { prompt: 'a hat', strength: '0.2', output_format: 'png', image: picture },
    ],
  ])('%s', (_name, model, request, path, fields) => {
    const http = stabilityEdits.toRequest(callOf('imageEdits', { prompt: 'a hat', ...request }), at(model))
    expect(shown(http)).toMatchObject(place(path))
    expect(formOf(http)).toEqual(fields)
  })

  test.each([
    ['no picture', {}, { refused: 'image', kind: 'bad-request' }],
    ['two pictures', { image: [...image, ...image] }, { refused: 'image', kind: 'bad-request' }],
  ])('%s are refused', (_name, request, want) => {
    expect(sentBy(stabilityEdits, callOf('imageEdits', { prompt: 'a hat', ...request }), at('inpaint'))).toEqual(want)
  })
})

test.each([
  [
    403,
    { id: 'x', name: 'content_moderation', errors: ['Your request was flagged.'] },
    { kind: 'content-policy', code: 'content_policy_violation' },
  ],
  [402, { name: 'payment_required', errors: ['You lack sufficient credits.'] }, { kind: 'rate-limit', code: 'insufficient_quota' }],
  [
    400,
    { name: 'bad_request', errors: ['seed: must be a number'] },
    { kind: 'bad-request', message: expect.stringContaining('seed: must be a number') },
  ],
])('an answer of %s', (status, body, want) => {
  expect(stability.toFailure({ status, headers: {}, text: JSON.stringify(body) }, at('sd3.5-large'))).toMatchObject(want)
})
