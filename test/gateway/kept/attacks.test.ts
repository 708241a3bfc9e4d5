/** Texts that are made to be more than texts: to the database, to paths, to hosts. Tried on every route of the administration. */
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { keyRoutes } from '../../../src/gateway/admin/key-routes.js'
import { modelRoutes } from '../../../src/gateway/admin/model-routes.js'
import { objectRoutes } from '../../../src/gateway/admin/object-routes.js'
import { spendRoutes } from '../../../src/gateway/admin/spend-routes.js'
import type { Route } from '../../../src/gateway/route.js'
import { runs } from '../../support/soak.js'
import { masterKey } from '../gateway-support.js'
import { openKept, placesIn } from './kept-gateway.js'
import { hidden, openTenants, rowsOf } from './two-tenants.js'
import { everyField } from './whole-table.js'

const adminRoutes: readonly Route[] = [...keyRoutes, ...objectRoutes, ...modelRoutes, ...spendRoutes]

/** Longest answer: a database that was made to wait takes longer, milliseconds. */
const longestMs = 8_000

const injections = [
  `x'; drop table keys; drop table spend_logs; --`,
  `' or '1'='1`,
  `" or ""="`,
  `') or 1=1 union select token from keys --`,
  `x' || pg_sleep(20) || '`,
  `1; select pg_sleep(20)`,
  `\\'; update users set user_role = 'proxy_admin'; --`,
  `$1$$;--`,
  `{"$ne":null}`,
  `%`,
  `_`,
  `*`,
  `a\u0000b`,
  `${'('.repeat(2_000)}`,
  `\ud800`,
]

/** Names of which texts are expected. */
const textNames = Object.entries(
  everyField({ token: '', team: '', user: '', organization: '', budget: '', customer: '', tag: '', model: '' }),
)
  .filter(([, value]) => typeof value === 'string' || Array.isArray(value))
  .map(([name]) => name)

/** Half a character has no bytes that it could be sent as. */
function inUrl(text: string): string {
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '\ufffd'))
}

/** As a text and as a list of one: one of both in turn, in a soak both. */
function inForms(text: string, nth: number): readonly unknown[] {
  const forms = [text, [text]]
  return runs(1, 2) === 2 ? forms : [forms[nth % 2]]
}

/** Each text in all places at once, and one that has something of each in every place alone. */
function requestsOf({ method, paths, query = [] }: Route): readonly { readonly path: string; readonly body?: object }[] {
  const [path = ''] = paths
  const filled = (text: string) => path.replace(/:\w+/g, inUrl(text))
  const names = query.map(({ name }) => name)
  const queryOf = (text: string, some = names) => some.map((name) => `${name}=${inUrl(text)}`).join('&')
  const worst = `x'"\\); drop table keys; select pg_sleep(20); --%`
  const all = injections.map((text) => `${filled(text)}?${queryOf(text)}`)
  const alone = names.map((name) => `${filled('x')}?${queryOf(worst, [name])}`)
  if (method === 'GET' || method === 'DELETE') return [...all, ...alone].map((each) => ({ path: each }))
  const known = { key: 'x', user_id: 'u', team_id: 't', budget_id: 'b', id: 'x' }
  return [
    ...injections.flatMap((text, nth) =>
      inForms(text, nth).map((value) => ({ path: filled(text), body: Object.fromEntries(textNames.map((name) => [name, value])) })),
    ),
    ...textNames.flatMap((name, nth) =>
      inForms(worst, nth).map((value) => ({ path: filled('x'), body: { ...known, [name]: value, [worst]: worst } })),
    ),
  ]
}

