/**
 * Counts the tokens of a chat where the provider has no endpoint for it: by the `gpt-tokenizer` package where it is
 * installed (OpenAI's `o200k_base`), else by an estimate from the characters of the text. Imported when first needed.
 */
import type { TokenCountReply, TokenCountRequest } from '../../protocol/tokens.js'
import type { Endpoint, Endpoints, Target } from '../../providers/adapter.js'
import { fillTarget } from '../fill-target.js'
import { readyOf } from '../outgoing.js'
import type { Site } from '../run.js'
import { readPrompt } from './prompt-parts.js'
import { countTokens, estimateTokens, isTokenizer } from './token-estimate.js'

/** Tokens that frame a message, and those that open the answer. Source: OpenAI's guide to counting chat tokens. */
const perMessage = 3
const perRequest = 3
/** Tokens of an image of 1024 by 1024 pixels; its own size is not known here. Source: OpenAI's guide to images. */
const perImage = 765

/** The count of a request. `tokenizer` is the package `gpt-tokenizer`, or undefined where it is not installed. */
export function countLocally(request: TokenCountRequest, model: string, tokenizer: unknown): TokenCountReply {
  const { texts, messages, images, highImages } = readPrompt('tokens', request)
  const count = isTokenizer(tokenizer) ? (text: string) => countTokens(text, tokenizer) : estimateTokens
  const read = texts.reduce((sum, text) => sum + count(text), 0)
  const fixed = perRequest + messages * perMessage + (images + highImages) * perImage
  return { input_tokens: Math.ceil(read) + fixed, model, source: 'local' }
}

/** The count for an attempt that asked for one where its provider has none. */
export async function countHere<E extends Endpoint>(
  site: Site<E>,
): Promise<{ readonly target: Target; readonly reply: Endpoints[E]['reply'] }> {
  const { engine, prepared } = site.run
  const target = fillTarget(readyOf(site).target, site.resolved.match)
  // The endpoint says which request and which reply it is.
  const request = prepared.request as TokenCountRequest
  const reply = countLocally(request, target.model, await engine.importPeer('gpt-tokenizer')) as Endpoints[E]['reply']
  return { target, reply }
}
