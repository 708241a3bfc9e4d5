/** LiteLLM takes `allowed_fails` as set only where the router's differs from that of `litellm_settings`, which is 3 unless given. */
import type { Diagnostic } from '../diagnostic.js'
import { get, getEntry, getNumber } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* allowedFailsWithoutEffect({ config }: RuleContext): Generator<Diagnostic> {
  const { router, litellm } = config
  if (get(router, 'allowed_fails_policy') !== undefined) return
  const inRouter = getEntry(router, 'allowed_fails')
  const inLitellm = getEntry(litellm, 'allowed_fails')
  const usual = getNumber(litellm, 'allowed_fails') ?? 3
  const entry = inRouter ?? inLitellm
  if (entry === undefined || (inRouter !== undefined && getNumber(router, 'allowed_fails') !== usual)) return
  yield {
    severity: 'warning',
    rule: 'allowed-fails-without-effect',
    message:
      inRouter === undefined ? '`allowed_fails` has no effect in `litellm_settings` alone' : `\`allowed_fails: ${usual}\` changes nothing`,
    at: entry.keyAt,
    label: 'the failure-rate rules stay in force',
    help: {
      text:
        inRouter === undefined
          ? 'move it to `router_settings`, with a value other than 3'
          : 'write another number to count failures, or leave it out',
    },
  }
}
