import { describe, expect, test } from 'vitest'
import type { FakeAnswer } from '../../support/fake-transport.js'
import { at, delta, end, fails, messages, ok, stop, streams } from '../harness.js'
import { limitedClient, settled } from '../limited-client.js'

const two = { deployments: [at(0, 'a'), at(1, 'a')] }
const says = (headers: object, given: FakeAnswer = ok()): FakeAnswer => ({ ...given, headers: { ...given.headers, ...headers } })
const spent = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '30s' }

/** The hosts of three calls, where the first answer of `d0` says this. */
async function hostsOf(headers: object, body: object = {}): Promise<readonly string[]> {
  const { ask, hosts } = limitedClient(two, { answer: (host) => (host === 'd0' ? says(headers) : ok()) })
  await ask('x', body)
  await ask('x', body)
  return hosts
}

describe('headers that say nothing is left', () => {
  test.each<{ name: string; headers: object }>([
    { name: 'OpenAI, Groq', headers: spent },
    { name: 'Azure, without a time', headers: { 'x-ratelimit-remaining-requests': '0' } },
    { name: 'tokens', headers: { 'x-ratelimit-remaining-tokens': '10', 'x-ratelimit-reset-tokens': '1m0s' } },
    {
      name: 'Anthropic',
      headers: { 'anthropic-ratelimit-requests-remaining': '0', 'anthropic-ratelimit-requests-reset': '2023-11-14T22:14:00Z' },
    },
    {
      name: 'Anthropic, tokens read',
      headers: { 'anthropic-ratelimit-input-tokens-remaining': '0', 'anthropic-ratelimit-input-tokens-reset': '2023-11-14T22:14:00Z' },
    },
    { name: 'Cerebras', headers: { 'x-ratelimit-remaining-requests-day': '0', 'x-ratelimit-reset-requests-day': '33011.382867' } },
    { name: 'Mistral', headers: { 'x-ratelimit-remaining-req-minute': '0' } },
  ])('send the next call elsewhere: $name', async ({ headers }) => {
    expect(await hostsOf(headers, { max_tokens: 100 })).toEqual(['d0', 'd1'])
  })

  test.each<{ name: string; headers: object }>([
    { name: 'much is left', headers: { 'x-ratelimit-remaining-requests': '59', 'x-ratelimit-reset-requests': '1s' } },
    {
      name: 'no count',
      headers: { 'x-ratelimit-remaining-tokens': '-1', 'x-ratelimit-limit-tokens': '-1', 'x-ratelimit-reset-tokens': '0' },
    },
    { name: 'no number', headers: { 'x-ratelimit-remaining-requests': 'none', 'x-ratelimit-reset-requests': '30s' } },
    {
      name: 'a reset that is over',
      headers: { 'anthropic-ratelimit-requests-remaining': '0', 'anthropic-ratelimit-requests-reset': '2023-11-14T22:00:00Z' },
    },
    { name: 'a reset that is none', headers: { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': 'soon' } },
    {
      name: 'more left than there is',
      headers: { 'x-ratelimit-remaining-tokens': '9', 'x-ratelimit-limit-tokens': '5', 'x-ratelimit-reset-tokens': '9s' },
    },
    { name: 'nothing', headers: {} },
  ])('and those that do not count: $name', async ({ headers }) => {
    expect(await hostsOf(headers)).toEqual(['d0', 'd0'])
  })
})

test('it is forgotten at the reset, or with the next answer that says otherwise', async () => {
  const { ask, hosts, clock } = limitedClient(two, { answer: (host) => (host === 'd0' ? says(spent) : ok()) })
  await ask('1')
  await clock.advance(29_999)
  await ask('2')
  await clock.advance(1)
  await ask('3')
  expect(hosts).toEqual(['d0', 'd1', 'd0'])
})

test('nobody is believed for more than ten minutes', async () => {
  const forever = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '9000h' }
  const { ask, hosts, clock } = limitedClient(two, { answer: (host) => (host === 'd0' ? says(forever) : ok()) })
  await ask('1')
  await clock.advance(600_000)
  await ask('2')
  expect(hosts).toEqual(['d0', 'd0'])
})

test('with a known limit it fills up evenly until the reset', async () => {
  const headers = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-limit-requests': '60', 'x-ratelimit-reset-requests': '60s' }
  const { ask, hosts, clock } = limitedClient(two, { answer: (host) => (host === 'd0' ? says(headers) : ok()) })
  await ask('1')
  await clock.advance(999)
  await ask('2')
  await clock.advance(1)
  await ask('3')
  expect(hosts).toEqual(['d0', 'd1', 'd0'])
})

test('calls begun since the headers came are counted', async () => {
  const { ask, held } = limitedClient(two)
  const first = ask('1')
  await settled()
  await held[0]?.answer(says({ 'x-ratelimit-remaining-requests': '2', 'x-ratelimit-reset-requests': '30s' }))
  await first
  const calls = ['2', '3', '4', '5'].map((content) => ask(content))
  await settled()
  expect(held.map(({ host }) => host)).toEqual(['d0', 'd0', 'd1', 'd1'])
  while (held.length > 0) await held[0]?.answer()
  await Promise.all(calls)
})

test('where no other is left it is asked all the same', async () => {
  const { ask, hosts } = limitedClient(two, { answer: () => says(spent) })
  for (let nth = 0; nth < 3; nth++) await ask('x')
  expect(hosts.slice(0, 2)).toEqual(['d0', 'd1'])
  expect(hosts.length).toBe(3)
})

test('errors and streams are learned from too', async () => {
  const failing = limitedClient(two, {
    answer: (host) => (host === 'd0' ? says(spent, fails(400)) : ok()),
  })
  await expect(failing.ask('1')).rejects.toMatchObject({ status: 400 })
  await failing.ask('2')
  expect(failing.hosts).toEqual(['d0', 'd1'])
  const streaming = limitedClient(two, { answer: (host) => (host === 'd0' ? says(spent, streams(delta('x'), stop, end)) : ok()) })
  for await (const _ of await streaming.client.chat.completions.create({ model: 'a', messages, stream: true }));
  await streaming.ask('2')
  expect(streaming.hosts).toEqual(['d0', 'd1'])
})
