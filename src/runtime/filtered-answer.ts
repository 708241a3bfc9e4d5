/** An answer that a content filter has cut off, where the config has a chain for it. Imported with the first. */
import type { Failure } from '../protocol/failure.js'
import type { Target } from '../providers/adapter.js'
import { ruleOf } from './class-rules.js'
import { createFailure, nameOf } from './failures.js'
import { nextStep, questionOf } from './fallback.js'
import { placeOf } from './outgoing.js'
import type { Site } from './run.js'

/** The failure that sends the call to the next group; undefined where nobody is left to ask: the filtered answer is better than none. */
export function filteredFailure(site: Site, target: Target): Failure | undefined {
  const { run, resolved } = site
  if (!run.engine.plan.chains.contentPolicy.some(({ from }) => from === resolved.group.name || from === '*')) return undefined
  const failure = filtered(target)
  if (nextStep(questionOf(run, ruleOf(failure))) === undefined) return undefined
  // It was written, and is billed: what was reserved for it stands.
  site.spent = { tokens: undefined, costNanoUsd: undefined }
  return failure
}

function filtered(target: Target): Failure {
  const place = placeOf(target)
  return createFailure(place, {
    kind: 'content-policy',
    status: 400,
    code: 'content_policy_violation',
    type: 'invalid_request_error',
    message: `${nameOf(place)}: the answer was blocked by the provider's content filter`,
  })
}
