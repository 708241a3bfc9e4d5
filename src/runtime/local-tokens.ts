/**
 * Counts tokens where a provider has no count of its own: by `gpt-tokenizer` where it is installed, which is exact for the text
 * of OpenAI's newer models and near for others; else by an estimate from the script of the text, within a quarter of OpenAI's own
 * count for prose and code, and a third for dense JSON. Imported when first needed.
 */
import type { TokenCountReply, TokenCountRequest } from '../protocol/tokens.js'
import { isRecord, recordsOf, textOf } from '../providers/shared/json.js'

/** Tokens that frame a message, and those that open the answer. Source: OpenAI's guide to counting chat tokens. */
const perMessage = 3
const perRequest = 3
/** Tokens of an image of 1024 by 1024 pixels; its own size is not known here. Source: OpenAI's guide to images. */
const perImage = 765

/** Characters that one token holds on average, by script; measured on `o200k_base`. The first that fits counts. */
const scripts: readonly (readonly [RegExp, number])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 1.35],
  [/[\p{Script=Han}\p{Script=Hangul}]/u, 1.6],
  [/[\p{Script=Cyrillic}\p{Script=Greek}]/u, 4.5],
  [/[\p{Script=Arabic}\p{Script=Hebrew}]/u, 3.2],
  [/[a-zA-Z]/, 4.6],
  [/\p{L}|\p{M}/u, 2.5],
  [/\d/, 2.4],
  [/ /, 24],
  [/\s/, 3],
  [/[\p{P}\p{S}]/u, 1.7],
]

/** The count of a request. `tokenizer` is the package `gpt-tokenizer`, or undefined where it is not installed. */
export function countLocally({ messages, tools }: TokenCountRequest, model: string, tokenizer: unknown): TokenCountReply {
  const count = isTokenizer(tokenizer) ? (text: string) => tokenizer.countTokens(text) : estimate
  let tokens = perRequest
  for (const message of recordsOf(messages)) {
    const { content, tool_calls: calls, role } = message
    tokens += perMessage + count(String(role))
    if (typeof content === 'string') tokens += count(content)
    for (const part of recordsOf(content)) {
      const text = textOf(part.text)
      if (text !== undefined) tokens += count(text)
      else if (part.type === 'image_url') tokens += perImage
    }
    if (calls !== undefined && calls !== null) tokens += count(JSON.stringify(calls))
  }
  if (tools !== undefined) tokens += count(JSON.stringify(tools))
  return { input_tokens: tokens, model, source: 'local' }
}

/** Tokens of a text, from its scripts. */
export function estimate(text: string): number {
  let tokens = 0
  for (const char of text) tokens += 1 / (scripts.find(([script]) => script.test(char))?.[1] ?? 1)
  return Math.ceil(tokens)
}

function isTokenizer(value: unknown): value is { countTokens(text: string): number } {
  return isRecord(value) && typeof value.countTokens === 'function'
}
