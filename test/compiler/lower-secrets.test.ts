/** Credentials become references, placeholders or slots; no secret reaches the Plan. */
import { describe, expect, test } from 'vitest'
import { classifySecret } from '../../src/compiler/lower-secrets.js'
import { get } from '../../src/compiler/read-node.js'
import { lowerYaml, treeOf } from './plan-of.js'

const secret = 'sk-proj-4fTq8ZbM1xYw7Rk2Nv9Lc3'

describe('classifySecret', () => {
  test.each([
    ['api_key', 'os.environ/K', 'env'],
    ['api_key', 'none', 'placeholder'],
    ['api_key', '<your-key>', 'placeholder'],
    ['api_key', secret, 'secret'],
    ['api_key', '""', 'none'],
    ['vertex_credentials', '/run/key.json', 'placeholder'],
    ['vertex_credentials', '{ private_key: abc }', 'secret'],
    ['aws_web_identity_token', '/var/run/token', 'placeholder'],
    ['azure_ad_token', 'oidc/azure/aud', 'placeholder'],
  ])('%s: %s is %s', (key, yaml, want) => {
    expect(classifySecret(key, get(treeOf(`v: ${yaml}\n`), 'v')).kind).toBe(want)
  })
})

function deploymentOf(params: string, extra = '', allowLiteralSecrets = false) {
  const { plan, secrets } = lowerYaml(`model_list:\n  - { model_name: a, litellm_params: { ${params} } }\n${extra}`, {
    allowLiteralSecrets,
  })
  const [deployment] = plan.deployments
  if (deployment === undefined) throw new Error('no deployment')
  return { deployment, plan, secrets }
}

test('a literal key that is allowed fills a slot and stays out of the Plan and its hash', () => {
  const { deployment, plan, secrets } = deploymentOf(`model: openai/gpt-4o, api_key: ${secret}`, '', true)
  expect(deployment.apiKey).toEqual({ slot: 0 })
  expect([...secrets]).toEqual([[0, secret]])
  expect(JSON.stringify(plan)).not.toContain(secret)
  const other = deploymentOf('model: openai/gpt-4o, api_key: sk-proj-9dKw2LmQ7vXe5Ht3Jb8Za1', '', true)
  expect([other.plan.hash, other.deployment.id]).toEqual([plan.hash, deployment.id])
})

describe('the key of a deployment', () => {
  test.each([
    ['api_key: os.environ/K', '', { env: 'K' }],
    ['api_key: none', '', { placeholder: 'none' }],
    ['api_key: ""', '', undefined],
    ['seed: 1', '', undefined],
    ['seed: 1', 'litellm_settings: { openai_key: os.environ/SHARED }\n', { env: 'SHARED' }],
    ['seed: 1', 'litellm_settings: { openai_key: os.environ/SHARED, api_key: os.environ/ALL, groq_key: os.environ/G }\n', { env: 'ALL' }],
    ['api_key: os.environ/K', 'litellm_settings: { openai_key: os.environ/SHARED }\n', { env: 'K' }],
  ])('%s with %j', (params, extra, want) => {
    expect(deploymentOf(`model: openai/gpt-4o, ${params}`, extra).deployment.apiKey).toEqual(want)
  })
})

test('other credentials and connection settings travel together', () => {
  const params =
    'model: bedrock/x, aws_access_key_id: os.environ/ID, aws_secret_access_key: os.environ/SECRET, aws_region_name: us-west-2, aws_role_name: os.environ/ROLE'
  const { deployment } = deploymentOf(params)
  expect(deployment.credentials).toEqual({
    aws_access_key_id: { env: 'ID' },
    aws_secret_access_key: { env: 'SECRET' },
    aws_region_name: { placeholder: 'us-west-2' },
    aws_role_name: { env: 'ROLE' },
  })
  expect(deployment.region).toBe('us-west-2')
  expect(deployment.defaults).toEqual({})
})

test('headers join module-wide ones, the deployment wins', () => {
  const extra = 'litellm_settings: { headers: { X-Team: blue, X-All: "1" } }\n'
  const { deployment } = deploymentOf(
    'model: openai/gpt-4o, headers: { X-Team: red }, extra_headers: { Authorization: os.environ/T }',
    extra,
  )
  expect(deployment.extraHeaders).toEqual({ 'X-Team': 'red', 'X-All': '1', Authorization: { env: 'T' } })
})
