/** Emitted text that does not parse never leaves the emitter. */
import { expect, test } from 'vitest'
import { refuseSyntaxErrors } from '../../../src/compiler/emit/syntax-errors.js'

test('text that parses passes, whatever its types', () => {
  expect(refuseSyntaxErrors('a.ts', "const a: number = 'text'\n")).toBeUndefined()
  expect(refuseSyntaxErrors('a.d.ts', 'export declare const a: Missing\n')).toBeUndefined()
})

test.each([
  { path: 'a.ts', text: 'const a = {\n', want: "llmgen bug: emitted a.ts does not parse at line 2: '}' expected." },
  {
    path: 'a.ts',
    text: "const a = 1\nconst b = 'two\n'\n",
    want: 'llmgen bug: emitted a.ts does not parse at line 2: Unterminated string literal.',
  },
  { path: 'a.js', text: 'call<>(1)\n', want: 'llmgen bug: emitted a.js does not parse at line 1: Expression expected.' },
])('$path with $text is refused', ({ path, text, want }) => expect(() => refuseSyntaxErrors(path, text)).toThrow(want))
