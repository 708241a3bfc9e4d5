/** Counting tokens goes through the body builders of chat, so that what is counted is what would be sent. */
import type { ChatRequest } from '../../protocol/chat.js'
import type { TokenCountReply } from '../../protocol/tokens.js'
import type { Call } from '../adapter.js'

/** The same conversation as a chat; what the chat would not take (defaults of the deployment) is left out, for it is not counted. */
export function chatOf(call: Call<'tokens'>): Call<'chat'> {
  const request: ChatRequest = { ...call.request }
  return { ...call, endpoint: 'chat', request, stream: false, dropParams: true }
}

/** A count that the vendor made. */
export function providerCount(inputTokens: number, model: string): TokenCountReply {
  return { input_tokens: inputTokens, model, source: 'provider' }
}
