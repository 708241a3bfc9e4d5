/** The servers that are compared, each started as its user would and told where the upstream of each case is. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundled } from './bundled.js'
import { type BenchCase, wrongAnswer } from './cases.js'
import type { Target } from './load.js'
import { start } from './processes.js'
import { freePort } from './sockets.js'
import { upstreamPath } from './upstream.js'

/** A server under test; it starts anew at each `start`. */
export type Contender = {
  readonly name: string
  readonly command: readonly [program: string, ...args: string[]]
  readonly env: Readonly<Record<string, string>>
  readonly port: number
  /** A path that answers without the upstream. */
  readonly health: string
  readonly target: (asked: BenchCase) => Target
}
export type Running = ReturnType<typeof start>
/** Origins of the upstreams, by case. */
export type Origins = (asked: BenchCase) => string

export const masterKey = 'sk-bench'
const upstreamKey = 'sk-upstream'
const plain = { 'Content-Type': 'application/json', Authorization: `Bearer ${masterKey}` }
export const builtCli = fileURLToPath(new URL('../../../dist/bin/llmgen.js', import.meta.url))

/** The bare pass-through, which the others are compared with. */
export async function passThrough(origins: readonly string[], folder: string): Promise<Contender> {
  const port = await freePort()
  return {
    name: 'bare pass-through',
    command: [process.execPath, await bundled('pass-through', folder), String(port), upstreamKey, ...origins],
    env: {},
    port,
    health: '/health',
    target: (asked) => ({ url: `http://127.0.0.1:${port}${upstreamPath(asked)}`, headers: plain, body: asked.body }),
  }
}

/** What a gateway is served with beside its models. Sections of the config are written as YAML in one line. */
export type Served = {
  readonly name: string
  readonly general: string
  readonly router: string
  readonly flags: readonly string[]
  /** What callers are known by; asked anew for each target. */
  readonly key: () => string
}

/** Without a row for each request, which the others keep nowhere either. */
export const plainly: Served = {
  name: 'llmgen serve',
  general: 'disable_spend_logs: true',
  router: '',
  flags: [],
  key: () => masterKey,
}

/** `llmgen serve` with a master key and one deployment for each case. */
export async function llmgen(
  cases: readonly BenchCase[],
  origins: Origins,
  folder: string,
  { name, general, router, flags, key }: Served = plainly,
  nodeOptions: readonly string[] = [],
): Promise<Contender> {
  const port = await freePort()
  // in a folder of its own, where nothing is written: it is watched
  const home = join(folder, `config-${name.replace(/\W+/g, '-')}`)
  mkdirSync(home, { recursive: true })
  const config = join(home, 'litellm_config.yaml')
  const price = 'input_cost_per_token: 0.00000015, output_cost_per_token: 0.0000006'
  const model = (asked: BenchCase) => `  - model_name: bench-${asked.name}
    litellm_params: { model: openai/bench-model, api_base: "${origins(asked)}/${asked.name}/v1", api_key: os.environ/BENCH_UPSTREAM_KEY }
    model_info: { mode: ${asked.path === 'embeddings' ? 'embedding' : 'chat'}, ${price} }
`
  const settings = `router_settings: { routing_strategy: simple-shuffle${router === '' ? '' : `, ${router}`} }
general_settings: { master_key: os.environ/BENCH_MASTER_KEY, ${general} }
`
  writeFileSync(config, `model_list:\n${cases.map(model).join('')}${settings}`)
  const words = ['serve', '--config', config, '--host', '127.0.0.1', '--port', String(port), ...flags]
  return {
    name,
    command: [process.execPath, ...nodeOptions, builtCli, ...words],
    env: { BENCH_UPSTREAM_KEY: upstreamKey, BENCH_MASTER_KEY: masterKey },
    port,
    health: '/health/liveliness',
    target: (asked) => ({
      url: `http://127.0.0.1:${port}/v1/${asked.path}`,
      headers: { ...plain, Authorization: `Bearer ${key()}` },
      body: asked.body.replace('"bench-model"', `"bench-${asked.name}"`),
    }),
  }
}

/** Later versions of its HTTP server refuse the header it adds to streams and embeddings: answer 500, "TypeError: immutable". */
const portkeyHome = { private: true, overrides: { '@hono/node-server': '1.13.0' } }

/** `@portkey-ai/gateway` from the package registry, into `folder`. Undefined when it cannot be had. */
export async function portkey(origins: Origins, folder: string): Promise<Contender | undefined> {
  const home = join(folder, 'portkey')
  mkdirSync(home)
  writeFileSync(join(home, 'package.json'), JSON.stringify(portkeyHome))
  const words = ['install', '@portkey-ai/gateway', '--ignore-scripts', '--no-audit', '--no-fund', '--silent']
  if (spawnSync('npm', words, { cwd: home, timeout: 120_000 }).status !== 0) return undefined
  const port = await freePort()
  const entry = join(home, 'node_modules/@portkey-ai/gateway/build/start-server.js')
  return {
    name: '@portkey-ai/gateway',
    command: [process.execPath, entry, `--port=${port}`, '--headless'],
    env: { NODE_ENV: 'production', TRUSTED_CUSTOM_HOSTS: '127.0.0.1,localhost' },
    port,
    health: '/',
    target: (asked) => ({
      url: `http://127.0.0.1:${port}/v1/${asked.path}`,
      headers: {
        ...plain,
        Authorization: `Bearer ${upstreamKey}`,
        'x-portkey-provider': 'openai',
        'x-portkey-custom-host': `${origins(asked)}/${asked.name}/v1`,
      },
      body: asked.body,
    }),
  }
}

/** Starts a contender; what it says goes to a file in `folder`. */
export function launch({ name, command: [program, ...args], env }: Contender, folder: string): Running {
  const said = openSync(join(folder, `${name.replace(/\W+/g, '-')}.log`), 'a')
  return start(program, args, { stdio: ['ignore', said, said], env: { ...process.env, ...env } })
}

/** Asks once. Undefined when the answer is right, else what is wrong with it. */
export async function check(contender: Contender, asked: BenchCase): Promise<string | undefined> {
  const { url, headers, body } = contender.target(asked)
  const response = await fetch(url, { method: 'POST', headers, body })
  return wrongAnswer(asked, response.status, response.headers.get('content-type') ?? 'no type', await response.text())
}
