/** Rerank of Cohere, Voyage and Bedrock: what is sent, and results in one form. */
import { describe, expect, test } from 'vitest'
import { bedrockRerank } from '../../src/providers/bedrock/rerank.js'
import { cohereRerank } from '../../src/providers/cohere/rerank.js'
import { voyageRerank } from '../../src/providers/voyage/rerank.js'
import { httpReply, testTarget } from '../support/codec.js'
import { callOf, readBy, sentBy } from '../support/endpoint-call.js'

const asked = { query: 'Who?', documents: ['a', { text: 'b', title: 't' }] }

describe('Cohere', () => {
  const target = testTarget({ provider: { name: 'cohere' }, baseUrl: 'https://api.cohere.example', model: 'rerank-v3.5' })
  const post = (body: object) => ({
    method: 'POST',
    url: 'https://api.cohere.example/v2/rerank',
    body: { model: 'rerank-v3.5', query: 'Who?', ...body },
  })

  test.each([
    ['texts and objects with a text', asked, post({ documents: ['a', 'b'] })],
    [
      'named fields become lines',
      { ...asked, documents: [{ a: 1, b: 'x' }], rank_fields: ['b', 'a'] },
      post({ documents: ['b: x\na: 1'] }),
    ],
    ['one named field stands alone', { ...asked, documents: [{ a: 'y', b: 'x' }], rank_fields: ['a'] }, post({ documents: ['y'] })],
    ['an object without a text is lines', { ...asked, documents: [{ a: 'y', b: [1] }] }, post({ documents: ['a: y\nb: [1]'] })],
    [
      'limits',
      { ...asked, documents: ['a'], top_n: 3, max_tokens_per_doc: 99 },
      post({ documents: ['a'], top_n: 3, max_tokens_per_doc: 99 }),
    ],
    [
      'nulls and what is done here are not sent',
      { ...asked, documents: ['a'], top_n: null, return_documents: true, user: 'u' },
      post({ documents: ['a'] }),
    ],
    [
      'native members and extra bodies pass',
      { ...asked, documents: ['a'], priority: 1, extra_body: { x: 2 } },
      post({ documents: ['a'], priority: 1, x: 2 }),
    ],
    ['a parameter of version 1', { ...asked, max_chunks_per_doc: 2 }, { refused: 'max_chunks_per_doc', kind: 'unsupported-params' }],
    ['numbers', { ...asked, documents: [1] }, { refused: 'documents', kind: 'bad-request' }],
    ['nothing', { ...asked, documents: [] }, { refused: 'documents', kind: 'bad-request' }],
  ])('%s', (_name, request, want) => {
    expect(sentBy(cohereRerank, callOf('rerank', request), target)).toEqual(want)
  })

  test('a parameter of version 1 is left out under drop_params', () => {
    const call = callOf('rerank', { ...asked, documents: ['a'], max_chunks_per_doc: 2 }, { dropParams: true })
    expect(sentBy(cohereRerank, call, target)).toEqual(post({ documents: ['a'] }))
  })

  const results = [
    { index: 0, relevance_score: 0.1 },
    { index: 1, relevance_score: 0.9 },
  ]
  test.each([
    [
      'best first, billed units kept',
      { id: 'r1', results, meta: { api_version: {}, billed_units: { search_units: 2 } } },
      {},
      { id: 'r1', results: [results[1], results[0]], meta: { billed_units: { search_units: 2 } } },
    ],
    [
      'documents are added here',
      { id: 'r1', results },
      { return_documents: true },
      {
        id: 'r1',
        results: [
          { ...results[1], document: { text: 'b', title: 't' } },
          { ...results[0], document: { text: 'a' } },
        ],
      },
    ],
    ['an error inside', { message: 'internal server error' }, {}, { kind: 'internal', code: null }],
    ['a result without a score', { id: 'r1', results: [{ index: 0 }] }, {}, { kind: 'connection', code: 'invalid_response' }],
    ['no results', { id: 'r1' }, {}, { kind: 'connection', code: 'invalid_response' }],
  ])('%s', (_name, body, more, want) => {
    expect(readBy(cohereRerank, httpReply(body), callOf('rerank', { ...asked, ...more }), target)).toEqual(want)
  })
})

