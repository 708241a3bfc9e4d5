/** Where a Snowflake account answers. */
import type { Outcome } from '../../protocol/failure.js'
import type { Target } from '../adapter.js'
import { fault, targetName } from '../shared/failure.js'

/** True where the config's `api_base` asks for the older API. */
export function isNative({ baseUrl }: Target): boolean {
  return baseUrl.endsWith('inference:complete')
}

/**
 * `{account}/api/v2/cortex/{operation}`. Takes the account's URL, `…/api/v2`, `…/cortex/v1`, and the full URL of an
 * operation; the row's host without an account gets `account_id` in front.
 */
export function cortexUrl(target: Target, operation: string): Outcome<string> {
  let base = target.baseUrl.replace(/\/+$/, '')
  if (base.startsWith('https://snowflakecomputing.com')) {
    const account = target.settings.account_id
    if (account === undefined) return missingAccount(target)
    base = base.replace('https://', `https://${encodeURIComponent(account)}.`)
  }
  if (base.endsWith(`/${operation}`) || (operation === 'v1/chat/completions' && base.endsWith('/chat/completions'))) return base
  const root = base.replace(/\/cortex(\/(v1|v1\/chat\/completions|inference:[a-z]+))?$/, '')
  if (/^https?:\/\/[^/]+$/.test(root)) return `${root}/api/v2/cortex/${operation}`
  if (root.endsWith('/api/v2')) return `${root}/cortex/${operation}`
  return `${root}/${operation.replace(/^v1\//, '')}` // a gateway with a path of its own
}

function missingAccount(target: Target) {
  return fault(target, {
    kind: 'bad-request',
    code: 'missing_setting',
    type: 'invalid_request_error',
    param: 'account_id',
    message: `${targetName(target)} needs an account: set api_base or account_id in litellm_params, or the variable SNOWFLAKE_ACCOUNT_ID (organisation-account)`,
  })
}
