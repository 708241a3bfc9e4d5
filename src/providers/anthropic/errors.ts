/** What Anthropic's error answers mean beyond the rules for all providers; rows only. Source: its error reference. */
import type { ErrorRule } from '../shared/error-rules.js'

/** First match wins. */
export const anthropicErrorRules: readonly ErrorRule[] = [
  { code: ['overloaded_error'], kind: 'unavailable' },
  { code: ['billing_error'], kind: 'rate-limit', as: 'insufficient_quota' },
  {
    status: [400],
    pattern: /reached your specified api usage limits|credit balance is too low/i,
    kind: 'rate-limit',
    as: 'insufficient_quota',
  },
  { status: [400, 413], pattern: /prompt is too long|prompt: length/i, kind: 'context-window', as: 'context_length_exceeded' },
  { status: [400], pattern: /invalid api key/i, kind: 'authentication' },
]
