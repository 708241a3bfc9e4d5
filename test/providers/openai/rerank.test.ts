/** Reranking: the shape each host takes, and its answer as Cohere's; a recorded one of Together among them. */
import { expect, test } from 'vitest'
import type { RerankRequest } from '../../../src/protocol/rerank.js'
import { exchangesRoot, readExchanges } from '../../support/corpus.js'
import { callOf, readOf, rowTarget, sentOf } from './endpoint-call.js'

const query = 'q'
const documents = ['a', { text: 'b', lang: 'de' }]

test.each([
  {
    provider: 'together_ai',
    want: {
      url: 'https://api.together.xyz/v1/rerank',
      body: { model: 'o/m_1', query, documents, top_n: 1, rank_fields: ['text'], return_documents: true },
    },
  },
  {
    provider: 'azure_ai',
    baseUrl: 'https://x.models.example/v1/',
    want: {
      url: 'https://x.models.example/v1/rerank',
      body: { model: 'o/m_1', query, documents, top_n: 1, rank_fields: ['text'], return_documents: true },
    },
  },
  {
    provider: 'dashscope',
    want: {
      url: 'https://dashscope.aliyuncs.com/compatible-api/v1/reranks',
      body: { model: 'o/m_1', query, documents, top_n: 1, rank_fields: ['text'], return_documents: true },
    },
  },
  {
    provider: 'huggingface',
    baseUrl: 'http://tei.example:8080',
    want: { url: 'http://tei.example:8080/rerank', body: { query, texts: ['a', 'b'] } },
  },
  {
    provider: 'deepinfra',
    want: { url: 'https://api.deepinfra.com/v1/inference/o/m_1', body: { queries: ['q', 'q'], documents: ['a', 'b'] } },
  },
  {
    provider: 'nvidia_nim',
    want: {
      url: 'https://ai.api.nvidia.com/v1/retrieval/o/m_1/reranking',
      body: { model: 'o/m.1', query: { text: 'q' }, passages: [{ text: 'a' }, { text: 'b' }] },
    },
  },
  {
    provider: 'nvidia_nim',
    baseUrl: 'http://nim.example:8000/v1',
    want: {
      url: 'http://nim.example:8000/v1/ranking',
      body: { model: 'o/m.1', query: { text: 'q' }, passages: [{ text: 'a' }, { text: 'b' }] },
    },
  },
])('to $provider at $want.url', async ({ provider, baseUrl, want }) => {
  const call = callOf('rerank', { query, documents, top_n: 1, rank_fields: ['text'], return_documents: true })
  expect(await sentOf(call, rowTarget(provider, { model: 'o/m_1', ...(baseUrl !== undefined && { baseUrl }) }))).toEqual(want)
})

test('members of the host pass, and `ranking/` before a NIM model chooses the path for all', async () => {
  const request = { query, documents: ['a'], truncate: 'END' } as Partial<RerankRequest> // NIM's own member
  expect(await sentOf(callOf('rerank', request), rowTarget('nvidia_nim', { model: 'ranking/o/m_1' }))).toEqual({
    url: 'https://ai.api.nvidia.com/v1/ranking',
    body: { model: 'o/m.1', query: { text: 'q' }, passages: [{ text: 'a' }], truncate: 'END' },
  })
})

test('documents that are neither text nor object are refused where texts are needed', async () => {
  const request = { query, documents: [1] } as unknown as RerankRequest // what a caller without a type checker would hand over
  expect(await sentOf(callOf('rerank', request), rowTarget('deepinfra'))).toEqual({ refused: ['bad-request', null, 'documents'] })
})

const minted = expect.stringMatching(/^rerank-[0-9a-f]{24}$/)
const first = { index: 1, relevance_score: 0.9 }
const second = { index: 0, relevance_score: 0.1 }

test.each([
  {
    name: 'Cohere’s shape, with searches',
    provider: 'infinity',
    given: { id: 'r', results: [second, first], meta: { billed_units: { search_units: 1 } } },
    want: { id: 'r', results: [first, second], meta: { billed_units: { search_units: 1 } } },
  },
  {
    name: 'Jina, with documents and tokens',
    provider: 'jina_ai',
    given: { model: 'j', results: [{ ...first, document: { text: 'x' } }], usage: { total_tokens: 8, prompt_tokens: 8 } },
    want: { id: minted, model: 'j', results: [first], meta: { billed_units: { total_tokens: 8 }, tokens: { input_tokens: 8 } } },
  },
  {
    name: 'text-embeddings-inference',
    provider: 'huggingface',
    given: [
      { index: 1, score: 0.9 },
      { index: 0, score: 0.1 },
    ],
    want: { id: minted, results: [first, second] },
  },
  {
    name: 'DeepInfra, a score for each document',
    provider: 'deepinfra',
    given: { scores: [0.1, 0.9], input_tokens: 12, request_id: 'd' },
    want: { id: minted, results: [first, second], meta: { billed_units: { total_tokens: 12 }, tokens: { input_tokens: 12 } } },
  },
  {
    name: 'NIM, whose scores are logits',
    provider: 'nvidia_nim',
    given: {
      rankings: [
        { index: 1, logit: 0.9 },
        { index: 0, logit: -5 },
      ],
    },
    want: { id: minted, results: [first, { index: 0, relevance_score: -5 }] },
  },
  { name: 'an error in a 200', provider: 'together_ai', given: { error: { message: 'x', code: 429 } }, want: ['rate-limit', '429'] },
  { name: 'a score that is none', provider: 'deepinfra', given: { scores: ['a'] }, want: ['connection', 'invalid_response'] },
  { name: 'an index that is none', provider: 'huggingface', given: [{ index: -1, score: 1 }], want: ['connection', 'invalid_response'] },
  { name: 'no results', provider: 'together_ai', given: {}, want: ['connection', 'invalid_response'] },
  { name: 'half of JSON', provider: 'together_ai', given: '{"results":[', want: ['connection', 'invalid_response'] },
])('answer: $name', async ({ provider, given, want }) => {
  expect(await readOf(callOf('rerank', { query, documents }), rowTarget(provider), given)).toEqual(want)
})

test('the best are left where a host sends all, each with the caller’s own document', async () => {
  const call = callOf('rerank', { query, documents, top_n: 1, return_documents: true })
  expect(await readOf(call, rowTarget('deepinfra'), { scores: [0.1, 0.9] })).toEqual({
    id: minted,
    results: [{ ...first, document: { text: 'b', lang: 'de' } }],
  })
})

const recorded = readExchanges(exchangesRoot(), 'togetherai', 'rerank')

test.runIf(recorded.length > 0)('recordings of Together are seen as expected', async () => {
  for (const { response_body: body, expected, model } of recorded) {
    const reply = await readOf(callOf('rerank', { query, documents }), rowTarget('together_ai'), JSON.stringify(body))
    const { results } = reply as { results: unknown } // compared as a whole just below
    expect({ kind: 'rerank', results, model: (reply as { model: unknown }).model }).toEqual({ ...expected, model })
  }
})
