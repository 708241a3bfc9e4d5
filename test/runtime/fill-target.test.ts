/** Deployments of a wildcard: the model that a call names, and what the catalogue says of its family. */
import { describe, expect, test } from 'vitest'
import { anthropic } from '../../src/providers/anthropic.js'
import { openai } from '../../src/providers/openai.js'
import { fillTarget } from '../../src/runtime/fill-target.js'
import { createClient, simpleShuffle } from '../../src/runtime/index.js'
import { planOf } from '../compiler/plan-of.js'
import { fakeTransport } from '../support/fake-transport.js'
import { ok } from './harness.js'

const config = `
model_list:
  - model_name: anthropic/*
    litellm_params: { model: anthropic/*, api_key: os.environ/KEY }
  - model_name: openai/*
    litellm_params: { model: openai/*, api_key: os.environ/KEY }
  - model_name: mine/*
    litellm_params: { model: openai/*, api_key: os.environ/KEY }
    model_info: { base_model: openai/o3, max_output_tokens: 77 }
  - model_name: new/*
    litellm_params: { model: anthropic/claude-*, api_key: os.environ/KEY }
`
const plan = planOf(config)

/** The body that a call to this model sends, after `drop_params`. */
async function bodyOf(model: string, more: object): Promise<unknown> {
  const transport = fakeTransport(() => ok())
  const llm = createClient<{ chat: { [name: string]: never }; embedding: Record<never, never> }>(
    { plan, adapters: { anthropic, openai }, strategies: { 'simple-shuffle': simpleShuffle } },
    { env: { KEY: 'k' }, transport },
  )
  await llm.completion({ model, messages: [{ role: 'user', content: 'hi' }], drop_params: true, num_retries: 0, ...more }).catch(() => 0)
  const { body } = transport.requests[0] ?? {}
  return typeof body === 'string' ? JSON.parse(body) : body
}

const messages = [{ role: 'user', content: 'hi' }]
const blocks = [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }]

test.each([
  ['anthropic/claude-opus-4-7', { temperature: 0.5 }, { model: 'claude-opus-4-7', max_tokens: 128_000, messages: blocks }],
  [
    'anthropic/claude-3-haiku-20240307',
    { temperature: 0.5 },
    { model: 'claude-3-haiku-20240307', max_tokens: 4096, temperature: 0.5, messages: blocks },
  ],
  ['new/3-haiku-20240307', {}, { model: 'claude-3-haiku-20240307', max_tokens: 4096, messages: blocks }],
  ['openai/gpt-5-mini', { max_tokens: 9, temperature: 0.5 }, { model: 'gpt-5-mini', max_completion_tokens: 9, messages }],
  ['openai/gpt-4o', { max_tokens: 9, temperature: 0.5 }, { model: 'gpt-4o', max_tokens: 9, temperature: 0.5, messages }],
  ['mine/gpt-4o', { max_tokens: 9 }, { model: 'gpt-4o', max_completion_tokens: 9, messages }],
])('a call to %s with %o sends what that model takes', async (model, more, want) => {
  expect(await bodyOf(model, more)).toEqual(want)
})

describe('a target', () => {
  const [deployment] = plan.deployments
  const provider = plan.providers.find(({ name }) => name === 'anthropic')
  if (deployment === undefined || provider === undefined) throw new Error('the Plan lacks its first deployment')
  const target = {
    deployment,
    provider,
    model: '*',
    baseUrl: '',
    apiVersion: undefined,
    organization: undefined,
    headers: {},
    settings: {},
  }
  const match = (name: string) => ({ name, captures: [name] })

  test('without a match is used as it is', () => {
    expect(fillTarget(target, undefined)).toBe(target)
  })

  test('is made once for a name', () => {
    expect(fillTarget(target, match('claude-opus-4-6'))).toBe(fillTarget(target, match('claude-opus-4-6')))
  })

  test('is forgotten after many names, and made again', () => {
    const first = fillTarget(target, match('claude-a'))
    for (let i = 0; i < 1000; i++) fillTarget(target, match(`claude-${i}x`))
    const again = fillTarget(target, match('claude-a'))
    expect(again).toEqual(first)
    expect(again).not.toBe(first)
  })

  test('keeps the deployment of a name that no family knows', () => {
    expect(fillTarget(target, match('__proto__')).deployment).toBe(deployment)
  })
})
