/** Pass-through endpoints of the config: where they lead, who may call them, and that they come and go with the config. */
import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { CallRecord } from '../../../src/gateway/call-record.js'
import { authorised, masterKey, setUp } from '../gateway-support.js'
import { type Echo, startEcho } from './echo-server.js'

const endpoints = `
    - path: /rerank-own
      target: ECHO/v1/rerank?api=1
      headers: { Authorization: Bearer os.environ/TARGET_KEY, X-Fixed: "1", litellm_user_api_key: x-their-key }
      default_query_params: { version: "2", lang: en }
      cost_per_request: 0.25
      methods: [POST]
    - path: /below/all
      target: ECHO/base/v1/?own=1
      include_subpath: true
      forward_headers: true
    - path: /open
      target: ECHO/open
      auth: false
    - path: /openai/hidden
      target: ECHO/hidden
`
const yaml = (list: string, url: string) => `model_list: []
general_settings:
  master_key: os.environ/LITELLM_MASTER_KEY
  pass_through_endpoints:${list.replaceAll('ECHO', url)}`

async function setUpCustom(list = endpoints, answers?: Parameters<typeof startEcho>[0]) {
  const echo = await startEcho(answers)
  const records: CallRecord[] = []
  const env = { LITELLM_MASTER_KEY: masterKey, TARGET_KEY: 'target-key-of-the-operator' }
  const setup = await setUp({ yaml: yaml(list, echo.url), env, gateway: { observers: [(record) => void records.push(record)] } })
  const ask = async (path: string, init: RequestInit = {}) => {
    const before = echo.seen.length
    const answer = await fetch(setup.url + path, { headers: authorised, ...init })
    await answer.arrayBuffer()
    return [answer.status, echo.seen[before]?.path] as const
  }
  return { ...setup, echo, records, ask }
}

test('a request goes to the target with the headers and query of the config, and without the key', async () => {
  const { ask, echo, records } = await setUpCustom()
  const body = '{"q": 1}'
  const headers = { ...authorised, 'content-type': 'application/json', 'x-mine': 'stays' }
  expect(await ask('/rerank-own?lang=de&a=1', { method: 'POST', body, headers })).toEqual([200, '/v1/rerank?api=1&lang=de&a=1&version=2'])
  const [seen] = echo.seen
  expect(seen).toMatchObject({
    method: 'POST',
    body,
    headers: { authorization: 'Bearer target-key-of-the-operator', 'x-fixed': '1', 'content-type': 'application/json' },
  })
  expect(Object.keys(seen?.headers ?? {}).filter((name) => ['x-mine', 'litellm_user_api_key'].includes(name))).toEqual([])
  expect(JSON.stringify(echo.seen)).not.toContain(masterKey)
  expect(records[0]).toMatchObject({ callType: 'pass_through_endpoint', costNanoUsd: 250_000_000, end: 'answered', route: '/*' })
})

test('a key is asked for unless the config says otherwise, in the header that it names too', async () => {
  const { ask, echo } = await setUpCustom()
  const post = (headers: object) => ask('/rerank-own', { method: 'POST', headers: { ...headers } })
  expect(await post({})).toEqual([401, undefined])
  expect(await post({ 'x-their-key': 'sk-wrong' })).toEqual([401, undefined])
  expect((await post({ 'x-their-key': masterKey }))[0]).toBe(200)
  expect((await post({ 'x-their-key': `Bearer ${masterKey}` }))[0]).toBe(200)
  expect(await ask('/open', { headers: {} })).toEqual([200, '/open'])
  expect(await ask('/below/all', { headers: {} })).toEqual([401, undefined])
  expect(JSON.stringify(echo.seen)).not.toContain(masterKey)
})

test('an error that repeats the headers of the config is handed back without what is secret in them', async () => {
  const { url } = await setUpCustom(endpoints, ({ headers }, outgoing) => {
    outgoing.writeHead(500, { 'content-type': 'application/json' })
    outgoing.end(JSON.stringify(headers))
    return true
  })
  const headers = { ...authorised, 'content-type': 'application/json' }
  const answer = await fetch(`${url}/rerank-own`, { method: 'POST', headers, body: '{}' })
  const told: unknown = await answer.json()
  expect([answer.status, told]).toMatchObject([
    500,
    { authorization: 'Bearer ...ator', 'x-fixed': '1', 'content-type': 'application/json' },
  ])
})

test('where no key is needed, words of the caller that look like one go on; a whole target needs no path', async () => {
  const { ask, echo } = await setUpCustom(`
    - { path: /public, target: ECHO/p, auth: false, forward_headers: true }
    - { path: /bare, target: ECHO, auth: false }
`)
  const headers = { 'x-version': '2023-06-01', authorization: 'Bearer 1' }
  expect(await ask('/public?key=1&a=1', { headers })).toEqual([200, '/p?key=1&a=1'])
  expect([echo.seen[0]?.headers['x-version'], echo.seen[0]?.headers.authorization]).toEqual(['2023-06-01', undefined])
  expect(await ask('/bare?a=/b', { headers: {} })).toEqual([200, '/?a=/b'])
  await ask(`/public?a=x${masterKey}&b=1`, { headers: { ...authorised, 'x-copy': masterKey } })
  expect([echo.seen[2]?.path, JSON.stringify(echo.seen[2]).includes(masterKey)]).toEqual(['/p?b=1', false])
})

