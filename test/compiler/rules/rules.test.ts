/** Every rule file is in force under its own name and has a test. */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { rules } from '../../../src/compiler/rules/rules.js'

const files = (folder: string, end: string) =>
  readdirSync(fileURLToPath(new URL(folder, import.meta.url)))
    .filter((file) => file.endsWith(end))
    .map((file) => file.slice(0, -end.length))

test('a rule’s name is its code, its file and its test', () => {
  const support = ['rule', 'rules', 'chain-facts']
  const names = files('../../../src/compiler/rules', '.ts').filter((name) => !support.includes(name))
  expect([...rules.keys()].sort()).toEqual(names.sort())
  expect(
    files('.', '.test.ts')
      .filter((name) => name !== 'rules')
      .sort(),
  ).toEqual(names)
})
