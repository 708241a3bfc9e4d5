/** Rows as lines: short, and nothing of them is lost. */
import { describe, expect, test } from 'vitest'
import { OneAttempt, oneAttemptText } from '../../../src/gateway/store/spend-attempts.js'
import { countRows, halvesOf, lineEnd, listOfPart, listOfRows, SpendLines } from '../../../src/gateway/store/spend-lines.js'
import type { SpendRow } from '../../../src/gateway/store/spend-row.js'
import { seededRandom } from '../../../src/runtime/index.js'
import { idOf, rowsIn, spendRow } from '../spend/spend-rows.js'

/** Another object that says the same. */
const copyOf = (value: unknown) => (Array.isArray(value) ? [...value] : value)

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
      `{"id":"${idOf(1)}","at":${start},"ms":900,"by":1,"end_user":"customer","tags":["a","b"],"ip":"10.0.0.1","session":"s",` +
        '"windows":[{"kind":"key","id":"hash","window":"1d","resets_at":null}],"first_ms":200,"call_id":"mine","answer_id":"chatcmpl-1",' +
        '"status":"failure","usd":"0.001500000","input":10,"output":5,"read":4,"written":2,"hit":true,"meta":{"attempts":[{"ms":2}]},' +
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

describe('what rows of one party say of their caller', () => {
  const oneWindow = { kind: 'key', id: 'k', window: '1d', resets_at: null } as const
  const parts: { readonly [Name in keyof SpendRow]?: readonly SpendRow[Name][] } = {
    end_user: ['', 'c', 'd"'],
    requester_ip: ['', '10.0.0.1', '10.0.0.2'],
    session_id: ['', 's', 't\n'],
    request_tags: [[], ['a'], ['b'], ['a', 'b'], ['a"', 'b']],
    windows: [
      [],
      [oneWindow],
      [{ ...oneWindow, window: '2d' }],
      [{ ...oneWindow, id: 'l' }],
      [{ ...oneWindow, kind: 'user' }],
      [{ ...oneWindow, resets_at: '2026-02-15T00:00:00Z' }],
      [oneWindow, oneWindow],
    ],
    metadata: [{}, { attempts: [{ ms: 12 }] }, new OneAttempt(7, false), new OneAttempt(8, true), { attempts: [{ ms: 1, status: 500 }] }],
  }

  /** Half of the parts of a row are those of the row before. */
  function next(before: SpendRow, nth: number, random: () => number): SpendRow {
    const changed = Object.entries(parts).flatMap(([name, values]) =>
      random() < 0.5 ? [] : [[name, copyOf(values[Math.floor(random() * values.length)])]],
    )
    return { ...before, ...Object.fromEntries(changed), request_id: idOf(nth) }
  }

  test('is what each of them says, whatever the one before said', () => {
    const random = seededRandom(7)
    const rows: SpendRow[] = [spendRow(0)]
    for (let nth = 1; nth < 2_000; nth++) rows.push(next(rows[nth - 1] ?? spendRow(0), nth, random))
    expect(rowsIn(listOfRows(rows))).toEqual(rows)
    const lines = new SpendLines()
    const apart = (row: SpendRow) => new SpendLines().of(row).split(lineEnd).at(-2)
    expect(rows.map((row) => lines.of(row).split(lineEnd).at(-2))).toEqual(rows.map(apart))
  })
})

test.each([new OneAttempt(0, false), new OneAttempt(12, true)])('an attempt that went well is the JSON that it is: %j', (only) => {
  expect(oneAttemptText(only)).toBe(JSON.stringify(only))
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
