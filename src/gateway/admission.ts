/** Lets a request in: load, key, rule of the route, in this order, before a byte of its body is read. */
import type { FastifyRequest } from 'fastify'
import { mayPass } from './access.js'
import { GatewayError } from './errors.js'
import { type Identity, isRefused, type Refused } from './identity.js'
import { anonymous } from './key-check.js'
import { readKey } from './read-key.js'
import { isObject } from './request-body.js'
import type { Route, Terms } from './route.js'
import type { Serving } from './serving.js'

/** Who calls, once the route's rule allows it. Throws a {@link GatewayError}; a promise only where the key check makes one. */
export function identify(request: FastifyRequest, route: Route, serving: Serving): Identity | Promise<Identity> {
  const terms = route.terms?.(request, serving)
  if (isPublic(route, serving, terms)) return anonymous
  const query = isObject(request.query) && typeof request.query.key === 'string' ? request.query.key : undefined
  const key = readKey(request.headers, {
    only: serving.settings.keyHeader,
    query: route.errors === 'google' ? query : undefined,
    own: terms?.keyHeader,
  })
  const checked = serving.keyCheck(key)
  return checked instanceof Promise ? checked.then((found) => authorise(found, route)) : authorise(checked, route)
}

/** An entry of `public_routes` opens what needs a key, never what needs an administrator. */
function isPublic(route: Route, { settings }: Serving, terms: Terms | undefined): boolean {
  if (route.access === 'public' || terms?.access === 'public') return true
  if (route.access !== 'key' || settings.publicRoutes.length === 0) return false
  return settings.publicRoutes.some((entry) =>
    entry.endsWith('/*') ? route.paths.some((path) => path.startsWith(entry.slice(0, -1))) : route.paths.includes(entry),
  )
}

function authorise(checked: Identity | Refused, route: Route): Identity {
  if (isRefused(checked)) {
    const { status, type, message } = checked.refused
    throw new GatewayError(status, type, message)
  }
  if (mayPass(route.access, checked.role)) return checked
  throw new GatewayError(403, 'auth_error', `the role ${checked.role} may not use this route: only administrators may`)
}
