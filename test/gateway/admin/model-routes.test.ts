/** Models that are added, changed and deleted while the gateway runs. */
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addedTo as added, type ModelGateway, Opened, openedInTest, openModelGateway, plantedKey, sharedDatabase } from './model-gateway.js'

// one database for all: to open one takes longer than everything else here
const opened = new Opened()
let app: ModelGateway
beforeAll(async () => {
  app = await openModelGateway(opened, { mock: await opened.mock(), dataFolder: opened.folder(), env: await sharedDatabase(opened) })
}, 90_000)
afterAll(() => opened.close())

describe('a model that is added', () => {
  test('is called at once, shown without its key, changed, and gone once it is deleted', async () => {
    const { mock, post, get, patch, chat, shownIds, gateway } = app
    expect(await chat('added')).toBe(400)
    const made = await post('/model/new', { ...added(mock), model_info: { id: 'stored', mode: 'chat', description: 'of the test' } })
    expect([made.status, Object.keys(made.body).sort(), made.body.model_id, made.body.model_name, made.body.created_by]).toEqual([
      200,
      ['created_at', 'created_by', 'litellm_params', 'model_id', 'model_info', 'model_name', 'updated_at', 'updated_by'],
      'stored',
      'added',
      'default_user_id',
    ])
    expect(await chat('added')).toBe(200)
    expect(mock.requests.at(-1)?.headers.authorization).toBe(`Bearer ${plantedKey}`)
    const shown = await get('/model/info?litellm_model_id=stored')
    expect(shown.body.data).toMatchObject([
      {
        model_name: 'added',
        litellm_params: { model: 'openai/gpt-4o-mini' },
        model_info: { id: 'stored', db_model: true, mode: 'chat', description: 'of the test', litellm_provider: 'openai' },
      },
    ])
    expect((await get('/v2/model/info?search=added')).body.data).toMatchObject([{ model_info: { id: 'stored', db_model: true } }])
    expect((await get('/model/info?litellm_model_id=first')).body.data).toMatchObject([{ model_info: { db_model: false } }])

    const patched = await patch('/model/stored/update', { model_name: 'renamed', litellm_params: { rpm: 7 } })
    expect([patched.status, patched.body.model_name]).toEqual([200, 'renamed'])
    expect([await chat('added'), await chat('renamed')]).toEqual([400, 200])
    expect((await get('/model/info?litellm_model_id=stored')).body.data[0].litellm_params.rpm).toBe(7)
    // null takes a parameter away, what is absent stays
    expect((await post('/model/update', { model_info: { id: 'stored' }, litellm_params: { rpm: null } })).status).toBe(200)
    expect((await get('/model/info?litellm_model_id=stored')).body.data[0].litellm_params.rpm).toBeUndefined()
    expect(await chat('renamed')).toBe(200)

    const answers = [made.text, shown.text, patched.text].join('\n')
    expect(answers).not.toContain(plantedKey)
    const { connection } = (await gateway.serving.store?.open()) ?? {}
    const rows = JSON.stringify((await connection?.db.execute(sql`select * from models`))?.rows)
    expect(rows).toContain('llmgen:1:')
    expect(rows).not.toContain('planted')

    expect((await post('/model/delete', { id: 'stored' })).body).toEqual({ message: 'Model: stored deleted successfully' })
    expect([await chat('renamed'), await shownIds()]).toEqual([400, expect.not.arrayContaining(['stored'])])
    expect((await post('/model/delete', { id: 'stored' })).status).toBe(404)
  })
})

