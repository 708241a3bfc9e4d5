/** Nearest names: what is offered, what is not, in which order. */
import { describe, expect, test } from 'vitest'
import { closest, closestFew, editDistance } from '../../src/compiler/suggest.js'

describe('editDistance', () => {
  const rows = [
    { a: 'api_key', b: 'api_key', limit: 2, want: 0 },
    { a: 'api_kye', b: 'api_key', limit: 2, want: 1 },
    { a: 'apikey', b: 'api_key', limit: 2, want: 1 },
    { a: 'sonet', b: 'sonnet', limit: 2, want: 1 },
    { a: 'abcd', b: 'wxyz', limit: 2, want: 3 },
    { a: '', b: 'ab', limit: 2, want: 2 },
    { a: 'a', b: 'abcdef', limit: 2, want: 3 },
    { a: 'ca', b: 'abc', limit: 5, want: 3 },
  ]
  for (const { a, b, limit, want } of rows) {
    test(`"${a}" to "${b}" is ${want}`, () => {
      expect(editDistance(a, b, limit)).toBe(want)
      expect(editDistance(b, a, limit)).toBe(want)
    })
  }
})

describe('closest', () => {
  const groups = ['gpt-4o', 'claude-sonnet', 'claude-haiku', 'GPT-4o-mini']
  const rows: readonly { readonly word: string; readonly want: string | undefined }[] = [
    { word: 'claude-sonet', want: 'claude-sonnet' },
    { word: 'gpt4o', want: 'gpt-4o' },
    { word: 'GPT-4O', want: 'gpt-4o' },
    { word: 'gpt-4o-mini', want: 'GPT-4o-mini' },
    { word: 'gpt-4o', want: undefined },
    { word: 'mistral', want: undefined },
    { word: '', want: undefined },
  ]
  for (const { word, want } of rows) {
    test(`for "${word}" offers ${want ?? 'nothing'}`, () => expect(closest(word, groups)).toBe(want))
  }

  test('a word that is only written in another case is offered before an edit', () => {
    expect(closest('GPT-4o', ['gpt-4', 'gpt-4o'])).toBe('gpt-4o')
  })

  test('a short word allows one edit only', () => {
    expect(closest('rpn', ['rpm', 'tpm'])).toBe('rpm')
    expect(closest('abc', ['rpm'])).toBeUndefined()
  })
})

describe('closestFew', () => {
  test('ties keep the order of the candidates and at most four are offered', () => {
    expect(closestFew('aaaa', ['aaab', 'aaac', 'aaad', 'aaae', 'aaaf'], 9)).toEqual(['aaab', 'aaac', 'aaad', 'aaae'])
  })

  test('the nearest comes first and a repeated candidate counts once', () => {
    expect(closestFew('timeout', ['timeoutss', 'timeouts', 'timeouts'])).toEqual(['timeouts', 'timeoutss'])
  })
})

test('names without a common letter are passed over quickly', () => {
  const many = Array.from({ length: 50_000 }, (_, index) => `model-${index}`)
  expect(closest('model-49999x', many)).toBe('model-49999')
  expect(closest('zzzz', many)).toBeUndefined()
})
