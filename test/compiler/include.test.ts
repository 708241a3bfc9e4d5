/** Joining files: what is appended, what is replaced, and every include that cannot be followed. */
import { describe, expect, test } from 'vitest'
import { load } from '../../src/compiler/load.js'
import { toPlain } from '../../src/compiler/plain-value.js'
import { pointOut } from './point-out.js'

function read(source: string, files: { readonly [path: string]: string } = {}) {
  return load({ source, path: 'config/main.yaml', readFile: (path) => (Object.hasOwn(files, path) ? files[path] : undefined) })
}

function expectFindings(source: string, want: readonly string[], files?: { readonly [path: string]: string }): void {
  const { diagnostics, sources } = read(source, files)
  expect(pointOut(diagnostics, sources)).toEqual(want)
}

describe('include', () => {
  const models = 'model_list:\n  - model_name: b\n'

  test('lists are joined in order, sections replaced, and the spans know their file', () => {
    const { value, diagnostics, sources } = read('include: [more.yaml]\nmodel_list:\n  - model_name: a\nrouter_settings:\n  timeout: 1\n', {
      'config/more.yaml': `${models}router_settings:\n  num_retries: 2\n`,
    })
    expect(value && toPlain(value.root)).toEqual({
      model_list: [{ model_name: 'a' }, { model_name: 'b' }],
      router_settings: { num_retries: 2 },
    })
    expect(sources.map((source) => source.path)).toEqual(['config/main.yaml', 'config/more.yaml'])
    expect(pointOut(diagnostics, sources)).toEqual([
      'config/more.yaml:3:1 warning include-replaces-section: "router_settings" here replaces the whole section of the including file',
    ])
    const list = value?.root.entries.get('model_list')?.value
    expect(list?.kind === 'list' && list.items.map((item) => item.at.file)).toEqual([0, 1])
  })

  test('an empty section takes what is included', () => {
    const { value } = read('include: [more.yaml]\nmodel_list:\n', { 'config/more.yaml': models })
    expect(value && toPlain(value.root)).toEqual({ model_list: [{ model_name: 'b' }] })
  })

  const rows: readonly {
    readonly name: string
    readonly source: string
    readonly files?: { readonly [path: string]: string }
    readonly want: readonly string[]
  }[] = [
    {
      name: 'a missing file',
      source: 'include:\n  - gone.yaml\n',
      want: ['2:5 error include-not-found: included file "gone.yaml" cannot be read'],
    },
    {
      name: 'the file itself',
      source: 'include: [../config/main.yaml]\n',
      want: ['1:11 error include-loop: the config includes itself as "../config/main.yaml"'],
    },
    {
      name: 'the same file twice',
      source: 'include: [more.yaml, ./more.yaml]\n',
      files: { 'config/more.yaml': models },
      want: ['1:22 error include-twice: "./more.yaml" is included twice'],
    },
    {
      name: 'a single path',
      source: 'include: more.yaml\n',
      files: { 'config/more.yaml': models },
      want: ['1:10 warning include-not-a-list: "include" is a single path'],
    },
    { name: 'a number', source: 'include: [1]\n', want: ['1:11 error include-not-a-path: "include" takes a list of paths'] },
    { name: 'a map', source: 'include: { a: b }\n', want: ['1:10 error include-not-a-path: "include" takes a list of paths'] },
    {
      name: 'an include inside',
      source: 'include: [more.yaml]\n',
      files: { 'config/more.yaml': `include: [deep.yaml]\n${models}` },
      want: ['config/more.yaml:1:1 warning include-not-followed: "include" in an included file is not followed'],
    },
    {
      name: 'a fault inside',
      source: 'include: [more.yaml]\n',
      files: { 'config/more.yaml': 'a: 1\nb: @x\n' },
      want: ['config/more.yaml:2:4 error yaml-syntax: unquoted text cannot begin with this character'],
    },
    {
      name: 'an empty file',
      source: 'include: [more.yaml]\n',
      files: { 'config/more.yaml': '' },
      want: ['config/more.yaml:1:1 error empty-config: the config is empty'],
    },
  ]
  for (const { name, source, files, want } of rows) test(name, () => expectFindings(source, want, files))

  test('without a reader, a file that is not on disk is not found', () => {
    const { diagnostics } = load({ source: 'include: [no-such-file.yaml]\n', path: 'no-such-folder/main.yaml' })
    expect(diagnostics.map((found) => found.rule)).toEqual(['include-not-found'])
  })
})
