/** What Cohere's error answers mean beyond the rules for all providers; rows only. Source: its errors reference. */
import type { ErrorRule } from '../shared/error-rules.js'

/** First match wins. */
export const cohereErrorRules: readonly ErrorRule[] = [
  { status: [400, 401], pattern: /invalid api token|no api key (provided|supplied)/i, kind: 'authentication' },
  // a limit on the answer, not on the conversation
  { status: [400], pattern: /max tokens must be less than/i, kind: 'bad-request' },
  { status: [400, 413, 422], pattern: /too many tokens|size limit exceeded/i, kind: 'context-window', as: 'context_length_exceeded' },
  { status: [429], pattern: /trial key[\s\S]*month|billing|spending limit/i, kind: 'rate-limit', as: 'insufficient_quota' },
  { status: [498], pattern: /block|deny|denied/i, kind: 'content-policy', as: 'content_policy_violation' },
  { status: [400, 404], pattern: /^model '.*' (not found|was removed)/i, kind: 'not-found', as: 'model_not_found' },
  { pattern: /^internal server error/i, kind: 'internal' },
]
