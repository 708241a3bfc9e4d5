/** Hugging Face: names of models and providers, endpoints of one's own, vectors. */
import { describe, expect, test } from 'vitest'
import { huggingface } from '../../src/providers/huggingface.js'
import { embeddingCall, httpReply } from '../support/codec.js'
import { chatSent, embeddingSent, failureOf, madeOf, rowTarget } from '../support/native-request.js'

const router = 'https://router.huggingface.co/v1'
const own = 'https://x.us-east-1.aws.endpoints.huggingface.cloud'
const at = (model: string, baseUrl = router) => rowTarget('huggingface', { baseUrl, model })

test.each([
  ['deepseek-ai/DeepSeek-R1', router, `${router}/chat/completions`, 'deepseek-ai/DeepSeek-R1'],
  ['deepseek-ai/DeepSeek-R1:fastest', router, `${router}/chat/completions`, 'deepseek-ai/DeepSeek-R1:fastest'],
  ['together/deepseek-ai/DeepSeek-R1', router, `${router}/chat/completions`, 'deepseek-ai/DeepSeek-R1:together'],
  ['hf-inference/org/name', router, `${router}/chat/completions`, 'org/name:hf-inference'],
  ['tgi', own, `${own}/v1/chat/completions`, 'tgi'],
  ['tgi', `${own}/v1`, `${own}/v1/chat/completions`, 'tgi'],
  ['tgi', `${own}/v1/chat/completions`, `${own}/v1/chat/completions`, 'tgi'],
  [own, router, `${own}/v1/chat/completions`, 'tgi'],
])('%s at %s is called at %s as %s', (model, baseUrl, url, sent) => {
  expect(chatSent(huggingface, at(model, baseUrl))).toMatchObject({ url, body: { model: sent } })
})

test('a URL that a caller hands through a wildcard is a name like any other: its host would get the key of the config', () => {
  const plain = at('https://evil.example')
  const target = { ...plain, deployment: { ...plain.deployment, model: '*' } }
  expect(chatSent(huggingface, target)).toMatchObject({ url: `${router}/chat/completions` })
  expect(embeddingSent(huggingface, target).url).toMatch(/^https:\/\/router\.huggingface\.co\/hf-inference\/models\/https%3A/)
})

describe('embeddings', () => {
  const model = 'BAAI/bge-small-en-v1.5'

  test.each([
    [model, router, `https://router.huggingface.co/hf-inference/models/${model}/pipeline/feature-extraction`],
    [`hf-inference/${model}`, router, `https://router.huggingface.co/hf-inference/models/${model}/pipeline/feature-extraction`],
    [model, own, own],
    [own, router, own],
  ])('%s at %s are asked for at %s', (name, baseUrl, url) => {
    expect(embeddingSent(huggingface, at(name, baseUrl), { input: 'a', extra_body: { normalize: true } })).toMatchObject({
      url,
      body: { inputs: ['a'], normalize: true },
    })
  })

  test.each([
    ['a vector', [1, 2], [[1, 2]]],
    [
      'vectors',
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'vectors of tokens',
      [
        [
          [1, 2],
          [9, 9],
        ],
      ],
      [[1, 2]],
    ],
    ['an object with vectors', { embeddings: [[1, 2]] }, [[1, 2]]],
  ])('%s', (_name, body, want) => {
    const reply = madeOf(huggingface.endpoints.embeddings?.fromResponse(httpReply(body), embeddingCall(), at(model)))
    expect(reply.data.map(({ embedding }) => embedding)).toEqual(want)
  })

  test('an error under status 200 is a failure', () => {
    const reply = huggingface.endpoints.embeddings?.fromResponse(httpReply({ error: 'Model is loading' }), embeddingCall(), at(model))
    expect(failureOf(reply).message).toContain('Model is loading')
  })
})

test('reranking is there when it is asked for', async () => {
  expect(await huggingface.later?.rerank?.()).toHaveProperty('toRequest')
})
