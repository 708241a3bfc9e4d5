/** What of a Messages request goes on depends on the hosts behind its name. */
import { describe, expect, test } from 'vitest'
import { doorOf } from '../../../src/gateway/anthropic/door.js'
import { chatTerms } from '../../../src/gateway/anthropic/request.js'
import type { Host } from '../../../src/gateway/behind.js'

const hosts: { readonly [name: string]: readonly Host[] } = {
  claude: [{ format: 'anthropic', provider: 'anthropic' }],
  bedrock: [{ format: 'bedrock', provider: 'bedrock' }],
  gemini: [{ format: 'gemini', provider: 'gemini' }],
  openai: [{ format: 'openai', provider: 'openai' }],
  'claude and openai': [
    { format: 'anthropic', provider: 'anthropic' },
    { format: 'openai', provider: 'openai' },
  ],
}
const hello = { role: 'user', content: 'hello' }

function termsFor(name: string, members: object): object {
  const terms = chatTerms({ model: 'm', max_tokens: 9000, messages: [hello], ...members }, doorOf(hosts[name] ?? []))
  if (terms.refused !== undefined) throw new Error(terms.refused)
  return terms.request
}

const call = { type: 'tool_use', id: 'c1', name: 'look', input: {} }
const calls = [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{}' } }]
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } }
const shown = { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }

describe('a turn of the model', () => {
  const thinking = { type: 'thinking', thinking: 'Hm.', signature: 's' }
  const rows: readonly (readonly [string, readonly object[], object])[] = [
    ['that only calls a tool has no content', [call], { content: null, tool_calls: calls }],
    [
      'with a text and a call has both',
      [{ type: 'text', text: 'So.' }, call],
      { content: [{ type: 'text', text: 'So.' }], tool_calls: calls },
    ],
    ['that only thinks has an empty text', [thinking], { content: '', thinking_blocks: [thinking], reasoning_content: 'Hm.' }],
  ]
  test.each(rows)('%s', (_name, content, wanted) => {
    expect(termsFor('openai', { messages: [hello, { role: 'assistant', content }] })).toMatchObject({
      messages: [{}, { role: 'assistant', ...wanted }],
    })
  })
})

describe('media in the result of a tool', () => {
  const result = { type: 'tool_result', tool_use_id: 'c1', content: [image] }
  const messages = [hello, { role: 'assistant', content: [call] }, { role: 'user', content: [result] }]
  const inside = [{ role: 'tool', tool_call_id: 'c1', content: [shown] }]
  const beside = [
    { role: 'tool', tool_call_id: 'c1', content: 'Shown below.' },
    { role: 'user', content: [{ type: 'text', text: 'Shown by the tool call c1:' }, shown] },
  ]
  const rows: readonly (readonly [string, readonly object[]])[] = [
    ['claude', inside],
    ['bedrock', inside],
    ['gemini', inside],
    ['openai', beside],
    ['claude and openai', beside],
  ]
  test.each(rows)('for %s', (name, wanted) => {
    const { messages: sent } = termsFor(name, { messages }) as { messages: readonly object[] } // a request as it was made
    expect(sent.slice(2)).toEqual(wanted)
  })
})

describe('thinking', () => {
  const thinking = { type: 'enabled', budget_tokens: 8000 }
  const rows: readonly (readonly [string, object, object])[] = [
    ['claude', { thinking }, { thinking }],
    ['bedrock', { thinking }, { thinking }],
    ['gemini', { thinking }, { thinking }],
    ['openai', { thinking }, { reasoning_effort: 'medium' }],
    ['claude and openai', { thinking }, { reasoning_effort: 'medium' }],
    [
      'bedrock',
      { thinking: { type: 'adaptive' }, output_config: { effort: 'low' } },
      { thinking: { type: 'adaptive' }, reasoning_effort: 'low' },
    ],
    ['gemini', { output_config: { effort: 'low' } }, { reasoning_effort: 'low' }],
    ['openai', { thinking: { type: 'disabled' } }, {}],
  ]
  test.each(rows)('for %s: %o', (name, members, wanted) => {
    const { thinking: sent, reasoning_effort: effort } = { thinking: undefined, reasoning_effort: undefined, ...termsFor(name, members) }
    expect({ ...(sent !== undefined && { thinking: sent }), ...(effort !== undefined && { reasoning_effort: effort }) }).toEqual(wanted)
  })
})

test('a thread that is null says nothing', () => {
  expect(termsFor('openai', { thread: null })).not.toHaveProperty('thread')
})
