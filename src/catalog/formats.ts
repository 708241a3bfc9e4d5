/** Wire formats that have an adapter in this version: `src/providers/<format>.ts`, exported under the same name in camelCase. */
export const adapterFormats: readonly string[] = ['openai', 'azure', 'anthropic', 'bedrock', 'gemini', 'cohere', 'ollama', 'voyage']
