/** `/{provider}/*`: a provider's own API, with the provider's key in the place of the gateway's. */
import { findCustom, termsOf, toCustom } from '../pass-through/custom-endpoints.js'
import { serviceNames } from '../pass-through/services.js'
import { isPassedTo, toProvider } from '../pass-through/to-provider.js'
import { isObject } from '../request-body.js'
import type { ErrorShape, Method, Route } from '../route.js'

const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Names that LiteLLM has a pass-through for; every other provider of the catalogue has one too. */
const listed: readonly string[] = [
  'openai',
  'openai_passthrough',
  'azure',
  'azure_ai',
  'bedrock',
  'cohere',
  'mistral',
  'vllm',
  ...serviceNames,
]

const rules = { access: 'key', callType: 'pass_through_endpoint', tags: ['pass-through'], body: 'stream' } as const
const summary = "A provider's own API, with the provider's key."

/** One route for each method: those whose errors have a shape of their own by name, all others by the catalogue. */
export const providerPassThrough: readonly Route[] = methods.flatMap((method) => [
  named(method, ['anthropic'], 'anthropic'),
  named(method, ['gemini', 'vertex_ai', 'vertex-ai'], 'google'),
  {
    ...rules,
    method,
    paths: ['/:provider/*'],
    errors: 'openai',
    summary,
    // an endpoint of the config may stand under any path whose first part is no provider
    terms: (request, serving) =>
      isPassedTo(nameOf(request)) ? { access: 'key', path: `/${nameOf(request)}/*` } : termsOf(findCustom(request, serving).endpoint),
    listed: () => listed.map((name) => ({ path: `/${name}/*`, method, access: 'key', summary })),
    handle: (call) => (isPassedTo(nameOf(call.request)) ? toProvider(call, nameOf(call.request)) : toCustom(call)),
  },
])

function named(method: Method, names: readonly string[], errors: ErrorShape): Route {
  const handle: Route['handle'] = (call) => toProvider(call, call.request.routeOptions.url?.split('/')[1] ?? '')
  return { ...rules, method, paths: names.map((name) => `/${name}/*`), errors, summary, handle }
}

function nameOf({ params }: { readonly params: unknown }): string {
  return isObject(params) ? String(params.provider) : ''
}
