/** Where Workers AI answers: below an account, or behind an AI Gateway. */
import type { Outcome } from '../../protocol/failure.js'
import type { Target } from '../adapter.js'
import { fault, targetName } from '../shared/failure.js'
import { segments } from '../shared/path-segments.js'

/** True where the base is that of the native API, LiteLLM's form of `CLOUDFLARE_API_BASE`. */
export function isRun({ baseUrl }: Target): boolean {
  return /\/ai\/run(\/|$)/.test(baseUrl)
}

/**
 * Takes `…/ai/run`, with or without a model, `…/ai/v1`, the account's URL, the API's root (the account comes from
 * `account_id`), a gateway's `…/workers-ai`, and any other base with the operation below it.
 */
export function workersUrl(target: Target, operation: 'chat/completions' | 'embeddings'): Outcome<string> {
  const base = target.baseUrl.replace(/\/+$/, '')
  if (isRun(target)) return base.endsWith('/ai/run') ? `${base}/${segments(target.model)}` : base
  if (base.endsWith(`/${operation}`)) return base
  if (base.endsWith('/client/v4')) {
    const account = target.settings.account_id
    return account === undefined ? missingAccount(target) : `${base}/accounts/${encodeURIComponent(account)}/ai/v1/${operation}`
  }
  if (/\/accounts\/[^/]+$/.test(base)) return `${base}/ai/v1/${operation}`
  return /\/(workers-)?ai$/.test(base) ? `${base}/v1/${operation}` : `${base}/${operation}`
}

function missingAccount(target: Target) {
  return fault(target, {
    kind: 'bad-request',
    code: 'missing_setting',
    type: 'invalid_request_error',
    param: 'account_id',
    message: `${targetName(target)} needs an account: set account_id in litellm_params or the variable CLOUDFLARE_ACCOUNT_ID, or give api_base with the account in it`,
  })
}
