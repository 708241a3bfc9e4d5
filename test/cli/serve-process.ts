/** `llmgen serve` as a process of its own, in a folder of its own. Whoever uses it calls `useBundledCli` first. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished } from 'vitest'
import { createMockProvider } from '../../src/testing/index.js'
import { bundledCli } from './bundled-cli.js'
import { type Folder, folder } from './folder.js'

/** A config whose first model answers, over a provider's address. */
export const configOf = (url: string, more = '') => `
model_list:
  - { model_name: gpt-4o, litellm_params: { model: openai/gpt-4o, api_base: ${url}/v1, api_key: os.environ/PROVIDER_KEY } }
${more}`

export const chat = (extra: object = {}) => JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }], ...extra })
export const authorised = { authorization: 'Bearer sk-own' }

/** A provider that ends with the test. */
export async function provider(script = {}) {
  const mock = await createMockProvider({ script })
  onTestFinished(() => mock.close())
  return mock
}

export type ServeProcess = {
  readonly child: ChildProcess
  readonly place: Folder
  readonly url: string
  out(): string
  err(): string
  /** `[code, signal]` of its end. */
  readonly ended: Promise<readonly unknown[]>
}

export type ServeOptions = {
  readonly args?: readonly string[]
  readonly env?: { readonly [name: string]: string }
  /** Where the config is; default: a folder of its own with `yaml`. */
  readonly place?: Folder
  /** Loaded before the program: breaks it on purpose. */
  readonly preload?: string
  readonly stdin?: 'ignore' | 'pipe'
}

/** Starts it on a free port of this machine, and waits until it listens. It is gone after the test. */
export async function serving(yaml: string, options: ServeOptions = {}): Promise<ServeProcess> {
  const started = start(yaml, options)
  const early = started.ended.then(([how]) => Promise.reject(new Error(`it ended with ${how}: ${started.err()}`)))
  early.catch(() => undefined) // it ends after the test, too
  await Promise.race([early, expect.poll(() => started.out(), { timeout: 30_000 }).toMatch(/gateway on http:\S+\n/)])
  return { ...started, url: /gateway on (http:\S+)\n/.exec(started.out())?.[1] ?? '' }
}

/** Starts it, and waits for nothing. */
export function start(yaml: string, { args = [], env = {}, place, preload, stdin = 'ignore' }: ServeOptions): Omit<ServeProcess, 'url'> {
  const at = place ?? folder({ 'litellm_config.yaml': yaml })
  const loaders = preload === undefined ? [] : ['--import', preload]
  const child = spawn(process.execPath, [...loaders, bundledCli(), 'serve', '--port', '0', '--host', '127.0.0.1', ...args], {
    cwd: at.path,
    env: { ...process.env, PROVIDER_KEY: 'sk-p', LITELLM_MASTER_KEY: 'sk-own', ...env },
    stdio: [stdin, 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  let err = ''
  child.stdout?.on('data', (piece) => {
    out += String(piece)
  })
  child.stderr?.on('data', (piece) => {
    err += String(piece)
  })
  return { child, place: at, out: () => out, err: () => err, ended: once(child, 'exit') }
}

/** Names of the models that are served, or the status of the refusal. */
export async function models(url: string): Promise<readonly string[] | number> {
  const answer = await fetch(`${url}/v1/models`, { headers: { ...authorised, connection: 'close' } })
  if (answer.status !== 200) return answer.status
  const body: unknown = await answer.json()
  const rows = typeof body === 'object' && body !== null && 'data' in body && Array.isArray(body.data) ? body.data : []
  return rows.map(({ id }) => String(id))
}
