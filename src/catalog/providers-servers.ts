/** Servers that users run themselves, most of them without a key: local model servers and other gateways. */
import type { Quirks } from '../plan/plan.js'
import type { ProviderEntry } from './rows.js'

const vllmQuirks: Quirks = {
  responses: true,
  stripToolStrict: true,
  stripAdditionalProperties: true,
  reasoningField: 'reasoning_content',
  serves: ['completions', 'transcriptions', 'translations', 'rerank'],
}

/**
 * Both prefixes by `/api/chat`; a base URL that ends in `/v1` names the OpenAI door, and the quirk is that door's.
 * Differs: LiteLLM sends `ollama/` to `/api/generate` with a prompt it templates itself.
 */
const ollama = {
  format: 'ollama',
  baseUrl: 'http://localhost:11434',
  baseUrlVariables: ['OLLAMA_API_BASE'],
  keyVariables: ['OLLAMA_API_KEY'],
  auth: 'optional-bearer',
  quirks: { reasoningField: 'reasoning' },
  priceFamily: 'ollama',
} as const satisfies Omit<ProviderEntry, 'displayName'>

export const ownServers: { readonly [name: string]: ProviderEntry } = {
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
    quirks: { responses: true, serves: ['completions'], jsonSchema: 'only' },
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
    quirks: { serves: ['rerank'] },
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
    quirks: { responses: true },
  },
}
