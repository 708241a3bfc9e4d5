/** Odd clients for the client tests. */
import { type ErrorSet, errorBrand } from '../../src/protocol/errors.js'
import { createClient as create, simpleShuffle } from '../../src/runtime/index.js'
import { buildPlan } from '../support/plan.js'

export { lazyClient } from '../../src/runtime/index.js'

/** A client whose Plan is changed in one respect. */
export function createClient(change: { readonly planVersion: number }) {
  // The version is a literal type; the test hands over one that no checker would let through.
  const plan = { ...buildPlan({ deployments: [] }), ...change } as unknown as ReturnType<typeof buildPlan>
  return create({ plan, adapters: {}, strategies: { 'simple-shuffle': simpleShuffle } }, { env: {} })
}

/** An error set of a caller's own. */
export const openaiErrorsFree: ErrorSet = { create: (failure) => Object.assign(new Error(failure.kind), { [errorBrand]: true }) }
