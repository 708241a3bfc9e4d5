/** Texts that are joined behind a config: models that are kept elsewhere. */
import { expect, test } from 'vitest'
import { compilePlan } from '../../src/compiler/compile.js'

const source = `
model_list:
  - model_name: first
    litellm_params: { model: openai/gpt-4o, api_key: os.environ/KEY }
`
const entry = (name: string, params: object) => JSON.stringify({ model_list: [{ model_name: name, litellm_params: params }] })
const compileWith = (text: string, config = source) =>
  compilePlan({ source: config, path: 'config.yaml', readFile: () => undefined, additions: [{ path: 'kept', text }] })

test('lists of an addition are appended to those of the config', () => {
  const { value, sources } = compileWith(entry('second', { model: 'openai/gpt-4o-mini', api_key: 'none' }))
  expect(value?.plan.groups.map(({ name }) => name)).toEqual(['first', 'second'])
  expect(sources.map(({ path }) => path)).toEqual(['config.yaml', 'kept'])
})

test('a literal secret of an addition is a slot without a word, one of the config stays an error', () => {
  const secret = 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789'
  const { value, diagnostics } = compileWith(entry('second', { model: 'openai/gpt-4o-mini', api_key: secret }))
  expect(value?.plan.deployments.map(({ apiKey }) => apiKey)).toEqual([{ env: 'KEY' }, { slot: 0 }])
  expect([...(value?.secrets ?? [])]).toEqual([[0, secret]])
  expect(diagnostics).toEqual([])
  expect(JSON.stringify(value?.plan)).not.toContain(secret)
  // also where another finding quotes it
  const quoted = compileWith(entry('second', { model: `nobody/${secret}`, api_key: secret }))
  expect(quoted.diagnostics.length).toBeGreaterThan(0)
  expect(JSON.stringify(quoted.diagnostics)).not.toContain(secret)
  const literal = source.replace('os.environ/KEY', secret)
  const found = compileWith(entry('second', { model: 'openai/gpt-4o-mini', api_key: secret }), literal)
  expect(found.value).toBeUndefined()
  expect(found.diagnostics.filter(({ severity }) => severity === 'error').map(({ rule, at }) => [rule, at.file])).toEqual([
    ['literal-secret', 0],
  ])
})

test('an error within an addition is told at its place', () => {
  const { value, diagnostics, sources } = compileWith(entry('second', { model: 5 }))
  expect(value).toBeUndefined()
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ at }) => sources[at.file]?.path)).toContain('kept')
})
