/** From text to tree: values, spans, anchors, and every way in which a file can be refused. */
import { describe, expect, test } from 'vitest'
import { load } from '../../src/compiler/load.js'
import { toPlain } from '../../src/compiler/plain-value.js'
import type { MapNode, Node } from '../../src/compiler/source.js'
import { pointOut } from './point-out.js'

function read(source: string) {
  return load({ source, path: 'config/main.yaml', readFile: () => undefined })
}

function expectRoot(source: string): MapNode {
  const { value, diagnostics } = read(source)
  if (value === undefined) throw new Error(`does not load: ${JSON.stringify(diagnostics)}`)
  return value.root
}

function expectFindings(source: string, want: readonly string[]): void {
  const { diagnostics, sources } = read(source)
  expect(pointOut(diagnostics, sources)).toEqual(want)
}

function nodeAt(root: Node, ...path: readonly (string | number)[]): Node {
  let node = root
  for (const step of path) {
    const next = node.kind === 'map' ? node.entries.get(String(step))?.value : node.kind === 'list' ? node.items[Number(step)] : undefined
    if (next === undefined) throw new Error(`nothing at ${path.join('.')}`)
    node = next
  }
  return node
}

describe('values', () => {
  test('quotes, blocks and unquoted text keep their meaning', () => {
    const source = `a: "1"\nb: '2'\nc: |\n  x\n  y\nd: >-\n  x\n  y\ne: gpt-4#x\nf: gpt-4 # x\ng: yes\nh: "yes"\ni:\nj: ""\nk: "a\\tb"\n`
    expect(toPlain(expectRoot(source))).toEqual({
      ...{ a: '1', b: '2', c: 'x\ny\n', d: 'x y', e: 'gpt-4#x', f: 'gpt-4', g: true, h: 'yes', i: null, j: '', k: 'a\tb' },
    })
  })

  test('merges fill in what is absent, the earlier map of a list wins, own keys win over all', () => {
    const source = `base: &base { x: 1, y: 2 }\nmore: &more { y: 3, z: 4 }\none:\n  <<: *base\n  y: 5\ntwo:\n  x: 6\n  <<: [*base, *more]\nthree: { "<<": text }\n`
    expect(toPlain(expectRoot(source))).toMatchObject({ one: { x: 1, y: 5 }, two: { x: 6, y: 2, z: 4 }, three: { '<<': 'text' } })
  })

  test('an anchor given again counts from there on', () => {
    expect(toPlain(expectRoot('a: &x 1\nb: *x\nc: &x 2\nd: *x\n'))).toEqual({ a: 1, b: 1, c: 2, d: 2 })
  })

  test('names of prototype members are ordinary keys', () => {
    const root = expectRoot('__proto__: { polluted: true }\nconstructor: 1\n')
    expect([...root.entries.keys()]).toEqual(['__proto__', 'constructor'])
    const plain = toPlain(root)
    expect(Object.keys(plain as object)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(plain)).toBe(Object.prototype)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test('a byte order mark and Windows line ends change nothing', () => {
    expect(toPlain(expectRoot('\uFEFFa: 1\r\nb:\r\n  - "x"\r\n'))).toEqual({ a: 1, b: ['x'] })
  })
})

describe('spans', () => {
  const source = 'model_list:\n  - model_name: "gpt"\n    litellm_params: { model: openai/x }\n    empty:\n\nlast: 1\n'
  const root = expectRoot(source)
  const text = ({ at }: { readonly at: Node['at'] }) => source.slice(at.start, at.end)

  test('a value is the text of the value, quotes and brackets included', () => {
    expect(text(nodeAt(root, 'model_list', 0, 'model_name'))).toBe('"gpt"')
    expect(text(nodeAt(root, 'model_list', 0, 'litellm_params'))).toBe('{ model: openai/x }')
    expect(text(nodeAt(root, 'model_list', 0, 'litellm_params', 'model'))).toBe('openai/x')
    expect(text(nodeAt(root, 'model_list', 0, 'empty'))).toBe('')
  })

  test('a key is the text of the key', () => {
    const entry = nodeAt(root, 'model_list', 0)
    const keys = entry.kind === 'map' ? [...entry.entries.values()].map(({ keyAt }) => text({ at: keyAt })) : []
    expect(keys).toEqual(['model_name', 'litellm_params', 'empty'])
  })

  test('a block ends with its last value, not with the blank line after it', () => {
    expect(text(nodeAt(root, 'model_list')).endsWith('empty:')).toBe(true)
  })
})

describe('files that do not parse', () => {
  const rows: readonly { readonly name: string; readonly source: string; readonly want: readonly string[] }[] = [
    { name: 'nothing', source: '', want: ['1:1 error empty-config: the config is empty'] },
    { name: 'comments only', source: '# nothing\n', want: ['1:1 error empty-config: the config is empty'] },
    { name: 'a null', source: 'null\n', want: ['1:1 error empty-config: the config is empty'] },
    { name: 'a list', source: '- a\n', want: ['1:1 error config-not-a-map: the config is a list, not a map of sections'] },
    { name: 'a text', source: 'hello\n', want: ['1:1 error config-not-a-map: the config is a single value, not a map of sections'] },
    { name: 'a tab', source: 'a:\n\t- b\n', want: ['2:1 error yaml-syntax: a tab is used for indentation'] },
    { name: 'an open quote', source: 'a: 1\nb: "x\nc: y\n', want: ['2:4 error yaml-syntax: a closing quote is missing'] },
    { name: 'an open bracket', source: 'a: [1, 2\nb: c\n', want: ['1:4 error yaml-syntax: a comma or a closing bracket is missing'] },
    {
      name: 'a bad escape',
      source: 'a: "\\q"\n',
      want: ['1:5 error yaml-syntax: this backslash escape does not exist in a double-quoted text'],
    },
    {
      name: 'a reserved character',
      source: 'a: @x\nb: `y`\n',
      want: ['1:4', '2:4'].map((at) => `${at} error yaml-syntax: unquoted text cannot begin with this character`),
    },
    { name: 'a colon inside text', source: 'a: b: c\n', want: ['1:4 error yaml-syntax: a value cannot hold a further `key:`'] },
    { name: 'a key without colon', source: 'a: 1\nb 2\n', want: ['2:1 error yaml-syntax: a colon after the key is missing'] },
    { name: 'two documents', source: 'a: 1\n---\nb: 2\n', want: ['2:1 error yaml-syntax: the file holds more than one YAML document'] },
    {
      name: 'a Python tag',
      source: 'a: !!python/object:x 1\n',
      want: ['1:22 error yaml-tag: a tag of this kind cannot stand in a config'],
    },
    { name: 'a control character', source: 'a: \u0007\n', want: ['1:4 error yaml-syntax: the file holds the control character U+0007'] },
    { name: 'an alias without anchor', source: 'a: *x\n', want: ['1:4 error unknown-alias: alias "*x" has no anchor before it'] },
    {
      name: 'an alias in its own value',
      source: 'a: &x [*x]\n',
      want: ['1:8 error alias-loop: alias "*x" stands inside the value that it names'],
    },
    { name: 'a template', source: 'a: {{name}}\n', want: ['1:5 error key-not-text: a key must be text, not a map or a list'] },
    {
      name: 'a merge of a text',
      source: 'a: &a x\nb: { <<: *a }\n',
      want: ['1:7 error merge-not-a-map: `<<` takes a map or a list of maps'],
    },
    {
      name: 'several faults at once',
      source: 'a: "\\q"\nb: @x\nc: [1\n',
      want: [
        '1:5 error yaml-syntax: this backslash escape does not exist in a double-quoted text',
        '2:4 error yaml-syntax: unquoted text cannot begin with this character',
        '3:4 error yaml-syntax: a comma or a closing bracket is missing',
      ],
    },
  ]
  for (const { name, source, want } of rows) test(name, () => expectFindings(source, want))

  test('each has a help', () => {
    const helpless = rows.flatMap(({ source }) =>
      read(source).diagnostics.filter((found) => found.help === undefined && !found.message.includes('twice')),
    )
    expect(helpless).toEqual([])
  })
})

describe('what is read with a warning', () => {
  test('the last of two equal keys counts, and the earlier is named', () => {
    const source = 'a: 1\nb: 2\na: 3\n'
    expect(toPlain(expectRoot(source))).toEqual({ a: 3, b: 2 })
    expectFindings(source, ['3:1 warning duplicate-key: key "a" is given twice in this map'])
  })

  test('a key that YAML 1.1 reads as a boolean', () => {
    expectFindings('no: 1\n', ['1:1 warning key-not-text: LiteLLM reads the key "no" as false, not as text'])
  })

  test('an integer too large for a number', () => {
    expectFindings('a: 12345678901234567890\n', [
      '1:4 warning large-number: "12345678901234567890" is too large for an exact number and is kept as text',
    ])
  })
})

describe('limits', () => {
  test('a file of more than 5 MB is refused', () => {
    expectFindings(`# ${'x'.repeat(5 * 1024 * 1024)}\na: 1\n`, ['1:1 error file-too-large: the file is larger than 5 MB'])
  })

  test('aliases of aliases do not grow without end', () => {
    const level = (name: string, inner: string) => `${name}: &${name} [${Array(10).fill(inner).join(', ')}]\n`
    const names = [...'abcdefghijkl']
    const bomb = names.map((name, index) => level(name, index === 0 ? 'x' : `*${names[index - 1]}`)).join('')
    const { value, diagnostics } = read(bomb)
    expect(value).toBeUndefined()
    expect(diagnostics.map((found) => found.rule)).toEqual(['alias-limit'])
  })

  test('brackets nested deeply end in a diagnostic, not in a crash', () => {
    for (const depth of [150, 50_000]) {
      const { value, diagnostics } = read(`a: ${'['.repeat(depth)}${']'.repeat(depth)}\n`)
      expect(value).toBeUndefined()
      expect(diagnostics).toHaveLength(1)
    }
  })
})
