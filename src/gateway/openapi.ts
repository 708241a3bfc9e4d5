/** The OpenAPI document of a list of routes. */
import type { Route } from './route.js'
import { version } from './version.js'

/** OpenAPI 3.1. Bodies are those of the vendors' own references, so none is described here a second time. */
export function openApiDocument(routes: readonly Route[], rootPath: string): object {
  const paths: { [path: string]: { [method: string]: object } } = Object.create(null)
  for (const route of routes)
    for (const path of route.paths) {
      const shown = toTemplate(path)
      paths[shown] = { ...paths[shown], [route.method.toLowerCase()]: operation(route, shown) }
    }
  return {
    openapi: '3.1.0',
    info: { title: 'llmgen gateway', version },
    servers: [{ url: rootPath === '' ? '/' : rootPath }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths,
  }
}

/** `/engines/:model/x` as `/engines/{model}/x`, `/models/*` as `/models/{path}`. */
function toTemplate(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}').replace('*', '{path}')
}

function operation({ method, summary, tags, access, body }: Route, path: string): object {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const type = body === 'multipart' ? 'multipart/form-data' : 'application/json'
  return {
    summary,
    tags,
    operationId: `${method.toLowerCase()}${path.replace(/[^\w]+/g, '_')}`,
    ...(access !== 'public' && { security: [{ key: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(method !== 'GET' && method !== 'DELETE' && { requestBody: { content: { [type]: { schema: { type: 'object' } } } } }),
    responses: { 200: { description: 'the answer' }, default: { description: 'an error' } },
  }
}
