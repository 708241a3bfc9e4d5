/** What the error answers of Black Forest Labs mean beyond the rules for all providers; rows only. Source: its error guide. */
import type { ErrorRule } from '../shared/error-rules.js'

/** First match wins. */
export const bflErrorRules: readonly ErrorRule[] = [
  { status: [402], kind: 'rate-limit', as: 'insufficient_quota' },
  { status: [403], pattern: /not authenticated|invalid (api )?key/i, kind: 'authentication' },
]
