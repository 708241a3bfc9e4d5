/** Which provider LiteLLM means by a model name without a prefix. */
import { bareName, spellings, withoutDate } from './model-names.js'
import { isListed } from './prices.js'

/** LiteLLM asks its lists in this order; a name belongs to the first that has it. */
const lists: readonly { readonly provider: string; readonly family: string; readonly shape: RegExp }[] = [
  { provider: 'text-completion-openai', family: 'openai', shape: /^(?:gpt-3\.5-turbo-instruct|babbage-002|davinci-002)/ },
  {
    provider: 'openai',
    family: 'openai',
    shape:
      /^(?:gpt-(?!oss)|o\d|chatgpt-|codex-|computer-use|text-embedding-(?:3|ada)|dall-e-|whisper-1|tts-1|omni-moderation|text-moderation)/,
  },
  { provider: 'anthropic', family: 'anthropic', shape: /^claude-/ },
  { provider: 'cohere_chat', family: 'cohere', shape: /^command-(?:a|r)/ },
  { provider: 'cohere', family: 'cohere', shape: /^(?:command|embed-|rerank-)/ },
  // Vertex AI, not AI Studio: so LiteLLM reads an unprefixed Gemini name.
  { provider: 'vertex_ai', family: 'google', shape: /^(?:gemini-|imagen-|text-embedding-00|text-multilingual-embedding)/ },
  {
    provider: 'bedrock',
    family: 'bedrock',
    shape: /^(?:(?:us|eu|apac|jp|au|global)\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen)\./,
  },
]

/** Names that belong to a provider by their form alone, before any list is asked. */
const forms: readonly { readonly provider: string; readonly shape: RegExp }[] = [
  { provider: 'openai', shape: /^\*$|ft:gpt-(?:3\.5-turbo|4)|^gpt-image/ },
  { provider: 'anthropic_text', shape: /^claude-(?:2|instant-1)$/ },
  // Models newer than the lists.
  { provider: 'anthropic', shape: /^claude-[a-z]+-\d+-\d+(?:-\d{8})?$/i },
  // `owner/name:` and a version.
  { provider: 'replicate', shape: /^[^:]+:[^:]{64}(?::|$)/ },
  { provider: 'ai21_chat', shape: /^jamba-(?:1\.5(?:-mini|-large)?|(?:large|mini)-1\.[67])(?:@001)?$/ },
]

/** Hosts, and paths below them, by which LiteLLM knows the provider of a model without prefix, before it looks at the name. */
const hosts: readonly (readonly [provider: string, place: string])[] = [
  ['perplexity', 'api.perplexity.ai'],
  ['anyscale', 'api.endpoints.anyscale.com/v1'],
  ['deepinfra', 'api.deepinfra.com/v1/openai'],
  ['mistral', 'api.mistral.ai/v1'],
  ['groq', 'api.groq.com/openai/v1'],
  ['nvidia_nim', 'integrate.api.nvidia.com/v1'],
  ['cerebras', 'api.cerebras.ai/v1'],
  ['baseten', 'inference.baseten.co/v1'],
  ['sambanova', 'api.sambanova.ai/v1'],
  ['ai21_chat', 'api.ai21.com/studio/v1'],
  ['codestral', 'codestral.mistral.ai/v1/chat/completions'],
  ['text-completion-codestral', 'codestral.mistral.ai/v1/fim/completions'],
  ['empower', 'app.empower.dev/api/v1'],
  ['deepseek', 'api.deepseek.com/v1'],
  ['ollama', 'ollama.com'],
  ['friendliai', 'api.friendli.ai/serverless/v1'],
  ['galadriel', 'api.galadriel.com/v1'],
  ['meta_llama', 'api.llama.com/compat/v1'],
  ['featherless_ai', 'api.featherless.ai/v1'],
  ['nscale', 'inference.api.nscale.com/v1'],
  ['dashscope', 'dashscope-intl.aliyuncs.com/compatible-mode/v1'],
  ['modelscope', 'api-inference.modelscope.cn/v1'],
  ['moonshot', 'api.moonshot.ai/v1'],
  ['minimax', 'api.minimax.io/v1'],
  ['minimax', 'api.minimaxi.com/v1'],
  ['publicai', 'platform.publicai.co/v1'],
  ['synthetic', 'api.synthetic.new/openai/v1'],
  ['apertis', 'api.stima.tech/v1'],
  ['nano-gpt', 'nano-gpt.com/api/v1'],
  ['poe', 'api.poe.com/v1'],
  ['chutes', 'llm.chutes.ai/v1'],
  ['v0', 'api.v0.dev/v1'],
  ['lambda_ai', 'api.lambda.ai/v1'],
  ['inception', 'api.inceptionlabs.ai/v1'],
  ['hyperbolic', 'api.hyperbolic.xyz/v1'],
  ['vercel_ai_gateway', 'ai-gateway.vercel.sh/v1'],
  ['wandb', 'api.inference.wandb.ai/v1'],
  ['pinstripes', 'pinstripes.io/v1'],
  // Differs: LiteLLM knows these two hosts as well, and then no provider for them.
  ['together_ai', 'api.together.xyz/v1'],
  ['xai', 'api.x.ai/v1'],
]

/**
 * LiteLLM's provider for a name without prefix, or undefined where it would refuse the name ("LLM Provider NOT provided").
 * Only names that its tables hold count: Mistral, Groq, DeepSeek and xAI models need their prefix, unless `apiBase` is
 * the host of one of them.
 */
export function guessProvider(model: string, apiBase?: string): string | undefined {
  return (
    (apiBase === undefined ? undefined : providerAt(apiBase)) ??
    forms.find(({ shape }) => shape.test(model))?.provider ??
    lists.find(({ provider, family, shape }) => shape.test(model) && isKnown(provider, family, model))?.provider
  )
}

/** The whole host and whole path segments: a host elsewhere that only has such a text in its path must not get the key. */
function providerAt(apiBase: string): string | undefined {
  const place = apiBase.replace(/^[a-z]+:\/\//i, '').replace(/[?#].*$/s, '')
  const [, host = '', path = ''] = /^([^/:]*)(?::\d*)?(.*)$/s.exec(place) ?? []
  const whole = `${host.toLowerCase()}${path}/`
  return hosts.find(([, known]) => whole.startsWith(`${known}/`))?.[0]
}

/** True for chat models of Cohere and Mistral, which LiteLLM sends to Azure as to any OpenAI-compatible server. */
export function isGuestOfAzure(model: string): boolean {
  return /^command-(?:a|r)/.test(model)
    ? isListed('cohere', model)
    : /^(?:open-)?(?:mi[sx]tral|ministral|codestral|pixtral|magistral)/.test(model) && isListed('mistral', model)
}

/** True for the models that Anthropic served on its older endpoint only. */
export function isAnthropicText(model: string): boolean {
  return model === 'claude-2' || model === 'claude-instant-1'
}

function isKnown(provider: string, family: string, model: string): boolean {
  return [...spellings(provider, model), withoutDate(bareName(model))].some((name) => isListed(family, name))
}
