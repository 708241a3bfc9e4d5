/** `POST /utils/token_counter`: how many tokens a request is. */
import { prepareCall } from '../call-options.js'
import type { CallBody } from '../calls.js'
import { countHere } from '../count-here.js'
import { badRequest } from '../errors.js'
import { queryFlag } from '../query.js'
import { askedModel, readCall } from '../request-body.js'
import { requireList } from '../request-members.js'
import type { Route } from '../route.js'
import { chatCall } from './gemini.js'

export const tokenCounter: Route = {
  method: 'POST',
  paths: ['/utils/token_counter'],
  access: 'key',
  errors: 'openai',
  summary: 'Counts the tokens of a chat or a text.',
  tags: ['utilities'],
  query: [{ name: 'call_endpoint', about: 'Asks the provider, where it counts tokens. Default: counted here.', type: 'boolean' }],
  handle: async (call) => {
    const asked = readCall(call)
    const { body, options } = Array.isArray(asked.contents) ? chatCall(call, asked.model, asked, false) : prepareCall(call, asChat(asked))
    const asksProvider = queryFlag(call, 'call_endpoint')
    const {
      input_tokens: total,
      model,
      source,
    } = asksProvider ? await call.calls.whole('tokens', body, options) : (await countHere(call.serving, body)).reply
    call.reply.send({
      total_tokens: total,
      request_model: askedModel(call, asked),
      model_used: model,
      tokenizer_type: source === 'provider' ? 'provider_api' : 'local_tokenizer',
    })
  },
}

/** A bare text counts as one message of a user, and `system`, as Anthropic's clients send it, as the first one. */
function asChat({ prompt, system, ...body }: CallBody & { readonly prompt?: unknown; readonly system?: unknown }): CallBody {
  if (body.messages === undefined) {
    if (typeof prompt !== 'string')
      throw badRequest("messages is missing: a list of messages, a text as prompt, or Gemini's contents", 'messages')
    return { ...body, messages: [{ role: 'user', content: prompt }] }
  }
  requireList(body, 'messages')
  if (system === undefined || !Array.isArray(body.messages)) return body
  return { ...body, messages: [{ role: 'system', content: system }, ...body.messages] }
}
