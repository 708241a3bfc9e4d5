/** What there is: the list of routes, the OpenAPI document, a page for people, and reading the config anew. */
import { GatewayError } from '../errors.js'
import { page, pageHeaders } from '../front-page/page.js'
import { openApiDocument } from '../openapi.js'
import type { Route } from '../route.js'
import type { Serving } from '../serving.js'
import { shownRoutes } from '../shown-routes.js'

export const listRoutes: Route = {
  method: 'GET',
  paths: ['/routes'],
  access: 'public',
  errors: 'openai',
  summary: 'Lists the routes.',
  tags: ['service'],
  handle: ({ gateway, reply, serving }) => {
    const rows = shownRoutes(gateway.routes, serving).flatMap(({ method, paths, summary }) =>
      paths.map((path) => ({ path, methods: [method], name: summary, endpoint: summary })),
    )
    reply.send({ routes: rows })
  },
}

export const openApi: Route = {
  method: 'GET',
  paths: ['/openapi.json'],
  access: 'public',
  errors: 'openai',
  summary: 'The OpenAPI document.',
  tags: ['service'],
  handle: ({ gateway, reply, serving }) => {
    const text = documents.get(serving) ?? JSON.stringify(openApiDocument(shownRoutes(gateway.routes, serving), serving.settings.rootPath))
    documents.set(serving, text)
    reply.type('application/json; charset=utf-8').send(text)
  },
}

/** Written once for each config: anybody may ask for it. */
const documents = new WeakMap<Serving, string>()

export const frontPage: Route = {
  method: 'GET',
  paths: ['/'],
  access: 'public',
  errors: 'openai',
  summary: 'A page on which routes are tried out.',
  tags: ['service'],
  handle: ({ reply }) => void reply.headers(pageHeaders).send(page),
}

export const reloadConfig: Route = {
  method: 'POST',
  paths: ['/config/reload'],
  access: 'admin',
  errors: 'openai',
  summary: 'Reads the config anew. With a bad one, the one before is served on.',
  tags: ['service'],
  handle: async ({ gateway, reply }) => {
    const state = await gateway.reload()
    if (!state.ok) throw new GatewayError(422, 'validation_error', state.message)
    reply.send({ status: 'reloaded' })
  },
}
