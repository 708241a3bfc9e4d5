import { expect, test } from 'vitest'
import { parseMockHeader } from '../../src/testing/mock-step.js'

const rows = [
  {
    name: 'words become members, times as they are',
    given: 'status=429; retry-after=2; delay=50',
    want: { status: 429, retryAfter: 2, delayMs: 50 },
  },
  {
    name: 'stream faults',
    given: 'stall=5;cut=3;malformed=0;error=2;hang=1',
    want: { stallMs: 5, cutAfter: 3, malformedAt: 0, errorAt: 2, hangAfter: 1 },
  },
  { name: 'text is percent-decoded', given: 'text=a%3Bb = c; model=x', want: { text: 'a;b = c', model: 'x' } },
  { name: 'a lone percent sign is kept', given: 'text=100%', want: { text: '100%' } },
  { name: 'an empty header is an ordinary answer', given: ' ; ', want: {} },
]
test.each(rows)('$name', ({ given, want }) => {
  expect(parseMockHeader(given)).toEqual(want)
})

test.each([
  ['stauts=429', 'x-llmgen-mock: unknown word "stauts"; known are status, retry-after, delay,'],
  ['__proto__=1', 'x-llmgen-mock: unknown word "__proto__"'],
  ['status=high', 'x-llmgen-mock: status needs a number, not "high"'],
  ['delay', 'x-llmgen-mock: delay needs a number, not ""'],
])('%s is refused by name', (given, problem) => {
  expect(parseMockHeader(given)).toEqual({ problem: expect.stringContaining(problem) })
})
