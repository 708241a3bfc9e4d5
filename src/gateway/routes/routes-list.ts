/** What there is: the list of routes, the OpenAPI document, a page for people, and reading the config anew. */
import { GatewayError } from '../errors.js'
import { openApiDocument } from '../openapi.js'
import type { Route } from '../route.js'

export const listRoutes: Route = {
  method: 'GET',
  paths: ['/routes'],
  access: 'public',
  errors: 'openai',
  summary: 'Lists the routes.',
  tags: ['service'],
  handle: ({ gateway, reply }) => {
    const rows = gateway.routes.flatMap(({ method, paths, summary }) =>
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
  handle: ({ gateway, reply, serving }) => void reply.send(openApiDocument(gateway.routes, serving.settings.rootPath)),
}

export const frontPage: Route = {
  method: 'GET',
  paths: ['/'],
  access: 'public',
  errors: 'openai',
  summary: 'A page that lists the routes.',
  tags: ['service'],
  handle: ({ gateway, reply }) => {
    const rows = gateway.routes.flatMap(({ method, paths, summary }) =>
      paths.map((path) => `<tr><td>${method}</td><td><code>${escaped(path)}</code></td><td>${escaped(summary)}</td></tr>`),
    )
    reply
      .type('text/html; charset=utf-8')
      .send(
        `<!doctype html><html lang="en"><meta charset="utf-8"><title>llmgen gateway</title><h1>llmgen gateway</h1><p>The same as <a href="openapi.json">OpenAPI document</a>.</p><table>${rows.join('')}</table></html>`,
      )
  },
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

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
