import { expect, test } from 'vitest'
import { renderGithub } from '../../src/cli/render-github.js'
import { toJsonDiagnostic } from '../../src/cli/render-json.js'
import { renderLine } from '../../src/cli/render-line.js'
import { countDiagnostics, describeCounts, report, sortDiagnostics } from '../../src/cli/report.js'
import type { Diagnostic } from '../../src/compiler/diagnostic.js'
import { fakeTerminal } from './fake-terminal.js'
import { pointAt } from './point-at.js'

const text = 'a: 1\nb: wrong\n'
const sources = [{ path: 'dir/c,1.yaml', text }]
const diagnostic: Diagnostic = {
  severity: 'warning',
  rule: 'some-rule',
  message: '100% wrong',
  at: pointAt(text, 'wrong'),
  label: 'here',
  help: { text: 'write right', replacement: 'right' },
}
const { label: _label, help: _help, ...bare } = diagnostic

test('one line', () => {
  expect(renderLine(diagnostic, sources)).toBe('dir/c,1.yaml:2:4: warning[some-rule]: 100% wrong; here; write right\n')
  expect(renderLine({ ...bare, message: 'two\nlines' }, sources)).toBe('dir/c,1.yaml:2:4: warning[some-rule]: two lines\n')
})

test('a workflow command, with what it must escape escaped', () => {
  expect(renderGithub(diagnostic, sources)).toBe(
    '::warning file=dir/c%2C1.yaml,line=2,endLine=2,col=4,endColumn=9,title=some-rule::100%25 wrong%0Ahere%0Awrite right\n',
  )
  const both = { ...bare, severity: 'note' as const, at: { file: 0, start: 0, end: 7 } }
  expect(renderGithub(both, sources)).toBe('::notice file=dir/c%2C1.yaml,line=1,endLine=2,title=some-rule::100%25 wrong\n')
})

test('JSON has lines, columns and offsets, and null for what is absent', () => {
  const want = {
    severity: 'warning',
    rule: 'some-rule',
    message: '100% wrong',
    path: 'dir/c,1.yaml',
    start: { line: 2, column: 4, offset: 8 },
    end: { line: 2, column: 9, offset: 13 },
  }
  expect(toJsonDiagnostic(diagnostic, sources)).toEqual({ ...want, label: 'here', help: { text: 'write right', replacement: 'right' } })
  expect(toJsonDiagnostic(bare, sources)).toEqual({ ...want, label: null, help: null })
})

test('sorted by file, place and gravity', () => {
  const at = (file: number, start: number, severity: Diagnostic['severity']) => ({ ...bare, severity, at: { file, start, end: start } })
  const sorted = sortDiagnostics([at(1, 0, 'error'), at(0, 9, 'error'), at(0, 2, 'note'), at(0, 2, 'error')])
  expect(sorted.map((each) => [each.at.file, each.at.start, each.severity])).toEqual([
    [0, 2, 'error'],
    [0, 2, 'note'],
    [0, 9, 'error'],
    [1, 0, 'error'],
  ])
})

test.each([
  [{ error: 0, warning: 0, note: 0 }, 'no problems'],
  [{ error: 1, warning: 2, note: 0 }, '1 error, 2 warnings'],
  [{ error: 0, warning: 0, note: 1 }, '1 note'],
])('%j reads %s', (counts, words) => {
  expect(describeCounts(counts)).toBe(words)
})

test('counting goes by severity', () => {
  expect(countDiagnostics([diagnostic, diagnostic, { ...diagnostic, severity: 'error' }])).toEqual({ error: 1, warning: 2, note: 0 })
})

test.each([
  ['text', 'warning[some-rule]: 100% wrong\n --> dir/c,1.yaml:2:4\n'],
  ['line', 'dir/c,1.yaml:2:4: warning'],
  ['github', '::warning '],
  ['json', ''],
] as const)('%s goes to stderr', (format, start) => {
  const terminal = fakeTerminal()
  report([diagnostic], sources, format, terminal)
  expect([terminal.output(), terminal.complaints().slice(0, start.length), terminal.complaints() === '']).toEqual([
    '',
    start,
    format === 'json',
  ])
})
