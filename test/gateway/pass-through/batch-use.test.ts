/** What the lines of a batch's output add up to, and by which prices. */
import { expect, test } from 'vitest'
import { pricingAt, useOf } from '../../../src/gateway/pass-through/batch-use.js'
import { hostAt } from '../../../src/gateway/pass-through/host.js'
import { setUp } from '../gateway-support.js'

const yaml = `
model_list:
  - model_name: dear
    litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY, input_cost_per_token: 0.001, output_cost_per_token: 0.001 }
    model_info: { id: dear }
  - model_name: listed
    litellm_params: { model: openai/gpt-4o-mini, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
    model_info: { id: listed }
  - model_name: elsewhere
    litellm_params: { model: openai/o3, api_base: MOCK/other, api_key: os.environ/PROVIDER_KEY, input_cost_per_token: 5, output_cost_per_token: 5 }
    model_info: { id: elsewhere }
  - model_name: ours
    litellm_params: { model: azure/our-deployment, api_base: MOCK, api_version: 2024-10-21, api_key: os.environ/PROVIDER_KEY, input_cost_per_token: 0.000004, output_cost_per_token: 0 }
    model_info: { id: ours }
`

async function* linesOf(entries: readonly unknown[]): AsyncGenerator<string> {
  for (const entry of entries) yield typeof entry === 'string' ? entry : JSON.stringify(entry)
}

const answer = (model: string, usage: object) => ({ custom_id: 'a', response: { status_code: 200, body: { model, usage } } })
const used = (prompt_tokens: number, completion_tokens: number, more: object = {}) => ({ prompt_tokens, completion_tokens, ...more })

async function priced(deployment: string, entries: readonly unknown[]) {
  const { gateway } = await setUp({ yaml, listens: false })
  const { door } = await hostAt(gateway.serving, { deployment })
  const pricing = pricingAt(gateway.serving, door)
  const { costNanoUsd, unpriced, models } = await useOf(linesOf(entries), pricing)
  return { usd: costNanoUsd / 1e9, unpriced, groups: models.map((model) => pricing(model).group) }
}

test.each([
  { name: 'the price of the config for the model, dated or not', at: 'listed', model: 'gpt-4o-2024-08-06', usd: 5, group: 'dear' },
  { name: 'the batch price of the catalogue', at: 'dear', model: 'gpt-4o-mini', usd: 0.00075, group: 'listed' },
  { name: 'half of the plain price where there is none for batches', at: 'dear', model: 'gpt-5', usd: 0.00625, group: undefined },
  { name: 'the catalogue’s where another host has the model', at: 'dear', model: 'o3', usd: 0.01, group: undefined },
  { name: 'the deployment’s own where its name is the operator’s', at: 'ours', model: 'gpt-4o', usd: 0.02, group: 'ours' },
])('a request costs $name', async ({ at, model, usd, group }) => {
  expect(await priced(at, [answer(model, used(10_000, 0))])).toEqual({ usd, unpriced: undefined, groups: [group] })
})

test('lines add up; errors and what is no answer cost nothing and are counted', async () => {
  const { gateway } = await setUp({ yaml, listens: false })
  const { door } = await hostAt(gateway.serving, { deployment: 'listed' })
  const entries = [
    answer('gpt-4o-mini', used(1_000, 10, { prompt_tokens_details: { cached_tokens: 400 } })),
    { custom_id: 'b', response: { status_code: 429, body: { error: { message: 'slow down' } } } },
    { custom_id: 'c', response: null, error: { code: 'batch_expired' } },
    'not json',
    '',
    answer('gpt-4o-mini', used(2_000, 20)),
  ]
  expect(await useOf(linesOf(entries), pricingAt(gateway.serving, door))).toEqual({
    requests: 5,
    failed: 3,
    promptTokens: 3_000,
    completionTokens: 30,
    cacheReadTokens: 400,
    cacheWriteTokens: 0,
    // 3,000 at 0.075 and 30 at 0.30 USD a million, cached ones at no other price
    costNanoUsd: 234_000,
    unpriced: undefined,
    models: ['gpt-4o-mini'],
  })
})

test('one price that is missing is told, and is never 0', async () => {
  const { unpriced } = await priced('listed', [answer('gpt-4o-mini', used(1, 1)), answer('strange', used(1, 1))])
  expect(unpriced).toContain('"strange"')
})
