/** Settings of routing that are changed while the gateway runs, and those that only the config file changes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../support/postgres.js'
import { addedTo, type ModelGateway, Opened, openedInTest, openModelGateway, sharedDatabase } from './model-gateway.js'

const slow = { timeout: 90_000 }
const soon = { timeout: 1_000, interval: 10 }

// one database for all: to open one takes longer than everything else here
const opened = new Opened()
let app: ModelGateway
beforeAll(async () => {
  app = await openModelGateway(opened, { mock: await opened.mock(), dataFolder: opened.folder(), env: await sharedDatabase(opened) })
}, 90_000)
afterAll(() => opened.close())

const update = (routing: object) => app.post('/config/update', { router_settings: routing })
const shown = async () => (await app.get('/get/config/callbacks')).body.router_settings

describe('settings of routing', slow, () => {
  test('are served at once beside those of the config, and given back to it by null', async () => {
    const { post, get, chat, mock } = app
    const own = await shown()
    expect([own, await chat('gpt-4')]).toEqual([{ num_retries: 0, disable_cooldowns: true }, 400])
    expect(await update({ model_group_alias: { 'gpt-4': 'gpt-4o' }, num_retries: 1 })).toMatchObject({
      status: 200,
      body: { message: 'Config updated successfully' },
    })
    expect([await chat('gpt-4'), await shown()]).toEqual([200, { ...own, num_retries: 1, model_group_alias: { 'gpt-4': 'gpt-4o' } }])
    // what was changed before stays, and stored models may be named
    expect((await post('/model/new', { ...addedTo(mock), model_info: { id: 'stored' } })).status).toBe(200)
    expect((await update({ fallbacks: [{ failing: ['added'] }] })).status).toBe(200)
    expect(await shown()).toEqual({
      ...own,
      num_retries: 1,
      model_group_alias: { 'gpt-4': 'gpt-4o' },
      fallbacks: [{ failing: ['added'] }],
    })
    expect((await get('/model/info')).body.data.length).toBe(5)

    expect((await update({ model_group_alias: null, num_retries: null, fallbacks: null })).status).toBe(200)
    expect([await shown(), await chat('gpt-4'), await chat('added')]).toEqual([own, 400, 200])
    await post('/model/delete', { id: 'stored' })
  })

  const refusals = [
    {
      name: 'a fallback that is no model',
      body: { router_settings: { fallbacks: [{ 'gpt-4o': ['nowhere'] }] } },
      want: [422, 'router_settings'],
    },
    {
      name: 'a strategy that nobody knows',
      body: { router_settings: { routing_strategy: 'by-horoscope' } },
      want: [422, 'router_settings'],
    },
    { name: 'another Redis', body: { router_settings: { redis_url: 'redis://evil' } }, want: [400, 'router_settings.redis_url'] },
    {
      name: 'a variable of the gateway',
      body: { router_settings: { model_group_alias: { x: 'os.environ/LITELLM_MASTER_KEY' } } },
      want: [400, 'router_settings.model_group_alias'],
    },
    {
      name: 'another master key',
      body: { router_settings: {}, general_settings: { master_key: 'sk-mine' } },
      want: [400, 'general_settings'],
    },
    { name: 'callbacks', body: { litellm_settings: { callbacks: ['custom.handler'] } }, want: [400, 'litellm_settings'] },
    { name: 'variables', body: { environment_variables: { NODE_OPTIONS: '--require x' } }, want: [400, 'environment_variables'] },
    { name: 'nothing', body: {}, want: [422, 'router_settings'] },
  ]
  test.each(refusals)('$name is refused, and nothing is changed by it', async ({ body, want }) => {
    const before = await shown()
    const { status, body: answer } = await app.post('/config/update', body)
    expect([status, answer.error.param]).toEqual(want)
    expect([await shown(), await app.chat('gpt-4o')]).toEqual([before, 200])
  })

  test('are changed by administrators alone', async () => {
    const { key } = (await app.post('/key/generate', {})).body
    expect((await app.post('/config/update', { router_settings: { num_retries: 9 } }, key)).status).toBe(403)
  })
})

test('settings outlive a restart; those that fit the config no more are told, and the config is served without them', async () => {
  const own = openedInTest()
  const [mock, dataFolder, env] = [await own.mock(), own.folder(), await sharedDatabase(own)]
  const first = await openModelGateway(own, { mock, dataFolder, env })
  await first.post('/model/new', { ...addedTo(mock), model_info: { id: 'stored' } })
  const routing = { model_group_alias: { 'gpt-4': 'gpt-4o' }, fallbacks: [{ failing: ['added'] }] }
  expect((await first.post('/config/update', { router_settings: routing })).status).toBe(200)
  await first.gateway.close(0)

  const again = await openModelGateway(own, { mock, dataFolder, env })
  expect([await again.chat('gpt-4'), again.warnings]).toEqual([200, []])
  // the model that a fallback names goes
  expect((await again.post('/model/delete', { id: 'stored' })).status).toBe(200)
  expect(again.warnings).toEqual([
    expect.stringMatching(/^the stored settings "router_settings" is not used: .*"added" is not a model group/),
  ])
  expect([await again.chat('gpt-4'), await again.chat('gpt-4o')]).toEqual([400, 200])
}, 90_000)

test.skipIf(!process.env[testDatabase])(
  'a change of one gateway is served by the other within a second',
  async () => {
    const own = openedInTest()
    const [mock, env] = [await own.mock(), await sharedDatabase(own)]
    const first = await openModelGateway(own, { mock, dataFolder: own.folder(), env })
    const second = await openModelGateway(own, { mock, dataFolder: own.folder(), env })
    await first.post('/config/update', { router_settings: { model_group_alias: { 'gpt-4': 'gpt-4o' } } })
    await expect.poll(() => second.chat('gpt-4'), soon).toBe(200)
  },
  60_000,
)
