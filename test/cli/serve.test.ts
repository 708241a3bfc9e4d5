/** `llmgen serve` as a process: what it prints, what it refuses, how it ends. */
import { expect, test } from 'vitest'
import { runCli } from '../../src/cli/program.js'
import { useBundledCli } from './bundled-cli.js'
import { fakeTerminal } from './fake-terminal.js'
import { folder } from './folder.js'
import { authorised, chat, provider, serving } from './serve-process.js'

useBundledCli()

const config = (url: string, general = '') => `
model_list:
  - { model_name: gpt-4o, litellm_params: { model: openai/gpt-4o, api_base: ${url}/v1, api_key: os.environ/PROVIDER_KEY } }
  - { model_name: keyless, litellm_params: { model: anthropic/claude-sonnet-4-5, api_key: os.environ/NOT_SET_ANYWHERE } }
${general}`

/** Runs the command in this process, calls the address it prints, then stops it. */
async function served(
  args: readonly string[],
  yaml: string,
  env: { readonly [name: string]: string },
  call: (url: string) => Promise<void>,
) {
  const stop = new AbortController()
  const terminal = fakeTerminal({ cwd: folder({ 'litellm_config.yaml': yaml }).path, stop, env })
  let ready: (url: string) => void = () => undefined
  const started = new Promise<string>((resolve) => {
    ready = resolve
  })
  const out = (text: string) => {
    terminal.out(text)
    const url = /gateway on (http:\S+)/.exec(text)?.[1]
    if (url !== undefined) ready(url)
  }
  const running = runCli(['serve', '--port', '0', ...args], { ...terminal, out })
  const ended = running.then((code) => Promise.reject(new Error(`it ended with ${code}: ${terminal.complaints()}`)))
  ended.catch(() => undefined) // it ends after the test, too
  await call(await Promise.race([started, ended]))
  stop.abort()
  return { code: await running, out: terminal.output(), err: terminal.complaints() }
}

test('it prints where it listens, what it serves and what is missing, and answers until it is stopped', async () => {
  const mock = await provider()
  const env = { PROVIDER_KEY: 'sk-p', LITELLM_MASTER_KEY: 'sk-own' }
  const { code, out, err } = await served(['--host', '127.0.0.1'], config(mock.url), env, async (url) => {
    const answer = await fetch(`${url}/chat/completions`, { method: 'POST', headers: { authorization: 'Bearer sk-own' }, body: chat() })
    expect(answer.status).toBe(200)
  })
  expect(code).toBe(0)
  expect(out).toMatch(/^llmgen gateway on http:\/\/127\.0\.0\.1:\d+\nmodels: gpt-4o, keyless\n/)
  expect(err).toMatch(/"keyless" cannot be called yet: .*NOT_SET_ANYWHERE/)
  expect(err).not.toMatch(/sk-own|sk-p\b/)
})

test('without a master key it listens at home only, and warns', async () => {
  const mock = await provider()
  const { out, err } = await served([], config(mock.url), { PROVIDER_KEY: 'sk-p' }, async (url) => {
    expect((await fetch(`${url}/chat/completions`, { method: 'POST', body: chat() })).status).toBe(200)
  })
  expect(out).toMatch(/^llmgen gateway on http:\/\/127\.0\.0\.1:/)
  expect(err).toMatch(/WARNING: there is no master key/)
})

test('unknown keys of the config are warnings: it starts', async () => {
  const mock = await provider()
  const yaml = config(mock.url, 'router_settings: { num_retrys: 3 }')
  const { code, err } = await served(['--silent'], yaml, { PROVIDER_KEY: 'sk-p', LITELLM_MASTER_KEY: 'sk-own' }, async () => undefined)
  expect([code, err]).toEqual([0, ''])
})

test.each([
  {
    name: 'the sample key on a public address',
    args: ['--host', '0.0.0.0'],
    yaml: config('http://x'),
    env: { LITELLM_MASTER_KEY: 'sk-1234' },
    code: 2,
    err: /sk-1234.*everybody knows/s,
  },
  { name: 'a config with errors', args: [], yaml: 'model_list: 4\n', env: {}, code: 1, err: /error\[/ },
  {
    name: 'a Redis that is none',
    args: [],
    yaml: config('http://x', 'router_settings: { redis_url: os.environ/MY_REDIS }'),
    env: { MY_REDIS: 'http://:planted@x' },
    code: 1,
    err: /cannot be served: the config's Redis: the URL of Redis has to begin with redis:\/\/(?!.*planted)/s,
  },
  { name: 'no worker', args: ['--workers', '0'], yaml: config('http://x'), env: {}, code: 2, err: /--workers has to be at least 1/ },
  {
    name: 'a number of workers that is none',
    args: ['--workers', 'many'],
    yaml: config('http://x'),
    env: {},
    code: 2,
    err: /--workers needs/,
  },
  {
    name: 'such a number in the environment',
    args: [],
    yaml: config('http://x'),
    env: { NUM_WORKERS: '-1' },
    code: 2,
    err: /NUM_WORKERS needs/,
  },
  { name: 'a flag that is none', args: ['--prot', '1'], yaml: config('http://x'), env: {}, code: 2, err: /--port/ },
  { name: 'a port that is none', args: ['--port', '70000'], yaml: config('http://x'), env: {}, code: 2, err: /--port/ },
])('$name ends it at once', async ({ args, yaml, env, code, err }) => {
  const terminal = fakeTerminal({ cwd: folder({ 'litellm_config.yaml': yaml }).path, env })
  expect(await runCli(['serve', '--port', '0', ...args], terminal)).toBe(code)
  expect(terminal.complaints()).toMatch(err)
})

test('a port in use ends it with what is in the way', async () => {
  const mock = await provider()
  const terminal = fakeTerminal({ cwd: folder({ 'litellm_config.yaml': config(mock.url) }).path })
  expect(await runCli(['serve', '--port', new URL(mock.url).port], terminal)).toBe(3)
  expect(terminal.complaints()).toMatch(/cannot listen on .*the port is in use/)
})

test('the port of the environment counts where no flag names one', async () => {
  const mock = await provider()
  const cwd = folder({ 'litellm_config.yaml': config(mock.url) }).path
  const ended = async (PORT: string) => {
    const terminal = fakeTerminal({ cwd, env: { PORT } })
    return [await runCli(['serve'], terminal), terminal.complaints()]
  }
  const { port } = new URL(mock.url)
  expect(await ended(port)).toEqual([3, expect.stringContaining(`cannot listen on port ${port}`)])
  expect(await ended('http')).toEqual([2, expect.stringMatching(/PORT needs a whole number/)])
})

test('SIGHUP reads the config anew; SIGTERM lets a stream finish and ends with 0', { timeout: 60_000 }, async () => {
  const mock = await provider({ 'gpt-4o': { text: 'one two three four five six seven eight', stallMs: 60 } })
  const { url, child, err, ended } = await serving(config(mock.url))
  child.kill('SIGHUP')
  await expect.poll(err, { timeout: 10_000 }).toContain('the config was read anew')
  const answer = await fetch(`${url}/chat/completions`, { method: 'POST', headers: authorised, body: chat({ stream: true }) })
  child.kill('SIGTERM')
  expect(await answer.text()).toMatch(/eight[\s\S]*\[DONE\]/)
  expect(await ended).toEqual([0, null])
})
