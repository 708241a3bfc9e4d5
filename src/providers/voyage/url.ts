/** Where Voyage answers. */

/** The base with the operation behind it; a base that names an operation already is cut first. */
export function voyageUrl(baseUrl: string, operation: 'embeddings' | 'contextualizedembeddings' | 'rerank'): string {
  const [base = '', query] = baseUrl.split('?')
  const root = base.replace(/\/+$/, '').replace(/\/(contextualizedembeddings|embeddings|rerank)$/, '')
  return `${root}/${operation}${query === undefined ? '' : `?${query}`}`
}
