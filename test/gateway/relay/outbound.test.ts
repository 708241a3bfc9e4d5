/** What goes to the provider of small bodies of many spellings: what a parser makes of them, with another model. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lookedThrough } from '../../../src/gateway/relay/looked-body.js'
import { outbound } from '../../../src/gateway/relay/outbound.js'
import { parseRequest } from '../../../src/gateway/relay/parsed-request.js'
import { scanRequest } from '../../../src/gateway/relay/scan-request.js'
import type { Way } from '../../../src/gateway/relay/way.js'

// what is read of a way here
const way = { passage: { url: 'http://host/', model: 'up"stream' }, headers: {}, model: '"up\\"stream"' } as unknown as Way<'chat'>

function sent(text: string): string | undefined {
  const bytes = Buffer.from(text)
  const looked = parseRequest(bytes)
  if (looked === undefined) return undefined
  const { stream, stream_options: told } = looked.values
  // JSON's own
  const streamOptions = told as { readonly [name: string]: unknown } | undefined
  return String(outbound({ parts: [bytes], looked, streaming: stream === true, streamOptions }, way).body)
}

function expected(text: string): object {
  const body = JSON.parse(text)
  return {
    ...body,
    model: 'up"stream',
    ...(body.stream === true && { stream_options: { ...body.stream_options, include_usage: true } }),
  }
}

const user = { role: 'user', content: 'Grüße "you"\n🦊' }
const chat = { model: 'gpt', messages: [user] }
const tool = { type: 'function', function: { name: 'f', parameters: { type: 'object', properties: { model: { type: 'string' } } } } }

const edited: readonly (readonly [string, string, string])[] = [
  ['a chat', JSON.stringify(chat), JSON.stringify({ ...chat, model: 'up"stream' })],
  [
    'its model last',
    '{"messages":[{"role":"user","content":"hi"}],"model":"gpt"}',
    '{"messages":[{"role":"user","content":"hi"}],"model":"up\\"stream"}',
  ],
  ['a stream', '{"model":"gpt","stream":true}', '{"stream_options":{"include_usage":true},"model":"up\\"stream","stream":true}'],
  [
    'a stream with its usage',
    '{"model":"gpt","stream":true,"stream_options":{"include_usage":true}}',
    '{"model":"up\\"stream","stream":true,"stream_options":{"include_usage":true}}',
  ],
]
const written: readonly (readonly [string, string])[] = [
  ['spaces', JSON.stringify(chat, undefined, 2)],
  ['a model twice', '{"model":"one","messages":[],"model":"two"}'],
  ['a name twice', '{"model":"gpt","max_tokens":1,"max_tokens":100000}'],
  ['a role twice', '{"model":"gpt","messages":[{"role":"system","role":"user","content":"hi"}]}'],
  ['escapes in a name', '{"mod\\u0065l":"gpt","tools":[{"function":{"model":"gpt"}}]}'],
  ['escapes in the model', '{"model":"g\\u0070t"}'],
  ['an escaped slash in the model', '{"model":"a\\/b"}'],
  ['a text that is the name', JSON.stringify({ ...chat, user: 'model' })],
  ['a tool with a model', JSON.stringify({ ...chat, tools: [tool] })],
  ['a stream that wants no usage', '{"model":"gpt","stream":true,"stream_options":{"include_usage":false,"more":1}}'],
  ['no model', '{"messages":[{"role":"user","content":"hi"}]}'],
]

describe('a small body goes on', () => {
  test.each(edited)('by its text: %s', (_name, text, want) => {
    expect(sent(text)).toBe(want)
    expect(JSON.parse(want)).toEqual(expected(text))
  })

  test.each(written)('written anew: %s', (_name, text) => {
    const { model: _, stream_options: __, ...rest } = JSON.parse(text)
    expect(JSON.parse(sent(text) ?? '')).toEqual(expected(text))
    expect(sent(text)).toBe(JSON.stringify(Object.assign(JSON.parse(text), expected(text))))
    expect(rest).toEqual(expect.objectContaining({}))
  })

  test('with what a parser reads, whatever it has', () => {
    const names = fc.constantFrom('model', 'stream', 'user', 'n', 'seed', 'tools', 'stop', 'a"b', 'é')
    const members = fc.array(fc.tuple(names, fc.oneof(fc.jsonValue({ depthSize: 'xsmall' }), fc.constantFrom('model', 'gpt', true))), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(members, fc.constantFrom('', ' '), (list, space) => {
        const text = `{${[['model', 'gpt'], ...list].map(([name, value]) => `${JSON.stringify(name)}:${space}${JSON.stringify(value)}`).join(',')}}`
        const went = sent(text)
        if (went !== undefined) expect([text, JSON.parse(went)]).toEqual([text, expected(text)])
      }),
      { numRuns: 3_000 },
    )
  })

  test('again to another provider, as it came', () => {
    for (const text of [JSON.stringify(chat), JSON.stringify(chat, undefined, 1)]) {
      const bytes = Buffer.from(text)
      const looked = parseRequest(bytes)
      if (looked === undefined) throw new Error('it is a chat')
      const inbound = { parts: [bytes], looked, streaming: false, streamOptions: undefined }
      const other = { ...way, passage: { ...way.passage, model: 'other' }, model: '"other"' }
      expect([way, other, way].map((each) => JSON.parse(String(outbound(inbound, each).body)).model)).toEqual([
        'up"stream',
        'other',
        'up"stream',
      ])
    }
  })
})

test('what is known of a scanned body is what is known of a parsed one', () => {
  const body = {
    ...chat,
    user: 'Jürgen "J"',
    temperature: 0.5,
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: 7,
    stop: ['x'],
  }
  const bytes = Buffer.from(JSON.stringify({ ...body, messages: [user, { role: 'assistant', content: 'hm' }] }))
  const parsed = parseRequest(bytes)
  for (const parts of [[bytes], [bytes.subarray(0, 70), bytes.subarray(70, 100), bytes.subarray(100)]]) {
    const scanned = scanRequest(parts)
    if (scanned === undefined || parsed === undefined) throw new Error('it is plain')
    const { values = {}, roles, hasMedia } = lookedThrough(scanned, parts) ?? {}
    expect({ ...values, messages: [], stop: [] }).toEqual({ ...parsed.values, messages: [], stop: [] })
    expect([values.messages, values.stop].map((list) => Array.isArray(list) && list.length > 0)).toEqual([true, true])
    expect([roles, hasMedia]).toEqual([parsed.roles, parsed.hasMedia])
  }
})

test('a name that is no name of an object is left to a parser', () => {
  const parts = [Buffer.from('{"model":"gpt","messages":[{"role":"user","content":"hi"}],"__proto__":{"n":8}}')]
  const scanned = scanRequest(parts)
  if (scanned === undefined) throw new Error('it is plain')
  expect([lookedThrough(scanned, parts), ...parts.map(parseRequest)]).toEqual([undefined, undefined])
})
