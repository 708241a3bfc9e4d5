/** `llmgen serve` over its life: how it starts, what it reads anew, what does not end it, and how it ends. */
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { useBundledCli } from './bundled-cli.js'
import { folder } from './folder.js'
import { authorised, chat, configOf, models, provider, serving } from './serve-process.js'

useBundledCli()

const named = (url: string, name: string) => configOf(url).replace('model_name: gpt-4o', `model_name: ${name}`)
const post = (url: string, body: string, headers: { readonly [name: string]: string } = authorised) =>
  fetch(`${url}/chat/completions`, { method: 'POST', headers: { ...headers, connection: 'close' }, body })

test('the config is read anew however its file is changed, and a bad one changes nothing', { timeout: 60_000 }, async () => {
  const mock = await provider()
  const place = folder()
  const at = (...names: string[]) => join(place.path, ...names)
  // as Kubernetes mounts a ConfigMap: the file is a link through a link that is swapped
  mkdirSync(at('..one'))
  writeFileSync(at('..one', 'litellm_config.yaml'), named(mock.url, 'first'))
  symlinkSync('..one', at('..data'))
  symlinkSync(join('..data', 'litellm_config.yaml'), at('litellm_config.yaml'))
  const { url, child, err } = await serving('', { place })
  const served = (names: readonly string[]) => expect.poll(() => models(url), { timeout: 10_000 }).toEqual(names)
  await served(['first'])

  mkdirSync(at('..two'))
  writeFileSync(at('..two', 'litellm_config.yaml'), named(mock.url, 'swapped'))
  symlinkSync('..two', at('..new'))
  renameSync(at('..new'), at('..data'))
  await served(['swapped'])

  writeFileSync(at('saved.tmp'), named(mock.url, 'renamed'))
  renameSync(at('saved.tmp'), at('litellm_config.yaml'))
  await served(['renamed'])

  rmSync(at('litellm_config.yaml'))
  await expect.poll(() => models(url)).toEqual(['renamed'])
  place.write('litellm_config.yaml', named(mock.url, 'made-anew'))
  await served(['made-anew'])

  place.write('litellm_config.yaml', 'model_list: [')
  await expect.poll(() => readiness(url), { timeout: 10_000 }).toBe('degraded')
  expect([await models(url), err()]).toEqual([['made-anew'], expect.stringContaining('the config was not taken')])

  place.write('litellm_config.yaml', named(mock.url, 'mended'))
  child.kill('SIGHUP')
  await served(['mended'])
  expect(await readiness(url)).toBe('connected')
})

async function readiness(url: string): Promise<unknown> {
  const body: unknown = await (await fetch(`${url}/health/readiness`, { headers: { connection: 'close' } })).json()
  return typeof body === 'object' && body !== null && 'status' in body ? body.status : undefined
}

