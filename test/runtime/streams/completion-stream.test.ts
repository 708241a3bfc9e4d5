/** Streamed text completions: what the pieces add up to. */
import { expect, test } from 'vitest'
import { completionKind } from '../../../src/runtime/streams/completion-stream.js'

test('choices stand by their index, however large a host makes it', () => {
  const view = completionKind.createView({ model: 't', prompt: 'p' })
  const head = { id: 'c', object: 'text_completion', created: 1, model: 'm' } as const
  for (const [index, text] of [
    [4_294_967_296, 'b'],
    [1, 'a'],
    [4_294_967_296, 'c'],
  ] as const)
    view.see({ ...head, choices: [{ index, text, logprobs: null, finish_reason: null }] })
  expect(view.finish()?.choices.map(({ index, text }) => [index, text])).toEqual([
    [1, 'a'],
    [4_294_967_296, 'bc'],
  ])
})
