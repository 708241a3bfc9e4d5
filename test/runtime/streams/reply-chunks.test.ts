/** A whole answer where a stream was asked for. */
import { expect, test } from 'vitest'
import type { ChatReply } from '../../../src/protocol/chat.js'
import { createMessageFold } from '../../../src/runtime/streams/final-message.js'
import { replyChunks } from '../../../src/runtime/streams/reply-chunks.js'
import { at, errorOf, fails, harness, messages, ok } from '../harness.js'

const reply: ChatReply = {
  id: 'c1',
  object: 'chat.completion',
  created: 5,
  model: 'm',
  choices: [
    {
      index: 0,
      finish_reason: 'tool_calls',
      logprobs: null,
      message: {
        role: 'assistant',
        content: 'text',
        refusal: null,
        reasoning_content: 'why',
        tool_calls: [{ id: 't1', type: 'function', function: { name: 'f', arguments: '{}' } }],
      },
    },
  ],
  usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
}
const head = { id: 'c1', object: 'chat.completion.chunk', created: 5, model: 'm' }

test('a reply becomes role, content, finish and usage', () => {
  const call = { index: 0, id: 't1', type: 'function', function: { name: 'f', arguments: '{}' } }
  expect(replyChunks(reply)).toEqual([
    { ...head, choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] },
    { ...head, choices: [{ index: 0, delta: { reasoning_content: 'why', content: 'text', tool_calls: [call] }, finish_reason: null }] },
    { ...head, choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] },
    { ...head, choices: [], usage: reply.usage },
  ])
})

test('nothing of a reply is lost on the way', () => {
  const audio = { id: 'a', data: 'AAAA', expires_at: 1, transcript: 'hi' }
  const images = [{ index: 0, type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }]
  const more = { system_fingerprint: 'fp', service_tier: 'flex', citations: ['https://a.example'], search_results: [] } as const
  const [choice] = reply.choices
  const whole = { ...reply, ...more, choices: [{ ...choice, message: { ...choice?.message, audio, images } }] } as unknown as ChatReply // as hosts send it
  const fold = createMessageFold()
  for (const chunk of replyChunks(whole)) {
    fold.add(chunk)
    if (chunk.usage) fold.setUsage(chunk.usage)
  }
  expect(fold.finish()).toEqual(whole)
})

test.each([1e9, -1, 0.5])('a whole answer whose choice has the index %s ends at once', async (index) => {
  const answer = ok('all at once')
  const json = { ...Object(answer.json), choices: [{ ...Object(answer.json).choices[0], index }] }
  const { client } = harness({ deployments: [at(0, 'a')] }, { d0: { ...answer, json } })
  const stream = await client.completion({ model: 'a', messages, stream: true })
  expect((await stream.finalMessage()).choices.map((choice) => [choice.index, choice.message.content])).toEqual([[0, 'all at once']])
})

test('a host that answers whole though a stream was asked for is read as one', async () => {
  const { client } = harness({ deployments: [at(0, 'a')] }, { d0: ok('all at once') })
  const stream = await client.completion({ model: 'a', messages, stream: true })
  const message = await stream.finalMessage()
  expect([message.choices[0]?.message.content, message.usage?.total_tokens, stream.meta.attempts.length]).toEqual(['all at once', 15, 1])
})

test('an error under status 200 is an error, and another deployment is tried', async () => {
  const { client, hosts } = harness(
    { deployments: [at(0, 'a'), at(1, 'a')] },
    {
      d0: { ...fails(200, { message: 'overloaded', code: '503' }), headers: { 'content-type': 'application/json' } },
      d1: { ...fails(200, { message: 'overloaded', code: '503' }), headers: { 'content-type': 'application/json' } },
    },
    { random: () => 0 },
  )
  const error = await errorOf(client.completion({ model: 'a', messages, stream: true, num_retries: 1 }))
  expect([error.llm_provider, [...hosts].sort()]).toEqual(['openai', ['d0', 'd1']])
})
