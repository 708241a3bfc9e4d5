/** A gateway over one or two hosts that keep things, with an administrator and two users. */
import OpenAI from 'openai'
import { onTestFinished } from 'vitest'
import type { Identity, KeyCheck } from '../../../src/gateway/identity.js'
import { routes } from '../../../src/gateway/routes.js'
import { appOver, masterKey, providerKey, setUp } from '../gateway-support.js'
import { type EchoServer, startEcho } from './echo-server.js'
import { OpenAiStore } from './openai-store.js'

const yaml = `
model_list:
  - model_name: gpt-4o
    litellm_params: { model: openai/gpt-4o, api_base: FIRST/v1, api_key: os.environ/PROVIDER_KEY }
    model_info: { id: first }
  - model_name: gpt-4o
    litellm_params: { model: openai/gpt-4o, api_base: SECOND/v1, api_key: os.environ/PROVIDER_KEY }
    model_info: { id: second }
  - model_name: claude
    litellm_params: { model: anthropic/claude-sonnet-4-5, api_base: MOCK, api_key: os.environ/PROVIDER_KEY }
    model_info: { id: claude-1 }
  - model_name: falls
    litellm_params: { model: groq/llama, api_base: 'http://127.0.0.1:1/v1', api_key: os.environ/PROVIDER_KEY }
MORErouter_settings: { ROUTERnum_retries: 0, disable_cooldowns: true, fallbacks: [{ falls: [gpt-4o] }] }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`

/** Keys of users beside the master key, and what each stands for. */
export const users: { readonly [key: string]: Partial<Identity> } = {
  'sk-ann': { keyHash: 'ann', userId: 'ann' },
  'sk-ann-2': { keyHash: 'ann-2', userId: 'ann' },
  'sk-bob': { keyHash: 'bob', userId: undefined },
  'sk-mini': { keyHash: 'mini', models: ['gpt-4o-mini'] },
  'sk-cheap': { keyHash: 'cheap', models: ['cheap'] },
  'sk-full': { keyHash: 'full', models: ['gpt-4o'] },
}

const keyCheck: KeyCheck = (key) => {
  const shared = { kind: 'key', role: 'internal_user', keyHash: '', models: undefined, userId: undefined, teamId: undefined } as const
  if (key === masterKey) return { ...shared, kind: 'master', role: 'proxy_admin', keyHash: 'admin' }
  const user = key === undefined ? undefined : users[key]
  return user === undefined ? { refused: { status: 401, type: 'auth_error', message: 'no such key' } } : { ...shared, ...user }
}

export type StoreSetup = {
  readonly url: string
  readonly stores: readonly [OpenAiStore, OpenAiStore]
  readonly hosts: readonly [EchoServer, EchoServer]
  /** The official client with a key. */
  client(key?: string, path?: string): OpenAI
}

/** `more` is added to the model list, `settings` to what the gateway reads of its settings, `router` to the router's. */
export async function setUpStores(more = '', settings: { readonly openResponseIds?: boolean } = {}, router = ''): Promise<StoreSetup> {
  const stores = [new OpenAiStore(providerKey), new OpenAiStore(providerKey)] as const
  const hosts = [await startEcho(stores[0].answer), await startEcho(stores[1].answer)] as const
  const config = yaml
    .replaceAll('FIRST', hosts[0].url)
    .replaceAll('SECOND', hosts[1].url)
    .replace('ROUTER', router)
    .replace('MORE', more.replaceAll('FIRST', hosts[0].url).replaceAll('SECOND', hosts[1].url))
  const { gateway } = await setUp({ yaml: config, listens: false })
  const { serving } = gateway
  const app = await appOver({ ...serving, keyCheck, settings: { ...serving.settings, ...settings } }, routes)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  const client = (apiKey = masterKey, path = '/v1') => new OpenAI({ apiKey, baseURL: url + path, maxRetries: 0 })
  return { url, stores, hosts, client }
}

/** Status and message of what a call is refused with. */
export async function refusal(call: PromiseLike<unknown>): Promise<readonly [number | undefined, string]> {
  try {
    await call
  } catch (error) {
    if (error instanceof OpenAI.APIError) return [error.status, error.message]
    throw error
  }
  return [200, '']
}
