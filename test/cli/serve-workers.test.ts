/** `llmgen serve --workers`: several processes that act as one gateway. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { useBundledCli } from './bundled-cli.js'
import { folder } from './folder.js'
import { authorised, chat, configOf, models, provider, type ServeProcess, serving, start } from './serve-process.js'

useBundledCli()

/** Several workers keep keys and spend in a PostgreSQL, or nothing. */
const keepsNothing = 'general_settings: { disable_spend_logs: true }\n'
const config = (url: string) => configOf(url, keepsNothing)

const limited = (url: string) => `
model_list:
  - { model_name: gpt-4o, litellm_params: { model: openai/gpt-4o, api_base: ${url}/v1, api_key: os.environ/PROVIDER_KEY, rpm: 7 } }
router_settings: { num_retries: 0, disable_cooldowns: true, optional_pre_call_checks: [enforce_model_rate_limits] }
${keepsNothing}`

const post = (url: string, body: string) =>
  fetch(`${url}/chat/completions`, { method: 'POST', headers: { ...authorised, connection: 'close' }, body })

/** Process ids of the workers. */
function workersOf({ child }: ServeProcess): readonly number[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  const own = rows.map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [])
  return own.flatMap(([, pid, parent, args]) => (Number(parent) === child.pid && args?.includes(' serve ') ? [Number(pid)] : []))
}

async function allListen(server: ServeProcess, count: number): Promise<void> {
  await expect.poll(() => server.err().match(/a worker listens/g)?.length, { timeout: 30_000 }).toBe(count)
}

const reload = (url: string) => fetch(`${url}/config/reload`, { method: 'POST', headers: { ...authorised, connection: 'close' } })

const eight = (ask: (url: string) => Promise<unknown>, url: string) => Promise.all(Array.from({ length: 8 }, () => ask(url)))
const readiness = async (url: string) => ((await (await fetch(`${url}/health/readiness`)).json()) as { status: string }).status // our own route

