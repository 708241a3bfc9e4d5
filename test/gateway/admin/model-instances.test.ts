/** Stored models over time and over several gateways: restarts, other secrets, a database that is away, changes made elsewhere. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../../src/gateway/config-source.js'
import { originOf } from '../../../src/gateway/stored-models.js'
import { fromSent, toSent } from '../../../src/gateway/workers/sent-config.js'
import { startPostgres, testDatabase } from '../../support/postgres.js'
import { yaml } from '../gateway-support.js'
import { addedTo, openedInTest, openModelGateway, plantedKey, sharedDatabase } from './model-gateway.js'

const server = process.env[testDatabase]
/** Embedded databases are opened one after the other here, which takes a busy machine a while. */
const slow = { timeout: 90_000 }
/** Longest time until a change holds elsewhere, and how often it is looked at. Milliseconds. */
const soon = { timeout: 1_000, interval: 10 }
const generous = { timeout: 20_000, interval: 20 }

const named = (name: string, mock: Parameters<typeof addedTo>[0]) => ({
  ...addedTo(mock),
  model_name: name,
  model_info: { id: `id-${name}` },
})

describe('one gateway', slow, () => {
  test('a restart keeps stored models; with another salt key they are left out with one warning each, and nothing else suffers', async () => {
    const opened = openedInTest()
    const [mock, dataFolder, env] = [await opened.mock(), opened.folder(), await sharedDatabase(opened)]
    const first = await openModelGateway(opened, { mock, dataFolder, env })
    for (const name of ['one', 'two']) expect((await first.post('/model/new', named(name, mock))).status).toBe(200)
    await first.gateway.close(0)

    const second = await openModelGateway(opened, { mock, dataFolder, env })
    expect([await second.chat('one'), await second.chat('two'), second.warnings]).toEqual([200, 200, []])
    expect(mock.requests.at(-1)?.headers.authorization).toBe(`Bearer ${plantedKey}`)
    await second.gateway.close(0)

    const locked = await openModelGateway(opened, { mock, dataFolder, env: { ...env, LITELLM_SALT_KEY: 'another' } })
    const reason = 'it was encrypted under another LITELLM_SALT_KEY or master key than the one that is set now'
    expect(locked.warnings).toEqual([
      `the stored model "one" (id-one) is not served: ${reason}`,
      `the stored model "two" (id-two) is not served: ${reason}`,
    ])
    expect([await locked.chat('one'), await locked.chat('gpt-4o')]).toEqual([400, 200])
    expect((await locked.patch('/model/id-one/update', { model_name: 'x' })).status).toBe(400)
    // others may be added and taken away meanwhile, and nothing is said twice
    expect([(await locked.post('/model/new', named('three', mock))).status, await locked.chat('three')]).toEqual([200, 200])
    expect((await locked.post('/model/delete', { id: 'id-two' })).status).toBe(200)
    expect(locked.warnings.length).toBe(2)
    await locked.gateway.close(0)

    const again = await openModelGateway(opened, { mock, dataFolder, env })
    expect([await again.chat('one'), await again.chat('two'), await again.chat('three')]).toEqual([200, 400, 400])
  })

  test('a config that is read anew keeps them, and those that fit no more are told', async () => {
    const opened = openedInTest()
    const [mock, dataFolder] = [await opened.mock(), opened.folder()]
    const path = join(dataFolder, 'config.yaml')
    const config = `${yaml.replaceAll('MOCK', mock.url)}  store_model_in_db: true\n`
    writeFileSync(path, config)
    const { gateway, post, chat, warnings } = await openModelGateway(opened, {
      mock,
      dataFolder,
      env: await sharedDatabase(opened),
      gateway: { config: { path } },
    })
    for (const name of ['one', 'two']) expect((await post('/model/new', named(name, mock))).status).toBe(200)
    writeFileSync(path, config.replaceAll('embed', 'renamed').replace('id: first', 'id: id-one'))
    expect(await gateway.reload()).toEqual({ ok: true })
    expect(warnings).toEqual(['the stored model "one" (id-one) is not served: the config has a deployment with this id'])
    expect(gateway.serving.plan.groups.map(({ name }) => name)).toEqual(['gpt-4o', 'claude', 'renamed', 'failing', 'two'])
    expect([await chat('two'), await chat('gpt-4o')]).toEqual([200, 200])
    writeFileSync(path, config.replace('store_model_in_db: true', 'store_model_in_db: false'))
    expect(await gateway.reload()).toEqual({ ok: true })
    expect([await chat('two'), (await post('/model/delete', { id: 'id-two' })).status]).toEqual([400, 400])
  })

  test('a worker joins them to what the primary compiled; to a Plan that came without its config nothing can be added', async () => {
    const opened = openedInTest()
    const [mock, dataFolder, env] = [await opened.mock(), opened.folder(), await sharedDatabase(opened)]
    const source = { source: `${yaml.replaceAll('MOCK', mock.url)}  store_model_in_db: true\n` }
    const read = readConfig(source, {})
    if (read.lowered === undefined) throw new Error('the config has errors')
    const sent = JSON.stringify(toSent(read.lowered, originOf(source, read)))
    const config = fromSent(JSON.parse(sent))
    const worker = await openModelGateway(opened, { mock, dataFolder, env, gateway: { config } })
    expect([(await worker.post('/model/new', named('one', mock))).status, await worker.chat('one')]).toEqual([200, 200])
    const prepared = await worker.gateway.prepare(fromSent(JSON.parse(sent)))
    if (!prepared.ok) throw new Error(prepared.message)
    expect((await worker.post('/model/new', named('two', mock))).status).toBe(200)
    // it was opened before the second one was stored
    prepared.serve()
    await expect.poll(() => worker.chat('two'), soon).toBe(200)
    await worker.gateway.close(0)

    const { lowered } = read
    const bare = await openModelGateway(opened, { mock, dataFolder, env, gateway: { config: lowered } })
    expect(bare.warnings).toEqual([expect.stringContaining('handed a Plan without the config')])
    expect([await bare.chat('gpt-4o'), await bare.chat('one'), (await bare.post('/model/new', named('three', mock))).status]).toEqual([
      200, 400, 400,
    ])
  })

  test('many that are added at once are all served', async () => {
    const opened = openedInTest()
    const mock = await opened.mock()
    const { post, chat, gateway } = await openModelGateway(opened, { mock, dataFolder: opened.folder(), env: await sharedDatabase(opened) })
    const names = Array.from({ length: 12 }, (_, i) => `many-${i}`)
    const made = await Promise.all(names.map((name) => post('/model/new', named(name, mock))))
    expect(made.map(({ status }) => status)).toEqual(names.map(() => 200))
    expect(gateway.serving.plan.groups.map(({ name }) => name)).toEqual(expect.arrayContaining(names))
    expect(await Promise.all(names.map((name) => chat(name)))).toEqual(names.map(() => 200))
  })
})

