/** Azure AD's ways to a token, in order. */
import { describe, expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import { azureSignIn } from '../../../src/providers/azure/sign-in.js'
import { testNow, testTarget } from '../../support/codec.js'
import { tokenPorts, type World } from '../../support/token-ports.js'

const target = testTarget({ provider: { name: 'azure', format: 'azure', keyVariables: ['AZURE_API_KEY'] }, model: 'my-gpt' })
const login = 'https://login.microsoftonline.com/tenant-1/oauth2/v2.0/token'
const answers = { [login]: { body: { token_type: 'Bearer', access_token: 'aad', expires_in: 3599 } } }
const secret = { tenant_id: 'tenant-1', client_id: 'app-1', client_secret: 's3cret' }
const scope = 'https://cognitiveservices.azure.com/.default'
const signed = { token: 'aad', expiresAt: testNow + 3_599_000 }
const assertion = {
  grant_type: 'client_credentials',
  client_id: 'app-1',
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: 'identity',
  scope,
}

async function signIn(fields: { readonly [name: string]: string }, world: World) {
  const { ports, asked, waits } = tokenPorts(world, target)
  const outcome = await azureSignIn.getToken({ kind: 'fields', fields }, target, ports)
  return { outcome: isFault(outcome) ? [outcome.failure.kind, outcome.failure.message] : outcome, asked: asked(), waits }
}

test.each<{ name: string; fields: { readonly [name: string]: string }; world?: World; url?: string; form: object }>([
  {
    name: 'a client secret, before everything else',
    fields: { ...secret, azure_username: 'u', azure_password: 'p', azure_ad_token: 'oidc/env/X' },
    form: { grant_type: 'client_credentials', client_id: 'app-1', client_secret: 's3cret', scope },
  },
  {
    name: 'another scope and authority',
    fields: { ...secret, azure_scope: 'https://ai.azure.com/.default', azure_authority_host: 'https://login.microsoftonline.us/' },
    url: 'https://login.microsoftonline.us/tenant-1/oauth2/v2.0/token',
    form: { grant_type: 'client_credentials', client_id: 'app-1', client_secret: 's3cret', scope: 'https://ai.azure.com/.default' },
  },
  {
    name: 'a user',
    fields: { client_id: 'app-1', azure_username: 'u@x', azure_password: 'p', tenant_id: 'tenant-1' },
    form: { grant_type: 'password', client_id: 'app-1', username: 'u@x', password: 'p', scope },
  },
  {
    name: 'a user of whatever organisation',
    fields: { client_id: 'app-1', azure_username: 'u@x', azure_password: 'p' },
    url: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token',
    form: { grant_type: 'password', client_id: 'app-1', username: 'u@x', password: 'p', scope },
  },
  {
    name: 'an identity token of a variable',
    fields: { tenant_id: 'tenant-1', client_id: 'app-1', azure_ad_token: 'oidc/env/ID' },
    world: { env: { ID: 'identity' } },
    form: assertion,
  },
  {
    name: 'an identity token of a file',
    fields: { tenant_id: 'tenant-1', client_id: 'app-1', azure_ad_token: 'oidc/file//run/token' },
    world: { files: { '/run/token': 'identity\n' } },
    form: assertion,
  },
  {
    name: 'an identity token of CircleCI',
    fields: { tenant_id: 'tenant-1', client_id: 'app-1', azure_ad_token: 'oidc/circleci_v2/' },
    world: { env: { CIRCLE_OIDC_TOKEN_V2: 'identity' } },
    form: assertion,
  },
  {
    name: 'the workload identity of a pod',
    fields: { tenant_id: 'tenant-1', client_id: 'app-1' },
    world: { env: { AZURE_FEDERATED_TOKEN_FILE: '/var/token' }, files: { '/var/token': 'identity' } },
    form: assertion,
  },
])('$name is changed for a token', async ({ fields, world, url = login, form }) => {
  const { outcome, asked } = await signIn(fields, { ...world, answers: { [url]: answers[login] ?? {} } })
  expect(outcome).toEqual(signed)
  expect(asked.map((each) => [each.url, each.form])).toEqual([[url, form]])
})

test('GitHub is asked for the identity token of the job', async () => {
  const { outcome, asked } = await signIn(
    { tenant_id: 'tenant-1', client_id: 'app-1', azure_ad_token: 'oidc/github/api://AzureADTokenExchange' },
    {
      env: { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions.example/token?x=1', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'job' },
      answers: { 'GET https://actions.example/token': { body: { value: 'identity' } }, ...answers },
    },
  )
  expect(outcome).toEqual(signed)
  expect(asked[0]).toMatchObject({
    url: 'https://actions.example/token?x=1&audience=api%3A%2F%2FAzureADTokenExchange',
    headers: { authorization: 'Bearer job' },
  })
  expect(asked[1]?.form).toEqual(assertion)
})

test('Google’s machine is asked for an identity token', async () => {
  const { outcome, asked } = await signIn(
    { tenant_id: 'tenant-1', client_id: 'app-1', azure_ad_token: 'oidc/google/aud' },
    { answers: { 'GET http://metadata.google.internal/': { body: 'identity' }, ...answers } },
  )
  expect(outcome).toEqual(signed)
  expect(asked[0]).toMatchObject({
    url: 'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity?audience=aud',
    headers: { 'metadata-flavor': 'Google' },
  })
})

describe('a managed identity', () => {
  const reply = { body: { access_token: 'aad', expires_on: String(testNow / 1000 + 3599), resource: 'x' } }
  const resource = encodeURIComponent('https://cognitiveservices.azure.com')

  test('of App Service', async () => {
    const env = { IDENTITY_ENDPOINT: 'http://localhost:42356/msi/token', IDENTITY_HEADER: 'h' }
    const { outcome, asked } = await signIn({ client_id: 'user-assigned' }, { env, answers: { 'GET http://localhost:42356': reply } })
    expect(outcome).toEqual(signed)
    expect(asked).toEqual([
      {
        method: 'GET',
        url: `http://localhost:42356/msi/token?api-version=2019-08-01&resource=${resource}&client_id=user-assigned`,
        headers: { 'x-identity-header': 'h' },
        form: {},
      },
    ])
  })

  test('of a machine', async () => {
    const { outcome, asked, waits } = await signIn({}, { answers: { 'GET http://169.254.169.254/': reply } })
    expect(outcome).toEqual(signed)
    expect(asked[0]).toMatchObject({
      url: `http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${resource}`,
      headers: { metadata: 'true' },
    })
    expect(waits).toEqual([2000])
  })

  test('nowhere: the failure names every way', async () => {
    const { outcome } = await signIn({ azure_identity: 'ManagedIdentityCredential' }, {})
    expect(outcome).toEqual([
      'authentication',
      'azure/my-gpt: signing in at Azure AD: there is no way to sign in: give AZURE_API_KEY, or tenant_id, client_id and client_secret (AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET), or azure_username and azure_password with client_id, or run where a managed identity answers.',
    ])
  })
})

test.each([
  {
    name: 'a wrong secret',
    fields: secret,
    want: /signing in with the client secret of application app-1 got status 401: AADSTS7000215: Invalid client secret/,
  },
  {
    name: 'an unknown source',
    fields: { ...secret, client_secret: '', azure_ad_token: 'oidc/gitlab/x' },
    want: /"oidc\/gitlab\/x" names no source of identity tokens/,
  },
  {
    name: 'an unset variable',
    fields: { azure_ad_token: 'oidc/env/NOT' },
    want: /the variable NOT, which should hold the identity token, is not set/,
  },
  { name: 'a tenant that is missing', fields: { azure_ad_token: 'oidc/env/ID' }, want: /needs tenant_id and client_id/ },
  { name: 'GitHub without permission', fields: { azure_ad_token: 'oidc/github/x' }, want: /`id-token: write`/ },
])('$name is a failure that says what to do', async ({ fields, want }) => {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
  const refusal = { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.' }
  const { outcome } = await signIn(given, { env: { ID: 'identity' }, answers: { [login]: { status: 401, body: refusal } } })
  expect(outcome).toEqual(['authentication', expect.stringMatching(want)])
})
