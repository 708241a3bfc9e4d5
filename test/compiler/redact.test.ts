/** What is said about a config never quotes a secret of it. */
import { expect, test } from 'vitest'
import { compilePlan } from '../../src/compiler/compile.js'
import { holdsSecret } from '../../src/compiler/redact.js'

const key = 'sk-abcdefghijklmnop1234567890'

test.each([
  { name: 'a key where a number is due', params: `rpm: ${key}` },
  { name: 'a key as a model', params: `model: ${key}` },
  { name: 'a key after os.environ/', params: `api_key: os.environ/${key}` },
  { name: 'a key as a default', params: `api_key: "\${K:-${key}}"` },
  { name: 'a key in a list', params: `api_key: [${key}]` },
  { name: 'a key in a line that does not parse', params: `api_key: "x"${key}` },
])('no finding quotes $name', ({ params }) => {
  const source = `model_list:\n  - model_name: a\n    litellm_params:\n      ${params}\n`
  const { diagnostics } = compilePlan({ source, path: 'c.yaml' })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).not.toEqual([])
  expect(JSON.stringify(diagnostics)).not.toContain(key.slice(3, 20))
})

test('a number that is a key is not quoted in full', () => {
  const source = 'model_list: [{ model_name: a, litellm_params: { model: openai/gpt-4o, api_key: 123456789012345678901234 } }]'
  expect(JSON.stringify(compilePlan({ source, path: 'c.yaml' }).diagnostics)).not.toContain('4567890123456')
})

test.each([
  [key, true],
  ['AIzaSyA1234567890abcdefghijklmnopqrstuv', true],
  ['AKIAIOSFODNN7EXAMPLE', true],
  ['Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4', true],
  ['sk-1234', false],
  ['sk-your-openai-api-key-here', false],
  ['claude-sonnet-4-20250514', false],
  ['hf-model-without-figures', false],
])('%s holds a secret: %s', (text, want) => expect(holdsSecret(text)).toBe(want))
