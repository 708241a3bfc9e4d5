import { describe, expect, test } from 'vitest'
import type { Plan } from '../../../src/plan/plan.js'
import { openai } from '../../../src/providers/openai.js'
import { prepareDeployments } from '../../../src/runtime/deployment-runtime.js'
import { indexOf, lackingKeys, rehearsedPlan } from '../../../src/runtime/trace/trace-plan.js'
import { buildPlan, chain } from '../../support/plan.js'

const none = () => undefined
const plan = buildPlan({
  deployments: [
    { group: 'a', model: 'azure/gpt-4o', weight: 2, rpm: 9, order: 1, tags: ['x'], timeoutMs: 5_000, apiVersion: '2024-06-01' },
    { group: 'a', model: 'anthropic/claude', extraHeaders: { 'x-team': 'blue' }, defaults: { temperature: 0 } },
    { group: 'g/*', model: 'groq/*' },
  ],
  chains: { general: [chain('a', 'g/x')] },
  routing: { numRetries: 4, verbose: true },
})

/** Why each deployment cannot be called. */
const faults = (rehearsed: Plan) =>
  prepareDeployments({ plan: rehearsed, adapters: { openai }, env: none, secrets: new Map() }).map(({ fault }) => fault?.code)

describe('a Plan that is rehearsed', () => {
  test('routes as it did', () => {
    const { deployments, chains, routing, groups, wildcards } = rehearsedPlan(plan, none)
    const steering = plan.deployments.map(({ index, id, group, provider, weight, rpm, order, tags, timeoutMs, defaults }) => ({
      index,
      id,
      group,
      provider,
      ...Object.fromEntries(Object.entries({ weight, rpm, order, tags, timeoutMs }).filter(([, value]) => value !== undefined)),
      defaults,
    }))
    expect(deployments).toMatchObject(steering)
    expect([chains, groups, wildcards]).toEqual([plan.chains, plan.groups, plan.wildcards])
    const { verbose: _verbose, ...rest } = plan.routing
    expect(routing).toEqual(rest)
  })

  test('can be called without keys, on hosts that lead back to each deployment', () => {
    const rehearsed = rehearsedPlan(plan, none)
    expect(faults(rehearsed)).toEqual([undefined, undefined, undefined])
    expect(rehearsed.deployments.map(({ baseUrl }) => indexOf(`${String(baseUrl)}/chat/completions`))).toEqual([0, 1, 2])
    expect(JSON.stringify(rehearsed)).not.toMatch(/API_KEY|2024-06-01|blue|azure\.com/)
  })

  test('an address of anywhere else is no deployment', () => {
    expect(['http://d0.rehearsal.invalid', 'https://example.com', ''].map(indexOf)).toEqual([-1, -1, -1])
  })

  test.each(['missing_api_key', 'missing_setting', 'format_not_loaded'])('%s stays what it was', (code) => {
    expect(faults(rehearsedPlan(plan, none, new Map([[1, code]])))).toEqual([undefined, code, undefined])
  })

  test('an upstream model is read from the environment, and stands as its variable where that is not set', () => {
    const left = { ...plan, deployments: plan.deployments.map((each) => ({ ...each, model: { env: 'MODEL' } })) }
    expect(rehearsedPlan(left, (name) => (name === 'MODEL' ? 'gpt-5' : undefined)).deployments[0]?.model).toBe('gpt-5')
    expect(rehearsedPlan(left, none).deployments[0]?.model).toBe('<MODEL>')
  })
})

test('keys that are lacking are told by deployment and variable, never by value', () => {
  const env = (name: string) => (name === 'AZURE_API_KEY' ? 'sk-secret-0123456789' : undefined)
  const lacking = lackingKeys(plan, env)
  expect([...lacking.keys()]).toEqual([1, 2])
  expect(lacking.get(1)).toContain('ANTHROPIC_API_KEY')
  expect(JSON.stringify([...lacking])).not.toContain('secret')
})
