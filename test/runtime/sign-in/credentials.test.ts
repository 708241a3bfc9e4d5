/** Where a deployment's key comes from. */
import { expect, test } from 'vitest'
import type { Provider } from '../../../src/plan/plan.js'
import { isFault } from '../../../src/protocol/failure.js'
import { createEnvironment } from '../../../src/runtime/settings.js'
import { findCredentials } from '../../../src/runtime/sign-in/credentials.js'
import { buildPlan, type DeploymentInput } from '../../support/plan.js'

const provider: Provider = {
  name: 'azure',
  format: 'azure',
  auth: 'api-key',
  keyVariables: ['AZURE_API_KEY', 'AZURE_OPENAI_API_KEY'],
  quirks: {},
}
const env = createEnvironment({
  OWN: 'own-key',
  TOKEN: 'a-token',
  AZURE_OPENAI_API_KEY: 'usual-key',
  EMPTY: '',
  LINE: 'own-key\n',
  BLANK: ' \n',
})
const bare = createEnvironment({})

function find(more: Partial<DeploymentInput>, auth: Provider['auth'] = 'api-key', environment = env) {
  const [deployment] = buildPlan({ deployments: [{ group: 'g', model: 'azure/m', id: 'd', ...more }] }).deployments
  if (deployment === undefined) throw new Error('no deployment')
  const { apiKey: _unset, ...rest } = deployment
  const found = findCredentials(
    more.apiKey === undefined ? rest : deployment,
    { ...provider, auth },
    'm',
    environment,
    new Map([[1, 'slot-key']]),
  )
  return isFault(found) ? found.failure.message : found
}

test.each([
  ['its own variable', find({ apiKey: { env: 'OWN' } }), { kind: 'key', key: 'own-key' }],
  ['a variable that ends with a line break', find({ apiKey: { env: 'LINE' } }), { kind: 'key', key: 'own-key' }],
  ['the usual variables when its own is blank', find({ apiKey: { env: 'BLANK' } }), { kind: 'key', key: 'usual-key' }],
  ['a slot', find({ apiKey: { slot: 1 } }), { kind: 'key', key: 'slot-key' }],
  ['a placeholder', find({ apiKey: { placeholder: 'none' } }), { kind: 'key', key: 'none' }],
  ['an Azure token', find({ credentials: { azure_ad_token: { env: 'TOKEN' } } }), { kind: 'bearer', token: 'a-token' }],
  ["the provider's usual variables, in order", find({}), { kind: 'key', key: 'usual-key' }],
  ['the usual variables when its own is empty', find({ apiKey: { env: 'EMPTY' } }), { kind: 'key', key: 'usual-key' }],
  ['a server that wants none', find({}, 'none', bare), { kind: 'none' }],
  ['a server that may want one', find({}, 'optional-bearer', bare), { kind: 'none' }],
  [
    'nowhere',
    find({ apiKey: { env: 'OWN' } }, 'api-key', bare),
    'azure deployment "d" (m) of "g" has no API key: none of the variables OWN, AZURE_API_KEY, AZURE_OPENAI_API_KEY is set. Set it, or hand it over as createLlm({ env }).',
  ],
  [
    'an empty slot',
    find({ apiKey: { slot: 2 } }, 'api-key', bare),
    'azure deployment "d" (m) of "g" has no API key: secret slot 2 is empty; hand it over as createLlm({ secrets }), and none of the variables AZURE_API_KEY, AZURE_OPENAI_API_KEY is set. Set it, or hand it over as createLlm({ env }).',
  ],
])('from %s', (_name, got, want) => {
  expect(got).toEqual(want)
})

/** Azure's row: keys are usual, and there is a sign-in. */
const signing: Provider = { ...provider, secrets: { azure_ad_token: ['AD'], tenant_id: ['TENANT'], client_secret: ['SECRET'] } }

function signIn(more: Partial<DeploymentInput>, variables: { readonly [name: string]: string } = {}) {
  const [deployment] = buildPlan({ deployments: [{ group: 'g', model: 'azure/m', id: 'd', ...more }] }).deployments
  if (deployment === undefined) throw new Error('no deployment')
  const { apiKey: _unset, ...rest } = deployment
  return findCredentials(more.apiKey === undefined ? rest : deployment, signing, 'm', createEnvironment(variables), new Map())
}

const secret = { client_secret: { placeholder: 's' } }
test.each([
  ['a key of the deployment', { apiKey: { placeholder: 'k' }, credentials: secret }, {}, { kind: 'key', key: 'k' }],
  [
    'a secret of the config before a key of the environment',
    { credentials: secret },
    { AZURE_API_KEY: 'k' },
    { kind: 'fields', fields: { client_secret: 's' } },
  ],
  ['a key of the environment before its sign-in', {}, { AZURE_API_KEY: 'k', TENANT: 't', SECRET: 's' }, { kind: 'key', key: 'k' }],
  ['the sign-in of the environment', {}, { TENANT: 't', SECRET: 's' }, { kind: 'fields', fields: { tenant_id: 't', client_secret: 's' } }],
  ['a token of the environment', {}, { TENANT: 't', AD: 'a-token' }, { kind: 'bearer', token: 'a-token' }],
  [
    'a reference to an identity token, which is no token',
    { credentials: { azure_ad_token: { placeholder: 'oidc/github/x' } } },
    { AZURE_API_KEY: 'k' },
    { kind: 'fields', fields: { azure_ad_token: 'oidc/github/x' } },
  ],
] as const)('a provider that can sign in takes %s', (_name, more, variables, want) => {
  expect(signIn(more, variables)).toEqual(want)
})
