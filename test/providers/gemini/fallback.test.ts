/** A conversation that Gemini began goes on with another vendor, and the other way round: ids, arguments and signatures hold. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import type { ChatMessage } from '../../../src/protocol/messages.js'
import type { Adapter } from '../../../src/providers/adapter.js'
import { anthropic } from '../../../src/providers/anthropic.js'
import { unknownSignature } from '../../../src/providers/gemini/signature.js'
import { openai } from '../../../src/providers/openai.js'
import { chatCall, testTarget } from '../../support/codec.js'
import { answer, messageOf, turns } from './support.js'

const base64 = fc.uint8Array({ minLength: 1, maxLength: 400 }).map((bytes) => Buffer.from(bytes).toString('base64'))
const object = fc.dictionary(fc.string(), fc.jsonValue()).filter((value) => !Object.hasOwn(value, '__proto__'))
const settings = { seed: 20_250_601, numRuns: 60 }

type SentTurn = { readonly parts: readonly { functionCall?: { id: string }; functionResponse?: { id: string } }[] }

function sent(adapter: Adapter, messages: ChatMessage[]): string {
  const target = testTarget({ provider: { name: adapter.format, format: adapter.format } })
  const request = adapter.endpoints.chat?.toRequest(chatCall({ messages }), target)
  if (request === undefined || isFault(request)) throw new Error(JSON.stringify(request))
  return String(request.body)
}

/** Question, Gemini's answer with two calls, and their results. */
function begun(signature: string, args: object): ChatMessage[] {
  const parts = [
    { functionCall: { name: 'f', args }, thoughtSignature: signature },
    { functionCall: { id: 'own:id', name: 'g', args: {} } },
  ]
  const message = messageOf(answer([{ text: 'x', thoughtSignature: signature }, ...parts]))
  const results = (message?.tool_calls ?? []).map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: 'r' }))
  return [{ role: 'user', content: 'q' }, JSON.parse(JSON.stringify(message)), ...results]
}

test.each([
  { adapter: anthropic, ids: /"(?:id|tool_use_id)":"([^"]+)"/g, valid: /^[A-Za-z0-9_-]{1,64}$/ },
  { adapter: openai, ids: /"(?:id|tool_call_id)":"([^"]+)"/g, valid: /^.{1,40}$/ },
])('Gemini, then $adapter.format', ({ adapter, ids, valid }) => {
  fc.assert(
    fc.property(base64, object, (signature, args) => {
      const body = sent(adapter, begun(signature, { ...args, id: undefined, tool_use_id: undefined }))
      const [a, b, ...results] = [...body.matchAll(ids)].map(([, id]) => id ?? '').filter((id) => !id.startsWith('"'))
      expect([a, b].every((id) => valid.test(id ?? ''))).toBe(true)
      expect(results.slice(-2)).toEqual([a, b])
      expect(body).not.toContain('content_parts')
    }),
    { ...settings, examples: [['c2ln', { x: [1, null] }]] },
  )
})

test('Gemini, then Gemini again: the signature comes back byte for byte', () => {
  fc.assert(
    fc.property(base64, object, (signature, args) => {
      const [, , ...rest] = begun(signature, args)
      const [question, message] = begun(signature, args)
      const known = JSON.parse(JSON.stringify(args))
      const [, model, results] = turns([{ ...question }, { ...message }, ...rest.map((result) => ({ ...result }))]) as SentTurn[]
      expect(model?.parts).toEqual([
        { text: 'x', thoughtSignature: signature },
        { functionCall: { id: expect.any(String), name: 'f', args: known }, thoughtSignature: signature },
        { functionCall: { id: expect.stringContaining('own'), name: 'g', args: {} } },
      ])
      const called = model?.parts.flatMap((part) => part.functionCall?.id ?? [])
      expect(results?.parts.map((part) => part.functionResponse?.id)).toEqual(called)
    }),
    settings,
  )
})

test.each(['toolu_01ABC-def', 'functions.f:0', 'call_x|fc_y', 'Z9aB3kQ7p', 'x'.repeat(80)])(
  'the id %s of another vendor, then Gemini',
  (id) => {
    const call = { id, type: 'function', function: { name: 'f', arguments: '{"x":1}' } }
    const sentTurns = turns([
      { role: 'user', content: 'q' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [call],
        thinking_blocks: [{ type: 'thinking', thinking: 'hm', signature: 'theirs' }],
      },
      { role: 'tool', tool_call_id: id, content: 'r' },
    ]) as SentTurn[]
    const sentId = sentTurns[1]?.parts[0]?.functionCall?.id
    expect(sentId).toMatch(/^[A-Za-z0-9_-]{1,64}$/)
    expect(sentTurns).toEqual([
      { role: 'user', parts: [{ text: 'q' }] },
      { role: 'model', parts: [{ functionCall: { id: sentId, name: 'f', args: { x: 1 } }, thoughtSignature: unknownSignature }] },
      { role: 'user', parts: [{ functionResponse: { id: sentId, name: 'f', response: { output: 'r' } } }] },
    ])
  },
)
