/** `POST /embeddings`: vectors, as numbers or in base64 as the client asks. */
import { answerWhole } from '../open-answer.js'
import { relay } from '../relay/relay.js'
import { requirePresent } from '../request-members.js'
import type { Route } from '../route.js'

export const embeddings: Route = {
  method: 'POST',
  paths: ['/embeddings', '/v1/embeddings', '/engines/:model/embeddings', '/openai/deployments/:model/embeddings'],
  access: 'key',
  isHot: true,
  callType: 'aembedding',
  errors: 'openai',
  summary: 'Turns texts into vectors.',
  tags: ['embeddings'],
  handle: (call) => relay(call, 'embeddings') ?? answerWhole(call, 'embeddings', (body) => requirePresent(body, 'input')),
}
