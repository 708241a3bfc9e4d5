import { expect, test } from 'vitest'
import { alnum9, safeToolId, shortToolId, unsignedId } from '../../../src/providers/shared/tool-id.js'

const foreign = ['call_abcdefghij1', 'call_abcdefghij2', 'toolu_01XYZ', 'functions.name:0', '', 'ä'.repeat(90), 'call_abcdefghi']

test.each(foreign)('"%s" becomes nine letters or digits, always the same', (id) => {
  expect(alnum9(id)).toMatch(/^[A-Za-z0-9]{9}$/)
  expect(alnum9(id)).toBe(alnum9(id))
})

test('ids that fit stay', () => {
  expect([alnum9('abcDEF123'), safeToolId('toolu_01-x', 64), shortToolId('functions.name:0', 40)]).toEqual([
    'abcDEF123',
    'toolu_01-x',
    'functions.name:0',
  ])
})

test('ids with the same beginning do not collide', () => {
  const ids = Array.from({ length: 2000 }, (_, i) => `call_the_same_beginning_of_many_letters_${i}`)
  for (const change of [alnum9, (id: string) => safeToolId(id, 24), (id: string) => shortToolId(id, 24)])
    expect(new Set(ids.map(change)).size).toBe(ids.length)
})

test.each(foreign)('"%s" is safe for Anthropic', (id) => expect(safeToolId(id, 64)).toMatch(/^[A-Za-z0-9_-]{1,64}$/))

test.each([
  ['call_1__thought__c2ln', 'call_1'],
  ['call_1__thought__a__thought__b', 'call_1'],
  ['call_1', 'call_1'],
  ['__thought__c2ln', '__thought__c2ln'],
])('%s without its signature is %s', (id, bare) => expect(unsignedId(id)).toBe(bare))
