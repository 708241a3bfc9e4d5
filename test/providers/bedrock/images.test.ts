/** Images and edits of Amazon's and Stability's models on Bedrock. */
import { describe, expect, test } from 'vitest'
import { bedrockImages } from '../../../src/providers/bedrock/images.js'
import { bedrockImageEdits } from '../../../src/providers/bedrock/images-edit.js'
import { httpReply, testNow, testTarget } from '../../support/codec.js'
import { callOf, fileOf, readBy, sentBy } from '../../support/endpoint-call.js'

const host = 'https://bedrock-runtime.us-east-1.amazonaws.com'
const at = (model: string) => testTarget({ provider: { name: 'bedrock' }, baseUrl: host, model })
const canvas = 'amazon.nova-canvas-v1:0'
const sd35 = 'stability.sd3-5-large-v1:0'
const sdxl = 'stability.stable-diffusion-xl-v1'
const post = (model: string, body: object) => ({ method: 'POST', url: `${host}/model/${encodeURIComponent(model)}/invoke`, body })
const config = (more: object = {}) => ({ imageGenerationConfig: { numberOfImages: 1, ...more } })

describe('generation', () => {
  test.each([
    ['words alone', canvas, {}, post(canvas, { taskType: 'TEXT_IMAGE', textToImageParams: { text: 'a cat' }, ...config() })],
    [
      'how many, how big, how good',
      canvas,
      { n: 2, size: '1280x720', quality: 'hd' },
      post(canvas, {
        taskType: 'TEXT_IMAGE',
        textToImageParams: { text: 'a cat' },
        ...config({ numberOfImages: 2, width: 1280, height: 720, quality: 'premium' }),
      }),
    ],
    [
      'native members find their place',
      'amazon.titan-image-generator-v2:0',
      { cfgScale: 8, seed: 1, negativeText: 'dogs', imageGenerationConfig: { width: 512 } },
      post('amazon.titan-image-generator-v2:0', {
        taskType: 'TEXT_IMAGE',
        textToImageParams: { text: 'a cat', negativeText: 'dogs' },
        ...config({ cfgScale: 8, seed: 1, width: 512 }),
      }),
    ],
    [
      'another task',
      canvas,
      { taskType: 'COLOR_GUIDED_GENERATION', colorGuidedGenerationParams: { colors: ['#fff'] } },
      post(canvas, {
        taskType: 'COLOR_GUIDED_GENERATION',
        colorGuidedGenerationParams: { text: 'a cat', colors: ['#fff'] },
        ...config(),
      }),
    ],
    [
      'Stable Diffusion 3.5',
      sd35,
      { size: '1792x1024', output_format: 'jpeg', seed: 3 },
      post(sd35, { prompt: 'a cat', aspect_ratio: '16:9', output_format: 'jpeg', seed: 3 }),
    ],
    [
      'Stable Diffusion XL',
      sdxl,
      { size: '1024x1024', style: 'anime', cfg_scale: 7 },
      post(sdxl, { text_prompts: [{ text: 'a cat', weight: 1 }], width: 1024, height: 1024, style_preset: 'anime', cfg_scale: 7 }),
    ],
    ['addresses', canvas, { response_format: 'url' }, { refused: 'response_format', kind: 'unsupported-params' }],
    ['a background', canvas, { background: 'transparent' }, { refused: 'background', kind: 'unsupported-params' }],
    ['a model that draws nothing', 'anthropic.claude-3-haiku-20240307-v1:0', {}, { refused: 'model', kind: 'bad-request' }],
  ])('%s', (_name, model, request, want) => {
    expect(sentBy(bedrockImages, callOf('images', { prompt: 'a cat', ...request }), at(model))).toEqual(want)
  })

  test.each([
    [canvas, 7, [5, 2]],
    [canvas, 5, undefined],
    [sd35, 2, [1, 1]],
  ])('%s draws %s images in requests of %s', (model, n, want) => {
    expect(bedrockImages.split?.(callOf('images', { prompt: 'a cat', n }), at(model))?.map((part) => part.n)).toEqual(want)
  })

  const created = testNow / 1000
  test.each([
    ['pictures', { images: ['AQID', 'BA=='] }, { created, data: [{ b64_json: 'AQID' }, { b64_json: 'BA==' }] }],
    [
      'artifacts',
      { result: 'success', artifacts: [{ base64: 'AQID', finishReason: 'SUCCESS' }] },
      { created, data: [{ b64_json: 'AQID' }] },
    ],
    [
      'a filtered artifact',
      { artifacts: [{ base64: 'AQID', finishReason: 'CONTENT_FILTERED' }] },
      { kind: 'content-policy', code: 'content_policy_violation' },
    ],
    [
      'a filter of Stability',
      { images: [null], finish_reasons: ['Filter reason: prompt'] },
      { kind: 'content-policy', code: 'content_policy_violation' },
    ],
    ['a filter of Amazon', { images: [], error: 'blocked' }, { kind: 'content-policy', code: 'content_policy_violation' }],
    ['an error', { __type: 'ValidationException', message: 'no' }, { kind: 'bad-request', code: 'ValidationException' }],
    ['nothing', {}, { kind: 'connection', code: 'invalid_response' }],
  ])('an answer with %s', (_name, reply, want) => {
    expect(readBy(bedrockImages, httpReply(reply), callOf('images', { prompt: 'a cat' }), at(canvas))).toEqual(want)
  })
})

describe('edits', () => {
  const image = [fileOf('cat.png')]
  test.each([
    [
      'a variation',
      canvas,
      { image: [...image, fileOf('dog.png', [4])], similarityStrength: 0.5 },
      post(canvas, {
        taskType: 'IMAGE_VARIATION',
        imageVariationParams: { text: 'a hat', images: ['AQID', 'BA=='], similarityStrength: 0.5 },
        ...config(),
      }),
    ],
    [
      'a mask',
      canvas,
      { image, mask: fileOf('m.png', [5]) },
      post(canvas, { taskType: 'INPAINTING', inPaintingParams: { text: 'a hat', image: 'AQID', maskImage: 'BQ==' }, ...config() }),
    ],
    [
      'a mask in words',
      canvas,
      { image, maskPrompt: 'head' },
      post(canvas, { taskType: 'INPAINTING', inPaintingParams: { text: 'a hat', image: 'AQID', maskPrompt: 'head' }, ...config() }),
    ],
    [
      'a picture redrawn',
      sd35,
      { image, strength: 0.3 },
      post(sd35, { prompt: 'a hat', image: 'AQID', mode: 'image-to-image', strength: 0.3 }),
    ],
    [
      'a tool',
      'stability.stable-image-inpaint-v1:0',
      { image, mask: fileOf('m.png', [5]) },
      post('stability.stable-image-inpaint-v1:0', { prompt: 'a hat', image: 'AQID', mask: 'BQ==' }),
    ],
    ['no picture', canvas, {}, { refused: 'image', kind: 'bad-request' }],
    ['a model that edits nothing', sdxl, { image }, { refused: 'model', kind: 'bad-request' }],
  ])('%s', (_name, model, request, want) => {
    expect(sentBy(bedrockImageEdits, callOf('imageEdits', { prompt: 'a hat', ...request }), at(model))).toEqual(want)
  })
})
