/** The worker's side: it serves what the primary says, when it says so, and asks the others through it. */
import { expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../../../src/gateway/config-source.js'
import type { FromWorker, SentConfig, ToWorker } from '../../../src/gateway/workers/messages.js'
import { PrimaryLink } from '../../../src/gateway/workers/primary-link.js'
import { startWorker } from '../../../src/gateway/workers/run-worker.js'
import { ends } from './carriers.js'

function config(name: string, master = 'os.environ/MASTER'): SentConfig {
  const yaml = `model_list:\n  - { model_name: ${name}, litellm_params: { model: openai/gpt-4o, api_key: sk-proj-0123456789abcdefghij0123456789 } }\ngeneral_settings: { master_key: ${master} }\n`
  const { lowered } = readConfig({ source: yaml, allowLiteralSecrets: true }, {})
  if (lowered === undefined) throw new Error('the config has errors')
  return { plan: lowered.plan, secrets: [...lowered.secrets] }
}

function linked() {
  const { here, there } = ends<FromWorker, ToWorker>()
  const said: FromWorker[] = []
  there.listen((message) => void said.push(message))
  const link = new PrimaryLink(here, 'fleet')
  const heard = (is: FromWorker['is']) => expect.poll(() => said.find((message) => message.is === is)).toBeDefined()
  return { link, said, heard, tell: (message: ToWorker) => there.send(message) }
}

async function running() {
  const made = linked()
  const starting = startWorker(made.link, { port: 0, host: '127.0.0.1', env: { MASTER: 'sk-own' } })
  await made.heard('hello')
  made.tell({ is: 'begin', config: config('first'), reload: { ok: true } })
  const gateway = await starting
  onTestFinished(() => gateway.close(0))
  const names = () => gateway.serving.plan.groups.map(({ name }) => name)
  return { ...made, gateway, names }
}

test('it asks for a config, serves it with its secrets, and says where and what is missing', async () => {
  const { said, heard, gateway, names } = await running()
  await heard('listening')
  expect(said).toEqual([
    { is: 'hello' },
    { is: 'listening', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), masterKey: 'own', missing: [], countsOn: 'memory' },
  ])
  expect([names(), [...gateway.serving.secrets.values()]]).toEqual([['first'], ['sk-proj-0123456789abcdefghij0123456789']])
})

test('a config is served when the primary says so, and forgotten when it says that', async () => {
  const { tell, said, names } = await running()
  tell({ is: 'prepare', id: 1, config: config('dropped') })
  tell({ is: 'drop', id: 1 })
  tell({ is: 'prepare', id: 2, config: config('second') })
  await expect
    .poll(() => said.filter((message) => message.is === 'prepared'))
    .toEqual([
      { is: 'prepared', id: 1 },
      { is: 'prepared', id: 2 },
    ])
  expect(names()).toEqual(['first'])
  tell({ is: 'serve', id: 2 })
  await expect.poll(names).toEqual(['second'])
})

test('where serving one fails, those after it are served all the same', async () => {
  const { tell, gateway, names, said } = await running()
  const failures: unknown[] = []
  const heard = (reason: unknown) => void failures.push(reason)
  process.on('unhandledRejection', heard)
  onTestFinished(() => void process.off('unhandledRejection', heard))
  const { prepare } = gateway
  gateway.prepare = () =>
    Promise.resolve({
      ok: true,
      drop: () => Promise.resolve(),
      serve: () => {
        throw new Error('on purpose')
      },
    })
  tell({ is: 'prepare', id: 1, config: config('broken') })
  tell({ is: 'serve', id: 1 })
  await expect.poll(() => said).toContainEqual({ is: 'prepared', id: 1 })
  await expect.poll(() => failures).toHaveLength(1)
  gateway.prepare = prepare
  tell({ is: 'prepare', id: 2, config: config('second') })
  tell({ is: 'serve', id: 2 })
  await expect.poll(names).toEqual(['second'])
})