describe.each(placesIn(runs(1, 2)))('$kind', { timeout: 240_000 }, ({ kind }) => {
  test('no text becomes a statement, in no parameter of any route of the administration', async () => {
    const { ask, kept, roles } = await openTenants({ kind })
    const before = await rowsOf(kept)
    const odd: string[] = []
    let asked = 0
    for (const key of [masterKey, roles.get('a user') ?? ''])
      for (const route of adminRoutes)
        for (const { path, body } of requestsOf(route)) {
          const started = performance.now()
          const { status, text } = await ask(route.method, path, body, key)
          asked++
          const what = `${route.method} ${path.slice(0, 200)} ${JSON.stringify(body ?? '').slice(0, 200)}`
          if (status >= 500) odd.push(`${what} answers ${status}: ${text.slice(0, 200)}`)
          if (performance.now() - started > longestMs) odd.push(`${what} took ${performance.now() - started} ms`)
          if (key !== masterKey && text.includes(hidden)) odd.push(`${what} shows what is another's`)
          if (
            /syntax error|drizzle|select .* from|pg_catalog|at .*\.ts:/i.test(
              text.replace(/drop table keys; select pg_sleep|union select token from keys/g, ''),
            )
          )
            odd.push(`${what} tells of statements: ${text.slice(0, 200)}`)
        }
    console.info(`${kind}: ${asked} requests`)
    expect(odd).toEqual([])
    const after = await rowsOf(kept)
    expect([...after.keys()]).toEqual([...before.keys()])
    // what was there is there, with the rights that it had
    const roleOf = (row: { readonly [column: string]: unknown }) => [row.user_id, row.user_role]
    const users = new Map((after.get('users') ?? []).map((row) => [row.user_id, row]))
    expect((before.get('users') ?? []).map((row) => roleOf(users.get(row.user_id) ?? {}))).toEqual((before.get('users') ?? []).map(roleOf))
    const tokens = new Set((after.get('keys') ?? []).map(({ token }) => token))
    expect((before.get('keys') ?? []).filter(({ token }) => !tokens.has(token))).toEqual([])
  })
})

const ids = [
  '..',
  '../..',
  '../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%2e%2e%2f%2e%2e',
  '..\\..\\x',
  '....//....//x',
  '/etc/passwd',
  'a/../../b',
  '\u0000',
  'file:///etc/passwd',
  '.llmgen/db',
]

test('ids that are paths lead nowhere: not on this machine, and not at a provider', { timeout: 60_000 }, async () => {
  const kept = await openKept({ kind: 'embedded' })
  const withIds = [
    '/v1/files/:',
    '/v1/files/:/content',
    '/v1/batches/:',
    '/v1/responses/:',
    '/v1/responses/:/input_items',
    '/v1/models/:',
    '/key/:/regenerate',
  ]
  const made = ids.flatMap((id) => [
    { method: 'POST', path: '/team/new', body: { team_id: id } },
    { method: 'POST', path: '/user/new', body: { user_id: id, auto_create_key: false } },
    { method: 'POST', path: '/tag/new', body: { name: id } },
    { method: 'POST', path: '/key/generate', body: { key_alias: id } },
    { method: 'POST', path: '/v1/batches', body: { input_file_id: id, endpoint: '/v1/chat/completions', completion_window: '24h' } },
    ...withIds.map((path) => ({ method: path.startsWith('/key') ? 'POST' : 'GET', path: path.replace(':', encodeURIComponent(id)) })),
    { method: 'POST', path: `/v1beta/models/${encodeURIComponent(id)}:generateContent`, body: { contents: [] } },
  ])
  const before = readdirSync(kept.folder).sort()
  const odd: unknown[] = []
  for (const { method, path, body } of made.map((each) => ({ body: undefined, ...each }))) {
    const { status, body: answer } = await kept.ask(method, path, body)
    if (status >= 500) odd.push([method, path, body, status, answer])
    if (JSON.stringify(answer).includes('root:')) odd.push([method, path, answer])
  }
  expect(odd).toEqual([])
  await kept.settled()
  expect(
    readdirSync(kept.folder)
      .sort()
      .filter((name) => !before.includes(name) && !/^(spend|db|db\.lock)$/.test(name)),
  ).toEqual([])
  for (const { path } of kept.mock.requests) expect(decodeURIComponent(path)).not.toMatch(/(^|[/\\])\.\.([/\\]|$)/)
})

