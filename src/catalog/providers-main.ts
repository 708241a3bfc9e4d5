/**
 * The providers most configs name, with what each of them does differently from OpenAI.
 * Sources: LiteLLM's provider table and each vendor's API reference; a quirk that only LiteLLM reports says so.
 */
import type { Quirks } from '../plan/plan.js'
import type { ProviderEntry } from './rows.js'

const maxTokens = { max_completion_tokens: 'max_tokens' }
const toolParams = ['tools', 'tool_choice', 'parallel_tool_calls', 'functions', 'function_call']

/** Refuses unknown message keys with 422; `any` is the name of `required` that all its models know. */
const mistralQuirks: Quirks = {
  rename: { seed: 'random_seed', ...maxTokens },
  unsupported: ['logit_bias', 'logprobs', 'top_logprobs'],
  toolChoiceRequired: 'any',
  toolCallId: 'alnum9',
  stripMessageKeys: ['name', 'reasoning_content', 'cache_control'],
  addV1: true,
}

const vllmQuirks: Quirks = { stripToolStrict: true, stripAdditionalProperties: true, reasoningField: 'reasoning_content' }

/**
 * Through Ollama's own OpenAI door.
 * Differs: LiteLLM sends `ollama/` to `/api/generate` with a prompt it templates itself, and `ollama_chat/` to `/api/chat`.
 */
const ollama = {
  format: 'openai',
  baseUrl: 'http://localhost:11434',
  baseUrlVariables: ['OLLAMA_API_BASE'],
  keyVariables: ['OLLAMA_API_KEY'],
  auth: 'optional-bearer',
  quirks: { addV1: true, reasoningField: 'reasoning' },
  priceFamily: 'ollama',
} as const satisfies Omit<ProviderEntry, 'displayName'>

/**
 * Through Cohere's Compatibility API (https://docs.cohere.com/docs/compatibility-api), until its native format is here.
 * `COHERE_API_BASE` names the native door, so it is not read.
 */
const cohere = {
  format: 'openai',
  baseUrl: 'https://api.cohere.ai/compatibility/v1',
  baseUrlVariables: [],
  keyVariables: ['COHERE_API_KEY', 'CO_API_KEY'],
  auth: 'bearer',
  quirks: {
    rename: maxTokens,
    unsupported: ['logit_bias', 'top_logprobs', 'n', 'modalities', 'prediction', 'audio', 'service_tier', 'parallel_tool_calls', 'store', 'metadata'],
    stripMessageKeys: ['name', 'reasoning_content', 'cache_control'],
  },
  priceFamily: 'cohere',
} as const satisfies Omit<ProviderEntry, 'displayName'>