test('one that it cannot serve is refused with the reason', async () => {
  const { tell, said } = await running()
  const { plan } = config('second')
  const broken = { ...plan, gateway: { ...plan.gateway, router_settings: { redis_url: 'nothing' } } }
  tell({ is: 'prepare', id: 3, config: { plan: broken, secrets: [] } })
  await expect
    .poll(() => said.find((message) => message.is === 'prepared'))
    .toEqual({ is: 'prepared', id: 3, refused: expect.stringContaining('Redis') })
})

test('what it is told before it serves waits for that', async () => {
  const { link, tell, said, heard } = linked()
  const starting = startWorker(link, { port: 0, host: '127.0.0.1', env: { MASTER: 'sk-own' } })
  await heard('hello')
  tell({ is: 'begin', config: config('first'), reload: { ok: true } })
  tell({ is: 'prepare', id: 1, config: config('second') })
  tell({ is: 'serve', id: 1 })
  const gateway = await starting
  onTestFinished(() => gateway.close(0))
  await expect.poll(() => gateway.serving.plan.groups.map(({ name }) => name)).toEqual(['second'])
  await expect.poll(() => said).toContainEqual({ is: 'prepared', id: 1 })
})

test('a reload is one of the primary, and what became of it is what readiness says', async () => {
  const { gateway, tell, said, heard } = await running()
  const reloaded = gateway.reload()
  await heard('reload')
  const refused = { ok: false, message: 'it has errors', at: 1 } as const
  const asked = said.find((message) => message.is === 'reload')
  tell({ is: 'noted', reload: refused })
  tell({ is: 'reloaded', id: asked !== undefined && 'id' in asked ? asked.id : 0, reload: refused })
  expect(await reloaded).toEqual(refused)
  const ready = await gateway.app.inject({ url: '/health/readiness' })
  expect(ready.json()).toMatchObject({ status: 'degraded' })
})

test('it answers what all are asked, and hears what all answered', async () => {
  const { link, tell, said } = await running()
  link.answer('names', () => 'mine')
  link.answer('broken', () => Promise.reject(new Error('on purpose')))
  for (const [id, topic] of ['names', 'broken', 'unknown'].entries()) tell({ is: 'collect', id, topic })
  await expect.poll(() => said.filter((message) => message.is === 'collected')).toHaveLength(3)
  expect(said.filter((message) => message.is === 'collected')).toEqual(
    expect.arrayContaining([
      { is: 'collected', id: 0, text: 'mine' },
      { is: 'collected', id: 1 },
      { is: 'collected', id: 2 },
    ]),
  )
  const gathered = link.gather('names')
  await expect.poll(() => said.some((message) => message.is === 'gather')).toBe(true)
  const asked = said.find((message) => message.is === 'gather')
  tell({ is: 'gathered', id: asked !== undefined && 'id' in asked ? asked.id : 0, texts: ['mine', 'yours'] })
  expect(await gathered).toEqual(['mine', 'yours'])
})

test('it is on duty when it is told so, and hears what others share', async () => {
  const { link, tell, said } = linked()
  const heard: string[] = []
  link.onShared('health', (key, text) => void heard.push(`${key} ${text}`))
  expect(link.isOnDuty()).toBe(false)
  tell({ is: 'duty' })
  tell({ is: 'shared', topic: 'weather', key: 'a', text: 'rain' })
  tell({ is: 'shared', topic: 'health', key: 'a', text: 'well' })
  await expect.poll(() => [link.isOnDuty(), heard]).toEqual([true, ['a well']])
  link.share('health', 'b', 'ill')
  await expect.poll(() => said).toEqual([{ is: 'share', topic: 'health', key: 'b', text: 'ill' }])
})

test('stop aborts', async () => {
  const { link, tell } = linked()
  tell({ is: 'stop' })
  await expect.poll(() => link.stopped.aborted).toBe(true)
})
