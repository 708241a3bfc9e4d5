/** From a config to an answer, through compiler, runtime and adapter, for hosts that sign, wait, or stream in their own way. */
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compiler/compile.js'
import { createClient, simpleShuffle } from '../../src/runtime/index.js'
import { type FakeAnswer, fakeTransport } from '../support/fake-transport.js'
import type { AnyClient, AnyModels } from '../support/replay.js'
import { allAdapters } from './vendors.js'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const env = {
  PREDIBASE_API_KEY: 'pb-1',
  PREDIBASE_TENANT_ID: 'tenant-1',
  REPLICATE_API_KEY: 'r8-1',
  OPENAI_API_KEY: 'sk-1',
  CODESTRAL_API_KEY: 'cs-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_REGION_NAME: 'eu-central-1',
  OCI_USER: 'ocid1.user',
  OCI_FINGERPRINT: 'aa:bb',
  OCI_TENANCY: 'ocid1.tenancy',
  OCI_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  OCI_COMPARTMENT_ID: 'ocid1.compartment',
  OCI_REGION: 'us-chicago-1',
}

async function clientOf(params: object, answer: (nth: number) => FakeAnswer) {
  const config = { model_list: [{ model_name: 'm', litellm_params: params }], router_settings: { num_retries: 0 } }
  const { plan, diagnostics } = await compile({ source: JSON.stringify(config), path: 'c.json', emit: false })
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics))
  expect(diagnostics.filter(({ rule }) => rule === 'no-adapter')).toEqual([])
  const transport = fakeTransport((_request, nth) => answer(nth))
  const client: AnyClient = createClient<AnyModels>(
    { plan, adapters: await allAdapters(), strategies: { 'simple-shuffle': simpleShuffle } },
    { env, transport, sleep: async () => undefined },
  )
  return { client, transport }
}

const messages = [{ role: 'user' as const, content: 'Hi.' }]
const json = (value: unknown): FakeAnswer => ({ headers: { 'content-type': 'application/json' }, json: value })

async function whole(params: object, ...answers: readonly unknown[]) {
  const { client, transport } = await clientOf(params, (nth) => json(answers[nth]))
  const reply = await client.chat.completions.create({ model: 'm', messages })
  return { text: reply.choices[0]?.message.content, sent: transport.requests.map(({ method, url }) => `${method} ${url}`), transport }
}

async function streamed(params: object, ...answers: readonly FakeAnswer[]) {
  const { client, transport } = await clientOf(params, (nth) => answers[nth] ?? {})
  let text = ''
  for await (const chunk of await client.chat.completions.create({ model: 'm', messages, stream: true })) {
    text += chunk.choices[0]?.delta.content ?? ''
  }
  return { text, sent: transport.requests.map(({ method, url }) => `${method} ${url}`) }
}

