/** Unquoted and tagged scalars, as PyYAML 6 reads them. */
import { describe, expect, test } from 'vitest'
import { isDate, readPlain, readTagged } from '../../src/compiler/yaml-scalar.js'

describe('readPlain', () => {
  const rows: readonly (readonly [text: string, want: unknown])[] = [
    // A float needs a dot, and an exponent needs a sign.
    ['1e-6', '1e-6'],
    ['25e-7', '25e-7'],
    ['1.5e6', '1.5e6'],
    ['12e03', '12e03'],
    ['1.0e-6', 0.000001],
    ['2.5e-6', 0.0000025],
    ['1.5e+6', 1500000],
    ['1.e-3', 0.001],
    ['0.0000025', 0.0000025],
    ['.5', 0.5],
    ['-.5', '-.5'],
    ['1.', 1],
    ['-1_000.5', -1000.5],
    ['.inf', Number.POSITIVE_INFINITY],
    ['-.INF', Number.NEGATIVE_INFINITY],
    ['.nan', Number.NaN],
    ['1_000', 1000],
    ['+12', 12],
    ['-1', -1],
    ['-0', 0],
    ['010', 8],
    ['08', '08'],
    ['0o7', '0o7'],
    ['0x1F', 31],
    ['0b11', 3],
    ['1:30', 90],
    ['12:30:45', 45045],
    ['1:30.5', 90.5],
    ['6379:6379', '6379:6379'],
    ['yes', true],
    ['On', true],
    ['TRUE', true],
    ['no', false],
    ['OFF', false],
    ['y', 'y'],
    ['n', 'n'],
    ['tRUE', 'tRUE'],
    ['', null],
    ['~', null],
    ['Null', null],
    ['nUll', 'nUll'],
    ['2024-06-01', '2024-06-01'],
    ['os.environ/NAME', 'os.environ/NAME'],
    ['1.2.3', '1.2.3'],
    ['+', '+'],
    ['.', '.'],
    ['9007199254740991', 9007199254740991],
  ]
  for (const [text, want] of rows) test(`"${text}" is ${JSON.stringify(want)}`, () => expect(readPlain(text)).toEqual({ value: want }))

  test('an integer that a number would change is kept as text and marked', () => {
    expect(readPlain('12345678901234567890')).toEqual({ value: '12345678901234567890', inexact: true })
  })
})

describe('readTagged', () => {
  const rows: readonly (readonly [tag: string, text: string, want: unknown])[] = [
    ['tag:yaml.org,2002:str', '123', { value: '123' }],
    ['!', '123', { value: '123' }],
    ['tag:yaml.org,2002:int', '12', { value: 12 }],
    ['tag:yaml.org,2002:int', 'x', { problem: 'does-not-fit-tag' }],
    ['tag:yaml.org,2002:float', '3', { value: 3 }],
    ['tag:yaml.org,2002:float', '1e-6', { value: 0.000001 }],
    ['tag:yaml.org,2002:bool', 'yes', { value: true }],
    ['tag:yaml.org,2002:bool', 'maybe', { problem: 'does-not-fit-tag' }],
    ['tag:yaml.org,2002:null', 'foo', { value: null }],
    ['tag:yaml.org,2002:binary', 'aGk=', { problem: 'binary' }],
    ['tag:yaml.org,2002:python/name:os', '', { problem: 'unknown-tag' }],
  ]
  for (const [tag, text, want] of rows) test(`${tag} on "${text}"`, () => expect(readTagged(tag, text, true)).toEqual(want))
})

test('isDate tells what PyYAML turns into a date object', () => {
  expect(['2024-06-01', '2024-6-1', '2024-06-01T10:00:00Z', '2025-01-01-preview', '20240601'].map(isDate)).toEqual([
    true,
    false,
    true,
    false,
    false,
  ])
})
