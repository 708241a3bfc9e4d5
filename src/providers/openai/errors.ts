/** What error answers of OpenAI-compatible hosts mean beyond the rules for all providers; rows only. */
import type { ErrorRule } from '../shared/error-rules.js'

const general: readonly ErrorRule[] = [
  { status: [400], code: ['unknown_url'], kind: 'not-found' },
  { status: [400], pattern: /incorrect api key provided|api key not valid|invalid api key/i, kind: 'authentication' },
]

/** Hosts whose error reference has 422 for a body that parses but cannot be used. */
const unprocessable: ErrorRule = { status: [422], kind: 'unprocessable' }

/** IBM's codes. Source: watsonx.ai's error reference. */
const watsonx: readonly ErrorRule[] = [
  {
    code: ['token_quota_reached', 'consumption_limit_reached', 'rate_limit_reached_requests', 'rate_limit_reached_tokens'],
    kind: 'rate-limit',
  },
  { code: ['authentication_token_expired', 'authentication_token_not_valid'], kind: 'authentication' },
  { code: ['model_not_supported'], kind: 'not-found' },
  { pattern: /tokens? .*cannot exceed the total tokens limit/i, kind: 'context-window', as: 'context_length_exceeded' },
]

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
  [
    'databricks',
    [
      { code: ['request_limit_exceeded', 'resource_exhausted'], kind: 'rate-limit' },
      { code: ['resource_does_not_exist', 'endpoint_not_found'], kind: 'not-found' },
      { code: ['permission_denied'], kind: 'permission' },
      { code: ['temporarily_unavailable'], kind: 'unavailable' },
    ],
  ],
  ['watsonx', watsonx],
  ['watsonx_text', watsonx],
  ['snowflake', [{ status: [400], pattern: /^unknown model/i, kind: 'not-found', as: 'model_not_found' }]],
  [
    'cloudflare',
    [
      { code: ['5007'], kind: 'not-found', as: 'model_not_found' },
      { code: ['10000'], kind: 'authentication' },
      { code: ['3036'], kind: 'rate-limit', as: 'insufficient_quota' },
      { code: ['3040'], kind: 'rate-limit' },
      { code: ['7009'], kind: 'unavailable' },
    ],
  ],
  ['sap', [{ status: [400], pattern: /content (was )?filtered/i, kind: 'content-policy', as: 'content_policy_violation' }]],
  ['github_copilot', [{ status: [400], code: ['model_not_supported'], kind: 'not-found', as: 'model_not_found' }]],
  ['openrouter', [{ status: [403], pattern: /flagged|moderation/i, kind: 'content-policy', as: 'content_policy_violation' }]],
])

const withUnprocessable: ReadonlySet<string> = new Set(['mistral', 'codestral', 'deepseek', 'xai', 'cerebras', 'groq'])

/** Rows for a provider, its own first. */
export function openAiErrorRules(provider: string): readonly ErrorRule[] {
  const last = withUnprocessable.has(provider) ? [unprocessable] : []
  return [...(byProvider.get(provider) ?? []), ...general, ...last]
}
