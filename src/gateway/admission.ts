/** Lets a request in: address, key, rules of the route, in this order, before a byte of its body is read. */

import { mayPass } from './access.js'
import { addressOf, isAllowedIp } from './auth/allowed-ips.js'
import { isListed, isLlmRoute } from './auth/allowed-routes.js'
import { GatewayError } from './errors.js'
import type { GatewayRequest } from './exchange.js'
import { type Identity, isRefused, mayReadSpend, type Refused } from './identity.js'
import { anonymous } from './key-check.js'
import { readKey } from './read-key.js'
import { isObject } from './request-body.js'
import type { GatewayCall, Route, Terms } from './route.js'
import type { Serving } from './serving.js'

/** Who calls, once the route's rule allows it. Throws a {@link GatewayError}; a promise only where the key check makes one. */
export function identify({ request, head, serving }: Arrived, route: Route): Identity | Promise<Identity> {
  const { access, keyHeader } = serving.settings
  if (access.allowedIps !== undefined) refuseAddress(request, access.allowedIps, access.usesForwardedFor)
  const terms = route.terms?.(request, serving)
  if (isPublic(route, serving, terms)) return anonymous
  const asked: Asked = { route, request, terms, serving }
  refuseUnserved(asked)
  const query =
    route.errors === 'google' && isObject(request.query) && typeof request.query.key === 'string' ? request.query.key : undefined
  const own = terms?.keyHeader
  const key = query === undefined && own === undefined ? head.key(keyHeader) : readKey(head.headers, { only: keyHeader, query, own })
  const checked = serving.keyCheck(key, head)
  return checked instanceof Promise ? checked.then((found) => authorise(found, asked)) : authorise(checked, asked)
}

/** A request with its head. */
type Arrived = Pick<GatewayCall, 'request' | 'head' | 'serving'>

type Asked = { readonly route: Route; readonly request: GatewayRequest; readonly terms: Terms | undefined; readonly serving: Serving }

/** The pattern that was matched, or that of what the config serves there. */
function pathOf({ request, terms }: Asked): string {
  return terms?.path ?? request.routeOptions.url ?? ''
}

/** Before anything is asked of anybody: a stranger's address learns nothing of keys. */
function refuseAddress({ raw, headers }: GatewayRequest, allowedIps: readonly string[], usesForwardedFor: boolean): void {
  const address = addressOf(raw.socket?.remoteAddress, headers['x-forwarded-for'], usesForwardedFor)
  if (isAllowedIp(allowedIps, address)) return
  throw new GatewayError(403, 'auth_error', 'this address may not call here: general_settings.allowed_ips does not list it')
}

/** Probes and what else is public go on. */
function refuseUnserved(asked: Asked): void {
  const { allowedRoutes } = asked.serving.settings.access
  if (allowedRoutes === undefined || isListed(allowedRoutes, asked.route, pathOf(asked))) return
  throw new GatewayError(403, 'auth_error', 'this route is not served here: general_settings.allowed_routes does not list it')
}

/** An entry of `public_routes` opens what needs a key, never what needs an administrator. */
function isPublic(route: Route, { settings }: Serving, terms: Terms | undefined): boolean {
  if (route.access === 'public' || terms?.access === 'public') return true
  if (route.access !== 'key' || settings.publicRoutes.length === 0) return false
  return settings.publicRoutes.some((entry) =>
    entry.endsWith('/*') ? route.paths.some((path) => path.startsWith(entry.slice(0, -1))) : route.paths.includes(entry),
  )
}

function authorise(checked: Identity | Refused, asked: Asked): Identity {
  if (isRefused(checked)) {
    const { status, type, message } = checked.refused
    throw new GatewayError(status, type, message)
  }
  const { route, serving } = asked
  if (!mayPassRoute(checked, route)) throw forbidden(`the role ${checked.role} is not allowed to call this route: only administrators are`)
  const { adminOnlyRoutes } = serving.settings.access
  if (adminOnlyRoutes.length > 0 && checked.role !== 'proxy_admin' && isListed(adminOnlyRoutes, route, pathOf(asked)))
    throw forbidden('only administrators may use this route: general_settings.admin_only_routes lists it')
  if (checked.caller !== undefined) refuseByKey(checked.caller.key, asked)
  return checked
}

function mayPassRoute(identity: Identity, { access, tags }: Route): boolean {
  return mayPass(access, identity.role) || (access === 'admin-read' && tags.includes('spend') && mayReadSpend(identity))
}

/** The team of keys that whoever signs in to the UI is given: LiteLLM's. */
const uiTeam = 'litellm-dashboard'

function refuseByKey({ allowedRoutes, teamId }: NonNullable<Identity['caller']>['key'], asked: Asked): void {
  if (allowedRoutes.length > 0 && !isListed(allowedRoutes, asked.route, pathOf(asked)))
    throw forbidden('this key is not allowed to call this route: its allowed_routes do not list it')
  if (teamId === uiTeam && isLlmRoute(asked.route)) throw forbidden('this key is of the UI and calls no models: make a key of your own')
}

function forbidden(message: string): GatewayError {
  return new GatewayError(403, 'auth_error', message)
}
