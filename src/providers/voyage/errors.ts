/** What Voyage's `{detail: "text"}` means beyond the rules for all providers; rows only. Source: its error reference. */
import type { ErrorRule } from '../shared/error-rules.js'

/** First match wins. */
export const voyageErrorRules: readonly ErrorRule[] = [
  {
    status: [400],
    pattern: /max allowed tokens per submitted batch|exceeds the (context length|max(imum)? (number of )?tokens)|too many tokens/i,
    kind: 'context-window',
    as: 'context_length_exceeded',
  },
]
