/** AWS keys, API keys and regions of a deployment, in LiteLLM's order. */
import { describe, expect, test } from 'vitest'
import type { Deployment, Provider, SecretRef } from '../../../src/plan/plan.js'
import { isFault } from '../../../src/protocol/failure.js'
import { createEnvironment } from '../../../src/runtime/settings.js'
import { awsRegion } from '../../../src/runtime/sign-in/aws-credentials.js'
import { findCredentials, readSecret } from '../../../src/runtime/sign-in/credentials.js'
import { testTarget } from '../../support/codec.js'

const provider: Provider = { name: 'bedrock', format: 'bedrock', auth: 'aws', keyVariables: ['AWS_BEARER_TOKEN_BEDROCK'], quirks: {} }
const secrets = new Map([[0, 'slot key']])
const own = { aws_access_key_id: { env: 'ID' }, aws_secret_access_key: { slot: 0 } }
const inEnv = { AWS_ACCESS_KEY_ID: 'AK', AWS_SECRET_ACCESS_KEY: 'env key', AWS_REGION: 'eu-west-1' }
const fromEnv = { kind: 'aws', accessKeyId: 'AK', secretAccessKey: 'env key', region: 'eu-west-1' }

type Case = { readonly deployment: Partial<Deployment>; readonly env: { readonly [name: string]: string } }

function read({ deployment, env }: Case) {
  const lookUp = createEnvironment(env)
  const found = findCredentials(testTarget({ deployment }).deployment, provider, 'model-x', lookUp, secrets)
  return isFault(found) ? [found.failure.kind, found.failure.message] : found
}

describe('credentials', () => {
  test.each<Case & { readonly name: string; readonly want: unknown }>([
    { name: 'keys of the environment', deployment: {}, env: inEnv, want: fromEnv },
    { name: 'a session token', deployment: {}, env: { ...inEnv, AWS_SESSION_TOKEN: 't' }, want: { ...fromEnv, sessionToken: 't' } },
    {
      name: 'keys of the deployment win, and do not borrow the session of others',
      deployment: { credentials: { ...own, aws_region_name: { placeholder: 'us-east-2' } } },
      env: { ...inEnv, AWS_SESSION_TOKEN: 't', ID: 'OWN' },
      want: { kind: 'aws', accessKeyId: 'OWN', secretAccessKey: 'slot key', region: 'us-east-2' },
    },
    {
      name: 'an API key of the environment wins over keys',
      deployment: {},
      env: { ...inEnv, AWS_BEARER_TOKEN_BEDROCK: 'b' },
      want: { kind: 'key', key: 'b' },
    },
    {
      name: 'an API key of the deployment wins over all',
      deployment: { apiKey: { slot: 0 } },
      env: { AWS_BEARER_TOKEN_BEDROCK: 'b' },
      want: { kind: 'key', key: 'slot key' },
    },
    {
      name: 'half a pair is none: the chain is walked at the first call',
      deployment: { credentials: own },
      env: {},
      want: { kind: 'fields', fields: { aws_secret_access_key: 'slot key', aws_region_name: 'us-west-2' } },
    },
    {
      name: "a role is not replaced by the environment's keys, and is asked for with the deployment's own",
      deployment: {
        credentials: { ...own, aws_role_name: { placeholder: 'arn:aws:iam::1:role/r' }, aws_external_id: { placeholder: 'x' } },
      },
      env: { ...inEnv, ID: 'OWN' },
      want: {
        kind: 'fields',
        fields: {
          aws_access_key_id: 'OWN',
          aws_secret_access_key: 'slot key',
          aws_role_name: 'arn:aws:iam::1:role/r',
          aws_external_id: 'x',
          aws_region_name: 'eu-west-1',
        },
      },
    },
    {
      name: 'a profile likewise',
      deployment: { credentials: { aws_profile_name: { placeholder: 'dev' } } },
      env: inEnv,
      want: { kind: 'fields', fields: { aws_profile_name: 'dev', aws_region_name: 'eu-west-1' } },
    },
    {
      name: 'parts of a sign-in come from variables of their name as well',
      deployment: {},
      env: { ...inEnv, AWS_ROLE_NAME: 'arn:aws:iam::1:role/r', AWS_SESSION_NAME: 'llm' },
      want: { kind: 'fields', fields: { aws_role_name: 'arn:aws:iam::1:role/r', aws_session_name: 'llm', aws_region_name: 'eu-west-1' } },
    },
    {
      name: 'a role whose variable is not set counts as none',
      deployment: { credentials: { aws_role_name: { env: 'MISSING' } } },
      env: inEnv,
      want: fromEnv,
    },
  ])('$name', ({ want, ...one }) => expect(read(one)).toEqual(want))
})

test.each([
  [{ aws_region_name: { placeholder: 'a-1' } }, { AWS_REGION_NAME: 'b-1', AWS_REGION: 'c-1' }, 'a-1'],
  [{ aws_region_name: { env: 'MISSING' } }, { AWS_REGION_NAME: 'b-1', AWS_REGION: 'c-1' }, 'b-1'],
  [{}, { AWS_REGION: 'c-1' }, 'c-1'],
  [{}, { AWS_DEFAULT_REGION: 'd-1\n' }, 'd-1'],
  [{}, {}, 'us-west-2'],
] as const)('the region of %j and %j is %s', (credentials: { readonly [name: string]: SecretRef }, env, want) => {
  const lookUp = createEnvironment(env)
  expect(awsRegion(testTarget({ deployment: { credentials } }).deployment, lookUp, (ref) => readSecret(ref, lookUp, secrets))).toBe(want)
})