describe('hosts', () => {
  const closing: (() => void)[] = []
  afterEach(() => {
    for (const close of closing.splice(0)) close()
  })
  /** A server that nobody outside is to reach, and how often it was. */
  const inner = async (status = 200, headers: { readonly [name: string]: string } = {}) => {
    const asked: string[] = []
    const server = createServer((request, reply) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`)
      reply.writeHead(status, headers).end('{}')
    })
    server.listen(0)
    await once(server, 'listening')
    closing.push(() => server.close())
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('it has no port')
    return { port: address.port, asked }
  }
  const spellings = (port: number) => [
    `http://127.0.0.1:${port}/v1`,
    `http://2130706433:${port}/v1`,
    `http://0x7f000001:${port}/v1`,
    `http://0177.0.0.1:${port}/v1`,
    `http://127.1:${port}/v1`,
    `http://[::1]:${port}/v1`,
    `http://[::ffff:127.0.0.1]:${port}/v1`,
    `http://[::ffff:7f00:1]:${port}/v1`,
    `http://localhost:${port}/v1`,
    `http://localhost.:${port}/v1`,
    `http://user@127.0.0.1:${port}/v1`,
    `http://0.0.0.0:${port}/v1`,
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/latest/meta-data/',
    'http://[::ffff:169.254.169.254]/latest/meta-data/',
    'http://metadata.google.internal/computeMetadata/v1/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:6379/_',
  ]

  test('of the gateway’s own network are chosen by nobody but an administrator: not in a model, not in a call', {
    timeout: 120_000,
  }, async () => {
    const { ask, roles, kept } = await openTenants({ kind: 'embedded' })
    const { port, asked } = await inner()
    const admin = roles.get('an admin of the team') ?? ''
    const user = roles.get('a user') ?? ''
    const statuses: number[] = []
    for (const url of spellings(port)) {
      for (const name of ['api_base', 'base_url', 'azure_ad_token', 'aws_bedrock_runtime_endpoint', 'vertex_api_base', 'token_url']) {
        const litellm_params = { model: 'openai/gpt-4o', api_key: 'sk-own', [name]: url }
        const body = { model_name: 'inner', litellm_params, model_info: { team_id: 'a-team' } }
        statuses.push((await ask('POST', '/model/new', body, admin)).status)
        const changed = { model_id: 'x', litellm_params: { [name]: url }, model_info: { team_id: 'a-team' } }
        statuses.push((await ask('POST', '/model/update', changed, admin)).status)
      }
      const message = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] }
      for (const more of [
        { api_base: url },
        { base_url: url },
        { fallbacks: [{ model: 'gpt-4o', api_base: url }] },
        { model_list: [{ model_name: 'a', litellm_params: { model: 'openai/a', api_base: url } }] },
      ])
        statuses.push((await ask('POST', '/v1/chat/completions', { ...message, ...more }, user)).status)
    }
    expect(statuses.filter((status) => ![400, 403, 404, 422].includes(status))).toEqual([])
    expect(asked).toEqual([])
    const models = await kept.get('/model/info')
    expect(JSON.stringify(models.body)).not.toContain('inner')
  })

  test('to which a provider points are not asked: its redirects are followed by nobody', async () => {
    const secret = await inner()
    const { port, asked } = await inner(302, { location: `http://127.0.0.1:${secret.port}/latest/meta-data/` })
    const kept = await openKept({
      kind: 'embedded',
      yaml: `model_list:
  - { model_name: gpt-4o, litellm_params: { model: openai/gpt-4o, api_base: "http://127.0.0.1:${port}/v1", api_key: os.environ/PROVIDER_KEY } }
router_settings: { num_retries: 0 }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`,
    })
    const { status } = await kept.chat(masterKey)
    const headers = { authorization: `Bearer ${masterKey}` }
    // a client of its own may go where the provider sends it
    const passed = await fetch(`${kept.url}/openai/v1/models`, { headers, redirect: 'manual' })
    expect([status >= 400, passed.status]).toEqual([true, 302])
    expect(asked.length).toBeGreaterThan(0)
    expect(secret.asked).toEqual([])
  })
})
