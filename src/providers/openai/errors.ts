/** What error answers of OpenAI-compatible hosts mean beyond the rules for all providers; rows only. */
import type { ErrorRule } from '../shared/error-rules.js'

const general: readonly ErrorRule[] = [
  { status: [400], code: ['unknown_url'], kind: 'not-found' },
  { status: [400], pattern: /incorrect api key provided|api key not valid|invalid api key/i, kind: 'authentication' },
]

/** Hosts whose error reference has 422 for a body that parses but cannot be used. */
const unprocessable: ErrorRule = { status: [422], kind: 'unprocessable' }

/** By LiteLLM's provider name, before the rules for all. Sources: each host's error reference. */
const byProvider: ReadonlyMap<string, readonly ErrorRule[]> = new Map<string, readonly ErrorRule[]>([
  [
    'xai',
    [{ status: [403], pattern: /content violates|usage guidelines|safety/i, kind: 'content-policy', as: 'content_policy_violation' }],
  ],
  ['cerebras', [{ code: ['token_quota_exceeded', 'request_quota_exceeded'], kind: 'rate-limit' }]],
  ['together_ai', [{ pattern: /invalid private key/i, kind: 'authentication' }]],
  ['moonshot', [{ code: ['engine_overloaded_error'], kind: 'unavailable' }]],
  [
    'zai',
    [
      { code: ['1302', '1303', '1305'], kind: 'rate-limit' },
      { code: ['1113'], kind: 'rate-limit', as: 'insufficient_quota' },
    ],
  ],
  ['openrouter', [{ status: [403], pattern: /flagged|moderation/i, kind: 'content-policy', as: 'content_policy_violation' }]],
])

const withUnprocessable: ReadonlySet<string> = new Set(['mistral', 'codestral', 'deepseek', 'xai', 'cerebras', 'groq'])

/** Rows for a provider, its own first. */
export function openAiErrorRules(provider: string): readonly ErrorRule[] {
  const last = withUnprocessable.has(provider) ? [unprocessable] : []
  return [...(byProvider.get(provider) ?? []), ...general, ...last]
}