describe('Voyage', () => {
  const target = testTarget({ provider: { name: 'voyage' }, baseUrl: 'https://api.voyage.example/v1', model: 'rerank-2.5' })

  test('top_n is top_k', () => {
    expect(sentBy(voyageRerank, callOf('rerank', { ...asked, top_n: 1, truncation: false }), target)).toEqual({
      method: 'POST',
      url: 'https://api.voyage.example/v1/rerank',
      body: { model: 'rerank-2.5', query: 'Who?', documents: ['a', 'b'], top_k: 1, truncation: false },
    })
  })

  test('results stand under data and tokens are billed', () => {
    const body = { object: 'list', data: [{ relevance_score: 0.4, index: 0 }], model: 'rerank-2.5', usage: { total_tokens: 26 } }
    expect(readBy(voyageRerank, httpReply(body), callOf('rerank', asked), target)).toEqual({
      id: expect.stringMatching(/^rerank-[0-9a-f]{24}$/),
      model: 'rerank-2.5',
      results: [{ index: 0, relevance_score: 0.4 }],
      meta: { billed_units: { total_tokens: 26 }, tokens: { input_tokens: 26 } },
    })
  })

  test('an unknown model is an error', () => {
    const body = { detail: 'Model x is not supported. Supported models are […].' }
    expect(readBy(voyageRerank, httpReply(body), callOf('rerank', asked), target)).toEqual({ kind: 'not-found', code: 'model_not_found' })
  })
})

describe('Bedrock', () => {
  const at = (model: string, baseUrl: string) => testTarget({ provider: { name: 'bedrock' }, baseUrl, model })
  const body = (arn: string, more: object = {}) => ({
    queries: [{ type: 'TEXT', textQuery: { text: 'Who?' } }],
    sources: [
      { type: 'INLINE', inlineDocumentSource: { type: 'TEXT', textDocument: { text: 'a' } } },
      { type: 'INLINE', inlineDocumentSource: { type: 'TEXT', textDocument: { text: 'b' } } },
    ],
    rerankingConfiguration: {
      type: 'BEDROCK_RERANKING_MODEL',
      bedrockRerankingConfiguration: { numberOfResults: 2, modelConfiguration: { modelArn: arn }, ...more },
    },
  })
  const arn = (region: string, id: string) => `arn:aws:bedrock:${region}::foundation-model/${id}`

  test.each([
    [
      'cohere.rerank-v3-5:0',
      'https://bedrock-runtime.us-west-2.amazonaws.com',
      'https://bedrock-agent-runtime.us-west-2.amazonaws.com',
      'us-west-2',
    ],
    [
      'eu-central-1/cohere.rerank-v3-5:0',
      'https://bedrock-runtime.us-west-2.amazonaws.com',
      'https://bedrock-agent-runtime.eu-central-1.amazonaws.com',
      'eu-central-1',
    ],
    ['cohere.rerank-v3-5:0', 'http://127.0.0.1:1', 'http://127.0.0.1:1', 'us-west-2'],
  ])('%s at %s', (model, base, host, region) => {
    expect(sentBy(bedrockRerank, callOf('rerank', asked), at(model, base))).toEqual({
      method: 'POST',
      url: `${host}/rerank`,
      body: body(arn(region, 'cohere.rerank-v3-5:0')),
    })
  })

  test('an ARN names the model as it is, and what is the model’s own goes beside it', () => {
    const target = at('arn:aws:bedrock:us-east-1::foundation-model/amazon.rerank-v1:0', 'https://bedrock-runtime.us-east-1.amazonaws.com')
    const call = callOf('rerank', { ...asked, documents: [{ a: 1 }], top_n: 1, max_tokens_per_doc: 9 })
    expect(sentBy(bedrockRerank, call, target)).toEqual({
      method: 'POST',
      url: 'https://bedrock-agent-runtime.us-east-1.amazonaws.com/rerank',
      body: {
        ...body(''),
        sources: [{ type: 'INLINE', inlineDocumentSource: { type: 'JSON', jsonDocument: { a: 1 } } }],
        rerankingConfiguration: {
          type: 'BEDROCK_RERANKING_MODEL',
          bedrockRerankingConfiguration: {
            numberOfResults: 1,
            modelConfiguration: {
              modelArn: arn('us-east-1', 'amazon.rerank-v1:0'),
              additionalModelRequestFields: { max_tokens_per_doc: 9 },
            },
          },
        },
      },
    })
  })

  test.each([
    ['an error inside', { message: 'The model id is wrong' }, { kind: 'internal', code: null }],
    ['nothing', {}, { kind: 'connection', code: 'invalid_response' }],
  ])('%s', (_name, reply, want) => {
    expect(readBy(bedrockRerank, httpReply(reply), callOf('rerank', asked), at('m', 'http://h'))).toEqual(want)
  })
})
