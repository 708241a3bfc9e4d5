import { expect, test } from 'vitest'
import { knownEnv } from '../../src/cli/known-env.js'
import { fakeTerminal } from './fake-terminal.js'
import { folder } from './folder.js'

const terminal = fakeTerminal({ env: { BOTH: 'process', MINE: '1' } })

test.each([
  ['nothing asked for is not known', {}, undefined],
  ['--env is the process', { env: true }, { BOTH: 'process', MINE: '1' }],
  ['--env-file lies under the process', { envFile: '.env' }, { BOTH: 'process', MINE: '1', FILE: 'a b' }],
  ['both are the same as --env-file', { env: true, envFile: '.env' }, { BOTH: 'process', MINE: '1', FILE: 'a b' }],
])('%s', (_name, flags, want) => {
  const { path } = folder({ '.env': 'BOTH=file\nFILE="a b"\n' })
  expect(knownEnv(path, flags, terminal)).toEqual(want)
})
