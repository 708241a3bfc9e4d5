/** Credentials that stored models share: made, used, changed and deleted while the gateway runs, and shown to nobody. */
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../support/postgres.js'
import { type ModelGateway, Opened, openedInTest, openModelGateway, sharedDatabase } from './model-gateway.js'

const secret = 'sk-cred-planted-0123456789abcdef'
const rotated = 'sk-cred-rotated-9876543210fedcba'
const slow = { timeout: 90_000 }

// one database for all: to open one takes longer than everything else here
const opened = new Opened()
let app: ModelGateway
beforeAll(async () => {
  app = await openModelGateway(opened, { mock: await opened.mock(), dataFolder: opened.folder(), env: await sharedDatabase(opened) })
}, 90_000)
afterAll(() => opened.close())

const credential = (name: string, values: object) => ({
  credential_name: name,
  credential_values: values,
  credential_info: { custom_llm_provider: 'openai' },
})
const model = (name: string, credentialName: string, more: object = {}) => ({
  model_name: name,
  litellm_params: { model: 'openai/gpt-4o-mini', litellm_credential_name: credentialName, ...more },
  model_info: { id: `id-${name}` },
})
const usedKey = () => app.mock.requests.at(-1)?.headers.authorization

describe('a credential', slow, () => {
  test('is what models that name it call with, follows its changes at once, and is encrypted where it is kept', async () => {
    const { mock, post, get, patch, remove, chat, gateway } = app
    const values = { api_key: secret, api_base: `${mock.url}/v1` }
    expect(await post('/credentials', credential('team/eu', values))).toMatchObject({
      status: 200,
      body: { success: true, message: 'Credential created successfully' },
    })
    expect((await post('/model/new', model('by-name', 'team/eu'))).status).toBe(200)
    expect([await chat('by-name'), usedKey()]).toEqual([200, `Bearer ${secret}`])

    const shown = { credential_name: 'team/eu', credential_info: { custom_llm_provider: 'openai' } }
    const ofFirst = { ...shown, credential_values: { api_key: '****cdef', api_base: `${mock.url}/v1` } }
    const one = await get('/credentials/by_name/team/eu')
    const all = await get('/credentials')
    expect([one.body, all.body]).toEqual([ofFirst, { success: true, credentials: [ofFirst] }])
    expect((await get('/credentials/by_name/team%2Feu')).body).toEqual(ofFirst)

    const patched = await patch('/credentials/team/eu', { credential_values: { api_key: rotated } })
    expect([patched.status, patched.body.message]).toEqual([200, 'Credential updated successfully'])
    expect([await chat('by-name'), usedKey()]).toEqual([200, `Bearer ${rotated}`])
    const useless = await patch('/credentials/team/eu', { credential_values: { api_base: ['no', 'text'] } })
    expect([useless.status, useless.body.error.type, useless.body.error.param]).toEqual([422, 'validation_error', 'credential_values'])
    // a model's own word goes before it
    expect((await post('/model/new', model('own-key', 'team/eu', { api_key: `${secret}-own` }))).status).toBe(200)
    expect([await chat('own-key'), usedKey()]).toEqual([200, `Bearer ${secret}-own`])

    const { connection } = (await gateway.serving.store?.open()) ?? {}
    const rows = JSON.stringify((await connection?.db.execute(sql`select * from credentials`))?.rows)
    expect(rows).toContain('llmgen:1:')
    expect(rows + one.text + all.text + patched.text).not.toMatch(/planted|rotated/)

    const kept = await remove('/credentials/team/eu')
    expect([kept.status, kept.body.error.message]).toEqual([400, expect.stringContaining('"by-name" (id-by-name), "own-key" (id-own-key)')])
    for (const id of ['id-by-name', 'id-own-key']) await post('/model/delete', { id })
    expect((await remove('/credentials/team/eu')).body).toEqual({ success: true, message: 'Credential deleted successfully' })
    expect([(await remove('/credentials/team/eu')).status, (await get('/credentials/by_name/team/eu')).status]).toEqual([404, 404])
  })

  test('clears values by null and by name, and keeps what is not said', async () => {
    const { post, get, patch, remove } = app
    await post(
      '/credentials',
      credential('many', { api_key: secret, api_version: '2024-06-01', api_base: 'https://u:p@host/v1', organization: 'o' }),
    )
    await patch('/credentials/many', {
      credential_values: { api_version: null },
      credential_values_to_delete: ['organization'],
      credential_info: { note: 1 },
    })
    expect((await get('/credentials/by_name/many')).body).toEqual({
      credential_name: 'many',
      credential_values: { api_key: '****cdef', api_base: 'https://host/v1' },
      credential_info: { note: 1 },
    })
    await remove('/credentials/many')
  })

  const refusals = [
    { name: 'without a name', body: { credential_values: {} }, want: [422, 'validation_error', 'credential_name'] },
    { name: 'without values', body: { credential_name: 'x' }, want: [422, 'validation_error', 'credential_values'] },
    {
      name: 'that refers to a secret of the gateway',
      body: credential('x', { api_key: 'os.environ/LITELLM_MASTER_KEY' }),
      want: [400, 'bad_request_error', 'credential_values.api_key'],
    },
    {
      name: 'that names a file of this machine',
      body: credential('x', { vertex_credentials: '/etc/passwd' }),
      want: [400, 'bad_request_error', 'credential_values.vertex_credentials'],
    },
    { name: 'that is there already', body: credential('taken', { api_key: secret }), want: [400, 'bad_request_error', 'credential_name'] },
  ]
  test.each(refusals)('$name is refused, and nothing is stored of it', async ({ body, want }) => {
    const { post, get, remove } = app
    await post('/credentials', credential('taken', { api_key: rotated }))
    const { status, body: answer, text } = await post('/credentials', body)
    expect([status, answer.error.type, answer.error.param]).toEqual(want)
    expect(text).not.toContain(secret)
    expect((await get('/credentials')).body.credentials.map((each: { credential_name: string }) => each.credential_name)).toEqual(['taken'])
    await remove('/credentials/taken')
  })

  test('is for administrators alone, and no name for others to call with', async () => {
    const { post, get, patch, remove, ask } = { ...app, ask: app.post }
    const { key } = (await post('/key/generate', {})).body
    const refused = await Promise.all([
      ask('/credentials', credential('mine', { api_key: secret }), key),
      get('/credentials', key),
      get('/credentials/by_name/x', key),
      patch('/credentials/x', {}, key),
      remove('/credentials/x', key),
    ])
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403])
    const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }], litellm_credential_name: 'x' }
    expect((await post('/v1/chat/completions', body, key)).status).toBe(400)
  })
})

