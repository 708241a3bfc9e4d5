/** Where Cohere answers. */

/**
 * Bases with and without a version or an operation (`/v2`, `/v1/chat`, `/v2/embed`); requests go to version 2.
 * The Compatibility API below the same host has another format, so its path is taken off too.
 */
export function cohereUrl(baseUrl: string, operation: 'chat' | 'embed' | 'rerank'): string {
  const [base = '', query] = baseUrl.split('?')
  const root = base
    .replace(/\/+$/, '')
    .replace(/\/(chat|embed|rerank)$/, '')
    .replace(/(\/compatibility)?\/v[12]$/, '')
  return `${root}/v2/${operation}${query === undefined ? '' : `?${query}`}`
}
