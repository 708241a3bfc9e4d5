/** Why a call cannot be sent to a deployment: what its format does not offer, code that is not there, a request nobody can read. */
import type { Fault } from '../protocol/failure.js'
import type { Endpoint, Target } from '../providers/adapter.js'
import { unusableRequest } from './call-failures.js'
import { endpointNames } from './endpoint-terms.js'
import { createFailure, nameOf } from './failures.js'
import { placeOf } from './outgoing.js'

/** The format of the target has no such endpoint, or no stream of it. */
export function notOffered(target: Target, endpoint: Endpoint, isStream: boolean): Fault {
  const what = `${isStream ? 'streamed ' : ''}${endpointNames[endpoint]}`
  const place = placeOf(target)
  const format = target.deployment.format ?? target.provider.format
  return {
    failure: createFailure(place, {
      kind: 'bad-request',
      status: 400,
      code: 'endpoint_not_supported',
      type: 'invalid_request_error',
      message: `${nameOf(place)}: the format "${format}" offers no ${what}. Use a model of another provider for it.`,
    }),
  }
}

/** A part of the client that is imported when it is needed could not be: a bundle whose pieces were moved apart. */
export function notLoaded(error: unknown, target: Target, endpoint: Endpoint): Fault {
  const place = placeOf(target)
  const words = error instanceof Error ? error.message : String(error)
  const message = `${nameOf(place)}: the code for ${endpointNames[endpoint]} cannot be loaded: ${words}. Deploy all files of the bundle.`
  return {
    failure: createFailure(place, {
      kind: 'internal',
      status: 500,
      code: 'module_not_loaded',
      type: 'server_error',
      message,
      cause: error,
    }),
  }
}

/** The adapter could not make a request of it. */
export function unusable(error: unknown, target: Target): Fault {
  return { failure: unusableRequest(error, placeOf(target)) }
}
