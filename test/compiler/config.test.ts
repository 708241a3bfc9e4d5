/** The semantic view: groups, credentials, limits moved in, custom providers; wrong shapes are left out. */
import { expect, test } from 'vitest'
import { mapToJson } from '../../src/compiler/read-node.js'
import { analysisOf } from './plan-of.js'

test('entries are grouped by name, in the order of the file', () => {
  const { config } = analysisOf(`
model_list:
  - { model_name: b, litellm_params: { model: openai/gpt-4o } }
  - { model_name: a, litellm_params: { model: openai/gpt-4o-mini } }
  - { model_name: b, litellm_params: { model: openai/o3 } }
`)
  expect([...config.groups].map(([name, entries]) => [name, entries.map((entry) => entry.index)])).toEqual([
    ['b', [0, 2]],
    ['a', [1]],
  ])
})

test('names such as __proto__ are ordinary names', () => {
  const { config } = analysisOf(`
model_list:
  - { model_name: __proto__, litellm_params: { model: openai/gpt-4o } }
  - { model_name: constructor, litellm_params: { model: openai/gpt-4o } }
`)
  expect([...config.groups.keys()]).toEqual(['__proto__', 'constructor'])
})

test('wrong shapes are left out', () => {
  const { config } = analysisOf(`
model_list:
  - text
  - { model_name: 7, litellm_params: { model: openai/gpt-4o } }
  - { model_name: a, litellm_params: [] }
  - { model_name: b, litellm_params: { model: openai/gpt-4o } }
router_settings: text
credential_list: { a: b }
`)
  expect([...config.groups.keys()]).toEqual(['b'])
  expect(config.router).toBeUndefined()
  expect(config.credentials.size).toBe(0)
})

test('rpm and tpm beside litellm_params move in, a credential fills absent keys only', () => {
  const { config } = analysisOf(`
model_list:
  - model_name: a
    rpm: 10
    tpm: 20
    litellm_params: { model: openai/gpt-4o, rpm: 5, api_base: null, api_version: v1, litellm_credential_name: shared }
credential_list:
  - credential_name: shared
    credential_values: { api_key: os.environ/SHARED, api_base: http://shared, api_version: v2 }
    credential_info: {}
  - credential_name: shared
    credential_values: { api_key: os.environ/SECOND }
    credential_info: {}
`)
  const [entry] = config.models
  expect(entry === undefined ? undefined : mapToJson(entry.params)).toEqual({
    model: 'openai/gpt-4o',
    rpm: 5,
    api_base: 'http://shared',
    api_version: 'v1',
    litellm_credential_name: 'shared',
    tpm: 20,
    api_key: 'os.environ/SHARED',
  })
  expect(entry === undefined ? undefined : mapToJson(entry.written)).not.toHaveProperty('api_key')
})

test('custom providers, patterns and ids are known by name', () => {
  const { config } = analysisOf(`
model_list:
  - { model_name: "x/*", litellm_params: { model: mine/* }, model_info: { id: 3 } }
litellm_settings:
  custom_provider_map: [{ provider: mine, custom_handler: mine.handler }, text]
`)
  expect([...config.customProviders]).toEqual(['mine'])
  expect(config.patterns.map((pattern) => pattern.name)).toEqual(['x/*'])
  expect([...config.ids]).toEqual(['3'])
})
