import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { freePort, openRedis } from '../support/servers.js'

const redis = await openRedis()
afterAll(() => redis?.stop())

const entry = new URL('../../src/redis/index.ts', import.meta.url).href
const folder = fileURLToPath(new URL('..', import.meta.url))

const claims = `[{ kind: 'permits', key: 'k', limit: 5, leaseMs: 1000 }]`
const useAll = (url: string) => `
  import { redisCache, redisState } from ${JSON.stringify(entry)}
  const settings = { url: ${JSON.stringify(url)}, namespace: 'leaves', onStatus: () => {} }
  const [store, cache] = [redisState(settings), redisCache(settings)]
  store.onRest(() => {})
  store.shareRest('d', Date.now() + 100)
  await cache.get('k')
  const taken = await store.reserve(${claims}, Date.now())
  console.log(taken.meters.length)
`

describe('a process that is done', () => {
  test.skipIf(redis === undefined)('ends although its connections are open', async () => {
    expect(await run(useAll(redis?.url ?? ''))).toEqual({ code: 0, out: '1\n', err: '' })
  })

  test('ends while Redis is away', async () => {
    expect(await run(useAll(`redis://127.0.0.1:${await freePort()}`))).toEqual({ code: 0, out: '1\n', err: '' })
  })

  test('is told once that Redis is away', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`
    const { err } = await run(useAll(url).replace(', onStatus: () => {}', ''))
    // By the state, and by the cache.
    expect(err.match(/LlmgenRedis: Redis at /g)).toHaveLength(2)
    expect(err).toContain(`Redis at ${url.slice('redis://'.length)} does not answer`)
  })
})

test('where the package ioredis is missing, that is told once, calls go on, and nothing rejects', async () => {
  const hooks = `export async function resolve(name, context, next) {
    if (name === 'ioredis') throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' })
    return next(name, context)
  }`
  const code = `
    import { register } from 'node:module'
    register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hooks)}`)})
    const { redisCache, redisState } = await import(${JSON.stringify(entry)})
    const tell = (what) => ({ url: 'redis://localhost', onStatus: ({ up, reason }) => console.log(what, up, reason) })
    const store = redisState(tell('state'))
    const cache = redisCache(tell('cache'))
    store.onRest(() => {})
    store.shareRest('d', Date.now() + 1000)
    await cache.set('k', 'v', 1000)
    console.log(await cache.get('k'))
    await cache.delete('k')
    const taken = await store.reserve(${claims}, 0)
    await store.settle(taken, { tokens: 0, costNanoUsd: 0 }, 0)
    console.log(taken.meters.length, await store.budgets([], 0))
    await store.close()
  `
  const reason = 'false llmgen/redis needs the package ioredis, which is not installed: npm install ioredis'
  expect(await run(code)).toEqual({ code: 0, out: `state ${reason}\ncache ${reason}\nundefined\n1 []\n`, err: '' })
})

/** Runs a module to its end, which must come by itself. */
function run(code: string): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], { cwd: folder })
  const [out, err]: [string[], string[]] = [[], []]
  child.stdout.on('data', (data) => out.push(String(data)))
  child.stderr.on('data', (data) => err.push(String(data)))
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000)
  return new Promise((resolve) =>
    child.on('close', (exit) => {
      clearTimeout(timer)
      resolve({ code: exit, out: out.join(''), err: err.join('') })
    }),
  )
}
