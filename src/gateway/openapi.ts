/** The OpenAPI document of a list of routes. */
import { exampleOf } from './openapi-examples.js'
import type { ErrorShape, QueryParameter, Route } from './route.js'
import { version } from './version.js'

type Schema = { readonly [name: string]: unknown }

/** OpenAPI 3.1. Bodies are those of the vendors' own references: here stands what has to be in them, and an example. */
export function openApiDocument(routes: readonly Route[], rootPath: string): object {
  const paths: { [path: string]: { [method: string]: object } } = Object.create(null)
  for (const route of routes)
    for (const path of route.paths) {
      const shown = toTemplate(path)
      paths[shown] = { ...paths[shown], [route.method.toLowerCase()]: operation(route, shown) }
    }
  return {
    openapi: '3.1.0',
    info: { title: 'llmgen gateway', version, description: 'One address for the models of a litellm_config.yaml.' },
    servers: [{ url: rootPath === '' ? '/' : rootPath }],
    tags: [...new Set(routes.flatMap(({ tags }) => tags))].map((name) => ({ name })),
    components: { securitySchemes, schemas: errorSchemas },
    paths,
  }
}

/** Every place where the key is looked for. */
const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer' },
  azure: { type: 'apiKey', in: 'header', name: 'api-key' },
  anthropic: { type: 'apiKey', in: 'header', name: 'x-api-key' },
  google: { type: 'apiKey', in: 'header', name: 'x-goog-api-key' },
}
const anyKey = Object.keys(securitySchemes).map((name) => ({ [name]: [] }))

const text: Schema = { type: 'string' }
const nullable: Schema = { type: ['string', 'null'] }
const object = (properties: { readonly [name: string]: Schema }): Schema => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
})

const errorSchemas: { readonly [S in ErrorShape]: Schema } = {
  openai: object({ error: object({ message: text, type: nullable, param: nullable, code: text }) }),
  anthropic: object({ type: { const: 'error' }, error: object({ type: text, message: text }) }),
  google: object({ error: object({ code: { type: 'integer' }, message: text, status: text }) }),
}

/** `/engines/:model/x` as `/engines/{model}/x`, `/models/*` as `/models/{path}`. */
function toTemplate(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}').replace('*', '{path}')
}

function operation(route: Route, path: string): object {
  const { method, summary, tags, access, query = [] } = route
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: text }))
  const parameters = [...named, ...query.map(toParameter)]
  const body = method === 'GET' || method === 'DELETE' ? undefined : requestBody(route, path)
  return {
    summary,
    tags,
    operationId: method.toLowerCase() + path.replaceAll('-', '__').replace(/[^\w]+/g, '_'),
    ...(access !== 'public' && { security: anyKey }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: body }),
    responses: responsesOf(route),
  }
}

function toParameter({ name, about, type, values }: QueryParameter): object {
  return { name, in: 'query', required: false, description: about, schema: { type, ...(values !== undefined && { enum: values }) } }
}

/** Files are members of forms; everything else is JSON. A model that stands in the path need not stand in the body. */
function requestBody(route: Route, path: string): object {
  const example = route.example ?? exampleOf(route.callType)
  if (route.body === 'multipart') {
    const { file: _, ...members } = example ?? {}
    const properties = { file: { type: 'string', format: 'binary' }, ...propertiesOf(members) }
    return { required: true, content: { 'multipart/form-data': { schema: { type: 'object', required: ['file'], properties } } } }
  }
  if (example === undefined) return { content: { 'application/json': { schema: { type: 'object' } } } }
  const required = Object.keys(example).filter((name) => name !== 'model' || !path.includes('{model}'))
  const schema = { type: 'object', required, properties: propertiesOf(example) }
  return { required: true, content: { 'application/json': { schema, example } } }
}

function propertiesOf(example: { readonly [name: string]: unknown }): Schema {
  return Object.fromEntries(Object.entries(example).map(([name, value]) => [name, ofSeveralTypes.get(name) ?? schemaOf(value)]))
}

/** Members of which the example is one kind among others: a text or a list, texts or maps. */
const ofSeveralTypes: ReadonlyMap<string, Schema> = new Map<string, Schema>([
  ['input', { type: ['string', 'array'] }],
  ['prompt', { type: ['string', 'array'] }],
  ['documents', { type: 'array' }],
])

function schemaOf(value: unknown): Schema {
  if (Array.isArray(value)) return { type: 'array', items: value.length === 0 ? {} : schemaOf(value[0]) }
  if (typeof value === 'object' && value !== null) return { type: 'object' }
  return { type: typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'string' }
}

/** What can go wrong before the provider is asked, by status, and then. */
function responsesOf({ access, errors, callType, method }: Route): object {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${errors}` } } }
  const statuses: readonly (readonly [number, string, boolean])[] = [
    [400, 'the request is wrong: the error says what, and where', method !== 'GET' || callType !== undefined],
    [401, 'no key, or one that is not known here', access !== 'public'],
    [403, 'this key may not do that', access !== 'public'],
    [404, 'there is no such thing', false],
    [413, 'the body is too large', method === 'POST'],
    [429, 'over a limit or a budget: retry-after says for how long', callType !== undefined],
    [503, 'the gateway is overloaded, or nothing can answer now', callType !== undefined],
  ]
  const failures = statuses.filter(([, , may]) => may).map(([status, description]) => [status, { description, content }] as const)
  return {
    200: { description: 'the answer' },
    ...Object.fromEntries(failures),
    default: { description: 'any other error', content },
  }
}
