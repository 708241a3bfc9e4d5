/** The OpenAPI document against the structure of OpenAPI 3.1, and the page that is made of it. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { openApiDocument } from '../../src/gateway/openapi.js'
import type { Route } from '../../src/gateway/route.js'
import { routes } from '../../src/gateway/routes.js'
import { setUp } from './gateway-support.js'

/** Of the structure of OpenAPI 3.1 what our document uses; anything else in it is an error. Source: OpenAPI 3.1.0, section 4.8. */
const structure = {
  $defs: {
    schema: { type: ['object', 'boolean'] },
    content: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: { schema: { $ref: '#/$defs/schema' }, example: true },
      },
      propertyNames: { pattern: '^[a-z]+/[a-z0-9.+*-]+$' },
    },
    parameter: {
      type: 'object',
      required: ['name', 'in', 'schema'],
      additionalProperties: false,
      properties: {
        name: { type: 'string', minLength: 1 },
        in: { enum: ['query', 'path', 'header', 'cookie'] },
        description: { type: 'string' },
        required: { type: 'boolean' },
        schema: { $ref: '#/$defs/schema' },
      },
      if: { properties: { in: { const: 'path' } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ['required'], properties: { required: { const: true } } },
    },
    response: {
      type: 'object',
      required: ['description'],
      additionalProperties: false,
      properties: { description: { type: 'string' }, content: { $ref: '#/$defs/content' } },
    },
    operation: {
      type: 'object',
      required: ['operationId', 'responses', 'summary', 'tags'],
      additionalProperties: false,
      properties: {
        operationId: { type: 'string', pattern: '^[\\w]+$' },
        summary: { type: 'string', minLength: 1 },
        tags: { type: 'array', items: { type: 'string' }, minItems: 1 },
        security: { type: 'array', items: { type: 'object', additionalProperties: { type: 'array' } } },
        parameters: { type: 'array', items: { $ref: '#/$defs/parameter' } },
        requestBody: {
          type: 'object',
          required: ['content'],
          additionalProperties: false,
          properties: { required: { type: 'boolean' }, content: { $ref: '#/$defs/content' } },
        },
        responses: {
          type: 'object',
          minProperties: 1,
          propertyNames: { pattern: '^([1-5]\\d\\d|default)$' },
          additionalProperties: { $ref: '#/$defs/response' },
        },
      },
    },
  },
  type: 'object',
  required: ['openapi', 'info', 'paths'],
  additionalProperties: false,
  properties: {
    openapi: { type: 'string', pattern: '^3\\.1\\.\\d+$' },
    info: {
      type: 'object',
      required: ['title', 'version'],
      additionalProperties: false,
      properties: { title: { type: 'string' }, version: { type: 'string' }, description: { type: 'string' } },
    },
    servers: { type: 'array', items: { type: 'object', required: ['url'], properties: { url: { type: 'string' } } } },
    tags: { type: 'array', items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } },
    components: {
      type: 'object',
      additionalProperties: false,
      properties: {
        schemas: { type: 'object', additionalProperties: { $ref: '#/$defs/schema' } },
        securitySchemes: {
          type: 'object',
          additionalProperties: {
            oneOf: [
              { type: 'object', required: ['type', 'scheme'], properties: { type: { const: 'http' } } },
              { type: 'object', required: ['type', 'in', 'name'], properties: { type: { const: 'apiKey' } } },
            ],
          },
        },
      },
    },
    paths: {
      type: 'object',
      propertyNames: { pattern: '^/' },
      additionalProperties: {
        type: 'object',
        propertyNames: { enum: ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] },
        additionalProperties: { $ref: '#/$defs/operation' },
      },
    },
  },
}

type Operation = {
  readonly operationId: string
  readonly security?: readonly { readonly [name: string]: unknown }[]
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
}
type Document = {
  readonly components: { readonly securitySchemes: object; readonly schemas: object }
  readonly tags: readonly { readonly name: string }[]
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } }
}

async function readDocument(): Promise<Document> {
  const { gateway } = await setUp({ listens: false })
  const document: Document = (await gateway.app.inject({ url: '/openapi.json' })).json()
  return document
}

test('the document has the structure of OpenAPI 3.1', async () => {
  const validate = new Ajv2020({ allErrors: true, strict: false }).compile(structure)
  validate(await readDocument())
  expect(validate.errors ?? []).toEqual([])
})

test('what the structure cannot say holds too: names, parameters of paths, references', async () => {
  const document = await readDocument()
  const all = Object.entries(document.paths).flatMap(([path, methods]) => Object.values(methods).map((operation) => ({ path, operation })))
  expect(all.length).toBeGreaterThan(60)
  const ids = all.map(({ operation }) => operation.operationId)
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  const wrong = all.filter(({ path, operation }) => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const told = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name)
    return JSON.stringify(inPath) !== JSON.stringify(told)
  })
  expect(wrong.map(({ path }) => path)).toEqual([])
  const named = new Set(all.flatMap(({ operation }) => (operation.security ?? []).flatMap((scheme) => Object.keys(scheme))))
  expect([...named].filter((name) => !Object.hasOwn(document.components.securitySchemes, name))).toEqual([])
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name)
  expect([...new Set(references)].filter((name) => !Object.hasOwn(document.components.schemas, name))).toEqual([])
  expect(references.length).toBeGreaterThan(60)
})

