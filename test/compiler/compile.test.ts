/** The front door: findings of all stages in order, files only without errors, secrets beside the Plan. */
import { describe, expect, test } from 'vitest'
import { type CompileOptions, compile } from '../../src/compiler/compile.js'
import { findingLines } from './plan-of.js'

const good = 'model_list:\n  - { model_name: a, litellm_params: { model: openai/gpt-4o, api_key: os.environ/K } }\n'
const check = (source: string, options: CompileOptions = {}) => compile({ source, path: 'litellm_config.yaml', emit: false, options })

test('a config without errors has a Plan, and files when asked for', async () => {
  const { plan, files, diagnostics, sources } = await compile({ source: good, path: 'litellm_config.yaml' })
  expect(plan?.groups.map((group) => group.name)).toEqual(['a'])
  expect(files.map((file) => file.path)).toContain('index.ts')
  expect(diagnostics).toEqual([])
  expect(sources).toEqual([{ path: 'litellm_config.yaml', text: good }])
})

test('without `emit` there are no files', async () => {
  expect((await check(good)).files).toEqual([])
})

test('findings of all stages come sorted by place, and errors leave neither Plan nor files', async () => {
  const source = `
router_settings:
  routing_strategy: simple
  num_retrys: 2
model_list:
  - { model_name: a, litellm_params: { model: openai/gpt-4o, rpm: many } }
  - { model_name: a, litellm_params: { model: opnai/gpt-4o } }
`
  const result = await compile({ source, path: 'litellm_config.yaml' })
  expect(result.plan).toBeUndefined()
  expect(result.files).toEqual([])
  expect(findingLines(result.diagnostics, result.sources).filter((line) => line.includes('error'))).toEqual([
    '3:21 error unknown-strategy',
    '4:3 error unknown-key',
    '6:67 error wrong-type',
    '7:47 error unknown-provider',
  ])
})

test('text that is no YAML is a finding, not an exception', async () => {
  const { plan, diagnostics } = await check('model_list: [\n')
  expect(plan).toBeUndefined()
  expect(diagnostics.map((found) => found.severity)).toContain('error')
})

describe('options', () => {
  test('allowUnknown makes unknown keys warnings', async () => {
    const source = `${good}router_settings: { num_retrys: 2 }\n`
    expect((await check(source)).plan).toBeUndefined()
    expect((await check(source, { allowUnknown: true })).plan).toBeDefined()
  })

  test('allowLiteralSecrets moves keys beside the Plan', async () => {
    const source = good.replace('os.environ/K', 'sk-proj-4fTq8ZbM1xYw7Rk2Nv9Lc3')
    expect((await check(source)).plan).toBeUndefined()
    const { plan, secrets } = await check(source, { allowLiteralSecrets: true })
    expect(plan?.deployments[0]?.apiKey).toEqual({ slot: 0 })
    expect(secrets.get(0)).toBe('sk-proj-4fTq8ZbM1xYw7Rk2Nv9Lc3')
  })

  test('env resolves a model by reference and names unset variables', async () => {
    const source = good.replace('openai/gpt-4o', 'os.environ/MODEL')
    expect((await check(source)).plan).toBeUndefined()
    const { plan, diagnostics } = await check(source, { env: { MODEL: 'groq/llama-3.3-70b-versatile' } })
    expect(plan?.deployments[0]).toMatchObject({ provider: 'groq', model: 'llama-3.3-70b-versatile', apiKey: { env: 'K' } })
    expect(diagnostics.map((found) => found.message)).toContain('environment variable "K" is not set')
  })
})

test('included files are read through `readFile`, and findings name them', async () => {
  const files = new Map([['models.yaml', 'model_list:\n  - { model_name: a, litellm_params: { model: opnai/x } }\n']])
  const { diagnostics, sources } = await compile({
    source: 'include: [models.yaml]\n',
    path: 'litellm_config.yaml',
    readFile: (path) => files.get(path),
    emit: false,
  })
  expect(sources.map((source) => source.path)).toEqual(['litellm_config.yaml', 'models.yaml'])
  expect(diagnostics.map(({ rule, at }) => [rule, at.file])).toEqual([['unknown-provider', 1]])
})

test('keys of the file never become prototype keys', async () => {
  const source = `
model_list:
  - { model_name: __proto__, litellm_params: { model: openai/gpt-4o, metadata: { __proto__: { polluted: true } } } }
router_settings:
  model_group_alias: { constructor: __proto__ }
  fallbacks: [{ __proto__: [constructor] }]
`
  const { plan } = await check(source)
  expect(plan?.groups.map((group) => group.name)).toEqual(['__proto__'])
  expect(JSON.stringify(plan?.deployments[0]?.defaults)).toBe('{"metadata":{"__proto__":{"polluted":true}}}')
  expect('polluted' in {}).toBe(false)
})
