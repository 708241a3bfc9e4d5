/** The short way through YAML gives what the long way gives, or nothing at all. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as yaml from 'yaml'
import { toPlain } from '../../src/compiler/plain-value.js'
import type { Node } from '../../src/compiler/source.js'
import { readPlainBlocks } from '../../src/compiler/yaml-plain-blocks.js'
import { readYaml } from '../../src/compiler/yaml-tree.js'

/** Everything in a tree, spans included, as a value that can be compared. */
function whole(node: Node): unknown {
  if (node.kind === 'scalar') return node
  if (node.kind === 'list') return { items: node.items.map(whole), at: node.at }
  return { entries: [...node.entries].map(([key, entry]) => [key, entry.key, entry.keyAt, whole(entry.value)]), at: node.at }
}

const config = `# models
model_list:
  - model_name: gpt-4o   # the usual one
    litellm_params:
      model: azure/gpt-4o
      api_version: "2024-06-01"
      rpm: 900

  - model_name: 'claude'
    litellm_params: { model: anthropic/claude, "tags": [free, "paid"] }
router_settings:
  timeout: 1_000
  fallbacks: [{"gpt-4o": ["claude"]}]
  list:
  - one
  - -2
  url: http://localhost:4000/v1#x
`

test('a usual config is read, with the spans of the whole parser', () => {
  const short = readPlainBlocks(config, 3)
  const long = readYaml(yaml, config, 3).value
  if (short === undefined || long === undefined) throw new Error('not read')
  expect(whole(short)).toEqual(whole(long))
  expect(toPlain(short)).toMatchObject({ router_settings: { timeout: 1000, fallbacks: [{ 'gpt-4o': ['claude'] }], list: ['one', -2] } })
})

describe('what goes beyond the plain part is left alone', () => {
  const rows = [
    '',
    '# nothing',
    '- a',
    'a:',
    'a: &x 1',
    'a: *x',
    'a: !!str 1',
    'a: |\n  x',
    'a: "x\\n"',
    "a: 'it''s'",
    'a: "b\n  c"',
    'a: b\n  c',
    'a: b: c',
    'a: 1\na: 2',
    'no: 1',
    '<<: 1',
    '? a\n: b',
    'a: 1\n b: 2',
    'a:\n\t- b',
    'a: [1, 2',
    'a: [1\n  ]',
    'a: {b}',
    'a: 1\n---\nb: 2',
    'a: 12345678901234567890',
    'a: 1\r\n',
    '\uFEFFa: 1',
    'a: \u0007',
    '- - a',
    `a: ${'['.repeat(200)}${']'.repeat(200)}`,
  ]
  for (const source of rows) test(JSON.stringify(source.slice(0, 30)), () => expect(readPlainBlocks(source, 0)).toBeUndefined())
})

test('whatever is done to a config, the short way agrees with the long one or steps aside', () => {
  const bits = [
    ...' \n:#-"\'[]{},|>&*!?%~@`<0a',
    '  ',
    ': ',
    ' #',
    '- ',
    '\n  ',
    '\n\n',
    '---',
    'yes',
    '1e-6',
    'null',
    '<<: ',
    'é',
    'a: ',
    '""',
  ]
  const edit = fc.record({ at: fc.nat(config.length), cut: fc.nat(4), put: fc.constantFrom(...bits) })
  let read = 0
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      const source = edits.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), config)
      const short = readPlainBlocks(source, 0)
      if (short === undefined) return
      read++
      const { value, diagnostics } = readYaml(yaml, source, 0)
      expect(diagnostics).toEqual([])
      expect(whole(short)).toEqual(value && whole(value))
    }),
    { numRuns: 3000, seed: 20260101 },
  )
  expect(read).toBeGreaterThan(300)
})
