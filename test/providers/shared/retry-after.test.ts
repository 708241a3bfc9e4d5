import { expect, test } from 'vitest'
import { durationMs, retryAfterMs, retryDelayMs } from '../../../src/providers/shared/retry-after.js'
import { testNow } from '../../support/codec.js'

const later = (ms: number) => new Date(testNow + ms)

test.each([
  { name: 'milliseconds before seconds', status: 429, headers: { 'retry-after-ms': '250', 'retry-after': '9' }, want: 250 },
  { name: "Azure's milliseconds", status: 429, headers: { 'x-ms-retry-after-ms': '700', 'retry-after': '1' }, want: 700 },
  { name: 'seconds', status: 503, headers: { 'retry-after': '1.5' }, want: 1500 },
  { name: 'a date by the local clock', status: 429, headers: { 'retry-after': later(3000).toUTCString() }, want: 3000 },
  {
    name: "a date by the server's clock",
    status: 429,
    headers: { date: later(60_000).toUTCString(), 'retry-after': later(64_000).toUTCString() },
    want: 4000,
  },
  { name: 'a date that is past', status: 429, headers: { 'retry-after': later(-5000).toUTCString() }, want: 0 },
  { name: 'text', status: 429, headers: { 'retry-after': 'soon' }, want: undefined },
  { name: 'nothing', status: 429, headers: {}, want: undefined },
  {
    name: 'the limit that is used up',
    status: 429,
    headers: {
      'x-ratelimit-reset-requests': '6h',
      'x-ratelimit-remaining-requests': '10',
      'x-ratelimit-reset-tokens': '7.66s',
      'x-ratelimit-remaining-tokens': '0',
    },
    want: 7660,
  },
  {
    name: 'the shortest where none says it is used up',
    status: 429,
    headers: { 'x-ratelimit-reset-requests': '2m59.56s', 'x-ratelimit-reset-tokens': '120ms' },
    want: 120,
  },
  {
    name: "Anthropic's reset",
    status: 429,
    headers: { 'anthropic-ratelimit-tokens-reset': later(9000).toISOString(), 'anthropic-ratelimit-tokens-remaining': '0' },
    want: 9000,
  },
  { name: 'milliseconds since 1970', status: 429, headers: { 'x-ratelimit-reset': String(testNow + 1234) }, want: 1234 },
  { name: 'no reset times but on a 429', status: 500, headers: { 'x-ratelimit-reset-tokens': '1s' }, want: undefined },
])('$name', ({ status, headers, want }) => expect(retryAfterMs(status, headers, testNow)).toBe(want))

test.each([
  ['1m30s', 90_000],
  ['34.4s', 34_400],
  ['6ms', 6],
  ['1h2m', 3_720_000],
  ['12', 12_000],
  ['never', undefined],
  ['-5s', undefined],
])('%s is %s ms', (text, want) => expect(durationMs(text, testNow)).toBe(want))

test.each([
  { name: 'Google’s', error: { details: [{ '@type': 'type.googleapis.com/google.rpc.Help' }, { retryDelay: '18.4s' }] }, want: 18_400 },
  { name: 'without one', error: { details: [{}] }, want: undefined },
  { name: 'with one of no form that is known', error: { details: [{ retryDelay: 'soon' }] }, want: undefined },
  { name: 'details that are no list', error: { details: 'x' }, want: undefined },
  { name: 'no object', error: 'overloaded', want: undefined },
])('the wait inside an error: $name', ({ error, want }) => expect(retryDelayMs(error)).toBe(want))
