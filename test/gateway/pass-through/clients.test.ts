/** Official clients against the providers' own APIs behind the gateway. */
import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import { GoogleGenAI } from '@google/genai'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import OpenAI, { AzureOpenAI } from 'openai'
import { expect, test } from 'vitest'
import type { CallRecord } from '../../../src/gateway/call-record.js'
import { all, masterKey, providerKey, setUp } from '../gateway-support.js'

async function setUpClients() {
  const records: CallRecord[] = []
  const yaml = 'model_list: []\nenvironment_variables: {}\ngeneral_settings: { master_key: os.environ/LITELLM_MASTER_KEY }\n'
  const base = await setUp({ yaml, env: {}, listens: false })
  const { url: mock } = base.mock
  const env = {
    LITELLM_MASTER_KEY: masterKey,
    OPENAI_API_KEY: providerKey,
    OPENAI_BASE_URL: `${mock}/v1`,
    ANTHROPIC_API_KEY: providerKey,
    ANTHROPIC_API_BASE: mock,
    GEMINI_API_KEY: providerKey,
    GEMINI_API_BASE: mock,
    AZURE_API_KEY: providerKey,
    AZURE_API_BASE: mock,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: providerKey,
    AWS_REGION_NAME: 'us-east-1',
    AWS_BEDROCK_RUNTIME_ENDPOINT: mock,
  }
  const { url } = await setUp({ yaml, env, gateway: { observers: [(record) => void records.push(record)] } })
  const { requests } = base.mock
  return { url, records, requests }
}

const messages = [{ role: 'user' as const, content: 'hello there' }]

test('openai', async () => {
  const { url, requests, records } = await setUpClients()
  const client = new OpenAI({ apiKey: masterKey, baseURL: `${url}/openai/v1`, maxRetries: 0 })
  const reply = await client.chat.completions.create({ model: 'gpt-4o', messages })
  expect(reply.choices[0]?.message.content).not.toBe('')
  const chunks = await all(
    await client.chat.completions.create({ model: 'gpt-4o', messages, stream: true, stream_options: { include_usage: true } }),
  )
  expect(chunks.length).toBeGreaterThan(2)
  expect(requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
    ['/v1/chat/completions', `Bearer ${providerKey}`],
    ['/v1/chat/completions', `Bearer ${providerKey}`],
  ])
  expect(records.map(({ model, streamed, usage }) => [model, streamed, (usage?.completion_tokens ?? 0) > 0])).toEqual([
    ['gpt-4o', undefined, true],
    ['gpt-4o', true, true],
  ])
})

test('openai for Azure', async () => {
  const { url, requests } = await setUpClients()
  const client = new AzureOpenAI({ apiKey: masterKey, endpoint: `${url}/azure`, apiVersion: '2024-10-21', maxRetries: 0 })
  expect((await client.chat.completions.create({ model: 'dep', messages })).choices[0]?.message.content).not.toBe('')
  expect(requests.map(({ path, headers }) => [path, headers['api-key']])).toEqual([
    ['/openai/deployments/dep/chat/completions?api-version=2024-10-21', providerKey],
  ])
})

test('@anthropic-ai/sdk', async () => {
  const { url, requests, records } = await setUpClients()
  const client = new Anthropic({ apiKey: masterKey, baseURL: `${url}/anthropic`, maxRetries: 0 })
  const asked = { model: 'claude-sonnet-4-5', max_tokens: 100, messages }
  expect((await client.messages.create(asked)).content).not.toEqual([])
  expect((await client.messages.stream(asked).finalMessage()).content).not.toEqual([])
  expect((await client.messages.countTokens({ model: asked.model, messages })).input_tokens).toBeGreaterThan(0)
  expect(requests.map(({ path, headers }) => [path, headers['x-api-key'], headers['anthropic-version']])).toEqual(
    ['/v1/messages', '/v1/messages', '/v1/messages/count_tokens'].map((path) => [path, providerKey, expect.stringMatching(/^20/)]),
  )
  expect(records.slice(0, 2).map(({ costNanoUsd = 0 }) => costNanoUsd > 0)).toEqual([true, true])
  const stranger = new Anthropic({ apiKey: 'sk-wrong', baseURL: `${url}/anthropic`, maxRetries: 0 })
  await expect(stranger.messages.create(asked)).rejects.toBeInstanceOf(Anthropic.AuthenticationError)
})

test('@google/genai', async () => {
  const { url, requests, records } = await setUpClients()
  const client = new GoogleGenAI({ apiKey: masterKey, httpOptions: { baseUrl: `${url}/gemini` } })
  const asked = { model: 'gemini-2.5-flash', contents: 'hello there' }
  expect((await client.models.generateContent(asked)).text).not.toBe('')
  expect((await all(await client.models.generateContentStream(asked))).length).toBeGreaterThan(1)
  expect(requests.map(({ path, headers }) => [path, headers['x-goog-api-key']])).toEqual([
    ['/v1beta/models/gemini-2.5-flash:generateContent', providerKey],
    ['/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse', providerKey],
  ])
  expect(records.map(({ model, costNanoUsd = 0 }) => [model, costNanoUsd > 0])).toEqual([
    ['gemini-2.5-flash', true],
    ['gemini-2.5-flash', true],
  ])
})

test('@aws-sdk/client-bedrock-runtime, signed anew', async () => {
  const { url, requests, records } = await setUpClients()
  const client = new BedrockRuntimeClient({
    endpoint: `${url}/bedrock`,
    region: 'us-east-1',
    credentials: { accessKeyId: masterKey, secretAccessKey: 'unused' },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler(), // the gateway speaks HTTP/1.1
  })
  const asked = {
    modelId: 'anthropic.claude-3-5-sonnet-20240620-v1:0',
    messages: [{ role: 'user' as const, content: [{ text: 'hello there' }] }],
  }
  expect((await client.send(new ConverseCommand(asked))).output?.message?.content).not.toEqual([])
  const { stream } = await client.send(new ConverseStreamCommand(asked))
  if (stream === undefined) throw new Error('there is no stream')
  expect((await all(stream)).length).toBeGreaterThan(2)
  expect(
    requests.map(({ path, headers }) => [path, /Credential=(\w+)\/\d+\/us-east-1\/bedrock/.exec(headers.authorization ?? '')?.[1]]),
  ).toEqual([
    ['/model/anthropic.claude-3-5-sonnet-20240620-v1%3A0/converse', 'AKIDEXAMPLE'],
    ['/model/anthropic.claude-3-5-sonnet-20240620-v1%3A0/converse-stream', 'AKIDEXAMPLE'],
  ])
  expect(JSON.stringify(requests)).not.toContain(masterKey)
  expect(records.map(({ model, usage }) => [model, (usage?.completion_tokens ?? 0) > 0])).toEqual([
    [asked.modelId, true],
    [asked.modelId, true],
  ])
})
