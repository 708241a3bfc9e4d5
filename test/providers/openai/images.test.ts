/** Image generation and editing: what is sent to each host, and what comes back. */
import { expect, test } from 'vitest'
import type { ImageRequest } from '../../../src/protocol/images.js'
import { testNow, testTarget } from '../../support/codec.js'
import { callOf, readOf, rowTarget, sentOf, upload } from './endpoint-call.js'

const model = 'm'
const prompt = 'a sea otter'
const png = upload('a.png', '\x89PNG\r\n\x1a\n\x00\xff')
const jpg = upload('b.jpg', '\xff\xd8')

test.each([
  {
    name: 'to OpenAI as it is',
    provider: 'openai',
    request: { prompt, size: '1024x1024', quality: 'high', output_format: 'webp', user: 'u', background: null, stream: false },
    want: {
      url: 'https://api.openai.com/v1/images/generations',
      body: { model, prompt, size: '1024x1024', quality: 'high', output_format: 'webp', user: 'u' },
    },
  },
  {
    name: 'to Together with width and height, and base64 under its name',
    provider: 'together_ai',
    request: { prompt, size: '1024x768', response_format: 'b64_json', steps: 4, quality: 'auto' },
    want: {
      url: 'https://api.together.xyz/v1/images/generations',
      body: { model, prompt, width: 1024, height: 768, response_format: 'base64', steps: 4 },
    },
  },
  {
    name: 'to Together with no size where any will do',
    provider: 'together_ai',
    request: { prompt, size: 'auto' },
    want: { url: 'https://api.together.xyz/v1/images/generations', body: { model, prompt } },
  },
  {
    name: 'to SiliconFlow under its names',
    provider: 'siliconflow',
    request: { prompt, size: '512x512', n: 2 },
    want: { url: 'https://api.siliconflow.cn/v1/images/generations', body: { model, prompt, image_size: '512x512', batch_size: 2 } },
  },
  {
    name: 'to Recraft under its path, with a style of its own',
    provider: 'recraft',
    request: { prompt, style: 'digital_illustration', size: '1024x1024' },
    want: {
      url: 'https://external.api.recraft.ai/v1/images/generations',
      body: { model, prompt, style: 'digital_illustration', size: '1024x1024' },
    },
  },
  {
    name: 'to xAI with a ratio of its own',
    provider: 'xai',
    request: { prompt, n: 2, response_format: 'b64_json', aspect_ratio: '16:9' },
    want: {
      url: 'https://api.x.ai/v1/images/generations',
      body: { model, prompt, n: 2, response_format: 'b64_json', aspect_ratio: '16:9' },
    },
  },
  {
    name: 'not to xAI with pixels',
    provider: 'xai',
    request: { prompt, size: '1024x1024' },
    want: { refused: ['unsupported-params', 'unsupported_parameter', 'size'] },
  },
  {
    name: 'not as a stream',
    provider: 'openai',
    request: { prompt, stream: true, partial_images: 2 },
    want: { refused: ['unsupported-params', 'unsupported_parameter', 'stream'] },
  },
  {
    name: 'not to a host without images',
    provider: 'groq',
    request: { prompt },
    want: { refused: ['bad-request', 'endpoint_not_supported', null] },
  },
])('$name', async ({ provider, request, want }) => {
  const terms = request as Partial<ImageRequest> // hosts' own members, and what is refused
  expect(await sentOf(callOf('images', terms), rowTarget(provider, { model }))).toEqual(want)
})

test('drop_params asks for the images whole, and without what the host lacks', async () => {
  const request = { prompt, stream: true, partial_images: 2, size: '1024x1024', style: 'vivid' } as Partial<ImageRequest>
  expect(await sentOf(callOf('images', request, { dropParams: true }), rowTarget('xai', { model }))).toEqual({
    url: 'https://api.x.ai/v1/images/generations',
    body: { model, prompt },
  })
})

test('drop_params leaves out a mask too', async () => {
  const call = callOf('imageEdits', { prompt, image: [jpg], mask: png, quality: 'low' }, { dropParams: true })
  expect(await sentOf(call, rowTarget('recraft', { model }))).toMatchObject({
    body: [
      ['image', expect.anything()],
      ['model', model],
      ['prompt', prompt],
      ['strength', '0.2'],
    ],
  })
})

test('members of the deployment and the call are added, and unwanted ones removed', async () => {
  const target = rowTarget('openai', { model, deployment: { extraBody: { a: 1, b: 1 }, additionalDropParams: ['user'] } })
  expect(await sentOf(callOf('images', { prompt, user: 'u', extra_body: { b: 2 } }), target)).toEqual({
    url: 'https://api.openai.com/v1/images/generations',
    body: { model, prompt, a: 1, b: 2 },
  })
})

const seen = { name: 'a.png', type: 'image/png', text: '\x89PNG\r\n\x1a\n\x00\xff' }

