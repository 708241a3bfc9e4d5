/** What the kinds of failure mean for retries and fallbacks, where the code says more than the kind. */
import { expect, test } from 'vitest'
import { ruleOf } from '../../src/runtime/class-rules.js'
import { createFailure } from '../../src/runtime/failures.js'

const failure = (status: number, kind: 'bad-request' | 'not-found', code: string | null) =>
  createFailure({ provider: 'voyage', model: 'm', deploymentId: 'd' }, { kind, status, code, message: 'no' })

test('a model that is unknown at one deployment is asked for at another, whether the host says 400 or 404', () => {
  expect(ruleOf(failure(400, 'bad-request', 'model_not_found'))).toEqual(ruleOf(failure(404, 'not-found', 'model_not_found')))
  expect(ruleOf(failure(400, 'bad-request', 'model_not_found'))).toMatchObject({ another: true, fallback: 'general' })
  expect(ruleOf(failure(400, 'bad-request', null))).toMatchObject({ another: false, fallback: 'none' })
})
