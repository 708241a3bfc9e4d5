/** What a Router takes, refuses and returns. */
import type OpenAI from 'openai'
import type { ChatReply } from '../../src/protocol/chat.js'
import type { EmbeddingReply } from '../../src/protocol/embeddings.js'
import type { ChatMessage } from '../../src/protocol/messages.js'
import type { ApiPromise, Reply } from '../../src/runtime/client-types.js'
import type { ChatStream } from '../../src/runtime/streams/stream-types.js'
import { Router, type RouterModel } from '../../src/sdk/index.js'
import { accepts } from './accepts.js'

declare const messages: ChatMessage[]
declare const text: string
declare const flag: boolean
declare const list: RouterModel[]

const router = new Router({
  model_list: [
    { model_name: 'gpt-4o', litellm_params: { model: 'azure/gpt-4o', api_key: text, api_base: text, rpm: 10, temperature: 0 } },
    { model_name: 'claude', litellm_params: { model: 'anthropic/claude-sonnet-4-5' }, model_info: { id: 'claude-1', mode: 'chat' } },
    { model_name: 'openai/*', litellm_params: { model: 'openai/*' } },
  ],
  model_group_alias: { fast: 'claude', hidden: { model: 'openai/gpt-4.1', hidden: true } },
  routing_strategy: 'latency-based-routing',
  routing_strategy_args: { lowest_latency_buffer: 0.1 },
  fallbacks: [{ 'gpt-4o': ['claude', { model: 'openai/gpt-4.1', temperature: 0 }] }, { '*': ['fast'] }],
  default_fallbacks: ['claude'],
  retry_policy: { RateLimitErrorRetries: 3, DefaultRetries: 1 },
  allowed_fails_policy: { TimeoutErrorAllowedFails: 2 },
  model_group_retry_policy: { claude: { TimeoutErrorRetries: 0 } },
  provider_budget_config: { openai: { budget_limit: 1, time_period: '1d' } },
  onEvent: (event) => text.includes(event.type),
})

// Models: those of the list, aliases, what patterns match; and any text that is known only when the program runs.
router.completion({ model: 'gpt-4o', messages })
router.completion({ model: 'fast', messages, fallbacks: ['claude', { model: 'gpt-4o', temperature: 1 }], num_retries: 1 })
router.completion({ model: 'openai/anything', messages }, { maxRetries: 1 })
router.completion({ model: text, messages })
router.completion({ model: `openai/${text}`, messages })
router.embedding({ model: 'claude', input: 'a' })
// @ts-expect-error a name that is not there
router.completion({ model: 'gpt-4', messages })
// @ts-expect-error nor here
router.embedding({ model: 'cluade', input: 'a' })
// @ts-expect-error a fallback that is not there
router.completion({ model: 'gpt-4o', messages, fallbacks: ['cluade'] })
// @ts-expect-error a parameter that does not exist
router.completion({ model: 'gpt-4o', messages, temprature: 1 })
// @ts-expect-error a body without what is asked
router.completion({ model: 'gpt-4o' })

// Answers.
accepts<ApiPromise<Reply<ChatReply>>>(router.completion({ model: 'gpt-4o', messages }))
accepts<ApiPromise<ChatStream>>(router.acompletion({ model: text, messages, stream: true }))
accepts<Promise<Reply<ChatReply> | ChatStream>>(router.completion({ model: 'fast', messages, stream: flag }))
accepts<ApiPromise<Reply<EmbeddingReply>>>(router.embedding({ model: text, input: 'a' }))
accepts<Promise<OpenAI.ChatCompletion>>(router.completion({ model: 'gpt-4o', messages }))

// A list that is known only when the program runs takes any name.
const dynamic = new Router({
  model_list: list,
  fallbacks: [{ [text]: [text] }],
  routing_strategy: ({ candidates }) => candidates[0]?.id ?? '',
})
dynamic.completion({ model: 'anything', messages })
dynamic.completion({ model: text, messages, stream: true })

const one = [{ model_name: 'a', litellm_params: { model: 'openai/gpt-4o' } }] as const
new Router({ model_list: one }).completion({ model: 'a', messages })
// @ts-expect-error a list as a constant closes the names too
new Router({ model_list: one }).completion({ model: 'b', messages })
// @ts-expect-error a strategy that does not exist
new Router({ model_list: one, routing_strategy: 'latency' })
// @ts-expect-error an argument that does not exist
new Router({ model_list: one, routing_stratgy: 'least-busy' })
// @ts-expect-error a chain to a model that is not there
new Router({ model_list: one, fallbacks: [{ a: ['b'] }] })
// @ts-expect-error a chain from one
new Router({ model_list: one, fallbacks: [{ b: ['a'] }] })
// @ts-expect-error an alias of one
new Router({ model_list: one, model_group_alias: { c: 'b' } })
// @ts-expect-error no list
new Router({ num_retries: 1 })
// @ts-expect-error a class of error that does not exist
new Router({ model_list: one, retry_policy: { TimeoutRetries: 1 } })