describe('what is refused', () => {
  test('models of the config are neither changed nor deleted, unknown ones are not found, ids are given once', async () => {
    const { mock, post, patch, shownIds } = app
    const before = await shownIds()
    const error = ({ status, body }: Awaited<ReturnType<typeof post>>) => [status, body.error?.type, body.error?.param]
    expect([
      error(await post('/model/delete', { id: 'first' })),
      error(await post('/model/update', { model_info: { id: 'first' }, litellm_params: { rpm: 1 } })),
      error(await patch('/model/first/update', { litellm_params: { rpm: 1 } })),
      error(await post('/model/new', { ...added(mock), model_info: { id: 'first' } })),
      error(await post('/model/new', { ...added(mock), model_info: { id: 'claude' } })),
      error(await post('/model/delete', { id: 'nobody' })),
      error(await patch('/model/nobody/update', { model_name: 'x' })),
      error(await post('/model/update', { litellm_params: { rpm: 1 } })),
      error(await post('/model/new', { model_name: 'x' })),
      error(await post('/model/new', { litellm_params: { model: 'openai/gpt-4o' } })),
    ]).toEqual([
      [400, 'bad_request_error', 'id'],
      [400, 'bad_request_error', 'id'],
      [400, 'bad_request_error', 'id'],
      [400, 'bad_request_error', 'model_info.id'],
      [400, 'bad_request_error', 'model_info.id'],
      [404, 'not_found_error', 'id'],
      [404, 'not_found_error', 'id'],
      [422, 'validation_error', 'model_info.id'],
      [422, 'validation_error', 'litellm_params'],
      [422, 'validation_error', 'model_name'],
    ])
    expect((await post('/model/new', { ...added(mock), model_info: { id: 'taken' } })).status).toBe(200)
    expect(error(await post('/model/new', { ...added(mock), model_info: { id: 'taken' } }))).toEqual([
      400,
      'bad_request_error',
      'model_info.id',
    ])
    expect(await shownIds()).toEqual([...before, 'taken'])
  })

  test('what does not compile is not stored, and the answer says why without the key', async () => {
    const { mock, post, patch, chat, shownIds } = app
    const before = await shownIds()
    const refused = await post('/model/new', added(mock, { model: 'nobody-knows-this/model' }))
    expect([refused.status, refused.body.error.type, refused.body.error.param]).toEqual([422, 'validation_error', 'litellm_params'])
    expect(refused.body.error.message).toContain('(unknown-provider)')
    const mixed = await post('/model/new', { ...added(mock, { model: 'openai/text-embedding-3-small' }), model_name: 'gpt-4o' })
    expect([mixed.status, mixed.body.error.message]).toEqual([422, expect.stringContaining('(mixed-modes)')])
    expect((await post('/model/new', { model_name: 'x', litellm_params: {} })).status).toBe(422)
    expect(`${refused.text}${mixed.text}`).not.toContain('planted')
    expect(await shownIds()).toEqual(before)
    expect((await post('/model/new', { ...added(mock), model_info: { id: 'stays' } })).status).toBe(200)
    expect((await patch('/model/stays/update', { litellm_params: { model: 'nobody-knows-this/model' } })).status).toBe(422)
    expect(await chat('added')).toBe(200)
  })

  test('nothing reads files of this machine, or a secret of the gateway itself', async () => {
    const { mock, post, shownIds } = app
    const before = await shownIds()
    for (const [name, value] of [
      ['aws_profile_name', 'default'],
      ['oci_key_file', '/etc/passwd'],
      ['vertex_credentials', '/etc/passwd'],
      ['aws_web_identity_token', '/var/run/token'],
      ['azure_ad_token', 'oidc/file//etc/passwd'],
      ['api_key', 'os.environ/LITELLM_MASTER_KEY'],
      ['api_key', 'os.environ/DATABASE_URL'],
      ['extra_body', { deep: ['os.environ/LITELLM_SALT_KEY'] }],
    ] as const) {
      const { status, body } = await post('/model/new', added(mock, { [name]: value }))
      expect([name, status, String(body.error?.param).split('.').slice(0, 2).join('.')]).toEqual([name, 400, `litellm_params.${name}`])
    }
    // a variable of a provider is what administrators write in the config too
    expect((await post('/model/new', { ...added(mock, { api_key: 'os.environ/PROVIDER_KEY' }), model_info: { id: 'env' } })).status).toBe(
      200,
    )
    expect(await shownIds()).toEqual([...before, 'env'])
  })

  test('where models are not kept, the answer says what to set', async () => {
    const own = openedInTest()
    const { post, gateway } = await openModelGateway(own, {
      mock: app.mock,
      dataFolder: own.folder(),
      env: await sharedDatabase(own),
      gateway: { config: { source: 'model_list: []\ngeneral_settings: { master_key: os.environ/LITELLM_MASTER_KEY }' } },
    })
    for (const path of ['/model/new', '/model/update', '/model/delete']) {
      const { status, body } = await post(path, added(app.mock))
      expect([path, status, body.error.message]).toEqual([path, 400, expect.stringContaining('store_model_in_db: true')])
    }
    expect(gateway.serving.settings.store.keepsModels).toBe(false)
  })

  test('users add no models, change none and learn of none', async () => {
    const { mock, post, patch, gateway } = app
    const key: string = (await post('/user/new', { user_id: 'user' })).body.key
    expect((await post('/model/new', { ...added(mock), model_info: { id: 'theirs-not' } })).status).toBe(200)
    const asked = [
      await post('/model/new', added(mock), key),
      await post('/model/new', { ...added(mock), model_info: { team_id: 'no-team' } }, key),
      await post('/model/delete', { id: 'theirs-not' }, key),
      await post('/model/delete', { id: 'unknown' }, key),
      await post('/model/update', { model_info: { id: 'theirs-not' }, model_name: 'x' }, key),
      await patch('/model/theirs-not/update', { model_info: { team_id: 'no-team' } }, key),
      await patch('/model/first/update', { model_name: 'x' }, key),
    ]
    expect(asked.map(({ status, body }) => [status, body.error.type])).toEqual(asked.map(() => [403, 'auth_error']))
    expect(gateway.serving.plan.deployments.map(({ id }) => id)).toContain('theirs-not')
  })
})

