/** `os.environ/NAME` and its look-alikes. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell form is what is tested
import { describe, expect, test } from 'vitest'
import {
  envName,
  malformedReference,
  readEnv,
  toBooleanSetting,
  toNumberSetting,
  toParam,
  toTextSetting,
} from '../../src/compiler/env-reference.js'
import { get } from '../../src/compiler/read-node.js'
import { treeOf } from './plan-of.js'

const node = (yaml: string) => get(treeOf(`value: ${yaml}\n`), 'value')

describe('envName', () => {
  test.each([
    ['os.environ/KEY', 'KEY'],
    ['os.environ/oidc/google/aud', 'oidc/google/aud'],
    [' os.environ/KEY', undefined],
    ['Bearer os.environ/KEY', undefined],
    [7, undefined],
  ])('%j is %j', (value, want) => {
    expect(envName(value)).toBe(want)
  })
})

describe('malformedReference', () => {
  test.each([
    ['${KEY}', { form: 'shell', name: 'KEY' }],
    ['${KEY:-none}', { form: 'shell', name: 'KEY' }],
    ['$KEY', { form: 'shell', name: 'KEY' }],
    ['os.environ/ KEY', { form: 'spelling', name: 'KEY' }],
    [' os.environ/KEY', { form: 'spelling', name: 'KEY' }],
    ['os.environ.KEY', { form: 'spelling', name: 'KEY' }],
    ["os.environ['KEY']", { form: 'spelling', name: 'KEY' }],
    ['os.environ.get("KEY")', { form: 'spelling', name: 'KEY' }],
    ['https://${HOST}/v1', { form: 'inside', name: undefined }],
    ['Bearer os.environ/KEY', { form: 'inside', name: undefined }],
    ['os.environ/KEY', undefined],
    ['sk-$1abc', undefined],
    ['$5 a month', undefined],
    ['', undefined],
  ])('%j is %j', (text, want) => {
    expect(malformedReference(text)).toEqual(want)
  })
})

test('the environment is read by own names only', () => {
  expect(readEnv({ A: 'x' }, 'A')).toBe('x')
  expect(readEnv({ A: 'x' }, 'toString')).toBeUndefined()
  expect(readEnv(undefined, 'A')).toBeUndefined()
})

describe('settings', () => {
  test.each([
    ['text', 'text'],
    ['12', '12'],
    ['true', 'true'],
    ['os.environ/A', { env: 'A' }],
    ['""', undefined],
    ['[a]', undefined],
  ])('text from %s', (yaml, want) => {
    expect(toTextSetting(node(yaml))).toEqual(want)
  })

  test.each([
    ['2.5', 1, 2.5],
    ['"60"', 1, 60],
    ['1e-6', 1, 0.000001],
    ['0.1', 1000, 100],
    ['os.environ/A', 1, { env: 'A', as: 'number' }],
    ['os.environ/A', 1000, { env: 'A', as: 'number', scale: 1000 }],
    ['many', 1, undefined],
  ])('number from %s times %d', (yaml, scale, want) => {
    expect(toNumberSetting(node(yaml), scale)).toEqual(want)
  })

  test.each([
    ['yes', true],
    ['"False"', false],
    ['os.environ/A', { env: 'A', as: 'boolean' }],
    ['[x]', undefined],
    ['perhaps', undefined],
  ])('boolean from %s', (yaml, want) => {
    expect(toBooleanSetting(node(yaml))).toEqual(want)
  })
})

test('parameters keep references as map values at any depth, and text in lists', () => {
  const value = node('{ a: os.environ/A, b: [os.environ/B, { c: os.environ/C }], __proto__: 1 }')
  const param = value === undefined ? undefined : toParam(value)
  expect(JSON.stringify(param)).toBe('{"a":{"env":"A"},"b":["os.environ/B",{"c":{"env":"C"}}],"__proto__":1}')
})
