/** Where a host answers `POST /responses`. */
import type { Target } from '../adapter.js'

/** The base with `/responses` behind it; a base that already names an operation changes only that. */
export function responsesUrl({ baseUrl, provider, model }: Target): string {
  const [address = '', query] = baseUrl.split('?')
  const base = address.replace(/\/+$/, '').replace(/\/(responses|chat\/completions)$/, '')
  const root = provider.quirks.addV1 === true && /^https?:\/\/[^/]+$/.test(base) ? `${base}/v1` : base
  // Bedrock's door has OpenAI's own models below a path of their own
  const door =
    provider.name === 'bedrock_mantle' && /^openai\.(?!gpt-oss)/.test(model) ? root.replace(/(?<!\/openai)\/v1$/, '/openai/v1') : root
  return `${door}/responses${query === undefined ? '' : `?${query}`}`
}
