/** Where an OpenAI-compatible host answers. */
import type { Target } from '../adapter.js'

/** The base with the operation behind it; a base that already names the operation stays. Hosts may have a chat path of their own. */
export function endpointUrl({ baseUrl, provider }: Target, endpoint: 'chat/completions' | 'embeddings'): string {
  const { quirks } = provider
  const operation = quirks.chatPath === undefined ? endpoint : besideChat(quirks.chatPath, endpoint)
  const [base = '', query] = baseUrl.split('?')
  const trimmed = base.endsWith('/') ? base.replace(/\/+$/, '') : base
  const isWhole = trimmed.endsWith(`/${operation.replace(/\/+$/, '')}`) || quirks.wholeUrls?.some((part) => trimmed.includes(part)) === true
  const path = isWhole ? trimmed + (operation.endsWith('/') ? '/' : '') : `${withVersion(trimmed, quirks.addV1 === true)}/${operation}`
  return query === undefined ? path : `${path}?${query}`
}

/** An operation beside the host's own path of chat. */
export function besideChat(chatPath: string, operation: string): string {
  const path = chatPath.replace(/^\/+/, '')
  return operation === 'chat/completions' ? path : path.replace(/chat\/completions\/?$/, '') + operation
}

/** `http://host:8000` becomes `http://host:8000/v1` for servers that answer only there. */
function withVersion(base: string, addV1: boolean): string {
  return addV1 && /^https?:\/\/[^/]+$/.test(base) ? `${base}/v1` : base
}
