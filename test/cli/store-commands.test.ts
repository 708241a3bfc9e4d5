/** The commands about what a gateway keeps: their help. */
import { expect, test } from 'vitest'
import { runCli } from '../../src/cli/program.js'
import { fakeTerminal } from './fake-terminal.js'
import { folder } from './folder.js'

async function cli(args: readonly string[]) {
  const terminal = fakeTerminal({ cwd: folder().path })
  const code = await runCli(args, terminal)
  return { code, out: terminal.output(), err: terminal.complaints() }
}

const commands = [
  ['db', 'migrate'],
  ['spend', 'reconcile'],
  ...['create', 'list', 'info', 'block', 'unblock', 'delete', 'hash'].map((name) => ['keys', name]),
]

test.each(commands)('%s %s --help has options, examples and exit codes', async (...args) => {
  const { code, out, err } = await cli([...args, '--help'])
  expect([code, err]).toEqual([0, ''])
  expect(out).toMatch(new RegExp(`^Usage: llmgen ${args.join(' ')} `))
  for (const word of ['Options:', 'Examples:\n  ', 'Exit codes: 0 ', '--cwd <dir>']) expect(out).toContain(word)
})

test.each([['db'], ['spend'], ['keys']])('%s alone shows what it can do', async (name) => {
  const { code, err } = await cli([name])
  expect(code).toBe(2)
  expect(err).toMatch(new RegExp(`^Usage: llmgen ${name} `))
  expect(err).toContain('Commands:')
})

test('a misspelt command is offered the right one', async () => {
  expect((await cli(['kyes'])).err).toContain('did you mean "keys"?')
  expect((await cli(['keys', 'lst'])).err).toContain('(Did you mean list?)')
})
