import { expect, test } from 'vitest'
import { anthropicUsage } from '../../../src/providers/anthropic/usage.js'
import { isSettled, settleUsage } from '../../../src/providers/shared/usage.js'

test.each([
  {
    name: 'plain counts',
    given: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    want: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
  },
  {
    name: 'reasoning outside completion',
    given: { prompt_tokens: 35, completion_tokens: 12, total_tokens: 109 },
    want: { prompt_tokens: 35, completion_tokens: 74, total_tokens: 109, completion_tokens_details: { reasoning_tokens: 62 } },
  },
  {
    name: 'reasoning outside completion, already counted',
    given: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 35, completion_tokens_details: { reasoning_tokens: 20 } },
    want: { prompt_tokens: 10, completion_tokens: 25, total_tokens: 35, completion_tokens_details: { reasoning_tokens: 20 } },
  },
  {
    name: "DeepSeek's cache",
    given: { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11, prompt_cache_hit_tokens: 8 },
    want: {
      prompt_tokens: 10,
      completion_tokens: 1,
      total_tokens: 11,
      prompt_cache_hit_tokens: 8,
      prompt_tokens_details: { cached_tokens: 8 },
    },
  },
  {
    name: 'a cache at the root beside empty details',
    given: {
      prompt_tokens: 10,
      completion_tokens: 1,
      total_tokens: 11,
      cached_tokens: 5,
      prompt_tokens_details: {},
      completion_tokens_details: {},
    },
    want: {
      prompt_tokens: 10,
      completion_tokens: 1,
      total_tokens: 11,
      cached_tokens: 5,
      prompt_tokens_details: { cached_tokens: 5 },
      completion_tokens_details: {},
    },
  },
  {
    name: 'a cache outside the prompt',
    given: { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11, prompt_tokens_details: { cached_tokens: 90 } },
    want: { prompt_tokens: 100, completion_tokens: 1, total_tokens: 101, prompt_tokens_details: { cached_tokens: 90 } },
  },
  {
    name: 'nulls and a total that is too small',
    given: {
      prompt_tokens: 10,
      completion_tokens: null,
      total_tokens: 0,
      prompt_tokens_details: null,
      completion_tokens_details: { reasoning_tokens: null },
    },
    want: {
      prompt_tokens: 10,
      completion_tokens: 0,
      total_tokens: 10,
      prompt_tokens_details: null,
      completion_tokens_details: { reasoning_tokens: null },
    },
  },
])('$name', ({ given, want }) => expect(settleUsage(given)).toMatchObject(want))

test('counts in full OpenAI form are used as they are', () => {
  const usage = {
    prompt_tokens: 3,
    completion_tokens: 4,
    total_tokens: 7,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: {},
  }
  expect([isSettled(usage), isSettled({ ...usage, total_tokens: 9 })]).toEqual([true, false])
})

test.each([
  {
    name: 'cache is part of the prompt, with the hour apart',
    given: {
      input_tokens: 4,
      output_tokens: 9,
      cache_read_input_tokens: 5,
      cache_creation_input_tokens: 6,
      cache_creation: { ephemeral_1h_input_tokens: 2 },
    },
    want: {
      prompt_tokens: 15,
      completion_tokens: 9,
      total_tokens: 24,
      prompt_tokens_details: { cached_tokens: 5, cache_creation_tokens: 6, cache_creation_1h_tokens: 2 },
    },
  },
  {
    name: 'compaction is added, an advisor is not',
    given: {
      input_tokens: 229,
      output_tokens: 5,
      iterations: [
        { type: 'message', input_tokens: 229, output_tokens: 5 },
        { type: 'compaction', input_tokens: 100, output_tokens: 131 },
        { type: 'advisor_message', input_tokens: 7, output_tokens: 7 },
      ],
    },
    want: {
      prompt_tokens: 329,
      completion_tokens: 136,
      total_tokens: 465,
      prompt_tokens_details: { cached_tokens: 0, cache_creation_tokens: 0 },
    },
  },
  {
    name: 'a fallback is the total already',
    given: {
      input_tokens: 412,
      output_tokens: 264,
      iterations: [
        { type: 'message', input_tokens: 408 },
        { type: 'fallback_message', input_tokens: 412, output_tokens: 264 },
      ],
    },
    want: {
      prompt_tokens: 412,
      completion_tokens: 264,
      total_tokens: 676,
      prompt_tokens_details: { cached_tokens: 0, cache_creation_tokens: 0 },
    },
  },
  {
    name: 'thinking and searches',
    given: {
      input_tokens: 1,
      output_tokens: 8,
      output_tokens_details: { thinking_tokens: 6 },
      server_tool_use: { web_search_requests: 2 },
    },
    want: {
      prompt_tokens: 1,
      completion_tokens: 8,
      total_tokens: 9,
      prompt_tokens_details: { cached_tokens: 0, cache_creation_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 6 },
      server_tool_use: { web_search_requests: 2 },
    },
  },
])('Anthropic: $name', ({ given, want }) => expect(anthropicUsage(given)).toEqual(want))
