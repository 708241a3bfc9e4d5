/**
 * OpenAI's text completions as a chat: the conversation becomes one prompt. Also Mistral's and Inception's fill in the
 * middle, which differ by their rows only. Sources: OpenAI's legacy reference, Mistral's FIM reference, LiteLLM's adapters.
 */
import type { Outcome } from '../protocol/failure.js'
import type { Adapter, Call, Target } from './adapter.js'
import type { Built } from './openai/chat-request.js'
import { completions } from './openai/completions.js'
import { hostDoor } from './openai/host-door.js'
import { wrappedChat } from './openai/wrapped.js'
import { openai } from './openai.js'
import { chatPrompt, chatTurns, promptStyle } from './shared/chat-prompt.js'
import { isRecord, type JsonRecord, recordsOf } from './shared/json.js'
import { openAiParams, settleRefused } from './shared/params.js'

/** Of chat's parameters, those that completions have. */
const taken: ReadonlySet<string> = new Set(
  'frequency_penalty logit_bias max_tokens n presence_penalty seed stop temperature top_p user stream_options random_seed'.split(' '),
)

/** Adapter of the format `openai-text`: completions, and chat over them. */
export const openaiText: Adapter = {
  format: 'openai-text',
  framing: 'sse',
  endpoints: {
    chat: wrappedChat({
      url: (_call, target): Outcome<string> => hostDoor(target, 'completions').url,
      body: textBody,
      answer: (body) => withChoices(body, (choice) => ({ message: { role: 'assistant', content: choice.text } })),
      event: (chunk) => withChoices(chunk, (choice) => ({ delta: { content: choice.text } })),
    }),
    completions: completions(),
  },
  authorize: openai.authorize,
  toFailure: openai.toFailure,
}

/**
 * Differs: LiteLLM sends each message of a conversation as a prompt of its own, which the host answers one by one; here
 * they are one prompt.
 */
function textBody(body: JsonRecord, call: Call<'chat'>, target: Target): Built<JsonRecord> {
  if (body.max_completion_tokens !== undefined) {
    body.max_tokens = body.max_completion_tokens
    delete body.max_completion_tokens
  }
  const names = Object.keys(body).filter((name) => openAiParams.has(name) && !taken.has(name))
  const refused = settleRefused(
    body,
    names.map((name) => ({ name })),
    call,
    target,
  )
  if (refused !== undefined) return { ...refused, body: undefined }
  const turns = chatTurns(body.messages, target)
  if ('failure' in turns) return { ...turns, body: undefined }
  const { messages: _messages, ...rest } = body
  return { body: { ...rest, prompt: chatPrompt(turns, promptStyle(target.model)) } }
}

/** Fill in the middle answers with messages already; log probabilities have another shape than chat's. */
function withChoices(body: JsonRecord, inner: (choice: JsonRecord) => JsonRecord): JsonRecord {
  if (!Array.isArray(body.choices)) return body
  const choices = recordsOf(body.choices).map(({ logprobs: _logprobs, ...choice }) => {
    return isRecord(choice.message) || isRecord(choice.delta) || typeof choice.text !== 'string' ? choice : { ...choice, ...inner(choice) }
  })
  return { ...body, object: undefined, choices }
}
