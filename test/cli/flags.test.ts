import { expect, test } from 'vitest'
import { readFormats, readRuntime, readWhole } from '../../src/cli/flags.js'

test.each([
  [{}, { emit: 'ts', report: 'text' }],
  [{ format: ['js'] }, { emit: 'js', report: 'text' }],
  [{ format: ['json'] }, { emit: 'ts', report: 'json' }],
  [{ format: ['js', 'github'] }, { emit: 'js', report: 'github' }],
  [{ format: ['js,line'] }, { emit: 'js', report: 'line' }],
  [{ format: ['text', 'json'] }, { emit: 'ts', report: 'json' }],
  [
    { emit: 'js', report: 'line' },
    { emit: 'js', report: 'line' },
  ],
])('%j is read as %j', (flags, want) => {
  expect(readFormats(flags, 'generate', {})).toEqual(want)
})

test('on GitHub annotations are the default, and only the default', () => {
  const env = { GITHUB_ACTIONS: 'true' }
  expect(readFormats({}, 'check', env).report).toBe('github')
  expect(readFormats({ report: 'text' }, 'check', env).report).toBe('text')
})

test.each([
  ['generate', { format: ['jso'] }, '--format does not know "jso"; it takes ts, js, text, line, json, github; did you mean'],
  ['check', { format: ['ts'] }, '--format does not know "ts"; it takes text, line, json, github'],
  ['generate', { emit: 'tsx' }, '--emit does not know "tsx"; it takes ts, js; did you mean "ts"?'],
  ['generate', { report: 'xml' }, '--report does not know "xml"; it takes text, line, json, github'],
] as const)('%s with %j is misuse', (kind, flags, message) => {
  expect(() => readFormats(flags, kind, {})).toThrow(expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }))
})

test('what a client runs on is a word of two', () => {
  expect([readRuntime(undefined), readRuntime('node'), readRuntime('fetch')]).toEqual(['node', 'node', 'fetch'])
  expect(() => readRuntime('fetsh')).toThrow(
    expect.objectContaining({ exitCode: 2, message: '--runtime does not know "fetsh"; it takes node, fetch; did you mean "fetch"?' }),
  )
})

test('whole numbers', () => {
  expect([readWhole('--n', undefined), readWhole('--n', '0'), readWhole('--n', '12')]).toEqual([undefined, 0, 12])
  for (const text of ['-1', '1.5', 'many', '', ' ']) {
    expect(() => readWhole('--n', text)).toThrow(
      expect.objectContaining({ exitCode: 2, message: `--n needs a whole number from 0 up, not "${text}"` }),
    )
  }
  expect(() => readWhole('--port', '70000', 65_535)).toThrow('--port needs a whole number from 0 to 65535, not "70000"')
})
