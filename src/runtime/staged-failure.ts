/** Failures on request, to see what a config makes of them: LiteLLM's `mock_testing_*` switches. Imported with the first one. */
import type { Failure } from '../protocol/failure.js'
import { fallBack, goOn } from './after-failure.js'
import { ruleOf } from './class-rules.js'
import type { StagedFailure } from './controls.js'
import { createFailure } from './failures.js'
import { nextStep, questionOf } from './fallback.js'
import { finalError } from './final-error.js'
import type { Run } from './run.js'

const staged: { readonly [S in StagedFailure]: Pick<Failure, 'status' | 'code' | 'type'> & { readonly by: string } } = {
  internal: { status: 500, code: null, type: 'server_error', by: 'mock_testing_fallbacks' },
  'context-window': {
    status: 400,
    code: 'context_length_exceeded',
    type: 'invalid_request_error',
    by: 'mock_testing_context_fallbacks',
  },
  'content-policy': {
    status: 400,
    code: 'content_policy_violation',
    type: 'invalid_request_error',
    by: 'mock_testing_content_policy_fallbacks',
  },
  'rate-limit': { status: 429, code: null, type: 'rate_limit_error', by: 'mock_testing_rate_limit_error' },
}

/**
 * Goes on as after a failure of the group: a rate limit may be retried there, as in LiteLLM; of the others the chain is
 * tried at once, and without one the failure is thrown. No deployment is asked and none rests because of it.
 */
export async function stage(run: Run, kind: StagedFailure): Promise<void> {
  const { by, ...facts } = staged[kind]
  const model = run.current.group.name
  const message = `"${model}" was made to fail by ${by}; no provider was asked`
  const failure = createFailure({ provider: '', model }, { kind, message, ...facts })
  if (kind === 'rate-limit') return goOn(run, failure)
  const step = nextStep(questionOf(run, ruleOf(failure)))
  if (step === undefined) throw finalError(run, failure)
  fallBack(run, step, failure)
}