describe('two workers', { timeout: 90_000 }, () => {
  test('limits count for all of them together, and all serve the same config: a good file all of them, a bad one none', async () => {
    const mock = await provider()
    const server = await serving(limited(mock.url), { args: ['--workers', '2'] })
    expect(server.out()).toContain('workers: 2; limits, budgets and cooldowns are shared among these workers')
    await allListen(server, 2)
    const statuses: number[] = []
    for (let wave = 0; wave < 5; wave++)
      statuses.push(...(await Promise.all(Array.from({ length: 4 }, async () => (await post(server.url, chat())).status))))
    const admitted = statuses.filter((status) => status === 200).length
    // seven; a machine that is too busy to ask the primary in time admits a little more, and two that count apart fourteen
    expect([admitted >= 7, admitted < 14, new Set(statuses)]).toEqual([true, true, new Set([200, 429])])
    expect((await reload(server.url)).status).toBe(200)
    expect((await post(server.url, chat())).status).toBe(429)

    server.place.write('litellm_config.yaml', config(mock.url).replace('model_name: gpt-4o', 'model_name: changed'))
    await expect.poll(() => eight(models, server.url), { timeout: 15_000 }).toEqual(Array(8).fill(['changed']))
    server.place.write('litellm_config.yaml', 'model_list: 4\n')
    const refused = await reload(server.url)
    expect([refused.status, await refused.json()]).toEqual([
      422,
      { error: expect.objectContaining({ message: expect.stringContaining('model_list') }) },
    ])
    expect(await eight(models, server.url)).toEqual(Array(8).fill(['changed']))
    expect(await eight(readiness, server.url)).toEqual(Array(8).fill('degraded'))
  })

  test('one that is killed is replaced, and so is one in which an exception was not caught, while its streams end', async () => {
    const mock = await provider({ 'gpt-4o': { text: 'one two three four', stallMs: 150 } })
    const place = folder({
      'litellm_config.yaml': config(mock.url),
      'break.mjs': "process.on('SIGWINCH', () => { throw new Error('thrown on purpose') })",
    })
    const preload = pathToFileURL(join(place.path, 'break.mjs')).href
    const server = await serving('', { place, args: ['--num_workers', '2'], preload })
    await allListen(server, 2)
    const [killed = 0, broken = 0] = workersOf(server)
    process.kill(killed, 'SIGKILL')
    await expect.poll(() => server.err(), { timeout: 10_000 }).toMatch(/"pid":\d+,"ended":"SIGKILL","serving":1/)
    expect((await post(server.url, chat())).status).toBe(200)
    await allListen(server, 3)
    expect(workersOf(server)).toEqual(expect.arrayContaining([broken]))

    const answers = await Promise.all([1, 2].map(() => post(server.url, chat({ stream: true }))))
    process.kill(broken, 'SIGWINCH')
    for (const answer of answers) expect(await answer.text()).toMatch(/four[\s\S]*\[DONE\]/)
    await allListen(server, 4)
    await expect.poll(() => isAlive(broken), { timeout: 10_000 }).toBe(false)
    expect([workersOf(server).length, server.err()]).toEqual([2, expect.stringMatching(/thrown on purpose.*an exception was not caught/)])
  })

  test('SIGTERM lets the streams of all end, refuses new connections, and ends with 0; nobody is left', async () => {
    const mock = await provider({ 'gpt-4o': { text: 'one two three four five six seven eight', stallMs: 100 } })
    const server = await serving(config(mock.url), { env: { NUM_WORKERS: '2' } })
    await allListen(server, 2)
    const pids = workersOf(server)
    const answers = await Promise.all([1, 2, 3].map(() => post(server.url, chat({ stream: true }))))
    server.child.kill('SIGTERM')
    await expect.poll(() => models(server.url).catch(() => 'refused'), { timeout: 5_000 }).toBe('refused')
    for (const answer of answers) expect(await answer.text()).toMatch(/eight[\s\S]*\[DONE\]/)
    expect(await server.ended).toEqual([0, null])
    expect(pids.filter(isAlive)).toEqual([])
  })

  test('a second SIGTERM ends all of them at once', async () => {
    const mock = await provider({ 'gpt-4o': { text: 'one two three', stallMs: 20_000 } })
    const server = await serving(config(mock.url), { args: ['--workers', '2'] })
    await allListen(server, 2)
    const pids = workersOf(server)
    const answer = post(server.url, chat({ stream: true })).then((reply) => reply.text())
    answer.catch(() => undefined)
    await expect.poll(() => mock.requests.length, { timeout: 5_000 }).toBe(1)
    server.child.kill('SIGTERM')
    await expect.poll(() => server.err(), { timeout: 5_000 }).toContain('stopping')
    server.child.kill('SIGTERM')
    expect(await server.ended).toEqual([null, 'SIGTERM'])
    await expect.poll(() => pids.filter(isAlive), { timeout: 5_000 }).toEqual([])
    await expect(answer).rejects.toThrow()
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('what keeps it from starting is said once, with its exit code', { timeout: 60_000 }, async () => {
  const mock = await provider()
  const taken = start(config(mock.url), { args: ['--workers', '2', '--port', new URL(mock.url).port] })
  const unkept = start(configOf(mock.url), { args: ['--workers', '2'] })
  const sample = start(config(mock.url), { args: ['--workers', '2', '--host', '0.0.0.0'], env: { LITELLM_MASTER_KEY: 'sk-1234' } })
  expect([await taken.ended, await sample.ended, await unkept.ended]).toEqual([
    [3, null],
    [2, null],
    [2, null],
  ])
  expect(unkept.err()).toMatch(/several workers need a PostgreSQL for keys and spend: set general_settings.database_url/)
  expect(taken.err().match(/the port is in use/g)?.length).toBe(2) // one line of the log, one of the command
  expect(sample.err()).toMatch(/sk-1234.*everybody knows/s)
})
