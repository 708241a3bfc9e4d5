/** `POST /moderations`: what is wrong with a text. */
import { answerWhole } from '../open-answer.js'
import { requirePresent } from '../request-members.js'
import type { Route } from '../route.js'

export const moderations: Route = {
  method: 'POST',
  paths: ['/moderations', '/v1/moderations'],
  access: 'key',
  callType: 'amoderation',
  errors: 'openai',
  summary: 'Judges texts and images.',
  tags: ['moderations'],
  handle: (call) => answerWhole(call, 'moderations', (body) => requirePresent(body, 'input')),
}
