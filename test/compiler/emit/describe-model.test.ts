/** What stands above a model's name in emitted code. */
import { describe, expect, test } from 'vitest'
import { describeModel } from '../../../src/compiler/emit/describe-model.js'
import { buildPlan, chain, type DeploymentInput, type PlanInput } from '../../support/plan.js'

/** The lines for the first group or wildcard of a plan. */
function linesOf(input: PlanInput): string[] {
  const plan = buildPlan(input)
  const model = plan.groups[0] ?? plan.wildcards[0]
  if (model === undefined) throw new Error('the plan has no model')
  return describeModel(plan, model)
}

const row = (input: number, output: number) => ({ model: 'm', family: 'openai', input, output })
const deployment = (price: DeploymentInput['price'], model = 'openai/m'): DeploymentInput => ({
  group: 'g',
  model,
  ...(price !== undefined && { price }),
})

test('a group is described by deployments, context window, price, missing features and chains', () => {
  const lines = linesOf({
    deployments: [
      { group: 'gpt-4o', model: 'azure/gpt-4o-prod', contextWindow: 128_000, price: { by: 'reply', family: 'openai' } },
      { group: 'gpt-4o', model: 'openai/gpt-4o', contextWindow: 1_047_576, price: { by: 'row', row: 0 } },
    ],
    capabilities: { 'gpt-4o': { tools: 'no', jsonSchema: 'no', vision: 'yes' } },
    prices: [row(2_500_000, 10_000_000)],
    chains: {
      general: [chain('gpt-4o', 'claude', 'llama')],
      contextWindow: [chain('gpt-4o', 'gemini')],
      contentPolicy: [chain('*', 'gpt-4o', 'mistral')],
    },
  })
  expect(lines).toEqual([
    'Deployments: `azure/gpt-4o-prod`, `openai/gpt-4o`.',
    'Context window: 128,000 tokens.',
    'Price: $2.50 in, $10.00 out per million tokens; by the model that the reply names.',
    'Known to lack: tool calling, JSON schema output.',
    'Falls back to: `claude`, `llama`.',
    'When the prompt is too long: `gemini`.',
    'When the content is refused: `mistral`.',
  ])
})

describe('prices', () => {
  const rows: readonly { readonly name: string; readonly given: PlanInput; readonly want: string }[] = [
    {
      name: 'several rows are a range',
      given: {
        deployments: [deployment({ by: 'row', row: 0 }), deployment({ by: 'row', row: 1 })],
        prices: [row(75_000, 300_000), row(2e6, 300_000)],
      },
      want: 'Price: $0.075 to $2.00 in, $0.30 out per million tokens.',
    },
    {
      name: 'free is not unknown',
      given: { deployments: [deployment({ by: 'row', row: 0 })], prices: [row(0, 0)] },
      want: 'Price: $0.00 in, $0.00 out per million tokens.',
    },
    {
      name: 'unknown with its reason',
      given: { deployments: [deployment({ by: 'none', reason: 'not in the */ catalogue' })] },
      want: 'Price: unknown (not in the *\\/ catalogue).',
    },
    {
      name: 'a price per request is in dollars',
      given: { deployments: [deployment({ by: 'row', row: 0 })], prices: [{ model: 'm', family: 'f', perRequest: 5_000_000_000 }] },
      want: 'Price: $0.005 per request.',
    },
  ]
  test.each(rows)('$name', ({ given, want }) => expect(linesOf(given)[2]).toBe(want))
})

test('a long list of deployments is cut', () => {
  const [line] = linesOf({ deployments: Array.from({ length: 9 }, (_, index) => deployment(undefined, `openai/m${index}`)) })
  expect(line).toBe('Deployments: `openai/m0`, `openai/m1`, `openai/m2`, `openai/m3`, `openai/m4`, `openai/m5` and 3 more.')
})

test('an alias says of what, and whether lists show it', () => {
  const plan = buildPlan({
    deployments: [{ group: 'gpt-4o', model: 'openai/gpt-4o' }],
    chains: { general: [chain('fast', 'claude'), chain('gpt-4o', 'llama')] },
  })
  const [group] = plan.groups
  if (group === undefined) throw new Error('the plan has no model')
  expect(describeModel(plan, group, { name: 'fast', hidden: true })).toEqual([
    'Alias of `gpt-4o`, left out of model lists.',
    'Deployment: `openai/gpt-4o`.',
    'Context window: unknown.',
    'Price: unknown (no price is known).',
    'Falls back to: `claude`.',
  ])
})
