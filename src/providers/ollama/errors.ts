/**
 * What Ollama's `{error: "text"}` means beyond the rules for all providers; rows only. Source: its errors reference and
 * its server. Errors inside a stream have a text and no status, so some rows repeat what a status would say.
 */
import type { ErrorRule } from '../shared/error-rules.js'

/** First match wins. */
export const ollamaErrorRules: readonly ErrorRule[] = [
  {
    status: [400, 413, 500],
    pattern: /(exceeds?|longer than) (the |maximum |available )*context (length|size)/i,
    kind: 'context-window',
    as: 'context_length_exceeded',
  },
  { status: [400, 404], pattern: /^model ["'].*["'] not found/i, kind: 'not-found', as: 'model_not_found' },
  { status: [400, 503], pattern: /server busy|maximum pending requests/i, kind: 'unavailable' },
  { status: [400, 429], pattern: /usage limit|rate limit|too many requests/i, kind: 'rate-limit' },
  { status: [400, 401], pattern: /^unauthorized/i, kind: 'authentication' },
  { status: [500], pattern: /no such file or directory/i, kind: 'bad-request' },
]
