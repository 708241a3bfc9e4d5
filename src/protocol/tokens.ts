/** Counting the tokens of a chat request before it is sent. */
import type { ChatMessage, ChatTool } from './messages.js'

/** What is to be counted, in OpenAI terms. */
export type TokenCountRequest = {
  model: string
  messages: ChatMessage[]
  tools?: ChatTool[]
  /** Members added to the provider's body as they are. */
  extra_body?: { [key: string]: unknown }
}

export type TokenCountReply = {
  input_tokens: number
  model: string
  /** `provider` is the vendor's own count; `local` comes from a tokenizer or an estimate here. */
  source: 'provider' | 'local'
}