test('a model of a credential that is not there is refused, and one whose credential cannot be read any more is left out, each told once', async () => {
  const own = openedInTest()
  const [mock, dataFolder, env] = [await own.mock(), own.folder(), await sharedDatabase(own)]
  const first = await openModelGateway(own, { mock, dataFolder, env })
  const unknown = await first.post('/model/new', model('lost', 'nowhere'))
  expect([unknown.status, unknown.body.error.message]).toEqual([422, expect.stringContaining('credential "nowhere" is not in the')])
  await first.post('/credentials', credential('shared', { api_key: secret, api_base: `${mock.url}/v1` }))
  expect((await first.post('/model/new', model('kept', 'shared'))).status).toBe(200)
  await first.gateway.close(0)

  const again = await openModelGateway(own, { mock, dataFolder, env })
  expect([await again.chat('kept'), again.warnings]).toEqual([200, []])
  await again.gateway.close(0)

  const locked = await openModelGateway(own, { mock, dataFolder, env: { ...env, LITELLM_SALT_KEY: 'another' } })
  const reason = 'it was encrypted under another LITELLM_SALT_KEY or master key than the one that is set now'
  expect(locked.warnings).toEqual([
    `the stored credential "shared" is not used: ${reason}`,
    `the stored model "kept" (id-kept) is not served: ${reason}`,
  ])
  expect(await locked.chat('gpt-4o')).toBe(200)
  expect((await locked.get('/credentials')).body.credentials).toEqual([
    {
      credential_name: 'shared',
      credential_values: { api_key: '****', api_base: '****' },
      credential_info: { custom_llm_provider: 'openai' },
    },
  ])
}, 90_000)

test.skipIf(!process.env[testDatabase])(
  'a change of one gateway is what the other calls with, within a second',
  async () => {
    const own = openedInTest()
    const [mock, env] = [await own.mock(), await sharedDatabase(own)]
    const first = await openModelGateway(own, { mock, dataFolder: own.folder(), env })
    const second = await openModelGateway(own, { mock, dataFolder: own.folder(), env })
    await first.post('/credentials', credential('shared', { api_key: secret, api_base: `${mock.url}/v1` }))
    await first.post('/model/new', model('kept', 'shared'))
    await expect.poll(() => second.chat('kept'), { timeout: 1_000, interval: 10 }).toBe(200)
    await first.patch('/credentials/shared', { credential_values: { api_key: rotated } })
    const called = async () => {
      await second.chat('kept')
      return mock.requests.at(-1)?.headers.authorization
    }
    await expect.poll(called, { timeout: 1_000, interval: 10 }).toBe(`Bearer ${rotated}`)
  },
  60_000,
)
