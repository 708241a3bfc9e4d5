/** Holes of a template and what fills them. */
import { describe, expect, test } from 'vitest'
import { type Fills, fillHoles, readTemplate, templateNames } from '../../../src/compiler/emit/template.js'
import { tsMorph } from '../../../src/compiler/emit/ts-morph.js'

const open = (text: string) => new tsMorph.Project({ useInMemoryFileSystem: true }).createSourceFile('/template.ts', text)
const filled = (text: string, fills: Fills) => fillHoles(open(text), fills)

describe('a hole', () => {
  const rows: readonly { readonly name: string; readonly template: string; readonly fills: Fills; readonly want: string }[] = [
    {
      name: 'on a line of its own is replaced with its indentation',
      template: 'interface A {\n  // hole: body\n}\n',
      fills: { body: (indent) => `${indent}a: 1\n${indent}b: 2` },
      want: 'interface A {\n  a: 1\n  b: 2\n}\n',
    },
    {
      name: 'on a line of its own vanishes when nothing fills it',
      template: 'f(\n  // hole: rest\n)\n',
      fills: { rest: () => '' },
      want: 'f(\n)\n',
    },
    {
      name: 'before an initializer replaces it',
      template: 'const a: A = /* hole: a */ { b: [1] }\n',
      fills: { a: () => '2' },
      want: 'const a: A = 2\n',
    },
    {
      name: 'before a property value replaces it',
      template: "f({ a: /* hole: a */ '', b })\n",
      fills: { a: () => "'x'" },
      want: "f({ a: 'x', b })\n",
    },
    {
      name: 'before a type replaces the widest one',
      template: 'type A = /* hole: a */ keyof B | C\n',
      fills: { a: () => 'D' },
      want: 'type A = D\n',
    },
    {
      name: 'before an imported name replaces it',
      template: "import { a, /* hole: b */ b } from 'c'\n",
      fills: { b: () => 'd, e' },
      want: "import { a, d, e } from 'c'\n",
    },
    {
      name: 'before a member alone on its line is replaced with its indentation',
      template: 'interface A {\n  /* hole: a */ readonly example: never\n}\n',
      fills: { a: (indent) => `${indent}b: 1\n${indent}c: 2` },
      want: 'interface A {\n  b: 1\n  c: 2\n}\n',
    },
    {
      name: 'is filled with text as it is, also $& and $1',
      template: 'const a = /* hole: a */ 1\n',
      fills: { a: () => "'$& $1'" },
      want: "const a = '$& $1'\n",
    },
  ]
  test.each(rows)('$name', ({ template, fills, want }) => expect(filled(template, fills)).toBe(want))
})

test('a hole that nothing fills, and a fill without a hole, are bugs', () => {
  expect(() => filled('// hole: a\n', {})).toThrow('llmgen bug: nothing fills the hole a of template.ts')
  expect(() => filled('const a = 1\n', { b: () => '' })).toThrow('llmgen bug: template.ts has no hole b')
})

test.each(templateNames)('the template %s parses and has holes', async (name) => {
  const text = await readTemplate(name)
  const file = open(text)
  expect(file.getProject().getProgram().getSyntacticDiagnostics(file)).toEqual([])
  expect(text.match(/hole: \w+/g)?.length).toBeGreaterThan(3)
})
