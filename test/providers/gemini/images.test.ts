/** Images and edits with Gemini's models and with Imagen. */
import { describe, expect, test } from 'vitest'
import { imagesCodec } from '../../../src/providers/gemini/images.js'
import { imageEditsCodec } from '../../../src/providers/gemini/images-edit.js'
import { studioUrl } from '../../../src/providers/gemini/url.js'
import { httpReply, testNow, testTarget } from '../../support/codec.js'
import { callOf, fileOf, readBy, sentBy } from '../../support/endpoint-call.js'

const at = (model: string) => testTarget({ provider: { name: 'gemini' }, baseUrl: 'https://g.example/v1beta', model })
const images = imagesCodec(studioUrl)
const edits = imageEditsCodec(studioUrl)
const url = (model: string, method: string) => `https://g.example/v1beta/models/${model}:${method}`
const created = testNow / 1000

describe('Gemini’s image models', () => {
  const target = at('gemini-2.5-flash-image')
  const body = (imageConfig?: object, more: object = {}) => ({
    method: 'POST',
    url: url('gemini-2.5-flash-image', 'generateContent'),
    body: {
      contents: [{ role: 'user', parts: [{ text: 'a cat' }] }],
      generationConfig: { responseModalities: ['IMAGE'], ...(imageConfig && { imageConfig }) },
      ...more,
    },
  })

  test.each([
    ['words alone', {}, body()],
    ['the nearest ratio', { size: '1792x1024' }, body({ aspectRatio: '16:9' })],
    [
      'a square, and what is usual',
      { size: '1024x1024', n: 1, quality: 'auto', response_format: 'b64_json' },
      body({ aspectRatio: '1:1' }),
    ],
    ['a ratio as it is', { size: '4:5' }, body({ aspectRatio: '4:5' })],
    ['many pixels', { size: '4096x4096' }, body({ aspectRatio: '1:1', imageSize: '4K' })],
    [
      'native members find their place',
      { safety_settings: [], image_config: { imageSize: '2K' } },
      body({ imageSize: '2K' }, { safetySettings: [] }),
    ],
    ['extra bodies win', { extra_body: { contents: [] } }, body(undefined, { contents: [] })],
    ['addresses', { response_format: 'url' }, { refused: 'response_format', kind: 'unsupported-params' }],
    ['qualities', { quality: 'hd' }, { refused: 'quality', kind: 'unsupported-params' }],
    ['a strange size', { size: 'large' }, { refused: 'size', kind: 'unsupported-params' }],
  ])('%s', (_name, request, want) => {
    expect(sentBy(images, callOf('images', { prompt: 'a cat', ...request }), target)).toEqual(want)
  })

  test('several images are several requests', () => {
    const parts = images.split?.(callOf('images', { prompt: 'a cat', n: 3 }), target)
    expect(parts).toEqual([1, 2, 3].map(() => ({ model: 'group', prompt: 'a cat', n: 1 })))
    expect(images.split?.(callOf('images', { prompt: 'a cat', n: 1 }), target)).toBeUndefined()
  })

  test('pictures stand before the words of an edit', () => {
    const call = callOf('imageEdits', { prompt: 'a hat', image: [fileOf('cat.png'), fileOf('dog', [4], 'image/jpeg')] })
    expect(sentBy(edits, call, target)).toMatchObject({
      url: url('gemini-2.5-flash-image', 'generateContent'),
      body: {
        contents: [
          {
            role: 'user',
            parts: [
              { inlineData: { mimeType: 'image/png', data: 'AQID' } },
              { inlineData: { mimeType: 'image/jpeg', data: 'BA==' } },
              { text: 'a hat' },
            ],
          },
        ],
      },
    })
  })

  test.each([
    ['a mask', { image: [fileOf('cat.png')], mask: fileOf('m.png') }, { refused: 'mask', kind: 'unsupported-params' }],
    ['no picture', {}, { refused: 'image', kind: 'bad-request' }],
  ])('an edit with %s is refused', (_name, request, want) => {
    expect(sentBy(edits, callOf('imageEdits', { prompt: 'a hat', ...request }), target)).toEqual(want)
  })

  const part = { inlineData: { mimeType: 'image/png', data: 'AQID' } }
  const usageMetadata = {
    promptTokenCount: 10,
    candidatesTokenCount: 1300,
    totalTokenCount: 1320,
    thoughtsTokenCount: 10,
    candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1290 }],
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: 10 }],
  }
  test.each([
    [
      'pictures, without those of thoughts',
      { candidates: [{ content: { parts: [{ text: 'Here' }, { ...part, thought: true }, part] }, finishReason: 'STOP' }], usageMetadata },
      {
        created,
        data: [{ b64_json: 'AQID' }],
        output_format: 'png',
        usage: {
          input_tokens: 10,
          output_tokens: 1310,
          total_tokens: 1320,
          input_tokens_details: { image_tokens: 0, text_tokens: 10 },
          output_tokens_details: { image_tokens: 1290, text_tokens: 20 },
        },
      },
    ],
    [
      'a filter',
      { candidates: [{ finishReason: 'IMAGE_SAFETY', finishMessage: 'no' }] },
      { kind: 'content-policy', code: 'content_policy_violation' },
    ],
    ['a refused prompt', { promptFeedback: { blockReason: 'OTHER' } }, { kind: 'content-policy', code: 'content_policy_violation' }],
    ['words only', { candidates: [{ content: { parts: [{ text: 'I cannot' }] } }] }, { kind: 'connection', code: 'invalid_response' }],
    ['an error', { error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'q' } }, { kind: 'rate-limit', code: 'RESOURCE_EXHAUSTED' }],
  ])('an answer with %s', (_name, reply, want) => {
    expect(readBy(images, httpReply(reply), callOf('images', { prompt: 'a cat' }), target)).toEqual(want)
  })

  test('replies of several requests become one', () => {
    const one = {
      created,
      data: [{ b64_json: 'A' }],
      usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3, input_tokens_details: { image_tokens: 0, text_tokens: 1 } },
    }
    expect(images.join?.([one, one], callOf('images', { prompt: 'a cat' }))).toEqual({
      created,
      data: [{ b64_json: 'A' }, { b64_json: 'A' }],
      usage: {
        input_tokens: 2,
        output_tokens: 4,
        total_tokens: 6,
        input_tokens_details: { image_tokens: 0, text_tokens: 2 },
        output_tokens_details: { image_tokens: 0, text_tokens: 0 },
      },
    })
  })
})

