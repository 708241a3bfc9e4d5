/** `POST /rerank`: documents by how well they answer a query, in Cohere's shape. */
import { answerWhole } from '../open-answer.js'
import { requirePresent, requireText } from '../request-members.js'
import type { Route } from '../route.js'

export const rerank: Route = {
  method: 'POST',
  paths: ['/rerank', '/v1/rerank', '/v2/rerank'],
  access: 'key',
  callType: 'arerank',
  errors: 'openai',
  summary: 'Ranks documents by a query.',
  tags: ['rerank'],
  handle: (call) =>
    answerWhole(call, 'rerank', (body) => {
      requireText(body, 'query')
      requirePresent(body, 'documents')
    }),
}
