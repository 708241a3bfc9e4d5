/** Google's ranking API: records in, ids and scores out. */
import { expect, test } from 'vitest'
import { vertexRerank } from '../../../src/providers/vertex/rerank.js'
import { httpReply, testTarget } from '../../support/codec.js'
import { callOf, readBy, sentBy } from '../../support/endpoint-call.js'

const at = (baseUrl: string, settings: { readonly [name: string]: string } = { vertex_project: 'p' }) =>
  testTarget({ provider: { name: 'vertex_ai' }, baseUrl, model: 'semantic-ranker-default@latest', settings })
const usual = at('https://{location}-aiplatform.googleapis.com')
const asked = { query: 'Who?', documents: ['a', { text: 'b', title: 't' }] }
const path = 'projects/p/locations/global/rankingConfigs/default_ranking_config:rank'
const body = {
  model: 'semantic-ranker-default@latest',
  query: 'Who?',
  records: [
    { id: '0', content: 'a' },
    { id: '1', title: 't', content: 'b' },
  ],
  ignoreRecordDetailsInResponse: true,
}

test.each([
  ['Google’s own host', usual, {}, { method: 'POST', url: `https://discoveryengine.googleapis.com/v1/${path}`, body }],
  [
    'a host of one’s own',
    at('http://127.0.0.1:1'),
    { top_n: 1 },
    { method: 'POST', url: `http://127.0.0.1:1/v1/${path}`, body: { ...body, topN: 1 } },
  ],
  ['no project', at('http://127.0.0.1:1', {}), {}, { refused: 'vertex_project', kind: 'bad-request' }],
  ['a limit on tokens', usual, { max_tokens_per_doc: 5 }, { refused: 'max_tokens_per_doc', kind: 'unsupported-params' }],
])('%s', (_name, target, request, want) => {
  expect(sentBy(vertexRerank, callOf('rerank', { ...asked, ...request }), target)).toEqual(want)
})

test('the project’s quota counts', () => {
  expect(vertexRerank.toRequest(callOf('rerank', asked), usual)).toMatchObject({ headers: { 'x-goog-user-project': 'p' } })
})

test.each([
  [
    'results',
    {
      records: [
        { id: '1', score: 0.2 },
        { id: '0', score: 0.9 },
      ],
    },
    {
      id: expect.stringMatching(/^rerank-/),
      results: [
        { index: 0, relevance_score: 0.9 },
        { index: 1, relevance_score: 0.2 },
      ],
      meta: { billed_units: { search_units: 1 } },
    },
  ],
  ['an id that is none of ours', { records: [{ id: 'x', score: 1 }] }, { kind: 'connection', code: 'invalid_response' }],
  ['an error', { error: { code: 403, status: 'PERMISSION_DENIED', message: 'no' } }, { kind: 'permission', code: 'PERMISSION_DENIED' }],
])('an answer with %s', (_name, reply, want) => {
  expect(readBy(vertexRerank, httpReply(reply), callOf('rerank', asked), usual)).toEqual(want)
})
