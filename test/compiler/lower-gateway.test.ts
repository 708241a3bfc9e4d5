/** Settings of the gateway: references kept, secrets in slots, outside the hash. */
import { expect, test } from 'vitest'
import { lowerYaml, planOf } from './plan-of.js'

const secret = 'sk-proj-4fTq8ZbM1xYw7Rk2Nv9Lc3'

test('secrets of the gateway fill slots and are not in the Plan', () => {
  const yaml = `
model_list:
  - { model_name: a, litellm_params: { model: openai/gpt-4o } }
general_settings: { master_key: ${secret}, database_url: os.environ/DB, completion_model: a }
litellm_settings: { cache_params: { password: 4fTq8ZbM1x, host: redis } }
`
  const { plan, secrets } = lowerYaml(yaml)
  expect(plan.gateway).toEqual({
    general_settings: { master_key: { slot: 0 }, database_url: { env: 'DB' }, completion_model: 'a' },
    litellm_settings: { cache_params: { password: { slot: 1 }, host: 'redis' } },
  })
  expect([...secrets.values()]).toEqual([secret, '4fTq8ZbM1x'])
  expect(planOf(yaml.replace('completion_model: a', 'completion_model: b')).hash).toBe(plan.hash)
})

test('a config without settings has none', () => {
  expect(planOf('model_list:\n  - { model_name: a, litellm_params: { model: openai/gpt-4o } }\n').gateway).toBeUndefined()
})

test('lists and passwords in URLs are covered too', () => {
  const { plan, secrets } = lowerYaml(`
model_list:
  - { model_name: a, litellm_params: { model: openai/gpt-4o } }
router_settings: { redis_url: "redis://:4fTq8Zb@host:6379", num_retries: 1 }
litellm_settings: { callbacks: [prometheus] }
`)
  expect(plan.gateway).toEqual({
    litellm_settings: { callbacks: ['prometheus'] },
    router_settings: { redis_url: { slot: 0 }, num_retries: 1 },
  })
  expect([...secrets.values()]).toEqual(['redis://:4fTq8Zb@host:6379'])
})

test('secrets among the exported variables fill slots, the others are for every client', () => {
  const { plan, secrets } = lowerYaml(`
model_list:
  - { model_name: a, litellm_params: { model: openai/gpt-4o } }
environment_variables:
  LITELLM_MASTER_KEY: ${secret}
  BROKER: "amqp://user:4fTq8Zb@host"
  REDIS_PASSWORD: 123456
  HOST: plain
  DEBUG: true
  EMPTY_KEY: ""
  COPIED_KEY: os.environ/OTHER
  SHELL_KEY: \${OTHER}
`)
  expect([plan.gateway, plan.routing.environment]).toEqual([
    { environment_variables: { LITELLM_MASTER_KEY: { slot: 0 }, BROKER: { slot: 1 }, REDIS_PASSWORD: { slot: 2 } } },
    { HOST: 'plain', DEBUG: 'true' },
  ])
  expect([...secrets.values()]).toEqual([secret, 'amqp://user:4fTq8Zb@host', '123456'])
})

test('a well-known key is a secret under any name', () => {
  const { plan } = lowerYaml(`
model_list:
  - { model_name: a, litellm_params: { model: openai/gpt-4o } }
litellm_settings: { langfuse: ${secret} }
`)
  expect(plan.gateway).toEqual({ litellm_settings: { langfuse: { slot: 0 } } })
})

test('what model_info says stands under the id of its deployment, without the id itself', () => {
  const { plan, secrets } = lowerYaml(`
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
    model_info: { id: first, access_groups: [beta], team_token: os.environ/TOKEN, api_key: ${secret} }
  - { model_name: b, litellm_params: { model: openai/gpt-4o }, model_info: { id: second } }
`)
  expect(plan.gateway).toEqual({
    model_info: { first: { access_groups: ['beta'], team_token: { env: 'TOKEN' }, api_key: { slot: 0 } } },
  })
  expect([...secrets.values()]).toEqual([secret])
})

test('declared keys, teams, users and budgets stand as written, an empty list too; a key is a reference or a slot', () => {
  const yaml = `
model_list:
  - { model_name: a, litellm_params: { model: openai/gpt-4o } }
virtual_keys:
  - { key: os.environ/CI_KEY, team_id: core, max_budget: os.environ/CI_BUDGET, models: [a] }
  - { key: sk-1234 }
teams: [{ team_id: core, members: [{ user_id: jane, role: admin }] }]
users: []
budgets:
`
  const { plan, secrets } = lowerYaml(yaml, { allowLiteralSecrets: true })
  expect(plan.gateway).toEqual({
    virtual_keys: [{ key: { env: 'CI_KEY' }, team_id: 'core', max_budget: { env: 'CI_BUDGET' }, models: ['a'] }, { key: { slot: 0 } }],
    teams: [{ team_id: 'core', members: [{ user_id: 'jane', role: 'admin' }] }],
    users: [],
  })
  expect([...secrets.values()]).toEqual(['sk-1234'])
  expect(planOf(yaml.replace('[a] }', '[] }'), { allowLiteralSecrets: true }).hash).toBe(plan.hash)
})
