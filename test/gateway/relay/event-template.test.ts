import { expect, test } from 'vitest'
import { closingQuote, rewrite, templateOf } from '../../../src/gateway/relay/event-template.js'

const head = { id: 'c-1', object: 'chat.completion.chunk', created: 1, model: 'up' }
const plain = { ...head, choices: [{ index: 0, delta: { content: 'Grüße "x"\n' }, logprobs: null, finish_reason: null }], usage: null }
const render = ({ usage: _, ...chunk }: { readonly usage?: unknown }) => `data: ${JSON.stringify({ ...chunk, model: 'asked' })}\n\n`

test('an event of plain text shows what stands around the text', () => {
  const template = templateOf({ data: JSON.stringify(plain), chunk: plain }, render)
  const around = '"object":"chat.completion.chunk","created":1,"model"'
  expect(template).toEqual({
    inHead: `data: {"id":"c-1",${around}:"up","choices":[{"index":0,"delta":{"content":"`,
    inTail: '"},"logprobs":null,"finish_reason":null}],"usage":null}\n\n',
    outHead: `data: {"id":"c-1",${around}:"asked","choices":[{"index":0,"delta":{"content":"`,
    outTail: '"},"logprobs":null,"finish_reason":null}]}\n\n',
  })
})

const [choice] = plain.choices
test.each<readonly [string, { readonly choices: readonly object[] }]>([
  ['text that is only space', { ...plain, choices: [{ ...choice, delta: { content: ' ' } }] }],
  ['a role', { ...plain, choices: [{ ...choice, delta: { role: 'assistant', content: 'x' } }] }],
  ['an end', { ...plain, choices: [{ ...choice, finish_reason: 'stop' }] }],
  ['two choices', { ...plain, choices: [...plain.choices, { ...choice, index: 1 }] }],
  ['no choice', { ...plain, choices: [] }],
])('an event with %s shows nothing', (_what, chunk) => expect(templateOf({ data: JSON.stringify(chunk), chunk }, render)).toBeUndefined())

test('an event whose text was changed on the way shows nothing', () => {
  const changed = { ...plain, choices: [{ ...choice, delta: { content: 'other' } }] }
  expect(templateOf({ data: JSON.stringify(plain), chunk: changed }, render)).toBeUndefined()
})

test('quotes behind backslashes end no text', () => {
  expect(['a"', 'a\\"b"', 'a\\\\"', '\\\\\\"x"', 'a\\"'].map((text) => closingQuote(text, 0))).toEqual([1, 4, 3, 5, -1])
})

test.each([
  ['["a"]["b"]["c"]', 0, '<"a"><"b"><"c">', 15],
  ['["a"]["b"]["c"]', 5, '<"b"><"c">', 15],
  ['["a"]', 0, '<"a">', 5],
  ['["a"]["b" ]["c"]', 0, '<"a">', 5],
  ['["a"]{"b"}', 0, '<"a">', 5],
  ['["a"][""]["c"]', 0, '<"a">', 5],
  ['["a"]["b\\"c"]["d\\\\"]', 0, '<"a"><"b\\"c"><"d\\\\">', 20],
  ['["a\\"]["b"]', 0, '', 0],
  ['["a"', 0, '', 0],
  ['["a"]["b', 0, '<"a">', 5],
  ['x["a"]', 0, '', 0],
])('%s is rewritten from %i as far as it is of the template', (events, from, text, end) => {
  expect(rewrite(events, from, { inHead: '["', inTail: '"]', outHead: '<"', outTail: '">' })).toEqual({ text, end })
})
