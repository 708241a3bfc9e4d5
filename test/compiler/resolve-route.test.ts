/** LiteLLM's reading of `model`: prefix, bare name, forced provider, reference. */
import { describe, expect, test } from 'vitest'
import type { Route } from '../../src/compiler/resolve-route.js'
import { analysisOf } from './plan-of.js'

function routeOf(params: string, extra = '', env?: { readonly [name: string]: string }): string {
  const yaml = `model_list:\n  - { model_name: a, litellm_params: { ${params} } }\n${extra}`
  const route = analysisOf(yaml, env).resolved.models[0]?.route
  return route === undefined ? 'no entry' : show(route)
}

function show(route: Route): string {
  switch (route.kind) {
    case 'known':
      return `${route.provider.name} ${route.model}${route.hint === undefined ? '' : ` via ${route.hint}`}`
    case 'custom':
      return `custom ${route.name} ${route.model}`
    case 'by-reference':
      return `variable ${route.env}`
    case 'unknown':
      return `unknown ${route.prefix ?? '-'} ${route.model}`
    case 'missing':
      return 'missing'
  }
}

describe('provider and upstream model', () => {
  test.each([
    ['model: openai/gpt-4o', 'openai gpt-4o'],
    ['model: openrouter/openai/gpt-4o', 'openrouter openai/gpt-4o'],
    ['model: openai//model', 'openai /model'],
    ['model: together_ai/meta-llama/Llama-4', 'together_ai meta-llama/Llama-4'],
    ['model: gpt-4o-mini', 'openai gpt-4o-mini'],
    ['model: claude-3-opus-20240229', 'anthropic claude-3-opus-20240229'],
    ['model: gemini-2.5-flash', 'vertex_ai gemini-2.5-flash'],
    ['model: "*"', 'openai *'],
    ['model: "anthropic/*"', 'anthropic *'],
    ['model: sonar, api_base: "https://api.perplexity.ai"', 'perplexity sonar'],
    ['model: gpt-oss:20b, api_base: "http://ollama:11434"', 'unknown - gpt-oss:20b'],
    ['model: gogle/gemini', 'unknown gogle gogle/gemini'],
    ['model: meta/x/y, custom_llm_provider: openai', 'openai meta/x/y'],
    ['model: x, custom_llm_provider: nobody', 'unknown nobody x'],
    ['model: openai/gpt-4o, custom_llm_provider: openai', 'openai gpt-4o'],
    ['model: openai/gpt-4o, custom_llm_provider: openrouter', 'openrouter openai/gpt-4o'],
    ['model: openrouter/openai/gpt-4o, custom_llm_provider: openrouter', 'openrouter openai/gpt-4o'],
    ['model: openrouter/auto, custom_llm_provider: openrouter', 'openrouter openrouter/auto'],
    ['model: azure/responses/o3, custom_llm_provider: azure, api_base: http://h', 'azure o3 via responses'],
    ['model: azure/command-r-plus, api_base: https://c.eastus.inference.ai.azure.com', 'openai command-r-plus'],
    ['model: azure/command-r-plus, api_base: https://r.openai.azure.com', 'azure command-r-plus'],
    ['model: azure/command-r-plus, api_base: os.environ/BASE', 'azure command-r-plus'],
    ['model: azure/mistral-large-latest, api_base: http://h', 'openai mistral-large-latest'],
    ['model: azure/my-mistral, api_base: http://h', 'azure my-mistral'],
    ['model: anthropic/claude-2', 'anthropic_text claude-2'],
    ['model: anthropic/claude-2.1', 'anthropic claude-2.1'],
    ['model: ai21/jamba-1.5-mini', 'ai21_chat jamba-1.5-mini'],
    ['model: ai21/j2-mid', 'ai21 j2-mid'],
    ['model: azure/responses/o3, api_base: http://h', 'azure o3 via responses'],
    ['model: azure/o_series/o1, api_base: http://h', 'azure o1 via o_series'],
    ['model: openai/responses/gpt-5', 'openai gpt-5 via responses'],
    ['model: groq/responses/x', 'groq x via responses'],
    ['model: mistral/responses/x', 'mistral responses/x'],
    ['model: azure_text/responses/x, api_base: http://h', 'azure_text responses/x'],
    ['model: openai/o_series/x', 'openai o_series/x'],
    ['model: os.environ/MODEL', 'variable MODEL'],
    ['model: null', 'missing'],
    ['model: __proto__/x', 'unknown __proto__ __proto__/x'],
  ])('%s', (params, want) => {
    expect(routeOf(params)).toBe(want)
  })

  test('a reference is read from the environment that is given', () => {
    expect(routeOf('model: os.environ/MODEL', '', { MODEL: 'groq/llama' })).toBe('groq llama')
    expect(routeOf('model: os.environ/MODEL', '', { MODEL: '' })).toBe('variable MODEL')
  })

  test('providers of custom_provider_map are known', () => {
    const extra = 'litellm_settings: { custom_provider_map: [{ provider: mine, custom_handler: m.h }] }\n'
    expect(routeOf('model: mine/x', extra)).toBe('custom mine x')
  })

  test('model_alias_map stands for another model', () => {
    expect(routeOf('model: fast', 'litellm_settings: { model_alias_map: { fast: groq/llama } }\n')).toBe('groq llama')
  })
})
