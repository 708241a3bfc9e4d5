/** What every failure of the runtime itself is made with. The failures of calls are in `call-failures.ts`, which is imported with the first. */
import type { Failure } from '../protocol/failure.js'

/** Whom a failure speaks of. */
export type Place = { readonly provider: string; readonly model: string; readonly deploymentId?: string }

type Known = Pick<Failure, 'kind' | 'status' | 'code' | 'message'> & Partial<Failure>

/** A failure with everything unsaid empty. */
export function createFailure(place: Place, known: Known): Failure {
  return {
    type: null,
    param: null,
    headers: {},
    requestId: null,
    provider: place.provider,
    model: place.model,
    ...known,
  }
}

/** How messages name a deployment: provider, upstream model, id. */
export function nameOf(place: Place): string {
  return place.deploymentId === undefined
    ? `${place.provider} (${place.model})`
    : `${place.provider} deployment "${place.deploymentId}" (${place.model})`
}

/** A deployment has no key. `missing` says of what there is none, and what to set. */
export function missingKey(place: Place, group: string, missing: string): Failure {
  return createFailure(place, {
    kind: 'authentication',
    status: 401,
    code: 'missing_api_key',
    type: 'authentication_error',
    message: `${nameOf(place)} of "${group}" has no ${missing}`,
  })
}