test('only the path itself, its methods and what the config includes below it are served', async () => {
  const { ask, echo } = await setUpCustom()
  expect(await ask('/rerank-own')).toEqual([405, undefined])
  expect(await ask('/rerank-own/more', { method: 'POST' })).toEqual([404, undefined])
  expect(await ask('/open/more')).toEqual([404, undefined])
  expect(await ask('/below/all')).toEqual([200, '/base/v1/?own=1'])
  expect(await ask('/below/all/a/b%2Fc/?x=1', { headers: { ...authorised, 'x-mine': 'goes on' } })).toEqual([
    200,
    '/base/v1/a/b%2Fc/?own=1&x=1',
  ])
  expect(echo.seen.at(-1)?.headers['x-mine']).toBe('goes on')
  expect(await ask('/below/all/v2/x')).toEqual([200, '/base/v1/v2/x?own=1'])
  expect(await ask('/below/all/v1/x')).toEqual([200, '/base/v1/v1/x?own=1'])
  for (const path of ['/below/all/%252e%252e/x', '/below/all/a%2f..%2f..%2fx', '/below/all//x', '/below/all/%0d%0ax'])
    expect([path, ...(await ask(path))]).toEqual([path, 400, undefined])
})

test('a path below a provider’s name is the provider’s', async () => {
  const { ask } = await setUpCustom()
  expect(await ask('/openai/hidden')).toEqual([401, undefined])
})

test('endpoints come and go as the config is read anew, and lists of routes show them', async () => {
  const { ask, path, echo, gateway } = await setUpCustom()
  const shown = async () => {
    const { routes }: { routes: { path: string; methods: string[] }[] } = (await gateway.app.inject({ url: '/routes' })).json()
    return routes.filter((route) => /^\/(rerank-own|below|new\b)/.test(route.path)).map((route) => `${route.methods[0]} ${route.path}`)
  }
  expect(await shown()).toEqual(
    ['POST /rerank-own', ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => `${method} /below/all/*`)].sort(
      (a, b) => order(a) - order(b),
    ),
  )
  const { paths } = (await gateway.app.inject({ url: '/openapi.json' })).json()
  expect([
    Object.keys(paths['/rerank-own']),
    paths['/open'].get.security,
    paths['/openai/{path}'].get.security,
    '/{path}' in paths,
  ]).toEqual([['post'], undefined, expect.any(Array), false])
  writeFileSync(path, yaml('\n    - { path: /new, target: ECHO/new, methods: [get] }\n', echo.url))
  expect(await gateway.reload()).toEqual({ ok: true })
  expect(await ask('/new')).toEqual([200, '/new'])
  expect(await ask('/rerank-own', { method: 'POST' })).toEqual([404, undefined])
  expect(await shown()).toEqual(['GET /new'])
})

/** As the routes stand in the list: by method. */
function order(route: string): number {
  return ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].indexOf(route.split(' ')[0] ?? '')
}

describe('a body', () => {
  test('goes on while it comes, whatever its size', async () => {
    const { url, echo } = await setUpCustom()
    const piece = Buffer.alloc(65_536, 'y')
    let left = 320 // 20 MB
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => (left-- > 0 ? controller.enqueue(piece) : controller.close()),
    })
    const init = {
      method: 'PUT',
      body,
      headers: { ...authorised, 'content-type': 'application/octet-stream' },
      duplex: 'half',
    } as RequestInit // the platform's types lack `duplex`
    expect((await fetch(`${url}/open`, init)).status).toBe(200)
    expect(echo.seen[0]?.body.length).toBe(320 * piece.length)
  })

  test('above the limit of the config is a 413', async () => {
    const { ask, path, gateway, echo } = await setUpCustom()
    writeFileSync(path, `${yaml(endpoints, echo.url)}  max_request_size_mb: 1\n`.replace('  pass_through', '  pass_through'))
    expect(await gateway.reload()).toEqual({ ok: true })
    const seen: Echo[] = echo.seen
    const [status] = await ask('/open', {
      method: 'POST',
      body: Buffer.alloc(3_000_000),
      headers: { 'content-type': 'application/octet-stream' },
    })
    expect([status, seen.length]).toEqual([413, 0])
  })
})

test('a literal secret in the headers is held beside the Plan and sent all the same', async () => {
  const list = '\n    - { path: /lit, target: ECHO/lit, headers: { Authorization: Bearer abcdefghijklmnop-qrstuv } }\n'
  const echo = await startEcho()
  const folder = await setUp({ yaml: 'model_list: []\n', env: {}, listens: false })
  writeFileSync(folder.path, `model_list: []\ngeneral_settings:\n  pass_through_endpoints:${list.replaceAll('ECHO', echo.url)}`)
  const { gateway } = await setUp({
    yaml: `model_list: []\ngeneral_settings:\n  pass_through_endpoints:${list.replaceAll('ECHO', echo.url)}`,
    env: {},
    listens: false,
    gateway: { config: { path: folder.path, allowLiteralSecrets: true } },
  })
  expect((await gateway.app.inject({ url: '/lit' })).statusCode).toBe(200)
  expect(echo.seen[0]?.headers.authorization).toBe('Bearer abcdefghijklmnop-qrstuv')
  expect(JSON.stringify(gateway.serving.plan)).not.toContain('abcdefghijklmnop')
})
