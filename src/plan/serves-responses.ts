/** Which OpenAI-compatible hosts serve the Responses API beside chat. */
import type { Quirks } from './plan.js'

/** OpenAI itself under each of LiteLLM's names; other hosts say so in their quirks. */
const own: ReadonlySet<string> = new Set(['openai', 'aiohttp_openai', 'azure'])

/** True where `POST {base}/responses` is known to be answered. */
export function servesResponses(provider: { readonly name: string; readonly quirks?: Quirks }): boolean {
  return own.has(provider.name) || provider.quirks?.responses === true
}