export const mainProviders: { readonly [name: string]: ProviderEntry } = {
  openai: {
    displayName: 'OpenAI',
    format: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    baseUrlVariables: ['OPENAI_BASE_URL', 'OPENAI_API_BASE'],
    keyVariables: ['OPENAI_API_KEY'],
    auth: 'bearer',
  },
  aiohttp_openai: {
    displayName: 'OpenAI over another transport',
    format: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    baseUrlVariables: ['OPENAI_BASE_URL', 'OPENAI_API_BASE'],
    keyVariables: ['OPENAI_API_KEY'],
    auth: 'bearer',
    priceFamily: 'openai',
  },
  custom_openai: {
    displayName: 'Any OpenAI-compatible server',
    format: 'openai',
    baseUrlVariables: ['OPENAI_BASE_URL', 'OPENAI_API_BASE'],
    keyVariables: ['OPENAI_API_KEY'],
    auth: 'bearer',
  },
  openai_like: {
    displayName: 'Any OpenAI-like server',
    format: 'openai',
    baseUrlVariables: ['OPENAI_LIKE_API_BASE'],
    keyVariables: ['OPENAI_LIKE_API_KEY'],
    auth: 'bearer',
    quirks: { rename: maxTokens },
  },
  azure: {
    displayName: 'Azure OpenAI',
    format: 'azure',
    baseUrlVariables: ['AZURE_API_BASE'],
    keyVariables: ['AZURE_OPENAI_API_KEY', 'AZURE_API_KEY'],
    auth: 'api-key',
    // A deployment's name says nothing of its model; replies name OpenAI's ids.
    priceFamily: 'openai',
  },
  azure_ai: {
    displayName: 'Azure AI Foundry',
    format: 'openai',
    baseUrlVariables: ['AZURE_AI_API_BASE'],
    keyVariables: ['AZURE_AI_API_KEY'],
    // For *.services.ai.azure.com and *.openai.azure.com; LiteLLM sends a bearer token to other hosts.
    auth: 'api-key',
    quirks: { flattenTextContent: true },
    priceFamily: 'azure',
  },
  anthropic: {
    displayName: 'Anthropic',
    format: 'anthropic',
    baseUrl: 'https://api.anthropic.com',
    baseUrlVariables: ['ANTHROPIC_API_BASE', 'ANTHROPIC_BASE_URL'],
    keyVariables: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'],
    auth: 'x-api-key',
  },
  gemini: {
    displayName: 'Google AI Studio (Gemini)',
    // Through Google's OpenAI-compatible door until the native format is here; `GEMINI_API_BASE` names the native one, so it is not read.
    format: 'openai',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    baseUrlVariables: [],
    keyVariables: ['GOOGLE_API_KEY', 'GEMINI_API_KEY'],
    auth: 'bearer',
    quirks: { unsupported: ['logit_bias', 'logprobs', 'top_logprobs', 'prediction'], stripToolStrict: true },
    priceFamily: 'google',
  },
  groq: {
    displayName: 'Groq',
    format: 'openai',
    baseUrl: 'https://api.groq.com/openai/v1',
    baseUrlVariables: ['GROQ_API_BASE'],
    keyVariables: ['GROQ_API_KEY'],
    auth: 'bearer',
    quirks: {
      unsupported: ['logit_bias', 'logprobs', 'top_logprobs'],
      // Its messages take `reasoning`, and refuse keys they do not know.
      reasoningField: 'reasoning',
      stripMessageKeys: ['name', 'cache_control'],
    },
  },
  mistral: {
    displayName: 'Mistral AI',
    format: 'openai',
    baseUrl: 'https://api.mistral.ai/v1',
    baseUrlVariables: ['MISTRAL_API_BASE', 'MISTRAL_AZURE_API_BASE'],
    keyVariables: ['MISTRAL_API_KEY', 'MISTRAL_AZURE_API_KEY'],
    auth: 'bearer',
    quirks: mistralQuirks,
  },
  codestral: {
    displayName: 'Mistral Codestral chat',
    format: 'openai',
    baseUrl: 'https://codestral.mistral.ai/v1',
    baseUrlVariables: ['CODESTRAL_API_BASE'],
    keyVariables: ['CODESTRAL_API_KEY'],
    auth: 'bearer',
    quirks: mistralQuirks,
    priceFamily: 'mistral',
  },
  deepseek: {
    displayName: 'DeepSeek',
    format: 'openai',
    // Differs: LiteLLM's default is the `/beta` door, which serves the same models.
    baseUrl: 'https://api.deepseek.com',
    baseUrlVariables: ['DEEPSEEK_API_BASE'],
    keyVariables: ['DEEPSEEK_API_KEY'],
    auth: 'bearer',
    quirks: {
      rename: maxTokens,
      unsupported: ['seed', 'logit_bias'],
      flattenTextContent: true,
      jsonSchema: 'prompt',
      // V4 demands it in every assistant turn, V3.2 within a tool loop; R1, which refused it, is retired.
      reasoningField: 'reasoning_content',
    },
  },
  xai: {
    displayName: 'xAI Grok',
    format: 'openai',
    baseUrl: 'https://api.x.ai/v1',
    baseUrlVariables: ['XAI_API_BASE'],
    keyVariables: ['XAI_API_KEY'],
    auth: 'bearer',
    // As LiteLLM does for this host.
    quirks: { stripToolStrict: true, stripMessageKeys: ['name'] },
  },
  openrouter: {
    displayName: 'OpenRouter',
    format: 'openai',
    baseUrl: 'https://openrouter.ai/api/v1',
    baseUrlVariables: ['OPENROUTER_API_BASE'],
    keyVariables: ['OPENROUTER_API_KEY', 'OR_API_KEY'],
    auth: 'bearer',
    quirks: { reasoningField: 'reasoning' },
  },
  together_ai: {
    displayName: 'Together AI',
    format: 'openai',
    baseUrl: 'https://api.together.xyz/v1',
    baseUrlVariables: ['TOGETHER_AI_API_BASE'],
    keyVariables: ['TOGETHER_API_KEY', 'TOGETHER_AI_API_KEY', 'TOGETHERAI_API_KEY', 'TOGETHER_AI_TOKEN'],
    auth: 'bearer',
    quirks: { rename: maxTokens },
  },
  fireworks_ai: {
    displayName: 'Fireworks AI',
    format: 'openai',
    baseUrl: 'https://api.fireworks.ai/inference/v1',
    baseUrlVariables: ['FIREWORKS_API_BASE'],
    keyVariables: ['FIREWORKS_API_KEY', 'FIREWORKS_AI_API_KEY', 'FIREWORKSAI_API_KEY', 'FIREWORKS_AI_TOKEN'],
    auth: 'bearer',
    quirks: {
      rename: maxTokens,
      modelPrefix: 'accounts/fireworks/models/',
      toolChoiceRequired: 'any',
      jsonSchema: 'json_object+schema',
      stripToolStrict: true,
      stripMessageKeys: ['cache_control'],
    },
  },
  perplexity: {
    displayName: 'Perplexity',
    format: 'openai',
    baseUrl: 'https://api.perplexity.ai',
    baseUrlVariables: ['PERPLEXITY_API_BASE'],
    keyVariables: ['PERPLEXITYAI_API_KEY', 'PERPLEXITY_API_KEY'],
    auth: 'bearer',
    quirks: { rename: maxTokens, unsupported: [...toolParams, 'n', 'stop', 'seed', 'logprobs', 'top_logprobs', 'logit_bias'] },
  },
  cerebras: {
    displayName: 'Cerebras',
    format: 'openai',
    baseUrl: 'https://api.cerebras.ai/v1',
    baseUrlVariables: ['CEREBRAS_API_BASE'],
    keyVariables: ['CEREBRAS_API_KEY'],
    auth: 'bearer',
    quirks: {
      rename: maxTokens,
      supported: [
        'max_tokens',
        'max_completion_tokens',
        'response_format',
        'seed',
        'stop',
        'stream',
        'stream_options',
        'temperature',
        'top_p',
        'tool_choice',
        'tools',
        'user',
        'reasoning_effort',
      ],
      reasoningField: 'reasoning',
    },
  },
  sambanova: {
    displayName: 'SambaNova',
    format: 'openai',
    baseUrl: 'https://api.sambanova.ai/v1',
    baseUrlVariables: ['SAMBANOVA_API_BASE'],
    keyVariables: ['SAMBANOVA_API_KEY'],
    auth: 'bearer',
    quirks: {
      rename: maxTokens,
      flattenTextContent: true,
      unsupported: ['n', 'seed', 'presence_penalty', 'frequency_penalty', 'logprobs', 'top_logprobs', 'logit_bias'],
    },
  },
  moonshot: {
    displayName: 'Moonshot (Kimi)',
    format: 'openai',
    baseUrl: 'https://api.moonshot.ai/v1',
    baseUrlVariables: ['MOONSHOT_API_BASE'],
    keyVariables: ['MOONSHOT_API_KEY'],
    auth: 'bearer',
    quirks: {
      rename: maxTokens,
      clamp: { temperature: [0, 1] },
      toolChoiceValues: ['auto', 'none'],
      unsupported: ['functions', 'function_call'],
      reasoningField: 'reasoning_content',
    },
  },
  zai: {
    displayName: 'Z.AI (Zhipu GLM)',
    format: 'openai',
    baseUrl: 'https://api.z.ai/api/paas/v4',
    baseUrlVariables: ['ZAI_API_BASE'],
    keyVariables: ['ZAI_API_KEY'],
    auth: 'bearer',
    quirks: {
      rename: maxTokens,
      supported: [
        'max_tokens',
        'max_completion_tokens',
        'stream',
        'stream_options',
        'temperature',
        'top_p',
        'stop',
        'tools',
        'tool_choice',
        'response_format',
        'reasoning_effort',
      ],
      reasoningField: 'reasoning_content',
    },
  },
  amazon_nova: {
    displayName: 'Amazon Nova API',
    format: 'openai',
    baseUrl: 'https://api.nova.amazon.com/v1',
    baseUrlVariables: ['AMAZON_NOVA_API_BASE'],
    keyVariables: ['AMAZON_NOVA_API_KEY'],
    auth: 'bearer',
    quirks: {
      supported: [
        'top_p',
        'temperature',
        'max_tokens',
        'max_completion_tokens',
        'metadata',
        'stop',
        'stream',
        'stream_options',
        'tools',
        'tool_choice',
        'reasoning_effort',
      ],
    },
  },
  bedrock_mantle: {
    displayName: 'AWS Bedrock, OpenAI door',
    format: 'openai',
    // https://bedrock-mantle.{region}.api.aws/v1: the config gives `api_base`, for it holds the region.
    baseUrlVariables: [],
    keyVariables: ['BEDROCK_MANTLE_API_KEY', 'AWS_BEARER_TOKEN_BEDROCK'],
    auth: 'bearer',
    quirks: { reasoningField: 'reasoning' },
    priceFamily: 'bedrock',
  },
  huggingface: {
    displayName: 'Hugging Face Inference Providers',
    format: 'openai',
    baseUrl: 'https://router.huggingface.co/v1',
    baseUrlVariables: ['HF_API_BASE', 'HUGGINGFACE_API_BASE'],
    keyVariables: ['HUGGINGFACE_API_KEY', 'HF_TOKEN'],
    auth: 'bearer',
    quirks: { modelForm: 'provider-suffix' },
  },
  cohere: { displayName: 'Cohere', ...cohere },
  cohere_chat: { displayName: 'Cohere chat', ...cohere },
  ollama: { displayName: 'Ollama', ...ollama },
  ollama_chat: { displayName: 'Ollama chat', ...ollama },
  hosted_vllm: {
    displayName: 'vLLM server',
    format: 'openai',
    baseUrlVariables: ['HOSTED_VLLM_API_BASE'],
    keyVariables: ['HOSTED_VLLM_API_KEY'],
    auth: 'optional-bearer',
    quirks: vllmQuirks,
  },
  vllm: {
    displayName: 'vLLM',
    format: 'openai',
    // Differs: LiteLLM loads the Python library here; without Python it is a vLLM server.
    baseUrlVariables: ['VLLM_API_BASE', 'HOSTED_VLLM_API_BASE'],
    keyVariables: ['HOSTED_VLLM_API_KEY'],
    auth: 'optional-bearer',
    quirks: vllmQuirks,
    priceFamily: 'hosted_vllm',
  },
  lm_studio: {
    displayName: 'LM Studio',
    format: 'openai',
    // Differs: LiteLLM demands `api_base`; this is the port LM Studio opens.
    baseUrl: 'http://localhost:1234/v1',
    baseUrlVariables: ['LM_STUDIO_API_BASE'],
    keyVariables: ['LM_STUDIO_API_KEY'],
    auth: 'optional-bearer',
  },
  llamafile: {
    displayName: 'Llamafile',
    format: 'openai',
    baseUrl: 'http://127.0.0.1:8080/v1',
    baseUrlVariables: ['LLAMAFILE_API_BASE'],
    keyVariables: ['LLAMAFILE_API_KEY'],
    auth: 'optional-bearer',
  },
  llamacpp: {
    displayName: 'llama.cpp server',
    format: 'openai',
    baseUrl: 'http://127.0.0.1:8080/v1',
    baseUrlVariables: ['LLAMACPP_API_BASE'],
    keyVariables: [],
    auth: 'optional-bearer',
  },
  docker_model_runner: {
    displayName: 'Docker Model Runner',
    format: 'openai',
    baseUrl: 'http://model-runner.docker.internal/engines/llama.cpp',
    baseUrlVariables: ['DOCKER_MODEL_RUNNER_API_BASE'],
    keyVariables: ['DOCKER_MODEL_RUNNER_API_KEY'],
    auth: 'optional-bearer',
    quirks: { chatPath: '/v1/chat/completions' },
  },
  lemonade: {
    displayName: 'Lemonade (AMD)',
    format: 'openai',
    baseUrl: 'http://localhost:8000/api/v1',
    baseUrlVariables: ['LEMONADE_API_BASE'],
    keyVariables: ['LEMONADE_API_KEY'],
    auth: 'optional-bearer',
  },
  xinference: {
    displayName: 'Xinference',
    format: 'openai',
    baseUrlVariables: ['XINFERENCE_API_BASE'],
    keyVariables: ['XINFERENCE_API_KEY'],
    auth: 'optional-bearer',
  },
  infinity: {
    displayName: 'Infinity',
    format: 'openai',
    baseUrlVariables: ['INFINITY_API_BASE'],
    keyVariables: ['INFINITY_API_KEY'],
    auth: 'optional-bearer',
  },
  oobabooga: {
    displayName: 'Oobabooga text-generation-webui',
    format: 'openai',
    baseUrlVariables: [],
    keyVariables: [],
    auth: 'optional-bearer',
    quirks: { chatPath: '/v1/chat/completions' },
  },
  litellm_proxy: {
    displayName: 'Another LiteLLM gateway',
    format: 'openai',
    baseUrlVariables: ['LITELLM_PROXY_API_BASE'],
    keyVariables: ['LITELLM_PROXY_API_KEY'],
    auth: 'bearer',
  },
}