describe('models of a team', () => {
  const withTeams = async () => {
    const opened = app
    const { post, gateway } = opened
    const keyOf = async (id: string): Promise<string> => (await post('/user/new', { user_id: id })).body.key
    const [admin, member, stranger] = [await keyOf('admin'), await keyOf('member'), await keyOf('stranger')]
    await post('/team/new', { team_id: 't1', admins: ['admin'], members: ['member'], models: ['gpt-4o'] })
    await post('/team/new', { team_id: 't2', members: ['stranger'] })
    const { connection } = (await gateway.serving.store?.open()) ?? {}
    await connection?.db.execute(sql`update keys set team_id = 't1' where user_id = 'member'`)
    await connection?.db.execute(sql`update keys set team_id = 't2' where user_id = 'stranger'`)
    return { admin, member, stranger }
  }
  let keys: Awaited<ReturnType<typeof withTeams>>
  beforeAll(async () => {
    keys = await withTeams()
  })
  const named = async (key: string): Promise<readonly string[]> =>
    (await app.get('/v1/models', key)).body.data.map(({ id }: { readonly id: string }) => id)

  test('are called by the keys of the team alone, by the name that the team knows', async () => {
    const { mock, post, chat, gateway } = app
    const { member, stranger } = keys
    const first = await post('/model/new', { ...added(mock), model_name: 'word', model_info: { id: 'of-t1', team_id: 't1' } })
    expect([first.status, first.body.model_name, first.body.model_info.team_public_model_name]).toEqual([
      200,
      expect.stringMatching(/^model_name_t1_[\da-f-]{36}$/),
      'word',
    ])
    const within: string = first.body.model_name
    // a second one of that name shares the calls
    expect(
      (await post('/model/new', { ...added(mock), model_name: 'word', model_info: { id: 'of-t1-too', team_id: 't1' } })).body.model_name,
    ).toBe(within)
    expect([await chat('word', member), await chat(within, member)]).toEqual([200, 200])
    expect([await chat('word', stranger), await chat(within, stranger)]).toEqual([400, 403])
    expect(await chat('gpt-4o', member)).toBe(200)
    expect(await chat('claude', member)).toBe(403)
    expect([await named(member), await named(stranger)]).toEqual([
      ['gpt-4o', 'word'],
      ['gpt-4o', 'claude', 'embed', 'failing', 'added'],
    ])
    expect(await app.shownIds(member)).toEqual(expect.arrayContaining(['first', 'of-t1', 'of-t1-too']))
    expect(await app.shownIds(stranger)).not.toContain('of-t1')
    expect(gateway.serving.plan.groups.filter(({ name }) => name === within).map(({ deployments }) => deployments.length)).toEqual([2])
    // a new word for it, and the one before is gone
    expect((await app.patch('/model/of-t1-too/update', { model_name: 'renamed' })).body.model_name).not.toBe(within)
    expect([await chat('word', member), await chat('renamed', member), await chat('renamed', stranger)]).toEqual([200, 200, 400])
    // what was read is sent back
    const sent = { model_name: within, litellm_params: { rpm: 3 }, model_info: { id: 'of-t1', team_id: 't1', db_model: true } }
    expect((await post('/model/update', sent)).body).toMatchObject({ model_name: within, model_info: { team_public_model_name: 'word' } })
    expect((await post('/model/update', { model_info: { id: 'of-t1', team_id: 't2' } })).status).toBe(400)
    expect((await post('/model/new', { ...added(mock), model_info: { team_id: 'nobody' } })).status).toBe(400)
    expect((await post('/model/new', { ...added(mock), model_name: 'any/*', model_info: { team_id: 't1' } })).status).toBe(400)
  })

  test('are added by admins of the team, with a key of their own and nothing of the gateway’s', async () => {
    const { mock, post, patch, gateway } = app
    const { admin, member, stranger } = keys
    const own = (params: object = {}, info: object = {}) => ({
      model_name: 'own',
      litellm_params: { model: 'openai/gpt-4o-mini', api_key: plantedKey, ...params },
      model_info: { team_id: 't1', ...info },
    })
    // an id is a name that wins over those of the config
    expect((await post('/model/new', own({}, { id: 'own' }), admin)).status).toBe(403)
    const made = await post('/model/new', own(), admin)
    const id: string = made.body.model_id
    expect(made.status).toBe(200)
    expect((await post('/model/new', own(), member)).status).toBe(403)
    expect((await post('/model/new', own({}, { team_id: 't2' }), admin)).status).toBe(403)
    expect((await post('/model/new', { ...own(), model_info: {} }, admin)).status).toBe(403)
    for (const [what, asked] of Object.entries({
      host: own({ api_base: mock.url }),
      'key of the gateway': own({ api_key: 'os.environ/PROVIDER_KEY' }),
      'no key': own({ api_key: undefined }),
      'variable in another place': own({ api_version: 'os.environ/LITELLM_MASTER_KEY' }),
      credential: own({ litellm_credential_name: 'shared' }),
      price: own({ input_cost_per_token: 0 }),
      'price by another model': own({}, { base_model: 'gpt-4o-mini' }),
      'access group': own({}, { access_groups: ['all'] }),
      headers: own({ extra_headers: { 'x-a': 'b' } }),
      'pass-through': own({ use_in_pass_through: true }),
      'keys of the machine': own({ model: 'bedrock/anthropic.claude-3-haiku-20240307-v1:0' }),
      'host of the machine': own({ model: 'ollama/llama3' }),
    }))
      expect([what, (await post('/model/new', asked, admin)).status]).toEqual([what, 400])
    expect((await patch(`/model/${id}/update`, { litellm_params: { api_base: mock.url } }, admin)).status).toBe(400)
    expect((await patch(`/model/${id}/update`, { litellm_params: { rpm: 5 } }, stranger)).status).toBe(403)
    expect((await patch(`/model/${id}/update`, { litellm_params: { rpm: 5 } }, admin)).status).toBe(200)
    expect((await patch(`/model/${id}/update`, { model_info: { team_id: 't2' } }, admin)).status).toBe(400)
    expect((await post('/model/delete', { id }, stranger)).status).toBe(403)
    expect((await post('/model/delete', { id }, admin)).status).toBe(200)
    expect(gateway.serving.plan.deployments.map((each) => each.id)).not.toContain(id)
  })
})
