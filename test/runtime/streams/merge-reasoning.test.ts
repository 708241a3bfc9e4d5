/** Reasoning inside the content. */
import { expect, test } from 'vitest'
import type { ChunkDelta } from '../../../src/protocol/chat.js'
import { ReadyChunks } from '../../../src/runtime/streams/chunk-source.js'
import { MergedReasoning } from '../../../src/runtime/streams/merge-reasoning.js'
import { at, harness, messages, ok } from '../harness.js'

const deltas = (...given: readonly ChunkDelta[]) => {
  const chunks = given.map((delta, nth) => ({
    id: 'c',
    object: 'chat.completion.chunk' as const,
    created: 0,
    model: 'm',
    choices: [{ index: 0, delta: { ...delta }, finish_reason: nth === given.length - 1 ? ('stop' as const) : null }],
  }))
  const source = new MergedReasoning(new ReadyChunks(chunks))
  const seen: ChunkDelta[] = []
  for (let chunk = source.take(); chunk !== undefined; chunk = source.take()) seen.push(chunk.choices[0]?.delta ?? {})
  return seen
}

test.each([
  {
    name: 'pieces of reasoning, then content',
    given: [{ role: 'assistant', content: '' }, { reasoning_content: 'a' }, { reasoning_content: 'b' }, { content: 'c' }, {}],
    want: [{ role: 'assistant', content: '' }, { content: '<think>a' }, { content: 'b' }, { content: '</think>c' }, {}],
  },
  {
    name: 'reasoning and nothing else closes at the end',
    given: [{ reasoning_content: 'a' }, {}],
    want: [{ content: '<think>a' }, { content: '</think>' }],
  },
  {
    name: 'reasoning and content in one piece',
    given: [{ reasoning_content: 'a', content: 'c' }],
    want: [{ content: '<think>a</think>c' }],
  },
  { name: 'no reasoning', given: [{ content: 'c' }, {}], want: [{ content: 'c' }, {}] },
] as const)('$name', ({ given, want }) => {
  expect(deltas(...given)).toEqual(want)
})

test('a deployment that asks for it has its reasoning in the content', async () => {
  const answer = ok('42')
  Object.assign(Object(answer.json).choices[0].message, { reasoning_content: 'six times seven' })
  const { client } = harness({ deployments: [at(0, 'a', { mergeReasoningContent: true })] }, { d0: answer })
  const { message } = (await client.completion({ model: 'a', messages })).choices[0] ?? {}
  expect([message?.content, message?.reasoning_content]).toEqual(['<think>six times seven</think>42', undefined])
})
