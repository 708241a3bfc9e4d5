/** Every path that no other route has: those of `general_settings.pass_through_endpoints`, and a 404 for the rest. */
import { findCustom, listedEndpoints, termsOf, toCustom } from '../pass-through/custom-endpoints.js'
import type { Method, Route } from '../route.js'

const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** One route for each method. Whether a key is needed is said by the config, which says so if nothing is said. */
export const customPassThrough: readonly Route[] = methods.map((method) => ({
  method,
  paths: ['/*'],
  access: 'key',
  callType: 'pass_through_endpoint',
  errors: 'openai',
  summary: 'Passed through to where the config says.',
  tags: ['pass-through'],
  body: 'stream',
  terms: (request, serving) => termsOf(findCustom(request, serving).endpoint),
  listed: (serving) => listedEndpoints(serving, method),
  handle: toCustom,
}))