test('a route is told with its body, its query, who may call it, and what can go wrong', () => {
  const route: Route = {
    method: 'POST',
    paths: ['/things/:id'],
    access: 'admin',
    errors: 'anthropic',
    summary: 'Changes a thing.',
    tags: ['things'],
    query: [{ name: 'how', about: 'How it is changed.', type: 'string', values: ['well', 'badly'] }],
    example: { name: 'a', parts: [1], deep: {}, loud: true },
    handle: () => undefined,
  }
  const { paths, servers } = JSON.parse(JSON.stringify(openApiDocument([route], '/llm')))
  const problem = (description: string) => ({
    description,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/anthropic' } } },
  })
  expect(servers).toEqual([{ url: '/llm' }])
  expect(paths).toEqual({
    '/things/{id}': {
      post: {
        summary: 'Changes a thing.',
        tags: ['things'],
        operationId: 'post_things_id_',
        security: [{ bearer: [] }, { azure: [] }, { anthropic: [] }, { google: [] }],
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          {
            name: 'how',
            in: 'query',
            required: false,
            description: 'How it is changed.',
            schema: { type: 'string', enum: ['well', 'badly'] },
          },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['name', 'parts', 'deep', 'loud'],
                properties: {
                  name: { type: 'string' },
                  parts: { type: 'array', items: { type: 'number' } },
                  deep: { type: 'object' },
                  loud: { type: 'boolean' },
                },
              },
              example: route.example,
            },
          },
        },
        responses: {
          200: { description: 'the answer' },
          400: problem('the request is wrong: the error says what, and where'),
          401: problem('no key, or one that is not known here'),
          403: problem('this key may not do that'),
          413: problem('the body is too large'),
          default: problem('any other error'),
        },
      },
    },
  })
})

test('every call of a model that takes JSON has an example, and no example would be refused for want of a member', async () => {
  const { gateway } = await setUp({ listens: false })
  const { paths } = (await gateway.app.inject({ url: '/openapi.json' })).json()
  const calls = routes.filter(({ callType, method, body }) => callType !== undefined && method === 'POST' && (body ?? 'json') === 'json')
  const lacking = calls.filter(({ paths: [path = ''], callType }) => {
    const operation = paths[path.replace(/:(\w+)/g, '{$1}').replace('*', '{path}')]?.post
    const example = operation?.requestBody?.content?.['application/json']?.example
    return example === undefined && callType !== 'pass_through_endpoint' && !/responses/.test(path) && !/cancel/.test(path)
  })
  expect(lacking.map(({ paths: [path] }) => path)).toEqual([])
})

test('every schema of a body compiles, and takes its example, an input that is a text or a list, and a model of the path', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, formats: { binary: true } })
  type Body = { readonly schema: object; readonly example?: object }
  const paths: [string, { [method: string]: { readonly requestBody?: { readonly content: { [type: string]: Body } } } }][] = Object.entries(
    JSON.parse(JSON.stringify(openApiDocument(routes, ''))).paths,
  )
  const bodies = paths.flatMap(([path, operations]) =>
    Object.values(operations).flatMap(({ requestBody }) => Object.values(requestBody?.content ?? {}).map((body) => ({ path, ...body }))),
  )
  const takes = (path: string, body: object) => ajv.validate(bodies.find((each) => each.path === path)?.schema ?? false, body)
  for (const { path, schema, example = {} } of bodies) {
    const isTaken = ajv.validate(schema, example)
    expect([path, isTaken || Object.keys(example).length === 0]).toEqual([path, true])
  }
  expect(bodies.filter(({ example }) => example !== undefined).length).toBeGreaterThan(30)
  for (const input of ['a', ['a'], [[1, 2]]]) expect(takes('/v1/embeddings', { model: 'm', input })).toBe(true)
  expect(takes('/v1/embeddings', { model: 'm' })).toBe(false)
  expect(takes('/v1/embeddings', { input: 'a' })).toBe(false)
  expect(takes('/openai/deployments/{model}/embeddings', { input: 'a' })).toBe(true)
  expect(takes('/v1/rerank', { model: 'm', query: 'q', documents: [{ text: 'a' }] })).toBe(true)
})

test('the document is written once for each config', async () => {
  const { gateway, path } = await setUp({})
  const read = async () => (await gateway.app.inject({ url: '/openapi.json' })).body
  const before = await read()
  expect(await read()).toBe(before)
  const more = '  pass_through_endpoints: [{ path: /own/place, target: http://127.0.0.1:9 }]\n'
  writeFileSync(path, `${readFileSync(path, 'utf8')}${more}`)
  expect(await gateway.reload()).toEqual({ ok: true })
  expect([before.includes('/own/place'), (await read()).includes('/own/place')]).toEqual([false, true])
})

test('the page needs no key, runs only its own code, and loads nothing from elsewhere', async () => {
  const { gateway } = await setUp({ listens: false })
  const answer = await gateway.app.inject({ url: '/' })
  expect([answer.statusCode, answer.headers['content-type'], answer.headers['x-content-type-options']]).toEqual([
    200,
    'text/html; charset=utf-8',
    'nosniff',
  ])
  const policy = String(answer.headers['content-security-policy'])
  for (const [kind, tag] of [
    ['style-src', 'style'],
    ['script-src', 'script'],
  ] as const) {
    const [, inside = ''] = new RegExp(`<${tag}>([\\s\\S]*)</${tag}>`).exec(answer.body) ?? []
    expect(inside.length).toBeGreaterThan(500)
    expect(policy).toContain(`${kind} 'sha256-${createHash('sha256').update(inside).digest('base64')}'`)
  }
  expect(policy).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/)
  expect(answer.body).not.toMatch(/https?:\/\/|src=|innerHTML|onclick|<form/)
  for (const id of ['key', 'filter']) expect(answer.body).toMatch(new RegExp(`<label>[^<]+<input id="${id}"`))
})