describe.skipIf(!server)('on PostgreSQL', slow, () => {
  test('what is added, changed and deleted on one gateway holds on the other within a second', async () => {
    const opened = openedInTest()
    const mock = await opened.mock()
    const env = await sharedDatabase(opened)
    const a = await openModelGateway(opened, { mock, dataFolder: opened.folder(), env })
    const b = await openModelGateway(opened, { mock, dataFolder: opened.folder(), env })
    expect((await a.post('/model/new', named('shared', mock))).status).toBe(200)
    expect(await a.chat('shared')).toBe(200)
    await expect.poll(() => b.chat('shared'), soon).toBe(200)
    expect((await b.patch('/model/id-shared/update', { model_name: 'renamed' })).status).toBe(200)
    expect(await b.chat('renamed')).toBe(200)
    await expect.poll(() => a.chat('renamed'), soon).toBe(200)
    expect(await a.chat('shared')).toBe(400)
    expect((await a.post('/model/delete', { id: 'id-shared' })).status).toBe(200)
    await expect.poll(async () => (await b.get('/v1/models/renamed')).status, soon).toBe(404)
    expect([await b.chat('renamed'), (await b.get('/model/info?litellm_model_id=id-shared')).status]).toEqual([400, 404])
    expect([...a.warnings, ...b.warnings]).toEqual([])
  })

  test('a gateway that starts without its database serves the config, and the stored models once it is there', async () => {
    const opened = openedInTest()
    const [mock, postgres] = [await opened.mock(), await startPostgres()]
    if (postgres === undefined) throw new Error('there is a PostgreSQL to test with, and none can be started')
    opened.add(() => postgres.stop())
    const env = { DATABASE_URL: postgres.url }
    const first = await openModelGateway(opened, { mock, dataFolder: opened.folder(), env })
    expect((await first.post('/model/new', named('kept', mock))).status).toBe(200)
    await first.gateway.close(0)
    await postgres.kill()
    const second = await openModelGateway(opened, { mock, dataFolder: opened.folder(), env })
    expect([await second.chat('gpt-4o'), await second.chat('kept')]).toEqual([200, 400])
    expect(second.warnings).toContainEqual(
      expect.stringMatching(/^the models of the database cannot be read, until it is there, only those/),
    )
    expect((await second.post('/model/new', named('more', mock))).status).toBe(503)
    await postgres.restart()
    await expect.poll(() => second.chat('kept'), generous).toBe(200)
  })
})
