/** Hosts that sign in, through a client made from a config: the token, what it tells, the call, and the second call without it. */
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compiler/compile.js'
import { databricks } from '../../src/providers/databricks.js'
import { gigachat } from '../../src/providers/gigachat.js'
import { githubCopilot } from '../../src/providers/github-copilot.js'
import { sap } from '../../src/providers/sap.js'
import { watsonx } from '../../src/providers/watsonx.js'
import { ApiError, createClient, simpleShuffle } from '../../src/runtime/index.js'
import { type FakeAnswer, fakeTransport } from '../support/fake-transport.js'
import type { AnyModels } from '../support/replay.js'

type Case = {
  readonly name: string
  readonly params: readonly string[]
  readonly env: { readonly [name: string]: string }
  /** Answers to the requests before the call, and where each goes. */
  readonly signIn: readonly (readonly [url: string, answer: object])[]
  readonly url: string
  readonly answer?: (reply: object) => object
}

const reply = {
  id: '1',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
}
const token = { access_token: 'tok', expires_in: 3600 }
const orchestration = 'https://ai.test.example/v2/inference/deployments/d1'

const cases: readonly Case[] = [
  {
    name: 'databricks with a service principal',
    params: ['model: databricks/llama', 'api_base: https://adb-1.example/serving-endpoints'],
    env: { DATABRICKS_CLIENT_ID: 'id', DATABRICKS_CLIENT_SECRET: 'secret' },
    signIn: [['https://adb-1.example/oidc/v1/token', token]],
    url: 'https://adb-1.example/serving-endpoints/chat/completions',
  },
  {
    name: 'watsonx with an API key',
    params: ['model: watsonx/ibm/granite-3-8b-instruct', 'project_id: p-1'],
    env: { WATSONX_APIKEY: 'key', WATSONX_URL: 'https://us-south.ml.cloud.ibm.com' },
    signIn: [['https://iam.cloud.ibm.com/identity/token', token]],
    url: 'https://us-south.ml.cloud.ibm.com/ml/v1/text/chat?version=2024-03-13',
  },
  {
    name: 'gigachat',
    params: ['model: gigachat/GigaChat-2-Max', 'api_key: os.environ/GIGA'],
    env: { GIGA: 'a2V5' },
    signIn: [['https://ngw.devices.sberbank.ru:9443/api/v2/oauth', { access_token: 'tok', expires_at: 4_000_000_000_000 }]],
    url: 'https://gigachat.devices.sberbank.ru/api/v1/chat/completions',
  },
  {
    name: 'sap with a service key',
    params: ['model: sap/gpt-4o'],
    env: {
      AICORE_SERVICE_KEY: JSON.stringify({
        clientid: 'id',
        clientsecret: 'secret',
        url: 'https://auth.test.example',
        serviceurls: { AI_API_URL: 'https://ai.test.example' },
      }),
    },
    signIn: [
      ['https://auth.test.example/oauth/token', token],
      [
        'https://ai.test.example/v2/lm/deployments?scenarioId=orchestration&status=RUNNING',
        { resources: [{ scenarioId: 'orchestration', status: 'RUNNING', createdAt: '2025', deploymentUrl: orchestration }] },
      ],
    ],
    url: `${orchestration}/v2/completion`,
    answer: (final_result) => ({ request_id: 'r', final_result }),
  },
  {
    name: 'github_copilot',
    params: ['model: github_copilot/gpt-4o'],
    env: { GITHUB_COPILOT_TOKEN: 'ghu_x' },
    signIn: [
      [
        'https://api.github.com/copilot_internal/v2/token',
        { token: 'tok', expires_at: 4_000_000_000, endpoints: { api: 'https://api.business.githubcopilot.com' } },
      ],
    ],
    url: 'https://api.business.githubcopilot.com/chat/completions',
  },
]

async function clientOf({ params, env }: Pick<Case, 'params' | 'env'>, transport: ReturnType<typeof fakeTransport>) {
  const yaml = ['model_list:', '  - model_name: group', '    litellm_params:', ...params.map((line) => `      ${line}`), ''].join('\n')
  const { plan, diagnostics } = await compile({ source: yaml, path: 'hosts.yaml', emit: false })
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics))
  const adapters = { databricks, gigachat, 'github-copilot': githubCopilot, sap, watsonx }
  return createClient<AnyModels>({ plan, adapters, strategies: { 'simple-shuffle': simpleShuffle } }, { env, transport })
}

describe('a call', () => {
  test.each(cases)('$name', async (given) => {
    const answers: readonly FakeAnswer[] = [...given.signIn.map(([, json]) => ({ json })), { json: given.answer?.(reply) ?? reply }]
    const transport = fakeTransport((_request, nth) => answers[Math.min(nth, answers.length - 1)] ?? {})
    const client = await clientOf(given, transport)
    const ask = () => client.chat.completions.create({ model: 'group', messages: [{ role: 'user', content: 'hello' }] })
    expect((await ask()).choices[0]?.message.content).toBe('Hi')
    expect((await ask()).choices[0]?.message.content).toBe('Hi')
    expect(transport.requests.map(({ url }) => url)).toEqual([...given.signIn.map(([url]) => url), given.url, given.url])
    expect(transport.requests.at(-1)?.headers.authorization).toBe('Bearer tok')
    await client.close()
  })
})

test('Databricks does not stream structured output: its whole answer is handed on as a stream', async () => {
  const text = '{"city":"Bonn"}'
  const message = { role: 'assistant', content: text }
  const json = {
    ...reply,
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  }
  const transport = fakeTransport(() => ({ headers: { 'content-type': 'application/json' }, json }))
  const params = ['model: databricks/llama', 'api_base: https://adb-1.example', 'api_key: os.environ/PAT']
  const client = await clientOf({ params, env: { PAT: 'dapi-1' } }, transport)
  const stream = await client.chat.completions.create({
    model: 'group',
    messages: [{ role: 'user', content: 'hello' }],
    stream: true,
    response_format: { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object' } } },
  })
  let seen = ''
  for await (const { choices } of stream) seen += choices[0]?.delta.content ?? ''
  expect(seen).toBe(text)
  expect(transport.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
    ['https://adb-1.example/serving-endpoints/chat/completions', 'Bearer dapi-1'],
  ])
  expect(JSON.parse(String(transport.requests[0]?.body))).not.toHaveProperty('stream')
  await client.close()
})

test.each(cases)('$name: without its secrets the error says what to set, and nothing is sent', async ({ params, env }) => {
  const transport = fakeTransport(() => ({ json: reply }))
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => name.endsWith('_URL')))
  const client = await clientOf({ params, env: kept }, transport)
  const error: unknown = await client.chat.completions
    .create({ model: 'group', messages: [{ role: 'user', content: 'hello' }] })
    .catch((e: unknown) => e)
  if (!ApiError.is(error)) throw error
  expect([error.status, error.message]).toEqual([401, expect.stringMatching(/[A-Z]+_[A-Z_]+/)])
  expect(transport.requests).toEqual([])
  await client.close()
})
