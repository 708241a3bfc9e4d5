/** Answers that are read by the shape of the one before say the same as those that are parsed. */
import { describe, expect, test } from 'vitest'
import { AnswerMemory } from '../../../src/gateway/relay/answer-memory.js'
import { readSmall } from '../../../src/gateway/relay/read-small.js'

const counts = (prompt: number, completion: number) => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: prompt + completion,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
})
const said = (id: string, content: string | null, more: { [name: string]: unknown } = {}) => ({
  id,
  object: 'chat.completion',
  created: 1_760_000_000 + id.length,
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, message: { role: 'assistant', content, refusal: null, annotations: [] }, logprobs: null, finish_reason: 'stop' }],
  usage: counts(id.length, 12),
  service_tier: 'default',
  system_fingerprint: `fp_${id.length}`,
  ...more,
})
type Answer = ReturnType<typeof said>
const call = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }
const choice = { index: 0, message: { role: 'assistant', content: 'a' }, finish_reason: 'stop' }

const layouts: { readonly [name: string]: (answer: Answer) => string } = {
  compact: (answer) => JSON.stringify(answer),
  'over lines': (answer) => JSON.stringify(answer, undefined, 2),
  'with its usage first': ({ usage, ...rest }) => JSON.stringify({ usage, ...rest }),
  'without a fingerprint': ({ system_fingerprint: _, ...rest }) => JSON.stringify(rest),
  'with its model last': ({ model, ...rest }) => `${JSON.stringify({ ...rest, model })}\n`,
}

const contents = ['word', '', 'with "quotes" and \\ and \n', 'Grüße 🦊', '{"id":"x","model":"y","usage":{}}', 'x'.repeat(5_000)]
const fresh = (text: string) => readSmall(Buffer.from(text), 'chat', new AnswerMemory())

describe.each(Object.entries(layouts))('answers %s', (_name, write) => {
  test('are read by the first', () => {
    const memory = new AnswerMemory()
    const all = contents.map((content, at) => write(said(`chatcmpl-${'a'.repeat(at)}`, content)))
    for (const text of all) expect(readSmall(Buffer.from(text), 'chat', memory)).toEqual(fresh(text))
    // and by it alone
    for (const text of all.slice(0, 3)) expect(memory.read(text)).toEqual(fresh(text))
    expect(all.slice(0, 3).map((text) => memory.read(text)?.text)).toEqual(all.slice(0, 3))
  })

  test('of another kind are read as they always are', () => {
    const memory = new AnswerMemory()
    readSmall(Buffer.from(write(said('first', 'word'))), 'chat', memory)
    const others: readonly Partial<{ [name: string]: unknown }>[] = [
      { choices: [{ ...choice, finish_reason: 'length' }] },
      { choices: [{ ...choice, finish_reason: 'content_filter' }] },
      { choices: [{ ...choice, message: { role: 'assistant', content: '<think>hm</think>a' } }] },
      { choices: [{ ...choice, message: { role: 'assistant', content: null, tool_calls: [call] }, finish_reason: 'tool_calls' }] },
      { choices: [choice, { ...choice, index: 1 }] },
      { choices: [] },
      { created: 0 },
      { created: 1.5 },
      { created: 'now' },
      { id: '' },
      { id: 'with "quotes"' },
      { id: 'Grüße' },
      { model: 'another' },
      { usage: { ...counts(1, 2), total_tokens: 7 } },
      { usage: null },
      { usage: { note: '}' } },
      { service_tier: 'flex' },
      { service_tier: '' },
      { error: { message: 'no' } },
      { more: 1 },
    ]
    for (const more of others) {
      const text = write(said('other', 'word', more))
      expect([more, readSmall(Buffer.from(text), 'chat', memory)]).toEqual([more, fresh(text)])
    }
  })

  test('that are no JSON, or write their reasoning with escapes, are read as they always are', () => {
    const memory = new AnswerMemory()
    readSmall(Buffer.from(write(said('first', 'word'))), 'chat', memory)
    const other = write(said('other', 'word'))
    const texts = ['\\u003cthink\\u003ehm\\u003c/think\\u003ea', '<th\\u0069nk>', 'a\nb', 'a\tb', '\\x', '\\u12', '\\u00e9', 'a\\nb']
    for (const text of texts) {
      const spelt = other.replace('word', () => text)
      expect([text, readSmall(Buffer.from(spelt), 'chat', memory)]).toEqual([text, fresh(spelt)])
    }
    for (const text of ['\n', '\\x', 'é']) {
      const spelt = other.replace('fp_', () => text)
      expect([text, readSmall(Buffer.from(spelt), 'chat', memory)]).toEqual([text, fresh(spelt)])
    }
    const counted = write(said('other', 'word', { usage: { ...counts(1, 2), note: 'é' } }))
    expect(readSmall(Buffer.from(counted), 'chat', memory)).toEqual(fresh(counted))
  })

  test('that are cut off, or go on, are none', () => {
    const memory = new AnswerMemory()
    const text = write(said('first', 'word'))
    readSmall(Buffer.from(text), 'chat', memory)
    for (let at = 0; at < text.trimEnd().length; at++) expect(memory.read(text.slice(0, at))).toBeUndefined()
    expect([memory.read(`${text}}`), memory.read(`${text} `), memory.read(` ${text}`)]).toEqual([undefined, undefined, undefined])
    expect(memory.read(text)).toEqual(fresh(text))
  })
})

test('where each answer has its own shape, shapes are no longer looked for', () => {
  const memory = new AnswerMemory()
  for (let at = 0; at < 100; at++) readSmall(Buffer.from(JSON.stringify(said('a', 'word', { [`own_${at}`]: at }))), 'chat', memory)
  const [one, two] = ['one', 'two'].map((id) => JSON.stringify(said(id, 'word')))
  expect(readSmall(Buffer.from(one ?? ''), 'chat', memory)).toEqual(fresh(one ?? ''))
  expect(memory.read(two ?? '')).toBeUndefined()
})

test('a call of tools among texts does not undo what is known of them', () => {
  const memory = new AnswerMemory()
  const calls = [{ ...choice, message: { role: 'assistant', content: null, tool_calls: [call] }, finish_reason: 'tool_calls' }]
  for (const more of [{}, { choices: calls }]) readSmall(Buffer.from(JSON.stringify(said('a', 'word', more))), 'chat', memory)
  const next = JSON.stringify(said('b', 'word'))
  expect(memory.read(next)).toEqual(fresh(next))
})
