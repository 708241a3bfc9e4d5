/** Turns of a Gemini request as messages for models of other vendors. */
import { expect, test } from 'vitest'
import { chatMessages } from '../../../src/gateway/google/contents.js'

const foreign = { isGemini: false, takesTopK: false }

const turns: readonly (readonly [string, readonly object[], object])[] = [
  ['that only calls has no content', [{ functionCall: { id: 'c1', name: 'look', args: {} } }], { content: null }],
  ['that says something has it as parts', [{ text: 'So.' }], { content: [{ type: 'text', text: 'So.' }] }],
  ['that only thinks has an empty text', [{ text: 'Hm.', thought: true }], { content: '', reasoning_content: 'Hm.' }],
]

test.each(turns)('a turn of the model %s', (_name, parts, wanted) => {
  expect(chatMessages({ contents: [{ role: 'model', parts }] }, foreign)).toMatchObject({ messages: [{ role: 'assistant', ...wanted }] })
})
