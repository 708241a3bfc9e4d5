/** What `llmgen init` proposes for each key it finds: one current model of the provider. */

export type Starter = {
  /** Variable that holds the key; also the sign that the provider is in use. */
  readonly variable: string
  /** Public name, `model_name`. */
  readonly name: string
  readonly model: string
  readonly provider: string
  /** Further `litellm_params` that this provider needs. */
  readonly params?: { readonly [key: string]: string }
}

/** In the order in which they become fallbacks of each other. */
export const starters: readonly Starter[] = [
  { variable: 'OPENAI_API_KEY', name: 'gpt-4o', model: 'openai/gpt-4o', provider: 'OpenAI' },
  { variable: 'ANTHROPIC_API_KEY', name: 'claude-sonnet', model: 'anthropic/claude-sonnet-4-20250514', provider: 'Anthropic' },
  {
    variable: 'AZURE_API_KEY',
    name: 'gpt-4o-azure',
    model: 'azure/YOUR-DEPLOYMENT',
    provider: 'Azure OpenAI',
    params: { api_base: 'os.environ/AZURE_API_BASE', api_version: '"2024-06-01"' },
  },
  { variable: 'MISTRAL_API_KEY', name: 'mistral-large', model: 'mistral/mistral-large-latest', provider: 'Mistral' },
  { variable: 'GROQ_API_KEY', name: 'llama-3.3-70b', model: 'groq/llama-3.3-70b-versatile', provider: 'Groq' },
  { variable: 'DEEPSEEK_API_KEY', name: 'deepseek-chat', model: 'deepseek/deepseek-chat', provider: 'DeepSeek' },
  { variable: 'XAI_API_KEY', name: 'grok-4', model: 'xai/grok-4', provider: 'xAI' },
  { variable: 'OPENROUTER_API_KEY', name: 'openrouter-auto', model: 'openrouter/auto', provider: 'OpenRouter' },
  {
    variable: 'TOGETHERAI_API_KEY',
    name: 'llama-together',
    model: 'together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo',
    provider: 'Together AI',
  },
  { variable: 'FIREWORKS_AI_API_KEY', name: 'llama-fireworks', model: 'fireworks_ai/llama-v3p3-70b-instruct', provider: 'Fireworks AI' },
  { variable: 'PERPLEXITYAI_API_KEY', name: 'sonar', model: 'perplexity/sonar', provider: 'Perplexity' },
  { variable: 'CEREBRAS_API_KEY', name: 'llama-cerebras', model: 'cerebras/llama-3.3-70b', provider: 'Cerebras' },
]
