/** Where an Ollama server answers. */

/** Bases with and without `/api` or an operation. */
export function ollamaUrl(baseUrl: string, operation: 'chat' | 'embed'): string {
  const [base = '', query] = baseUrl.split('?')
  const root = base.replace(/\/+$/, '').replace(/\/api(\/(chat|generate|embed|embeddings))?$/, '')
  return `${root}/api/${operation}${query === undefined ? '' : `?${query}`}`
}
