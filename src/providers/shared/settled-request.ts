/** A request as adapters begin with it: without nulls and without what the deployment never sends. */
import type { Call, Endpoint, Target } from '../adapter.js'
import { isRecord, type JsonRecord } from './json.js'
import { dropNamed, dropNulls } from './params.js'

/** The call with its own copy of the request. Copied in depth where nested members are to be removed. */
export function settledCall<C extends Call<Endpoint>>(call: C, { deployment }: Target): C {
  const unwanted = deployment.additionalDropParams ?? []
  const isDeep = unwanted.some((path) => /[.[]/.test(path))
  const request: JsonRecord = isDeep ? JSON.parse(JSON.stringify(call.request)) : { ...call.request }
  dropNulls(request)
  dropNamed(request, unwanted)
  return { ...call, request }
}

/** Members of the request that no translation has used up, with those of `extra_body`, the caller's over the deployment's. */
export function nativeMembers(request: JsonRecord, consumed: ReadonlySet<string>, { deployment }: Target): JsonRecord {
  const native: JsonRecord = {}
  for (const [key, value] of Object.entries(request)) if (!consumed.has(key) && key !== '__proto__') native[key] = value
  const own = request.extra_body
  Object.assign(native, deployment.extraBody, isRecord(own) ? own : undefined)
  return native
}
