/** AWS keys from every source, and the order of the sources. */
import { describe, expect, test } from 'vitest'
import { findProvider } from '../../../src/catalog/providers.js'
import { isFault } from '../../../src/protocol/failure.js'
import { signed } from '../../../src/providers/bedrock/sigv4.js'
import { tokenRequest } from '../../../src/providers/shared/oauth.js'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'
import { awsSignIn } from '../../../src/runtime/sign-in/aws-sign-in.js'
import { testNow, testTarget } from '../../support/codec.js'
import { tokenPorts, type World } from '../../support/token-ports.js'

const target = testTarget({
  provider: { name: 'bedrock', format: 'bedrock', auth: 'aws', keyVariables: ['AWS_BEARER_TOKEN_BEDROCK'] },
  model: 'm',
})
const ends = testNow + 3_600_000
const pair = { aws_access_key_id: 'AKIAOWN', aws_secret_access_key: 'own-secret', aws_region_name: 'eu-west-1' }
const arn = 'arn:aws:iam::1:role/r'
const sts = 'https://sts.eu-west-1.amazonaws.com/'
const roleKeys = { AccessKeyId: 'ASIAROLE', SecretAccessKey: 'role-secret', SessionToken: 'role-token', Expiration: ends / 1000 }
const json = (action: string) => ({
  body: { [`${action}Response`]: { [`${action}Result`]: { Credentials: roleKeys, AssumedRoleUser: { Arn: arn } } } },
})
const xml = {
  body: `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token</SessionToken><Expiration>2025-06-01T01:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
}
const ofRole = { accessKeyId: 'ASIAROLE', secretAccessKey: 'role-secret', sessionToken: 'role-token' }
const given = (keys: object, expiresAt = ends, region = 'eu-west-1') => ({
  token: '',
  expiresAt,
  credentials: { kind: 'aws', ...keys, region },
})
const region = { aws_region_name: 'eu-west-1' }

async function signIn(fields: { readonly [name: string]: string }, world: World) {
  const { ports, asked, requests } = tokenPorts(world, target)
  const outcome = await awsSignIn.getToken({ kind: 'fields', fields }, target, ports)
  return {
    outcome: isFault(outcome) ? [outcome.failure.kind, outcome.failure.code, outcome.failure.message] : outcome,
    asked: asked(),
    requests,
  }
}

describe('a role', () => {
  test.each([
    ['JSON', json('AssumeRole')],
    ['XML', xml],
  ])('is asked for with the deployment’s own keys, signed; the answer is %s', async (_form, answer) => {
    const fields = { ...pair, aws_role_name: arn, aws_session_name: 'llm', aws_external_id: 'x-1' }
    const { outcome, asked, requests } = await signIn(fields, { answers: { [sts]: answer } })
    expect(outcome).toEqual(given(ofRole))
    const form = {
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: arn,
      RoleSessionName: 'llm',
      DurationSeconds: '3600',
      ExternalId: 'x-1',
    }
    expect(asked.map((each) => [each.url, each.form])).toEqual([[sts, form]])
    const signer = { accessKeyId: 'AKIAOWN', secretAccessKey: 'own-secret', region: 'eu-west-1', service: 'sts' }
    expect(requests[0]).toEqual(await signed(tokenRequest(sts, form), signer, nodeCrypto, testNow))
  })

  test('of an identity token is asked for without a signature', async () => {
    const fields = { ...region, aws_role_name: arn, aws_session_name: 'llm', aws_web_identity_token: 'oidc/env/ID' }
    const { outcome, asked } = await signIn(fields, { env: { ID: 'identity' }, answers: { [sts]: json('AssumeRoleWithWebIdentity') } })
    expect(outcome).toEqual(given(ofRole))
    expect(asked[0]?.form).toMatchObject({ Action: 'AssumeRoleWithWebIdentity', WebIdentityToken: 'identity', RoleSessionName: 'llm' })
    expect(asked[0]?.headers.authorization).toBeUndefined()
  })

  test.each([
    ['as it is', 'eyJ.token', {}],
    ['in a file', '/var/run/token', { files: { '/var/run/token': 'eyJ.token\n' } }],
  ])('takes an identity token %s', async (_how, token, world) => {
    const fields = { ...region, aws_role_name: arn, aws_web_identity_token: token }
    const { asked } = await signIn(fields, { ...world, answers: { [sts]: json('AssumeRoleWithWebIdentity') } })
    expect(asked[0]?.form).toMatchObject({ WebIdentityToken: 'eyJ.token' })
  })

  test.each([
    ['another endpoint', { aws_sts_endpoint: 'https://vpce.example/' }, 'https://vpce.example/'],
    ['the endpoint of China', { aws_region_name: 'cn-north-1' }, 'https://sts.cn-north-1.amazonaws.com.cn/'],
  ])('is asked for at %s', async (_name, more, url) => {
    const { asked } = await signIn({ ...pair, aws_role_name: arn, ...more }, { answers: { [url]: json('AssumeRole') } })
    expect(asked.map((each) => each.url)).toEqual([url])
  })

  test.each([
    ['a private endpoint', 'https://vpce-1.sts.us-east-2.vpce.amazonaws.com', '/us-east-2/sts/'],
    ['a region', 'https://sts.ap-south-1.amazonaws.com/', '/ap-south-1/sts/'],
    ['no region', 'https://sts.amazonaws.com', '/us-east-1/sts/'],
    ['a host of one’s own', 'https://sts.corp.example', '/eu-west-1/sts/'],
  ])('signs for the region of an endpoint of %s', async (_name, endpoint, scope) => {
    const fields = { ...pair, aws_role_name: arn, aws_sts_endpoint: endpoint }
    const { asked } = await signIn(fields, { answers: { [endpoint]: json('AssumeRole') } })
    expect(asked[0]?.headers.authorization).toContain(scope)
  })

  test.each([
    ['JSON', { Error: { Code: 'AccessDenied', Message: 'User is not authorized to perform sts:AssumeRole' } }],
    [
      'XML',
      '<ErrorResponse><Error><Code>AccessDenied</Code><Message>User is not authorized to perform sts:AssumeRole</Message></Error></ErrorResponse>',
    ],
  ])('that is refused says so, in %s', async (_form, body) => {
    const { outcome } = await signIn({ ...pair, aws_role_name: arn }, { answers: { [sts]: { status: 403, body } } })
    expect(outcome).toEqual([
      'authentication',
      'AccessDenied',
      'bedrock/m: AWS credentials: the role arn:aws:iam::1:role/r was not given (status 403: User is not authorized to perform sts:AssumeRole). Check its trust policy, the external id, and the keys that ask for it.',
    ])
  })
})

describe('a profile', () => {
  const files = {
    '/h/.aws/credentials':
      '[dev]\naws_access_key_id = AKIADEV\naws_secret_access_key = dev+secret/=\n\n[default]\naws_access_key_id=AKIADEF\naws_secret_access_key=def\n',
    '/h/.aws/config': `; comment
[default]
region = us-east-1
[profile dev]
aws_access_key_id = overridden
region = eu-central-1
s3 =
  max = 1
[profile role]
role_arn = ${arn}
source_profile = dev
external_id = x
[profile self]
role_arn = ${arn}
source_profile = self
aws_access_key_id = AKIASELF
aws_secret_access_key = self
[profile a]
role_arn = ${arn}
source_profile = b
[profile b]
role_arn = ${arn}
source_profile = a
[profile pod]
role_arn = ${arn}
web_identity_token_file = /token
[profile env]
role_arn = ${arn}
credential_source = Environment
[profile sso]
sso_session = corp
[profile empty]
region = x
`,
    '/token': 'identity',
  }
  const world = { env: { HOME: '/h' }, files, answers: { [sts]: json('AssumeRole') } }
  const inFile = testNow + 900_000

  test.each([
    [
      'of the config',
      { ...region, aws_profile_name: 'dev' },
      {},
      given({ accessKeyId: 'AKIADEV', secretAccessKey: 'dev+secret/=' }, inFile),
    ],
    ['of the environment', region, { AWS_PROFILE: 'dev' }, given({ accessKeyId: 'AKIADEV', secretAccessKey: 'dev+secret/=' }, inFile)],
    ['by default', region, {}, given({ accessKeyId: 'AKIADEF', secretAccessKey: 'def' }, inFile)],
  ])('%s', async (_name, fields, env, want) => {
    expect((await signIn(fields, { ...world, env: { ...world.env, ...env } })).outcome).toEqual(want)
  })

  test.each([
    ['role', 'AKIADEV'],
    ['self', 'AKIASELF'],
    ['env', 'AKIAENV'],
  ])('"%s" gets its role with the keys of its source', async (name, key) => {
    const env = { ...world.env, AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'e' }
    const { outcome, asked } = await signIn({ ...region, aws_profile_name: name }, { ...world, env })
    expect(outcome).toEqual(given(ofRole))
    expect(asked[0]?.headers.authorization).toContain(`Credential=${key}/`)
  })

  test('with an identity token', async () => {
    const { asked } = await signIn({ ...region, aws_profile_name: 'pod' }, world)
    expect(asked[0]?.form).toMatchObject({ Action: 'AssumeRoleWithWebIdentity', WebIdentityToken: 'identity' })
  })

  test('that needs a browser is read through AWS’s package', async () => {
    const asked: unknown[] = []
    const fromIni = (options: unknown) => async () => {
      asked.push(options)
      return { accessKeyId: 'ASIASSO', secretAccessKey: 's', sessionToken: 't', expiration: new Date(ends) }
    }
    const { outcome } = await signIn(
      { ...region, aws_profile_name: 'sso' },
      { ...world, peers: { '@aws-sdk/credential-providers': { fromIni } } },
    )
    expect(outcome).toEqual(given({ accessKeyId: 'ASIASSO', secretAccessKey: 's', sessionToken: 't' }))
    expect(asked).toEqual([{ profile: 'sso' }])
  })

  test.each([
    [
      'sso',
      'the profile "sso" uses sso_session, which llmgen reads through the package @aws-sdk/credential-providers. Install it beside llmgen',
    ],
    ['a', 'the profiles a → b → a name each other'],
    ['empty', 'holds neither aws_access_key_id with aws_secret_access_key nor role_arn'],
    ['gone', 'is neither in the shared credentials file nor in the config file'],
  ])('"%s" is a failure that says why', async (name, want) => {
    const { outcome } = await signIn({ ...region, aws_profile_name: name }, world)
    expect(outcome).toEqual(['authentication', 'sign_in_failed', expect.stringContaining(want)])
  })
})

describe('the usual chain', () => {
  const roleAnswer = {
    body: { AccessKeyId: 'ASIAC', SecretAccessKey: 'c', Token: 'ct', Expiration: '2025-06-01T01:00:00Z', Code: 'Success' },
  }
  const ofHost = given({ accessKeyId: 'ASIAC', secretAccessKey: 'c', sessionToken: 'ct' })

  test('keys of the environment come first, for a role as well', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'e', AWS_SESSION_TOKEN: 't' }
    const { outcome, asked } = await signIn({ ...region, aws_role_name: arn }, { env, answers: { [sts]: json('AssumeRole') } })
    expect(outcome).toEqual(given(ofRole))
    expect(asked[0]?.headers).toMatchObject({ 'x-amz-security-token': 't', authorization: expect.stringContaining('AKIAENV/') })
  })

  test('the identity token of a pod', async () => {
    const env = { AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN: arn, AWS_ROLE_SESSION_NAME: 'pod' }
    const { outcome, asked } = await signIn(region, {
      env,
      files: { '/token': 'identity' },
      answers: { [sts]: json('AssumeRoleWithWebIdentity') },
    })
    expect(outcome).toEqual(given(ofRole))
    expect(asked[0]?.form).toMatchObject({ RoleArn: arn, RoleSessionName: 'pod', WebIdentityToken: 'identity' })
  })

  test.each([
    ['is not asked for once more where it is the config’s role', arn, ['AssumeRoleWithWebIdentity']],
    ['asks for another role of the config', `${arn}-2`, ['AssumeRoleWithWebIdentity', 'AssumeRole']],
  ])('a pod’s role %s', async (_name, role, actions) => {
    const world = { env: { AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN: arn }, files: { '/token': 'identity' } }
    const { outcome, asked } = await signIn({ ...region, aws_role_name: role }, { ...world, answers: { [sts]: json('AssumeRole') } })
    expect(outcome).toEqual(given(ofRole))
    expect(asked.map(({ form }) => Reflect.get(form, 'Action'))).toEqual(actions)
  })

  test.each([
    ['a task of ECS', { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/x' }, 'http://169.254.170.2/v2/credentials/x', undefined],
    [
      'a pod of EKS',
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials', AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/auth' },
      'http://169.254.170.23/v1/credentials',
      'pod-token',
    ],
  ])('%s', async (_name, env, url, authorization) => {
    const { outcome, asked } = await signIn(region, { env, files: { '/auth': 'pod-token' }, answers: { [`GET ${url}`]: roleAnswer } })
    expect(outcome).toEqual(ofHost)
    expect(asked).toEqual([{ method: 'GET', url, headers: authorization === undefined ? {} : { authorization }, form: {} }])
  })

  test('keys without an end are asked for anew after a while', async () => {
    const url = 'http://169.254.170.2/x'
    const body = { AccessKeyId: 'ASIAC', SecretAccessKey: 'c' }
    const world = { env: { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/x' }, answers: { [`GET ${url}`]: { body } } }
    const { outcome } = await signIn(region, world)
    expect(outcome).toEqual(given({ accessKeyId: 'ASIAC', secretAccessKey: 'c' }, testNow + 900_000))
  })

  test('a container’s address outside the host is refused: its token would leave the machine', async () => {
    const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://evil.example/x', AWS_CONTAINER_AUTHORIZATION_TOKEN: 'secret' }
    const { outcome, asked } = await signIn(region, { env })
    expect(outcome).toEqual([
      'authentication',
      'sign_in_failed',
      expect.stringContaining('neither https nor an address of the container itself'),
    ])
    expect(asked).toEqual([])
  })

  const machine = 'http://169.254.169.254/latest'
  const machineAnswers = {
    [`PUT ${machine}/api/token`]: { body: 'session' },
    [`GET ${machine}/meta-data/iam/security-credentials/my-role`]: roleAnswer,
    [`GET ${machine}/meta-data/iam/security-credentials/`]: { body: 'my-role\n' },
  }

  test('the role of a machine, by version 2 of its metadata service', async () => {
    const { outcome, asked } = await signIn(region, { answers: machineAnswers })
    expect(outcome).toEqual(ofHost)
    const headers = { 'x-aws-ec2-metadata-token': 'session' }
    expect(asked.map((each) => [each.method, each.url, each.headers])).toEqual([
      ['PUT', `${machine}/api/token`, { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' }],
      ['GET', `${machine}/meta-data/iam/security-credentials/`, headers],
      ['GET', `${machine}/meta-data/iam/security-credentials/my-role`, headers],
    ])
  })

  test.each([
    ['is not asked where that is switched off', { AWS_EC2_METADATA_DISABLED: 'true' }, machineAnswers, 0],
    ['may have no role', {}, { [`PUT ${machine}/api/token`]: { body: 's' }, [`GET ${machine}`]: { status: 404 } }, 2],
    ['may not be there', {}, {}, 1],
  ])('a machine %s', async (_name, env, answers, requests) => {
    const { outcome, asked } = await signIn(region, { env, answers })
    expect(outcome).toEqual([
      'authentication',
      'sign_in_failed',
      expect.stringContaining(
        'neither AWS_BEARER_TOKEN_BEDROCK nor AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY is set, there is no profile',
      ),
    ])
    expect(asked).toHaveLength(requests)
  })
})

test('SageMaker and Polly, which take no key of Bedrock, are told of none', async () => {
  for (const name of ['sagemaker', 'sagemaker_chat', 'aws_polly']) {
    const row = findProvider(name)
    const own = testTarget({ provider: { name, format: name, auth: 'aws', keyVariables: row?.keyVariables ?? ['?'] }, model: 'm' })
    const { ports } = tokenPorts({ env: { AWS_EC2_METADATA_DISABLED: 'true' } }, own)
    const outcome = await awsSignIn.getToken({ kind: 'fields', fields: {} }, own, ports)
    expect(outcome).toMatchObject({
      failure: { message: expect.stringContaining('no keys were found: AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY is not set, there') },
    })
    expect(JSON.stringify(outcome)).not.toMatch(/bedrock/i)
  }
})

test('an identity token without a role is a failure', async () => {
  const { outcome } = await signIn({ ...region, aws_web_identity_token: 't' }, {})
  expect(outcome).toEqual(['authentication', 'sign_in_failed', expect.stringContaining('needs aws_role_name')])
})
