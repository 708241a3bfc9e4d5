/** Bedrock as a whole: who signs, for which region, and that a signed request still says what was built. */
import { describe, expect, test } from 'vitest'
import { isFault } from '../../src/protocol/failure.js'
import type { HttpRequest } from '../../src/protocol/http.js'
import type { Credentials, Target } from '../../src/providers/adapter.js'
import { bedrock } from '../../src/providers/bedrock.js'
import { nodeCrypto } from '../../src/runtime/platform/crypto.js'
import { chatCall, testNow } from '../support/codec.js'
import { bedrockTarget } from './bedrock/frames.js'

const model = 'anthropic.claude-v2:1'
const aws: Credentials = {
  kind: 'aws',
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'home-only-4711',
  sessionToken: 'token',
  region: 'ap-south-1',
}

function built(target: Target): HttpRequest {
  const request = bedrock.endpoints.chat?.toRequest(chatCall(), target)
  if (request === undefined || isFault(request)) throw new Error('no request')
  return request
}

async function headers(target: Target, credentials: Credentials) {
  return (await bedrock.authorize(built(target), credentials, target, nodeCrypto, testNow)).headers
}

test.each([
  ['a key', { kind: 'key', key: 'bedrock-api-key-1' }],
  ['a token', { kind: 'bearer', token: 'bedrock-api-key-1' }],
] as const)('%s is a bearer token', async (_name, credentials) => {
  expect(await headers(bedrockTarget(model), credentials)).toEqual({
    'content-type': 'application/json',
    accept: 'application/json',
    authorization: 'Bearer bedrock-api-key-1',
  })
})

describe('the region of a signature', () => {
  const local = { baseUrl: 'http://127.0.0.1:9' }
  const own = { deployment: { credentials: { aws_region_name: { placeholder: 'ap-south-1' } } } }

  test.each([
    ['is that of the host', bedrockTarget(model), 'us-east-1'],
    ['is that of the model name, where it moves the host', bedrockTarget(`eu-west-3/${model}`), 'eu-west-3'],
    ['is that of the model name behind another host', bedrockTarget(`eu-west-3/${model}`, local), 'eu-west-3'],
    ['is that of the credentials behind another host', bedrockTarget(model, local), 'ap-south-1'],
    ['is that of the config', bedrockTarget(`eu-west-3/${model}`, { ...local, ...own }), 'ap-south-1'],
  ])('%s', async (_name, target, region) => {
    const { authorization } = await headers(target, aws)
    expect(authorization).toContain(
      `Credential=AKIDEXAMPLE/20250601/${region}/bedrock/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,`,
    )
  })
})

test('a signature changes nothing but headers, and the secret stays at home', async () => {
  const target = bedrockTarget(model)
  const request = built(target)
  const signed = await bedrock.authorize(request, aws, target, nodeCrypto, testNow)
  expect({ ...signed, headers: request.headers }).toEqual(request)
  expect(JSON.stringify(signed)).not.toContain('home-only-4711')
})
