/** A small body for each kind of call, for the OpenAPI document and the page on which routes are tried out. */
import type { CallType } from './route.js'

type Example = { readonly [name: string]: unknown }

const messages = [{ role: 'user', content: 'Say hello.' }]

const examples: { readonly [T in CallType]?: Example } = {
  acompletion: { model: 'gpt-4o', messages },
  atext_completion: { model: 'gpt-3.5-turbo-instruct', prompt: 'Say hello.' },
  aembedding: { model: 'text-embedding-3-small', input: ['hello'] },
  anthropic_messages: { model: 'claude-sonnet-4-5', max_tokens: 64, messages },
  acount_tokens: { model: 'claude-sonnet-4-5', messages },
  agenerate_content: { contents: [{ role: 'user', parts: [{ text: 'Say hello.' }] }] },
  aresponses: { model: 'gpt-4o', input: 'Say hello.' },
  aimage_generation: { model: 'gpt-image-1', prompt: 'a lighthouse', n: 1 },
  aimage_edit: { model: 'gpt-image-1', prompt: 'add a boat' },
  atranscription: { model: 'whisper-1' },
  atranslation: { model: 'whisper-1' },
  aspeech: { model: 'tts-1', input: 'Hello.', voice: 'alloy' },
  amoderation: { model: 'omni-moderation-latest', input: 'hello' },
  arerank: { model: 'rerank-v3.5', query: 'ships', documents: ['a boat', 'a tree'] },
  afile: { purpose: 'batch' },
  afine_tuning: { training_file: 'file-1', model: 'gpt-4o-mini-2024-07-18' },
  abatch: { input_file_id: 'file-1', endpoint: '/v1/chat/completions', completion_window: '24h' },
}

/** Undefined for calls whose body is the provider's own. */
export function exampleOf(type: CallType | undefined): Example | undefined {
  return type === undefined ? undefined : examples[type]
}
