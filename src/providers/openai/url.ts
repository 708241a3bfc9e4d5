/** Where an OpenAI-compatible host answers. */
import type { Target } from '../adapter.js'

/** The base with the operation behind it; a base that already names the operation stays. Hosts may have a chat path of their own. */
export function endpointUrl({ baseUrl, provider }: Target, endpoint: 'chat/completions' | 'embeddings'): string {
  const own = endpoint === 'embeddings' ? undefined : provider.quirks.chatPath?.replace(/^\/+/, '')
  const operation = own ?? endpoint
  const [base = '', query] = baseUrl.split('?')
  const trimmed = base.endsWith('/') ? base.replace(/\/+$/, '') : base
  const path = trimmed.endsWith(`/${operation}`) ? trimmed : `${withVersion(trimmed, provider.quirks.addV1 === true)}/${operation}`
  return query === undefined ? path : `${path}?${query}`
}

/** `http://host:8000` becomes `http://host:8000/v1` for servers that answer only there. */
function withVersion(base: string, addV1: boolean): string {
  return addV1 && /^https?:\/\/[^/]+$/.test(base) ? `${base}/v1` : base
}
