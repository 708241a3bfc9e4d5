/** What is read out of a Plan: references filled, keys hashed, and what cannot be left out with its reason. */
import { describe, expect, test } from 'vitest'
import { hashKey } from '../../../src/gateway/auth/key-text.js'
import { declaresSomething, readDeclarations } from '../../../src/gateway/seed/declarations.js'
import type { JsonObject } from '../../../src/plan/plan.js'

const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const environment: { readonly [name: string]: string } = {
  CI_KEY: 'sk-ci-key-4711',
  BUDGET: '12.5',
  MASTER: 'sk-master',
  BARE: 'no-prefix',
}

function read(gateway: JsonObject, secrets: ReadonlyMap<number, string> = new Map()) {
  return readDeclarations({ plan: { gateway }, secrets, env: (name) => environment[name], masterKey: 'sk-master' })
}

test('sections that the config does not have are undefined, an empty one is empty', () => {
  const { virtual_keys, teams, users, budgets } = read({ teams: [] })
  expect({ virtual_keys, teams, users, budgets }).toEqual({ virtual_keys: undefined, teams: [], users: undefined, budgets: undefined })
  expect([{ gateway: { teams: [] } }, { gateway: { general_settings: {} } }, {}].map(declaresSomething)).toEqual([true, false, false])
})

test('a key is known by its hash, and its references and slots are filled', () => {
  const { virtual_keys, troubles } = read(
    {
      virtual_keys: [
        { key: { env: 'CI_KEY' }, key_alias: 'ci', max_budget: { env: 'BUDGET' }, models: ['a'], expires: '2027-01-31', spend: 5 },
        { key_hash: hash.toUpperCase(), rpm_limit: 5, max_budget: null },
        { key: { slot: 0 } },
      ],
    },
    new Map([[0, 'sk-literal-0815']]),
  )
  expect(troubles).toEqual([])
  expect(virtual_keys?.map(({ id, label, values, fields }) => ({ id, label, values: { ...values }, fields }))).toEqual([
    {
      id: hashKey('sk-ci-key-4711'),
      label: 'the virtual key "ci"',
      values: { key_alias: 'ci', max_budget: 12.5, models: ['a'], expires: new Date('2027-01-31'), key_name: 'sk-...4711' },
      fields: ['key_alias', 'max_budget', 'models', 'expires', 'spend'],
    },
    { id: hash, label: 'the virtual key at position 2', values: { rpm_limit: 5, max_budget: null }, fields: ['rpm_limit', 'max_budget'] },
    { id: hashKey('sk-literal-0815'), label: 'the virtual key at position 3', values: { key_name: 'sk-...0815' }, fields: [] },
  ])
})

describe('what cannot be is left out, and is declared all the same', () => {
  const cases: readonly { readonly name: string; readonly given: JsonObject; readonly why: string; readonly stays: readonly string[] }[] = [
    {
      name: 'a variable that is not set',
      given: { key: { env: 'NO_SUCH' }, key_alias: 'ci', max_budget: { env: 'NEITHER' } },
      why: 'the virtual key "ci" is left out: NO_SUCH, NEITHER are not set in the environment',
      stays: ['alias:ci'],
    },
    {
      name: 'a limit that is not set: without it the key would have none',
      given: { key_hash: hash, rpm_limit: { env: 'NO_SUCH' } },
      why: 'the virtual key at position 1 is left out: NO_SUCH is not set in the environment',
      stays: [hash],
    },
    { name: 'no key', given: {}, why: 'the virtual key at position 1 is left out: it has neither key_hash nor key', stays: [''] },
    {
      name: 'a hash that is none',
      given: { key_hash: 'sk-oops', key_alias: 'x' },
      why: 'the virtual key "x" is left out: its key_hash is not a SHA-256 in hex',
      stays: ['alias:x'],
    },
    {
      name: 'a key of another form',
      given: { key: { env: 'BARE' }, key_alias: 'x' },
      why: 'the virtual key "x" is left out: its key does not begin with "sk-"',
      stays: ['alias:x'],
    },
    {
      name: 'the master key',
      given: { key: { env: 'MASTER' }, key_alias: 'x' },
      why: 'the virtual key "x" is left out: its key is the master key',
      stays: ['alias:x'],
    },
    {
      name: 'a value that cannot be',
      given: { key_hash: hash, max_budget: -1 },
      why: 'the virtual key at position 1 is left out: max_budget must not be negative',
      stays: [hash],
    },
  ]
  test.each(cases)('$name', ({ given, why, stays }) => {
    const { virtual_keys, troubles, leftOut } = read({ virtual_keys: [given] })
    expect([virtual_keys, troubles, [...leftOut.virtual_keys]]).toEqual([[], [why], stays])
  })

  test('the second of two with one hash', () => {
    const { virtual_keys, troubles } = read({
      virtual_keys: [{ key_hash: hashKey('sk-ci-key-4711') }, { key: { env: 'CI_KEY' }, key_alias: 'b' }],
    })
    expect([virtual_keys?.length, troubles]).toEqual([1, ['the virtual key "b" is left out: it is declared twice']])
  })

  test('a member without a user', () => {
    const { teams, troubles } = read({ teams: [{ team_id: 't', members: [{ role: 'admin' }] }] })
    expect([teams, troubles]).toEqual([[], ['the team "t" is left out: members.0.user_id is missing']])
  })
})