describe('Imagen', () => {
  const target = at('imagen-4.0-generate-001')
  const body = (parameters: object) => ({
    method: 'POST',
    url: url('imagen-4.0-generate-001', 'predict'),
    body: { instances: [{ prompt: 'a cat' }], parameters: { sampleCount: 1, includeRaiReason: true, ...parameters } },
  })

  test.each([
    ['words alone', {}, body({})],
    [
      'how many, and of what form',
      { n: 3, size: '1024x1792', output_format: 'jpeg', output_compression: 80 },
      body({ sampleCount: 3, aspectRatio: '9:16', outputOptions: { mimeType: 'image/jpeg', compressionQuality: 80 } }),
    ],
    ['many pixels', { size: '2048x2048' }, body({ aspectRatio: '1:1', sampleImageSize: '2K' })],
    ['native members are parameters', { person_generation: 'allow_adult', seed: 5 }, body({ personGeneration: 'allow_adult', seed: 5 })],
    ['WebP', { output_format: 'webp' }, { refused: 'output_format', kind: 'unsupported-params' }],
    ['no text', { prompt: 1 }, { refused: 'prompt', kind: 'bad-request' }],
  ])('%s', (_name, request, want) => {
    expect(sentBy(images, callOf('images', { prompt: 'a cat', ...request }), target)).toEqual(want)
  })

  test('more than four images are several requests', () => {
    expect(images.split?.(callOf('images', { prompt: 'a cat', n: 9 }), target)?.map(({ n }) => n)).toEqual([4, 4, 1])
  })

  test('it edits nothing', () => {
    expect(sentBy(edits, callOf('imageEdits', { prompt: 'a hat', image: [fileOf()] }), target)).toEqual({
      refused: 'model',
      kind: 'bad-request',
    })
  })

  test.each([
    [
      'pictures',
      { predictions: [{ mimeType: 'image/png', bytesBase64Encoded: 'AQID', prompt: 'a big cat' }] },
      { created, data: [{ b64_json: 'AQID', revised_prompt: 'a big cat' }], output_format: 'png' },
    ],
    ['a filter', { predictions: [{ raiFilteredReason: 'unsafe' }] }, { kind: 'content-policy', code: 'content_policy_violation' }],
    ['nothing at all', {}, { kind: 'content-policy', code: 'content_policy_violation' }],
    ['something else', { hello: 1 }, { kind: 'connection', code: 'invalid_response' }],
    ['an error', { error: { code: 404, status: 'NOT_FOUND', message: 'q' } }, { kind: 'not-found', code: 'NOT_FOUND' }],
  ])('an answer with %s', (_name, reply, want) => {
    expect(readBy(images, httpReply(reply), callOf('images', { prompt: 'a cat' }), target)).toEqual(want)
  })
})
