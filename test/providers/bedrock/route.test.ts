/** Model names: door, region, id, vendor; and the address that follows. */
import { describe, expect, test } from 'vitest'
import { hostRegion, modelRoute, modelUrl } from '../../../src/providers/bedrock/route.js'
import type { TargetInput } from '../../support/codec.js'
import { bedrockTarget } from './frames.js'

const host = 'https://bedrock-runtime.us-east-1.amazonaws.com'
const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const profile = 'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc123'

describe('model names', () => {
  test.each([
    [claude, 'converse', claude, undefined, 'anthropic'],
    [`converse/${claude}`, 'converse', claude, undefined, 'anthropic'],
    [`invoke/${claude}`, 'invoke', claude, undefined, 'anthropic'],
    ['us-west-2/anthropic.claude-v2', 'converse', 'anthropic.claude-v2', 'us-west-2', 'anthropic'],
    ['invoke/eu-central-1/anthropic.claude-v2:1', 'invoke', 'anthropic.claude-v2:1', 'eu-central-1', 'anthropic'],
    ['us-east-1/6-month-commitment/anthropic.claude-v2', 'converse', 'anthropic.claude-v2', 'us-east-1', 'anthropic'],
    ['invoke/meta.llama3-70b-instruct-v1:0', 'converse', 'meta.llama3-70b-instruct-v1:0', undefined, 'meta'],
    ['us-gov-west-1/amazon.nova-lite-v1:0', 'converse', 'amazon.nova-lite-v1:0', 'us-gov-west-1', 'nova'],
    ['amazon.titan-text-express-v1', 'converse', 'amazon.titan-text-express-v1', undefined, 'titan'],
    ['minimax.minimax-m2', 'converse', 'minimax.minimax-m2', undefined, 'other'],
    ['openai.gpt-oss-120b-1:0', 'converse', 'openai.gpt-oss-120b-1:0', undefined, 'openai'],
    [profile, 'converse', profile, 'eu-west-1', 'unknown'],
    [`invoke/${profile}`, 'converse', profile, 'eu-west-1', 'unknown'],
    [`openai/${profile}`, 'openai', profile, 'eu-west-1', 'unknown'],
    [`nova/${profile}`, 'converse', profile, 'eu-west-1', 'nova'],
    [
      'arn:aws:bedrock:us-east-1::foundation-model/mistral.mistral-large-2402-v1:0',
      'converse',
      'arn:aws:bedrock:us-east-1::foundation-model/mistral.mistral-large-2402-v1:0',
      'us-east-1',
      'mistral',
    ],
    ['agent/ABC/DEF', 'unsupported', 'ABC/DEF', undefined, 'unknown'],
  ])('%s', (model, door, id, region, family) => {
    const { word: _word, ...route } = modelRoute(bedrockTarget(model))
    expect(route).toEqual({ door, id, region, family })
  })

  test('a profile whose facts come from `base_model` is Claude where the flags say so', () => {
    expect(modelRoute(bedrockTarget(profile, { deployment: { flags: ['adaptive-thinking'] } })).family).toBe('anthropic')
  })

  test('`model_id` replaces the id, and the name still says whose model it is', () => {
    const target = bedrockTarget(claude, { deployment: { credentials: { model_id: { placeholder: profile } } } })
    expect(modelRoute(target)).toMatchObject({ id: profile, region: 'eu-west-1', family: 'anthropic' })
  })
})

describe('addresses', () => {
  test.each<readonly [string, string, TargetInput, string]>([
    ['a colon is encoded', claude, {}, `${host}/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse`],
    [
      'an ARN is one segment, and moves to its region',
      profile,
      {},
      'https://bedrock-runtime.eu-west-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A123456789012%3Aapplication-inference-profile%2Fabc123/converse',
    ],
    [
      'a region of the config stays',
      'us-west-2/anthropic.claude-v2',
      { deployment: { credentials: { aws_region_name: { placeholder: 'us-east-1' } } } },
      `${host}/model/anthropic.claude-v2/converse`,
    ],
    [
      'another host stays',
      'us-west-2/anthropic.claude-v2',
      { baseUrl: 'http://127.0.0.1:9/bedrock/' },
      'http://127.0.0.1:9/bedrock/model/anthropic.claude-v2/converse',
    ],
    [
      'China has its own domain',
      'amazon.nova-lite-v1:0',
      { baseUrl: 'https://bedrock-runtime.cn-north-1.amazonaws.com' },
      'https://bedrock-runtime.cn-north-1.amazonaws.com.cn/model/amazon.nova-lite-v1%3A0/converse',
    ],
    [
      'a region not yet known is filled from the name',
      'eu-west-3/anthropic.claude-v2',
      { baseUrl: 'https://bedrock-runtime.{region}.amazonaws.com' },
      'https://bedrock-runtime.eu-west-3.amazonaws.com/model/anthropic.claude-v2/converse',
    ],
  ])('%s', (_name, model, more, want) => {
    const target = bedrockTarget(model, more)
    expect(modelUrl(target, modelRoute(target), 'converse')).toBe(want)
  })

  test.each([
    [`${host}/model/x`, 'us-east-1'],
    ['https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
    ['https://bedrock-runtime.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
    ['https://vpce-0a1-b2.bedrock-runtime.eu-west-1.vpce.amazonaws.com/model', 'eu-west-1'],
    ['https://gateway.example/bedrock-runtime.us-east-1.amazonaws.com', undefined],
    ['http://127.0.0.1:9', undefined],
  ])('the region of %s is %s', (url, want) => expect(hostRegion(url)).toBe(want))
})
