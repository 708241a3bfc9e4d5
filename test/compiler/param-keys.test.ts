/** Which keys are request parameters, and which names promise a secret. */
import { describe, expect, test } from 'vitest'
import { hasPassword, isRequestParam, isSecretHeader, isSecretName } from '../../src/compiler/param-keys.js'

describe('request parameters', () => {
  test.each([
    ['temperature', true],
    ['num_ctx', true],
    ['safety_settings', true],
    ['my_own_parameter', true],
    ['model', false],
    ['api_key', false],
    ['aws_region_name', false],
    ['input_cost_per_token', false],
    ['complexity_router_config', false],
    ['supports_vision', false],
    ['max_retries', false],
  ])('%s: %s', (key, want) => {
    expect(isRequestParam(key)).toBe(want)
  })
})

describe('names of secrets', () => {
  test.each([
    ['OPENAI_API_KEY', true],
    ['master_key', true],
    ['redis_password', true],
    ['DATABASE_URL', true],
    ['litellm_license', true],
    ['max_tokens', false],
    ['litellm_key_header_name', false],
    ['LANGFUSE_HOST', false],
    ['monkey', false],
  ])('%s: %s', (name, want) => {
    expect(isSecretName(name)).toBe(want)
  })

  test.each([
    ['Authorization', true],
    ['x-api-key', true],
    ['Ocp-Apim-Subscription-Key', true],
    ['X-Auth-Token', true],
    ['X-Team', false],
    ['anthropic-beta', false],
  ])('header %s: %s', (name, want) => {
    expect(isSecretHeader(name)).toBe(want)
  })

  test.each([
    ['postgresql://user:pass@db/x', true],
    ['https://user@host', false],
    ['https://host:8080/v1', false],
    ['text', false],
  ])('URL %s: %s', (text, want) => {
    expect(hasPassword(text)).toBe(want)
  })
})
