import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runCli } from '../../src/cli/program.js'
import { schemaUrl } from '../../src/cli/schema.js'
import { fakeTerminal } from './fake-terminal.js'
import { folder } from './folder.js'

const schema = readFileSync(schemaUrl, 'utf8')

test('it goes to stdout, or to a file with a word on how to use it', async () => {
  const place = folder()
  const terminal = fakeTerminal({ cwd: place.path })
  expect(await runCli(['schema'], terminal)).toBe(0)
  expect(JSON.parse(terminal.output())).toEqual(JSON.parse(schema))
  const other = fakeTerminal({ cwd: place.path })
  expect(await runCli(['schema', '--out', 'editor/schema.json'], other)).toBe(0)
  expect(place.read('editor/schema.json')).toBe(schema)
  expect(other.output()).toContain('# yaml-language-server: $schema=editor/schema.json')
})
