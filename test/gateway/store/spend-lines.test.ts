/** Rows as lines: short, and nothing of them is lost. */
import { describe, expect, test } from 'vitest'
import { countRows, halvesOf, lineEnd, listOfPart, listOfRows, SpendLines } from '../../../src/gateway/store/spend-lines.js'
import type { SpendRow } from '../../../src/gateway/store/spend-row.js'
import { idOf, rowsIn, spendRow } from '../spend/spend-rows.js'

const start = Date.parse('2026-02-14T10:00:00Z')

const full: SpendRow = {
  request_id: idOf(1),
  start_time: start,
  end_time: start + 900,
  completion_start_time: start + 200,
  call_id: 'mine',
  response_id: 'chatcmpl-1',
  call_type: 'acompletion',
  status: 'failure',
  api_key: 'hash',
  user_id: 'u',
  team_id: 't',
  organization_id: 'o',
  end_user: 'customer',
  model_group: 'gpt-4o',
  model: 'gpt-4o-2024-08-06',
  model_id: 'd1',
  provider: 'openai',
  api_base: 'https://host/v1',
  spend: '0.001500000',
  prompt_tokens: 10,
  completion_tokens: 5,
  cache_read_tokens: 4,
  cache_write_tokens: 2,
  cache_hit: true,
  request_tags: ['a', 'b'],
  requester_ip: '10.0.0.1',
  session_id: 's',
  metadata: { attempts: [{ ms: 2 }] },
  windows: [{ kind: 'key', id: 'hash', window: '1d', resets_at: null }],
  bodies: { messages: ['hello'], response: { text: 'hi' } },
}

describe('a row', () => {
  test('says what it has, after a line that says who asked what', () => {
    expect(new SpendLines().of(full).split(lineEnd)).toEqual([
      '{"by":1,"who":["hash","u","t","o","acompletion","gpt-4o","gpt-4o-2024-08-06","d1","openai","https://host/v1"]}',
      `{"id":"${idOf(1)}","at":${start},"ms":900,"by":1,"first_ms":200,"call_id":"mine","answer_id":"chatcmpl-1","status":"failure",` +
        '"end_user":"customer","usd":"0.001500000","input":10,"output":5,"read":4,"written":2,"hit":true,"tags":["a","b"],"ip":"10.0.0.1",' +
        '"session":"s","meta":{"attempts":[{"ms":2}]},"windows":[{"kind":"key","id":"hash","window":"1d","resets_at":null}],' +
        '"bodies":{"messages":["hello"],"response":{"text":"hi"}}}',
      '',
    ])
  })

  test('does not say what it has not', () => {
    const little = spendRow(2, { spend: null, prompt_tokens: 0, completion_tokens: 0 })
    const [, line] = new SpendLines().of(little).split(lineEnd)
    expect(line).toBe(`{"id":"${idOf(2)}","at":${little.start_time},"ms":1333,"by":1,"meta":{}}`)
  })

  test.each([
    { name: 'whole', row: full },
    { name: 'of the least', row: spendRow(1) },
    {
      name: 'with letters that JSON escapes',
      row: { ...full, end_user: '"\\\n\u0001', session_id: ',\n', model_group: '{"by":1', call_id: '' },
    },
    { name: 'with letters of any size', row: { ...full, user_id: 'ä€😀', end_user: '😀', request_tags: ['€'] } },
  ])('is what it was: $name', ({ row }) => {
    expect(rowsIn(listOfRows([row]))).toEqual([row])
  })

  test('has no text that the database could not hold', () => {
    const odd = 'a\u0000b\ud800c\\u0000\\\u0000'
    const kept = 'a\ufffdb\ufffdc\\u0000\\\ufffd'
    const names = ['call_id', 'response_id', 'end_user', 'requester_ip', 'session_id', 'user_id', 'model_group', 'provider'] as const
    const row = { ...full, ...Object.fromEntries(names.map((name) => [name, odd])), request_tags: [odd], metadata: { [odd]: odd } }
    const want = { ...full, ...Object.fromEntries(names.map((name) => [name, kept])), request_tags: [kept], metadata: { [kept]: kept } }
    expect(rowsIn(listOfRows([row]))).toEqual([want])
  })
})

describe('who asked', () => {
  const owners = ['api_key', 'user_id', 'team_id', 'organization_id', 'call_type'] as const
  const asked = ['model_group', 'model', 'model_id', 'provider', 'api_base'] as const

  test('stands once in a list, and anew where a part of it is another', () => {
    const others = [...owners, ...asked].map((name, nth) => ({ ...full, request_id: idOf(nth + 2), [name]: 'other' }))
    const rows = [full, ...others, full, ...others]
    const list = listOfRows(rows)
    expect(list.toString().match(/"who"/g)).toHaveLength(1 + others.length)
    expect(rowsIn(list)).toEqual(rows)
  })
})

describe('a list', () => {
  const rows = Array.from({ length: 7 }, (_, nth) => spendRow(nth, { api_key: `k${nth % 2}` }))

  test('without its end has the rows that are whole', () => {
    const lines = new SpendLines()
    const text = `[${rows.map((row) => lines.of(row)).join('')}`
    expect(rowsIn(listOfPart(text))).toEqual(rows)
    expect(rowsIn(listOfPart(text.slice(0, -5)))).toEqual(rows.slice(0, -1))
    expect(['', '[', '[{"by":1,"who":["'].map((part) => listOfPart(part).toString())).toEqual(['[]', '[]', '[]'])
  })

  test('is counted, and halved down to single rows, each with who asked', () => {
    const list = listOfRows(rows)
    expect([countRows(list), countRows(listOfRows([])), halvesOf(listOfRows(rows.slice(0, 1)))]).toEqual([7, 0, []])
    const singles = (part: Buffer): readonly (readonly SpendRow[])[] => {
      const halves = halvesOf(part)
      return halves.length === 0 ? [rowsIn(part)] : halves.flatMap(singles)
    }
    expect(singles(list)).toEqual(rows.map((row) => [row]))
  })
})
