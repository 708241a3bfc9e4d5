/** Secrets that were planted all over a gateway, looked for in everything that comes out of it after each of its routes was asked. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createDatabase, testDatabase } from '../../support/postgres.js'
import { runs } from '../../support/soak.js'
import { yaml } from '../gateway-support.js'
import { type Kept, openKept, placesIn } from './kept-gateway.js'
import { type Asked, requestsOf, type Things, tableInOrder } from './whole-table.js'

const planted = {
  'the master key': 'sk-planted-master-key-0123456789',
  'the key of the provider': 'sk-planted-provider-key-0123456789',
  'the salt': 'planted-salt-0123456789abcdef',
  'the password of the database': 'planted-database-password',
  'the key of a stored model': 'sk-planted-stored-key-0123456789',
  'the password of a user': 'planted-user-password-42!',
} as const

const config = `${yaml}  store_model_in_db: true\nlitellm_settings:\n  set_verbose: true\n  store_audit_logs: true\n`

/** One place where something comes out. */
type Out = { readonly where: string; readonly text: string }

/** Routes that make a key answer with it: it is shown once, to whom it was made for. */
const makers = new Set(['/key/generate', '/key/service-account/generate', '/key/regenerate', '/key/:key/regenerate', '/user/new'])

describe.each(placesIn(runs(1, 2)))('$kind', { timeout: 240_000 }, ({ kind }) => {
  test('nothing shows a secret: no answer, no header, no log, no metric, no row, no file', async () => {
    const lines: string[] = []
    const warned = (warning: Error) => void lines.push(`${warning.name} ${warning.message}`)
    process.on('warning', warned)
    onTestFinished(() => void process.off('warning', warned))
    const kept = await openKept({
      kind,
      yaml: config,
      env: await secretsOf(kind),
      gateway: { client: { log: (line) => void lines.push(line), logLevel: 'debug' } },
    })
    const made = new Map<string, string>()
    const out: Out[] = []
    const { things, keys } = await arrange(kept, made, out)
    let [asked, answered] = [0, 0]
    for (const key of keys)
      for (const route of tableInOrder())
        for (const request of requestsOf(route, things)) {
          const { status, texts } = await answerTo(kept, request, key, made)
          out.push(...texts)
          asked++
          if (status < 300) answered++
        }
    out.push(...(await oddKeys(kept, [...made.keys()])))
    await kept.settled()
    out.push(...(await tablesOf(kept)), ...filesOf(kept.folder))
    out.push(...kept.log.map((text) => ({ where: 'the log', text })), ...lines.map((text) => ({ where: 'the log of the engine', text })))
    const secrets = new Map<string, string>([...Object.entries(planted).map(([name, text]) => [text, name] as const), ...made])
    console.info(
      `${kind}: ${asked} requests, ${answered} of them answered with 2xx, ${out.length} texts, ${secrets.size} secrets, ${kept.log.length + lines.length} lines of logs`,
    )
    expect(foundIn(out, secrets)).toEqual([])
    // the provider has its own key from us, and nobody else's
    const sent = kept.mock.requests.map((request) => ({ where: 'what the provider was sent', text: JSON.stringify(request) }))
    const others = new Map([...secrets].filter(([, name]) => name !== 'the key of the provider' && name !== 'the key of a stored model'))
    expect(sent.length).toBeGreaterThan(10)
    expect(foundIn(sent, others)).toEqual([])
    // and the search finds what is there
    expect(foundIn([{ where: 'here', text: `x${planted['the salt']}y` }], secrets)).toEqual(['the salt in here'])
    expect(kept.log.length).toBeGreaterThan(100)
    expect(answered).toBeGreaterThan(asked / 5)
  })
})

test('a database and a Redis that cannot be reached are told of without their passwords', { timeout: 60_000 }, async () => {
  const lines: string[] = []
  const warned = (warning: Error) => void lines.push(`${warning.name} ${warning.message} ${warning.stack}`)
  process.on('warning', warned)
  onTestFinished(() => void process.off('warning', warned))
  const password = planted['the password of the database']
  const redis = yaml.replace('router_settings:\n', `router_settings:\n  redis_url: redis://:${password}@127.0.0.1:1\n`)
  const env = { DATABASE_URL: `postgres://somebody:${password}@127.0.0.1:1/nowhere` }
  const kept = await openKept({
    kind: 'postgres',
    yaml: redis,
    env,
    gateway: { client: { log: (line) => void lines.push(line), logLevel: 'debug' } },
  })
  const asked: readonly (readonly [string, string?])[] = [
    ['/health/readiness'],
    ['/health/readiness/details'],
    ['/key/list'],
    ['/v1/models', 'sk-not-known'],
    ['/metrics'],
    ['/routes'],
    ['/get/config/callbacks'],
  ]
  const texts: string[] = []
  for (const [path, key] of asked) {
    const { status, body, headers } = await kept.get(path, key)
    texts.push(`${status} ${path} ${JSON.stringify(body)} ${JSON.stringify([...headers])}`)
  }
  texts.push(JSON.stringify((await kept.chat('sk-not-known')).body), ...kept.log, ...lines)
  expect(texts.filter((text) => /cannot be opened|no_db_connection/.test(text)).length).toBeGreaterThan(2)
  expect(texts.filter((text) => text.includes(password))).toEqual([])
})

async function secretsOf(kind: 'embedded' | 'postgres'): Promise<{ readonly [name: string]: string }> {
  const env = {
    LITELLM_MASTER_KEY: planted['the master key'],
    PROVIDER_KEY: planted['the key of the provider'],
    LITELLM_SALT_KEY: planted['the salt'],
  }
  if (kind === 'embedded') return env
  const database = await createDatabase(process.env[testDatabase] ?? '')
  onTestFinished(() => database.drop())
  const url = new URL(database.url)
  // a server of tests trusts everybody, whatever they say
  if (url.password === '') url.password = planted['the password of the database']
  return { ...env, DATABASE_URL: url.href }
}

