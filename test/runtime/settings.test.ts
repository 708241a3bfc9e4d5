/** Settings left to the environment, read with LiteLLM's rules. */
import { describe, expect, test } from 'vitest'
import { createEnvironment, readBoolean, readLimit, readNumber, readParams, readText } from '../../src/runtime/settings.js'

const env = createEnvironment(
  { TEXT: 'x', NUMBER: ' 60 ', WORD: 'many', YES: 'TRUE', NO: 'False', EMPTY: '' },
  { TEXT: 'own', OWN: 'own', EMPTY: 'own' },
)

describe('the environment', () => {
  test.each([
    ['TEXT', 'x'],
    ['OWN', 'own'],
    ['EMPTY', 'own'],
    ['MISSING', undefined],
    ['constructor', undefined],
  ])('%s is %s: the real one before the config’s', (name, want) => {
    expect(env(name)).toBe(want)
  })
})

test.each([
  ['text', readText('plain', env), 'plain'],
  ['text by variable', readText({ env: 'TEXT' }, env), 'x'],
  ['text not set', readText({ env: 'MISSING' }, env), undefined],
  ['number', readNumber(5, env), 5],
  ['number by variable', readNumber({ env: 'NUMBER', as: 'number' }, env), 60],
  ['seconds in the variable are milliseconds here', readNumber({ env: 'NUMBER', as: 'number', scale: 1_000 }, env), 60_000],
  ['a word is no number', readNumber({ env: 'WORD', as: 'number' }, env), undefined],
  ['number not set', readNumber({ env: 'MISSING', as: 'number' }, env), undefined],
  ['boolean', readBoolean(false, env), false],
  ['true in any case', readBoolean({ env: 'YES', as: 'boolean' }, env), true],
  ['false in any case', readBoolean({ env: 'NO', as: 'boolean' }, env), false],
  ['a word is no boolean', readBoolean({ env: 'WORD', as: 'boolean' }, env), undefined],
  ['a limit', readLimit(10, env), 10],
  ['a limit of zero is not set', readLimit(0, env), undefined],
])('%s', (_name, got, want) => {
  expect(got).toBe(want)
})

test('parameters are read at any depth; those not set are left out; a map with more than `env` is data', () => {
  const params = {
    a: { env: 'TEXT' },
    b: { env: 'YES' },
    c: { env: 'MISSING' },
    d: { deep: [{ env: 'NO' }, 1, null] },
    e: { env: 'TEXT', other: 1 },
    f: null,
  }
  expect({ ...readParams(params, env) }).toEqual({ a: 'x', b: true, d: { deep: [false, 1, null] }, e: { env: 'TEXT', other: 1 }, f: null })
})

test('a parameter named __proto__ stays a parameter', () => {
  const read = readParams(JSON.parse('{"__proto__":{"polluted":1}}'), env)
  expect(Object.keys(read)).toEqual(['__proto__'])
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})