describe('whole answers', () => {
  test('Replicate is asked again until the prediction is ready', async () => {
    const pending = { id: 'p1', status: 'processing', urls: { get: 'https://evil.example/' } }
    const { text, sent, transport } = await whole({ model: 'replicate/joe/model' }, pending, pending, {
      id: 'p1',
      status: 'succeeded',
      output: ['H', 'i'],
    })
    expect([text, sent]).toEqual([
      'Hi',
      [
        'POST https://api.replicate.com/v1/models/joe/model/predictions',
        'GET https://api.replicate.com/v1/predictions/p1',
        'GET https://api.replicate.com/v1/predictions/p1',
      ],
    ])
    expect(transport.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer r8-1', 'Bearer r8-1', 'Bearer r8-1'])
  })

  test('Oracle is called in its region, with a signature', async () => {
    const chatResponse = {
      apiFormat: 'GENERIC',
      choices: [{ index: 0, message: { content: [{ type: 'TEXT', text: 'Hi' }] }, finishReason: 'stop' }],
    }
    const { text, sent, transport } = await whole({ model: 'oci/xai.grok-4' }, { modelId: 'xai.grok-4', chatResponse })
    expect([text, sent]).toEqual(['Hi', ['POST https://inference.generativeai.us-chicago-1.oci.oraclecloud.com/20231130/actions/chat']])
    expect(transport.requests[0]?.headers.authorization).toMatch(/^Signature version="1",keyId="ocid1.tenancy\/ocid1.user\/aa:bb"/)
    expect(JSON.parse(String(transport.requests[0]?.body))).toMatchObject({ compartmentId: 'ocid1.compartment' })
  })

  test('SageMaker is called in the region of the environment, with the component of the config', async () => {
    const { text, sent, transport } = await whole({ model: 'sagemaker/my-endpoint', model_id: 'component-1' }, [{ generated_text: 'Hi' }])
    expect([text, sent]).toEqual(['Hi', ['POST https://runtime.sagemaker.eu-central-1.amazonaws.com/endpoints/my-endpoint/invocations']])
    const headers = transport.requests[0]?.headers
    expect([headers?.['x-amzn-sagemaker-inference-component'], headers?.authorization?.includes('/eu-central-1/sagemaker/')]).toEqual([
      'component-1',
      true,
    ])
  })

  test.each([
    [
      { model: 'sagemaker_chat/e' },
      { choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }] },
      'https://runtime.sagemaker.eu-central-1.amazonaws.com/endpoints/e/invocations',
    ],
    [
      { model: 'predibase/llama-3' },
      { generated_text: 'Hi' },
      'https://serving.app.predibase.com/tenant-1/deployments/v2/llms/llama-3/generate',
    ],
    [
      { model: 'text-completion-openai/my-model' },
      { choices: [{ text: 'Hi', finish_reason: 'stop' }] },
      'https://api.openai.com/v1/completions',
    ],
    [
      { model: 'triton/llm', api_base: 'http://triton.example:8000/v2/models/llm/generate' },
      { text_output: 'Hi' },
      'http://triton.example:8000/v2/models/llm/generate',
    ],
    [{ model: 'langgraph/agent' }, { messages: [{ type: 'ai', content: 'Hi' }] }, 'http://localhost:2024/runs/wait'],
    [{ model: 'a2a/agent', api_base: 'https://agent.example' }, { result: { parts: [{ text: 'Hi' }] } }, 'https://agent.example'],
    [
      { model: 'bytez/google/gemma-3-4b-it', api_key: 'b' },
      { choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }] },
      'https://api.bytez.com/models/v2/openai/v1/chat/completions',
    ],
  ])('%j', async (params, answer, url) => {
    const { text, sent } = await whole(params, answer)
    expect([text, sent]).toEqual(['Hi', [`POST ${url}`]])
  })
})

describe('streams', () => {
  test('Replicate’s stream is opened behind the prediction', async () => {
    const created = json({ id: 'p1', status: 'starting', urls: { stream: 'https://stream.replicate.com/v1/files/x' } })
    const events = 'event: output\nid: 1\ndata: H\n\nevent: output\nid: 2\ndata: i\n\nevent: done\ndata: {}\n\n'
    const { text, sent } = await streamed({ model: 'replicate/joe/model' }, created, {
      headers: { 'content-type': 'text/event-stream' },
      pieces: [events],
    })
    expect([text, sent]).toEqual([
      'Hi',
      ['POST https://api.replicate.com/v1/models/joe/model/predictions', 'GET https://stream.replicate.com/v1/files/x'],
    ])
  })

  test.each([
    [{ model: 'langflow/flow' }, json({ outputs: [{ outputs: [{ results: { message: { text: 'Hi' } } }] }] })],
    [{ model: 'langflow/flow' }, { pieces: ['{"outputs":[{"outputs":[{"results":{"mess', 'age":{"text":"Hi"}}}]}]}'] }],
    [{ model: 'petals/p' }, json({ ok: true, outputs: 'Hi' })],
    [
      { model: 'text-completion-codestral/codestral-latest' },
      { pieces: ['data: {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]}\n\n', 'data: [DONE]\n\n'] },
    ],
    [
      { model: 'predibase/llama-3' },
      { pieces: ['data:{"token":{"text":"Hi"},"generated_text":"Hi","details":{"finish_reason":"length"}}\n\n'] },
    ],
  ])('%j', async (params, answer) => {
    expect((await streamed(params, answer)).text).toBe('Hi')
  })
})

test('text completions are served as such', async () => {
  const { client, transport } = await clientOf({ model: 'text-completion-codestral/codestral-latest' }, () =>
    json({
      id: 'f1',
      choices: [{ index: 0, message: { content: 'return 1' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 3, completion_tokens: 2 },
    }),
  )
  const reply = await client.completions.create({ model: 'm', prompt: 'def f():', suffix: 'f()', seed: 7 })
  expect([reply.object, reply.choices[0]?.text]).toEqual(['text_completion', 'return 1'])
  expect([transport.requests[0]?.url, JSON.parse(String(transport.requests[0]?.body))]).toEqual([
    'https://codestral.mistral.ai/v1/fim/completions',
    { model: 'codestral-latest', prompt: 'def f():', suffix: 'f()', random_seed: 7 },
  ])
})