const master = planted['the master key']

/** Things to ask about, and the keys to ask with: an administrator's, a user's. */
async function arrange(
  kept: Kept,
  made: Map<string, string>,
  out: Out[],
): Promise<{ readonly things: Things; readonly keys: readonly string[] }> {
  const post = async (path: string, body: object) => {
    const answer = await kept.post(path, body, master)
    expect([path, answer.status, answer.body.error]).toEqual([path, 200, undefined])
    const key: unknown = answer.body.key
    if (makers.has(path) && typeof key === 'string') made.set(key, `a key that ${path} made`)
    else out.push({ where: `the answer of ${path}`, text: JSON.stringify(answer.body) })
    return answer.body
  }
  await post('/budget/new', { budget_id: 'b', max_budget: 5 })
  await post('/organization/new', { organization_id: 'o', organization_alias: 'O' })
  await post('/team/new', { team_id: 't', organization_id: 'o' })
  await post('/user/new', { user_id: 'u', user_email: 'u@example.org' })
  await post('/user/update', { user_id: 'u', password: planted['the password of a user'] })
  await post('/customer/new', { user_id: 'c' })
  await post('/tag/new', { name: 'g' })
  const stored = { model: 'openai/gpt-4o-mini', api_base: `${kept.mock.url}/v1`, api_key: planted['the key of a stored model'] }
  const { model_id: model } = await post('/model/new', { model_name: 'stored', litellm_params: stored })
  const { token } = await post('/key/generate', { team_id: 't', user_id: 'u', key_alias: 'asked about' })
  const own = await post('/key/generate', { user_id: 'u' })
  await kept.post('/chat/completions', { model: 'stored', messages: [{ role: 'user', content: 'hi' }] }, own.key)
  const things = { token, team: 't', user: 'u', organization: 'o', budget: 'b', customer: 'c', tag: 'g', model }
  return { things, keys: [own.key, master] }
}

/** What comes of a request. A key that it makes is from now on a secret, and shown in this one answer. */
async function answerTo(kept: Kept, { route, method, path, body }: Asked, key: string, made: Map<string, string>) {
  const answer = await kept.ask(method, path, body, key)
  const where = `the answer of ${method} ${route.paths[0]}`
  const shown: unknown = answer.status === 200 && typeof answer.body === 'object' ? answer.body?.key : undefined
  const maker = route.paths.find((each) => makers.has(each))
  let text = JSON.stringify(answer.body)
  if (maker !== undefined && typeof shown === 'string' && shown.startsWith('sk-')) {
    made.set(shown, `a key that ${maker} made`)
    text = text.replaceAll(shown, '')
  }
  const texts: readonly Out[] = [
    { where, text },
    { where: `the headers of ${where}`, text: JSON.stringify([...answer.headers]) },
  ]
  return { status: answer.status, texts }
}

/** Keys in every place where clients put them, and slightly wrong ones: what is refused says why, and not what it was given. */
async function oddKeys(kept: Kept, keys: readonly string[]): Promise<readonly Out[]> {
  const out: Out[] = []
  for (const key of [...keys.slice(0, 3), master]) {
    const wrong = [`${key}x`, `${key} `, `Bearer ${key}`, `x${key}`, Buffer.from(key).toString('base64')]
    const asked = [
      ...wrong.map((each) => ({ path: '/v1/models', headers: { authorization: `Bearer ${each}` } })),
      { path: '/v1/models', headers: { authorization: `Basic ${Buffer.from(`user:${key}x`).toString('base64')}` } },
      { path: '/v1/models', headers: { authorization: '', 'x-api-key': `${key}x` } },
      { path: `/v1beta/models/gpt-4o:generateContent?key=${key}x`, headers: { authorization: '' } },
      { path: `/v1/models?key=${key}&api_key=${key}`, headers: {} },
      { path: `/nothing/here?key=${key}`, headers: {} },
    ]
    for (const { path, headers } of asked) {
      const { body, headers: got } = await kept.ask('GET', path, undefined, 'none', headers)
      out.push({ where: `the answer to an odd key at ${path.split('?')[0]}`, text: JSON.stringify([body, ...got]) })
    }
  }
  return out
}

/** Every row of every table. */
async function tablesOf({ gateway }: Kept): Promise<readonly Out[]> {
  const store = await gateway.serving.store?.open()
  if (store === undefined) throw new Error('this gateway keeps nothing')
  const { db } = store.connection
  const tables = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const out: Out[] = []
  for (const { name } of tables.rows) {
    const { rows } = await db.execute<{ row: string }>(sql`select row_to_json(t)::text as row from ${sql.identifier(name)} t`)
    out.push(...rows.map(({ row }) => ({ where: `a row of ${name}`, text: row })))
  }
  return out
}

/** Every file that it keeps: rows on their way, and those of the embedded database. */
function filesOf(folder: string): readonly Out[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ where: `the file ${entry.name}`, text: readFileSync(join(entry.parentPath, entry.name), 'latin1') }))
}

/** Each secret and place once, also where the secret is written in another way. */
function foundIn(out: readonly Out[], secrets: ReadonlyMap<string, string>): readonly string[] {
  const spellings = [...secrets].flatMap(([secret, name]) =>
    [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      Buffer.from(secret).toString('hex'),
    ].map((text) => ({ text, name })),
  )
  const found = new Set<string>()
  for (const { where, text } of out) for (const each of spellings) if (text.includes(each.text)) found.add(`${each.name} in ${where}`)
  return [...found]
}
