/** Timeouts are per attempt; with retries a call may last longer than the time the config allows a request. */
import type { Diagnostic } from '../diagnostic.js'
import { getEntry, getNumber } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* retriesExceedTimeout({ config }: RuleContext): Generator<Diagnostic> {
  const { router, litellm } = config
  const limit = getNumber(litellm, 'request_timeout')
  const timeout = getNumber(router, 'timeout')
  const entry = getEntry(router, 'num_retries') ?? getEntry(litellm, 'num_retries')
  const retries = getNumber(router, 'num_retries') ?? getNumber(litellm, 'num_retries') ?? 2
  if (!limit || !timeout || retries < 1 || timeout * (retries + 1) <= limit) return
  yield {
    severity: 'warning',
    rule: 'retries-exceed-timeout',
    message: `${retries + 1} attempts of ${timeout} s may take ${timeout * (retries + 1)} s, the request timeout is ${limit} s`,
    at: entry?.value.at ?? getEntry(router, 'timeout')?.keyAt ?? config.root.at,
    label: 'timeouts are per attempt: `router_settings.timeout` beats `litellm_settings.request_timeout`',
    help: { text: `lower the timeout to ${Math.max(1, Math.floor(limit / (retries + 1)))} s or the retries` },
  }
}