test.each([
  {
    name: 'one image and a mask, typed by their names',
    provider: 'openai',
    request: { prompt, image: [png], mask: png, size: '1024x1024' },
    want: {
      url: 'https://api.openai.com/v1/images/edits',
      body: [
        ['image', seen],
        ['mask', seen],
        ['model', model],
        ['prompt', prompt],
        ['size', '1024x1024'],
      ],
    },
  },
  {
    name: 'several images',
    provider: 'openai',
    request: { prompt, image: [png, jpg], n: 2 },
    want: {
      url: 'https://api.openai.com/v1/images/edits',
      body: [
        ['image[]', seen],
        ['image[]', { name: 'b.jpg', type: 'image/jpeg', text: '\xff\xd8' }],
        ['model', model],
        ['prompt', prompt],
        ['n', '2'],
      ],
    },
  },
  {
    name: 'to xAI as data URLs in JSON',
    provider: 'xai',
    request: { prompt, image: [jpg] },
    want: {
      url: 'https://api.x.ai/v1/images/edits',
      body: { model, prompt, image: { type: 'image_url', url: 'data:image/jpeg;base64,/9g=' } },
    },
  },
  {
    name: 'several to xAI',
    provider: 'xai',
    request: { prompt, image: [jpg, jpg] },
    want: {
      url: 'https://api.x.ai/v1/images/edits',
      body: {
        model,
        prompt,
        images: [
          { type: 'image_url', url: 'data:image/jpeg;base64,/9g=' },
          { type: 'image_url', url: 'data:image/jpeg;base64,/9g=' },
        ],
      },
    },
  },
  {
    name: 'to Together beside what makes an image from nothing',
    provider: 'together_ai',
    request: { prompt, image: [jpg], size: '512x256', response_format: 'b64_json' as const },
    want: {
      url: 'https://api.together.xyz/v1/images/generations',
      body: { model, prompt, width: 512, height: 256, response_format: 'base64', image_url: 'data:image/jpeg;base64,/9g=' },
    },
  },
  {
    name: 'several to Together',
    provider: 'together_ai',
    request: { prompt, image: [jpg, jpg] },
    want: { refused: ['bad-request', null, 'image'] },
  },
  {
    name: 'to Recraft with the strength it demands',
    provider: 'recraft',
    request: { prompt, image: [jpg] },
    want: {
      url: 'https://external.api.recraft.ai/v1/images/imageToImage',
      body: [
        ['image', { name: 'b.jpg', type: 'image/jpeg', text: '\xff\xd8' }],
        ['model', model],
        ['prompt', prompt],
        ['strength', '0.2'],
      ],
    },
  },
  { name: 'nothing to edit', provider: 'openai', request: { prompt, image: [] }, want: { refused: ['bad-request', null, 'image'] } },
  {
    name: 'a mask that xAI does not take',
    provider: 'xai',
    request: { prompt, image: [jpg], mask: png },
    want: { refused: ['unsupported-params', 'unsupported_parameter', 'mask'] },
  },
])('edits: $name', async ({ provider, request, want }) => {
  expect(await sentOf(callOf('imageEdits', request), rowTarget(provider, { model }))).toEqual(want)
})

const created = testNow / 1000

test.each([
  {
    name: 'gpt-image, with its tokens',
    given: {
      created: 5,
      background: 'opaque',
      data: [{ b64_json: 'AA==' }],
      usage: { input_tokens: 9, output_tokens: 20, total_tokens: 29, input_tokens_details: { text_tokens: 9, image_tokens: 0 } },
    },
    want: {
      created: 5,
      background: 'opaque',
      data: [{ b64_json: 'AA==' }],
      usage: { input_tokens: 9, output_tokens: 20, total_tokens: 29, input_tokens_details: { text_tokens: 9, image_tokens: 0 } },
    },
  },
  {
    name: 'dall-e, by URL',
    given: { created: 5, data: [{ url: 'https://x.example/a.png', revised_prompt: 'otter', b64_json: null }] },
    want: { created: 5, data: [{ url: 'https://x.example/a.png', revised_prompt: 'otter' }] },
  },
  {
    name: 'a host that tells no time',
    given: { id: 'o1', object: 'list', data: [{ index: 0, b64_json: 'AA==' }] },
    want: { id: 'o1', object: 'list', created, data: [{ index: 0, b64_json: 'AA==' }] },
  },
  {
    name: 'a data URL is base64',
    given: { data: [{ url: 'data:image/png;base64,AA==' }] },
    want: { created, data: [{ b64_json: 'AA==' }] },
  },
  {
    name: 'usage under the names of chat',
    given: { created: 5, data: [{ b64_json: 'AA==' }], usage: { prompt_tokens: 2, completion_tokens: 3 } },
    want: {
      created: 5,
      data: [{ b64_json: 'AA==' }],
      usage: {
        prompt_tokens: 2,
        completion_tokens: 3,
        input_tokens: 2,
        output_tokens: 3,
        total_tokens: 5,
        input_tokens_details: { text_tokens: 2, image_tokens: 0 },
      },
    },
  },
  {
    name: 'usage without counts is none',
    given: { created: 5, data: [{ url: 'u' }], usage: {} },
    want: { created: 5, data: [{ url: 'u' }] },
  },
  { name: 'an error in a 200', given: { error: { message: 'x', code: 429 } }, want: ['rate-limit', '429'] },
  { name: 'no image', given: { created: 5, data: [] }, want: ['connection', 'invalid_response'] },
  { name: 'an empty image', given: { created: 5, data: [{}] }, want: ['connection', 'invalid_response'] },
  { name: 'half of JSON', given: '{"data":[', want: ['connection', 'invalid_response'] },
])('reply: $name', async ({ given, want }) => {
  expect(await readOf(callOf('images', { prompt }), testTarget(), given)).toEqual(want)
  expect(await readOf(callOf('imageEdits', { prompt, image: [png] }), testTarget(), given)).toEqual(want)
})
