import { expect, test } from 'vitest'
import { renderDiagnostic } from '../../src/cli/render-diagnostic.js'
import { painter } from '../../src/cli/terminal.js'
import type { Diagnostic } from '../../src/compiler/diagnostic.js'
import { pointAt } from './point-at.js'

const plain = painter(false)

function render(text: string, word: string, rest: Partial<Diagnostic> = {}, path = 'c.yaml'): string {
  return renderDiagnostic(
    { severity: 'error', rule: 'some-rule', message: 'it is wrong', at: pointAt(text, word), ...rest },
    [{ path, text }],
    plain,
  )
}

test('message, place, line with caret and label, help', () => {
  const text = `${'\n'.repeat(23)}    - gpt-4o: ["claude-sonet"]\n`
  const drawn = render(
    text,
    '"claude-sonet"',
    {
      rule: 'unknown-fallback-target',
      message: 'fallback target "claude-sonet" is not a model group',
      label: 'no deployment has this model_name',
      help: { text: 'did you mean "claude-sonnet"?', replacement: 'claude-sonnet' },
    },
    'litellm_config.yaml',
  )
  expect(drawn).toBe(`error[unknown-fallback-target]: fallback target "claude-sonet" is not a model group
  --> litellm_config.yaml:24:16
   |
24 |     - gpt-4o: ["claude-sonet"]
   |                ^^^^^^^^^^^^^^ no deployment has this model_name
help: did you mean "claude-sonnet"?
`)
})

test('a tab is drawn as four spaces, a wide character gets two carets', () => {
  expect(render('\tname: 模型', '模型')).toBe(`error[some-rule]: it is wrong
 --> c.yaml:1:8
  |
1 |     name: 模型
  |           ^^^^
`)
})

test('a long line is cut on both sides of the caret', () => {
  const drawn = render(`${'a '.repeat(200)}WRONG${' z'.repeat(200)}`, 'WRONG')
  const [, , , line = '', marks = ''] = drawn.split('\n')
  expect(line).toMatch(/^1 \| ….*WRONG.*…$/)
  expect(line.length).toBeLessThanOrEqual(106)
  expect(line.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('WRONG')
})

test('a mark longer than the excerpt ends with it', () => {
  const drawn = render(`key: ${'x'.repeat(500)}`, 'x'.repeat(500))
  const [, , , line = '', marks = ''] = drawn.split('\n')
  expect([line.endsWith('x…'), marks.lastIndexOf('^') < line.length]).toEqual([true, true])
})

test('a span over several lines marks the rest of the first', () => {
  expect(render('a:\n  b: 1\n  c: 2\n', 'b: 1\n  c: 2').split('\n').slice(1, 5)).toEqual([
    ' --> c.yaml:2:3',
    '  |',
    '2 |   b: 1',
    '  |   ^^^^',
  ])
})

test('an empty span at the end of the file gets one caret', () => {
  expect(render('a: 1\n', '').split('\n').slice(1, 5)).toEqual([' --> c.yaml:1:1', '  |', '1 | a: 1', '  | ^'])
  const end = { file: 0, start: 5, end: 5 }
  expect(render('a: 1\n', '', { at: end }).split('\n').slice(1, 5)).toEqual([' --> c.yaml:2:1', '  |', '2 |', '  | ^'])
})

test('escape sequences in names are made visible', () => {
  expect(render('x: \u001b[2J', 'x', { message: 'bad \u001b[2J' })).not.toContain('\u001b')
})

test('a place in no known file is left out', () => {
  expect(render('a', 'a', { at: { file: 7, start: 0, end: 1 }, severity: 'note' })).toBe('note[some-rule]: it is wrong\n')
})

test('severity has its colour', () => {
  const at = { file: 9, start: 0, end: 0 }
  const drawn = renderDiagnostic({ severity: 'warning', rule: 'r', message: 'm', at }, [], painter(true))
  expect(drawn).toBe('\u001b[33mwarning[r]\u001b[39m\u001b[1m: m\u001b[22m\n')
})
