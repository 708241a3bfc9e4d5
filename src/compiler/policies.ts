/** Numbers by class of error: `retry_policy`, `allowed_fails_policy` and their like. */
import type { PerClass, PolicyClass } from '../plan/routing.js'
import { toNumber } from './read-node.js'
import type { MapNode } from './source.js'

const classes: readonly PolicyClass[] = [
  'BadRequest',
  'Authentication',
  'Timeout',
  'RateLimit',
  'ContentPolicyViolation',
  'InternalServer',
  'ServiceUnavailable',
  'BadGateway',
  'NotFound',
  'Default',
]

/** `TimeoutErrorAllowedFails`. */
export const failsOf = /^(.+?)ErrorAllowedFails$/
/** `TimeoutErrorRetries`; of all names only `DefaultRetries` goes without `Error`. */
export const retriesOf = /^(.+?)(?:Error|(?<=^Default))Retries$/

/** Numbers by error class; `key` says how the class stands in a key. */
export function policy(map: MapNode | undefined, key: RegExp): PerClass | undefined {
  if (map === undefined) return undefined
  const found = [...map.entries.values()].flatMap((entry) => {
    const name = classes.find((known) => known === key.exec(entry.key)?.[1])
    const value = toNumber(entry.value)
    return name === undefined || value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(found)
}