describe('the end', { timeout: 60_000 }, () => {
  test('SIGTERM: a stream ends whole, nothing new is taken, idle connections do not hold it up', async () => {
    const mock = await provider({ 'gpt-4o': { text: 'one two three four five six', stallMs: 150 } })
    const { url, child, ended, err } = await serving(configOf(mock.url))
    const idle = connect(Number(new URL(url).port), '127.0.0.1')
    idle.on('error', () => undefined)
    const answer = await post(url, chat({ stream: true }))
    const began = performance.now()
    child.kill('SIGTERM')
    await expect.poll(() => models(url).catch(() => 'refused'), { timeout: 5_000 }).toBe('refused')
    expect(await answer.text()).toMatch(/six[\s\S]*\[DONE\]/)
    expect([await ended, err()]).toEqual([[0, null], expect.stringContaining('stopping')])
    // calls under way would get 30 s
    expect(performance.now() - began).toBeLessThan(15_000)
    idle.destroy()
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('%s twice: it ends at once, whatever is under way', async (signal) => {
    const mock = await provider({ 'gpt-4o': { text: 'one two three', stallMs: 20_000 } })
    const { url, child, ended, err } = await serving(configOf(mock.url))
    const answer = post(url, chat({ stream: true })).then((reply) => reply.text())
    answer.catch(() => undefined)
    await expect.poll(() => mock.requests.length, { timeout: 5_000 }).toBe(1)
    child.kill(signal)
    await expect.poll(() => err(), { timeout: 5_000 }).toContain('stopping')
    child.kill(signal)
    expect(await ended).toEqual([null, signal])
    await expect(answer).rejects.toThrow()
  })
})

describe('what does not end it', { timeout: 60_000 }, () => {
  test('nobody writes to it and nobody reads what it prints', async () => {
    const mock = await provider()
    const { url, child, ended } = await serving(configOf(mock.url), { stdin: 'pipe', args: ['--debug'] })
    child.stdin?.end()
    child.stdout?.destroy()
    child.stderr?.destroy()
    for (let call = 0; call < 3; call++) expect((await post(url, chat())).status).toBe(200)
    expect((await fetch(`${url}/config/reload`, { method: 'POST', headers: authorised })).status).toBe(200)
    expect((await post(url, chat())).status).toBe(200)
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })

  test('a rejection that nobody handles, and the error of a socket that nobody listens to, are told and served over', async () => {
    const mock = await provider()
    const place = folder({ 'litellm_config.yaml': configOf(mock.url), 'break.mjs': breaking })
    const { url, child, err, ended } = await serving('', { place, preload: pathToFileURL(join(place.path, 'break.mjs')).href })
    child.kill('SIGUSR2')
    await expect.poll(() => err(), { timeout: 5_000 }).toMatch(/a rejection was not handled[\s\S]*error of a connection was not handled/)
    expect(err()).toMatch(/"stack":"Error: rejected on purpose\\n +at /)
    expect((await post(url, chat())).status).toBe(200)
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })
})

/** Fails outside of any request, on a signal. */
const breaking = `
import { connect } from 'node:net'
process.on('SIGUSR2', () => {
  void Promise.reject(new Error('rejected on purpose'))
  setTimeout(() => connect(1, '127.0.0.1'), 50)
})
process.on('SIGWINCH', () => { throw new Error('thrown on purpose') })
`

test('after an exception that nobody caught the streams end, and then it does, with 70', { timeout: 60_000 }, async () => {
  const mock = await provider({ 'gpt-4o': { text: 'one two three four', stallMs: 150 } })
  const place = folder({ 'litellm_config.yaml': configOf(mock.url), 'break.mjs': breaking })
  const { url, child, err, ended } = await serving('', { place, preload: pathToFileURL(join(place.path, 'break.mjs')).href })
  const answer = await post(url, chat({ stream: true }))
  child.kill('SIGWINCH')
  expect(await answer.text()).toMatch(/four[\s\S]*\[DONE\]/)
  expect([await ended, err()]).toEqual([
    [70, null],
    expect.stringMatching(/"stack":"Error: thrown on purpose.*an exception was not caught/),
  ])
})

test('the environment of LiteLLM is read: root path, log level, and the sample key at home', { timeout: 60_000 }, async () => {
  const mock = await provider()
  const env = { LITELLM_MASTER_KEY: 'sk-1234', SERVER_ROOT_PATH: '/gateway', LITELLM_LOG: 'DEBUG' }
  const { url, out, err } = await serving(configOf(mock.url), { env })
  expect(err()).toMatch(/WARNING: the master key is the documentation's sk-1234/)
  expect(out()).toContain('gateway on http://127.0.0.1:')
  const answers = [
    await post(`${url}/gateway`, chat(), { authorization: 'Bearer sk-1234' }),
    await post(url, chat({ model: 'none' }), { authorization: 'Bearer sk-1234' }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 400])
  expect(err()).toContain('"level":20')
})

test('each request is one line of JSON, soon after its end', { timeout: 60_000 }, async () => {
  const mock = await provider()
  const { url, err } = await serving(configOf(mock.url))
  expect((await post(url, chat())).status).toBe(200)
  const lines = () =>
    err()
      .split('\n')
      .filter((line) => line.endsWith('"msg":"request"}'))
  await expect.poll(lines, { timeout: 10_000 }).toHaveLength(1)
  expect(JSON.parse(lines()[0] ?? '')).toMatchObject({
    level: 30,
    time: expect.any(Number),
    method: 'POST',
    route: '/chat/completions',
    status: 200,
    model: 'gpt-4o',
    attempts: 1,
    msg: 'request',
  })
})
