import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runCli } from '../../src/cli/program.js'
import { fakeTerminal } from './fake-terminal.js'
import { folder } from './folder.js'

async function cli(args: readonly string[], given: Parameters<typeof fakeTerminal>[0] = {}) {
  const terminal = fakeTerminal(given)
  const code = await runCli(args, terminal)
  return { code, out: terminal.output(), err: terminal.complaints() }
}

test('help lists the commands, examples and exit codes on stdout', async () => {
  const { code, out, err } = await cli(['--help'])
  expect([code, err]).toEqual([0, ''])
  for (const word of ['generate', 'check', 'explain', 'graph', 'schema', 'init', 'mock', 'Examples:', 'Exit codes: 0 clean, 1 problems'])
    expect(out).toContain(word)
})

test.each(['generate', 'check', 'explain', 'graph', 'schema', 'init', 'mock'])(
  '%s --help has examples and the common options',
  async (command) => {
    const { code, out } = await cli([command, '--help'])
    expect(code).toBe(0)
    expect(out).toMatch(new RegExp(`^Usage: llmgen ${command} `))
    expect(out).toContain(`Examples:\n  llmgen`)
    expect(out).toContain('--cwd <dir>')
  },
)

test('the version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(await cli(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' })
})

test.each([
  { args: ['chekc'], says: '"chekc" is neither a command nor a config file; did you mean "check"?' },
  { args: ['nonsense'], says: '"nonsense" is neither a command nor a config file; commands are generate, check,' },
  { args: ['--env', 'check'], says: 'the command comes first: llmgen check [options]' },
  { args: ['check', '--confg', 'x'], says: '(Did you mean --config?)' },
  { args: ['check', 'a.yaml', 'b.yaml'], says: 'too many arguments' },
  { args: ['generate', '--out'], says: "option '-o, --out <dir>' argument missing" },
  { args: ['check', '--format', 'xml'], says: '--format does not know "xml"' },
  { args: ['check', '--max-warnings', 'few'], says: '--max-warnings needs a whole number' },
  { args: ['generate', '--watch', '--check'], says: '--watch and --check exclude each other' },
  { args: ['check', 'a.yaml', '--config', 'b.yaml'], says: 'the config is named twice: a.yaml and --config b.yaml' },
  { args: ['mock', '--port', '99999'], says: '--port needs a whole number from 0 to 65535' },
  { args: [], says: 'no config found: there is no litellm_config.yaml, no config.yaml, no proxy_config.yaml in ' },
])('$args is misuse: exit 2 and what to do', async ({ args, says }) => {
  const { code, out, err } = await cli(args, { cwd: folder().path })
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(says)
})

test('a config that cannot be read is exit 3', async () => {
  const { path } = folder({ 'dir/file': '' })
  expect(await cli(['check', 'missing.yaml'], { cwd: path })).toEqual({
    code: 3,
    out: '',
    err: 'llmgen: cannot read missing.yaml: there is no such file or folder (ENOENT)\n',
  })
  expect((await cli(['check', '--config', 'dir'], { cwd: path })).err).toContain('cannot read dir: it is a folder, not a file (EISDIR)')
  expect((await cli(['check', '--cwd', 'dir/file', 'c.yaml'], { cwd: path })).err).toContain(
    'cannot read c.yaml: a part of the path is a file',
  )
  expect((await cli(['--env-file', 'none.env'], { cwd: path })).err).toContain('cannot read none.env')
})
