/** What fal's error answers mean beyond the rules for all providers; rows only. Source: its error reference. */
import type { ErrorRule } from '../shared/error-rules.js'

/** First match wins. */
export const falErrorRules: readonly ErrorRule[] = [
  {
    status: [400, 422],
    pattern: /flagged by a content checker|content[_ ]policy[_ ]violation|nsfw/i,
    kind: 'content-policy',
    as: 'content_policy_violation',
  },
  { status: [403], pattern: /exhausted balance|user is locked/i, kind: 'rate-limit', as: 'insufficient_quota' },
]
