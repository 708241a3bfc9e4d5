/** What answers tell of limits, as the lines that go out. */
import { describe, expect, test } from 'vitest'
import { CallNotes, type CallStart } from '../../../src/gateway/call-record.js'
import { CallerBook } from '../../../src/gateway/limits/caller-book.js'
import type { Due } from '../../../src/gateway/limits/due.js'
import { DueList } from '../../../src/gateway/limits/due-list.js'
import { hiddenLimits, limitHeaderMap, limitLines } from '../../../src/gateway/limits/limit-headers.js'
import { readLimitSettings } from '../../../src/gateway/limits/limit-settings.js'
import { Passage } from '../../../src/gateway/limits/passage.js'
import { ratesOf } from '../../../src/gateway/limits/rates.js'
import { memoryStore } from '../../../src/runtime/state-store/memory-store.js'
import { callerOf } from '../auth/callers.js'

const start: CallStart = {
  callId: 'c',
  callerCallId: undefined,
  method: 'POST',
  route: '/v1/chat/completions',
  callType: 'acompletion',
  requesterIp: '',
  sessionId: undefined,
  startedAt: 0,
}

function noted(dues: readonly Due[], used: readonly number[], book?: CallerBook) {
  const notes = new CallNotes(start, [], () => 0)
  const passage = new Passage({ store: memoryStore(), settings: readLimitSettings({}, {}), now: () => 0 }, undefined, book)
  passage.hold(new DueList(dues), { id: '1', claims: [], meters: used.map((each) => ({ used: each, freeAt: 0 })) })
  notes.passage = passage
  return { call: { notes }, passage }
}

const rates = (descriptor: Parameters<typeof ratesOf>[0]['descriptor'], limits: Parameters<typeof ratesOf>[1], model?: string) =>
  ratesOf({ descriptor, key: 'k', shown: 'k', ...(model !== undefined && { model }) }, limits)

describe('a rate', () => {
  const cases: readonly {
    readonly name: string
    readonly dues: readonly Due[]
    readonly used: number
    readonly want: readonly string[]
  }[] = [
    {
      name: 'of a key, by OpenAI’s names too',
      dues: rates('api_key', { rpm: 10 }),
      used: 4,
      want: [
        'x-ratelimit-api_key-remaining-requests: 6',
        'x-ratelimit-remaining-requests: 6',
        'x-ratelimit-api_key-limit-requests: 10',
        'x-ratelimit-limit-requests: 10',
        'x-ratelimit-reset-requests: 60s',
      ],
    },
    {
      name: 'of a team, more than all of it being used',
      dues: rates('team', { tpm: 100 }),
      used: 130.5,
      want: ['x-ratelimit-team-remaining-tokens: 0', 'x-ratelimit-team-limit-tokens: 100'],
    },
    {
      name: 'at a time',
      dues: rates('api_key', { parallel: 2 }),
      used: 1,
      want: ['x-ratelimit-api_key-remaining-max_parallel_requests: 1', 'x-ratelimit-api_key-limit-max_parallel_requests: 2'],
    },
    {
      name: 'of a model, whose name is part of one',
      dues: rates('model_per_key', { rpm: 3 }, 'openai/gpt 4\r\nx: y'),
      used: 1,
      want: [
        'x-ratelimit-model_per_key-remaining-requests: 2',
        'x-litellm-key-remaining-requests-openai-gpt-4--x--y: 2',
        'x-ratelimit-model_per_key-limit-requests: 3',
      ],
    },
    { name: 'of an organisation is told to nobody', dues: rates('organization', { rpm: 3 }), used: 1, want: [] },
    { name: 'of the whole gateway is told to nobody', dues: rates('global', { parallel: 3 }), used: 1, want: [] },
  ]
  test.each(cases)('$name', ({ dues, used, want }) => {
    expect(limitLines(noted(dues, [used]).call)).toBe(want.map((line) => `${line}\r\n`).join(''))
  })
})

test('what the key has spent is told with its limits, and this call is part of it', () => {
  const book = new CallerBook(callerOf('k', { maxBudget: '2', spend: '0.25', rpmLimit: 10 }), { now: 0, timeZone: 'UTC' })
  book.add(500_000_000)
  const { call } = noted(book.dues('m', 'm', 0).all.dues, [750_000_000, 1], book)
  expect([limitHeaderMap(call), hiddenLimits(call)]).toEqual([
    {
      'x-litellm-key-max-budget': '2.0',
      'x-litellm-key-rpm-limit': '10',
      'x-litellm-key-spend': '0.75',
      'x-ratelimit-api_key-limit-requests': '10',
      'x-ratelimit-api_key-remaining-requests': '9',
      'x-ratelimit-limit-requests': '10',
      'x-ratelimit-remaining-requests': '9',
      'x-ratelimit-reset-requests': '60s',
    },
    ['-requests'],
  ])
})

test('of a refused request only what kept it back is told', () => {
  const dues = [...rates('user', { rpm: 1 }), ...rates('team', { rpm: 9 })]
  const notes = new CallNotes(start, [], () => 0)
  const passage = new Passage({ store: memoryStore(), settings: readLimitSettings({}, {}), now: () => 0 }, undefined, undefined)
  passage.refuse(new DueList(dues), { refused: 0, used: 1, freeAt: 5 })
  notes.passage = passage
  expect(limitHeaderMap({ notes })).toEqual({ 'x-ratelimit-user-remaining-requests': '0', 'x-ratelimit-user-limit-requests': '1' })
})

test('a request that was not let in yet tells nothing', () => {
  const notes = new CallNotes(start, [], () => 0)
  expect([limitLines({ notes }), hiddenLimits({ notes })]).toEqual(['', []])
})
