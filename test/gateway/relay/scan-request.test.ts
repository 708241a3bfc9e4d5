import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areUtf8, type ScannedBody, scanRequest } from '../../../src/gateway/relay/scan-request.js'

const bytes = (text: string) => Buffer.from(text)
/** The value that a member's bytes are. */
const readMember = (body: Buffer, scanned: ScannedBody, name: string): unknown => {
  const member = scanned.members.get(name)
  return member === undefined ? undefined : JSON.parse(body.toString('utf8', member.from, member.to))
}
/** A body cut at these places. */
function cut(body: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set([0, ...places.map((place) => place % (body.length + 1)), body.length])].sort((a, b) => a - b)
  return at.slice(1).map((end, index) => body.subarray(at[index], end))
}

const json = fc.jsonValue({ depthSize: 'small' })
const object = fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), json, { maxKeys: 8 })
const written = fc.tuple(object, fc.constantFrom(0, 1, '\t', '\r\n  ')).map(([value, space]) => JSON.stringify(value, undefined, space))

describe('a scan', () => {
  test('finds what a parser finds, however the body is cut, or leaves it to one', () => {
    let taken = 0
    fc.assert(
      fc.property(written, fc.array(fc.nat(), { maxLength: 5 }), (text, places) => {
        const body = bytes(text)
        const scanned = scanRequest(cut(body, places))
        if (scanned === undefined) return
        taken++
        const parsed = JSON.parse(text)
        expect([...scanned.members.keys()].sort()).toEqual(Object.keys(parsed).sort())
        for (const name of scanned.members.keys()) expect(readMember(body, scanned, name)).toEqual(parsed[name])
      }),
      { numRuns: 2_000 },
    )
    expect(taken).toBeGreaterThan(200)
  })

  test('of damaged bytes never fails, and never says another model or stream than a parser', () => {
    const usual = '{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"say \\"hi\\" \\\\"}],"n":1}'
    const damage = fc.array(fc.tuple(fc.nat(usual.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(damage, fc.array(fc.nat(), { maxLength: 3 }), (changes, places) => {
        const body = bytes(usual)
        for (const [at, byte] of changes) body[at] = byte
        const scanned = scanRequest(cut(body, places))
        let parsed: unknown
        try {
          parsed = JSON.parse(body.toString('utf8'))
        } catch {
          return
        }
        if (scanned === undefined) return
        const { model, stream } = parsed as { readonly model?: unknown; readonly stream?: unknown }
        expect({ model: readMember(body, scanned, 'model'), stream: readMember(body, scanned, 'stream') }).toEqual({ model, stream })
      }),
      { numRuns: 3_000 },
    )
  })

  test.each([
    ['a name twice', '{"model":"a","model":"b"}'],
    ['a name with an escape', '{"mod\\u0065l":"a"}'],
    ['a name beyond ASCII', '{"modèl":"a"}'],
    ['a list', '["model"]'],
    ['a text', '"model"'],
    ['nothing', ''],
    ['two values', '{"model":"a"}{}'],
    ['an end that is missing', '{"model":"a"'],
    ['a byte order mark', '\uFEFF{"model":"a"}'],
    ['a null', '{"model":"a","user":null}'],
    ['a null in a message', '{"messages":[{"role":"user","content":"x","name":null}]}'],
    ['a member that messages do not have', '{"messages":[{"role":"assistant","content":"x","reasoning_content":"y"}]}'],
    ['a long id of a tool call', `{"messages":[{"role":"tool","tool_call_id":"${'x'.repeat(41)}","content":""}]}`],
    ['a message that is none', '{"messages":["hi"]}'],
    ['a mark of a cache at a tool', '{"tools":[{"type":"function","cache_control":{}}]}'],
    ['a word that is none', '{"stream":tru}'],
    ['a number that is none', '{"n":01}'],
    ['brackets that do not match', '{"messages":[}]'],
  ])('leaves %s to a parser', (_what, text) => expect(scanRequest([bytes(text)])).toBeUndefined())

  test('leaves bytes that are no UTF-8 to a parser', () => {
    expect(scanRequest([Buffer.concat([bytes('{"model":"a","user":"'), Buffer.from([0xff]), bytes('"}')])])).toBeUndefined()
  })

  test('passes over a long text with quotes in it', () => {
    const text = JSON.stringify({
      model: 'a',
      messages: [{ role: 'user', content: `\\"${'he said "no" \\'.repeat(20_000)}\\` }],
      stream: true,
    })
    const body = bytes(text)
    const scanned = scanRequest(cut(body, [1_000, 70_001, 70_002, 140_003]))
    expect(scanned?.members.get('stream')).toEqual({ kind: 'word', text: 'true', from: body.length - 5, to: body.length - 1 })
    expect([...(scanned?.roles ?? [])]).toEqual(['user'])
  })
})

test('characters may be cut by the ends of pieces', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), fc.array(fc.nat(), { maxLength: 8 }), (text, places) => {
      expect(areUtf8(cut(bytes(text), places))).toBe(true)
    }),
  )
  expect(areUtf8([Buffer.from([0xe2, 0x82]), Buffer.from([0x41])])).toBe(false)
  expect(areUtf8([Buffer.from([0xe2, 0x82])])).toBe(false)
})
