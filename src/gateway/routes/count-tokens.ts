/** `POST /v1/messages/count_tokens`: how many tokens a Messages request would send, by the vendor's count or an estimate here. */
import type { MessagesCount } from '../anthropic/body.js'
import { sendJson } from '../open-answer.js'
import { readCall } from '../request-body.js'
import type { Route } from '../route.js'
import { chatCall } from './messages.js'

export const countTokens: Route = {
  method: 'POST',
  paths: ['/v1/messages/count_tokens'],
  access: 'key',
  callType: 'acount_tokens',
  errors: 'anthropic',
  summary: "Counts the tokens of a request in the form of Anthropic's Messages API.",
  tags: ['anthropic'],
  handle: async (call) => {
    const { body, options } = chatCall(call, readCall(call), false)
    const counted = await call.calls.whole('tokens', body, options)
    const answer: MessagesCount = { input_tokens: counted.input_tokens }
    sendJson(call, counted.meta, answer)
  },
}
