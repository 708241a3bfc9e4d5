/** `llmgen serve` as a process on LiteLLM's port, with the master key of LiteLLM's documentation, as scripts for its proxy find it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createMockProvider, type MockProvider } from '../../../src/testing/index.js'
import { bundledCli } from '../../cli/bundled-cli.js'
import { type Answer, callsTo } from './kept-gateway.js'

/** The key and the port that scripts have in them. */
export const scriptKey = 'sk-1234'
export const scriptPort = 4_000

/** What a call with the usual message costs with the model of fixed prices, US dollars: 4 tokens in, 3 out. */
export const callCost = 0.0001

export type ScriptGateway = {
  readonly url: string
  readonly mock: MockProvider
  ask(method: string, path: string, body?: unknown, key?: string, headers?: { readonly [name: string]: string }): Promise<Answer>
  post(path: string, body: unknown, key?: string, headers?: { readonly [name: string]: string }): Promise<Answer>
  get(path: string, key?: string): Promise<Answer>
  /** A chat with the model of fixed prices, or another. */
  chat(key: string, model?: string, more?: object): Promise<Answer>
  /** The body of an answer that has to be a 200. */
  made(path: string, body: object, key?: string): Promise<Answer['body']>
  close(): Promise<void>
}

/** Names that LiteLLM's scripts call, over the mock provider. */
const config = (url: string) => `
model_list:
${models.map(([name, more, info]) => entry(url, name, more, info)).join('')}
general_settings:
  store_model_in_db: true
router_settings:
  enable_tag_filtering: true
  disable_cooldowns: true
`

const prices = ', tags: [default], input_cost_per_token: 0.00001, output_cost_per_token: 0.00002'
const models: readonly (readonly [name: string, params: string, info: string])[] = [
  ['gpt-4', 'model: openai/gpt-4', ''],
  ['gpt-3.5-turbo', 'model: openai/gpt-3.5-turbo', ''],
  ['fake-openai-endpoint', `model: openai/fake${prices}`, ''],
  ['tagged', `model: openai/fake, tags: [teamA]`, 'id: team-a-model'],
  ['tagged', `model: openai/fake, tags: [teamB]`, 'id: team-b-model'],
  ['azure-gpt-3.5', 'model: openai/gpt-3.5-turbo', 'access_groups: [azure-models]'],
  ['text-embedding-ada-002', 'model: openai/text-embedding-ada-002', ''],
  ['dall-e-2', 'model: openai/dall-e-2', ''],
  ['gpt-3.5-turbo-end-user-test', 'model: openai/gpt-3.5-turbo, region_name: eu', ''],
  ['llava-hf', 'model: openai/llava-hf', 'supports_vision: true'],
  ['openai/*', 'model: openai/*', ''],
  ['bedrock/*', 'model: openai/*', ''],
]

function entry(url: string, name: string, params: string, info: string): string {
  const own = `  - model_name: "${name}"\n    litellm_params: { api_base: ${url}/v1, api_key: os.environ/PROVIDER_KEY, ${params} }\n`
  return info === '' ? own : `${own}    model_info: { ${info} }\n`
}

/** Starts it, with an embedded database of its own. `wanted` is its port; another is taken where somebody listens there already. */
export async function startScriptGateway(wanted: number): Promise<ScriptGateway> {
  const mock = await createMockProvider()
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-scripts-'))
  writeFileSync(join(folder, 'litellm_config.yaml'), config(mock.url))
  const isTaken = await listens(wanted)
  if (isTaken) process.stderr.write(`port ${wanted} is taken: scripts for it are run on another port\n`)
  const { DATABASE_URL: _, ...env } = process.env
  const child = spawn(process.execPath, [bundledCli(), 'serve', ...(isTaken ? ['--port', '0'] : [])], {
    cwd: folder,
    env: { ...env, PROVIDER_KEY: 'sk-provider', LITELLM_MASTER_KEY: scriptKey },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await addressOf(child)
  const calls = callsTo(url)
  const { ask } = calls
  const post: ScriptGateway['post'] = (path, body, key = scriptKey, headers = {}) => ask('POST', path, body, key, headers)
  return {
    url,
    mock,
    ask: (method, path, body, key = scriptKey, headers = {}) => ask(method, path, body, key, headers),
    post,
    get: (path, key = scriptKey) => ask('GET', path, undefined, key),
    chat: (key, model = 'fake-openai-endpoint', more = {}) =>
      post('/chat/completions', { model, messages: [{ role: 'user', content: 'Hello!' }], ...more }, key),
    made: async (path, body, key) => {
      const answer = await post(path, body, key)
      expect([path, answer.status, answer.status === 200 ? '' : answer.body]).toEqual([path, 200, ''])
      return answer.body
    },
    close: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      await mock.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The address that it tells once it listens. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = ''
    let err = ''
    child.stdout?.on('data', (piece) => {
      out += String(piece)
      const [, url] = /gateway on (http:\S+)\n/.exec(out) ?? []
      if (url !== undefined) resolve(url)
    })
    child.stderr?.on('data', (piece) => {
      err += String(piece)
    })
    child.once('exit', (how) => reject(new Error(`it ended with ${how}: ${err}`)))
  })
}

async function listens(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' })
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

let made = 0

/** A name that no other test has. */
export function unique(name: string): string {
  made += 1
  return `${name}-${made}`
}
