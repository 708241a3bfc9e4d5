/** Text completions (`POST /completions`) as OpenAI writes them on the wire. */
import type { FinishReason, Usage } from './chat.js'

/** Body of `POST /completions`. */
export type CompletionRequest = {
  model: string
  prompt: string | string[] | number[] | number[][] | null
  best_of?: number | null
  echo?: boolean | null
  frequency_penalty?: number | null
  logit_bias?: { [token: string]: number } | null
  logprobs?: number | null
  max_tokens?: number | null
  n?: number | null
  presence_penalty?: number | null
  seed?: number | null
  stop?: string | string[] | null
  stream?: boolean | null
  stream_options?: { include_usage?: boolean; include_obfuscation?: boolean } | null
  /** Text that comes after what is to be written: fill in the middle. */
  suffix?: string | null
  temperature?: number | null
  top_p?: number | null
  user?: string
  /** Members added to the provider's body as they are. */
  extra_body?: { [key: string]: unknown }
}

export type CompletionReply = {
  id: string
  object: 'text_completion'
  /** Seconds since 1970. */
  created: number
  model: string
  choices: CompletionChoice[]
  system_fingerprint?: string
  usage?: Usage
}

export type CompletionChoice = {
  text: string
  index: number
  finish_reason: Extract<FinishReason, 'stop' | 'length' | 'content_filter'>
  logprobs: CompletionLogprobs | null
}

export type CompletionLogprobs = {
  text_offset?: number[]
  token_logprobs?: number[]
  tokens?: string[]
  top_logprobs?: { [token: string]: number }[]
}

/** A piece of a streamed completion. Only the last piece of a choice has a `finish_reason`; the usage piece has no choices. */
export type CompletionChunk = Omit<CompletionReply, 'choices' | 'usage'> & {
  choices: (Omit<CompletionChoice, 'finish_reason'> & { finish_reason: CompletionChoice['finish_reason'] | null })[]
  usage?: Usage | null
}
