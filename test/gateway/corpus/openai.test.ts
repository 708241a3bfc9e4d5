/** Every recording through OpenAI's door: an OpenAI-shaped request in, the recorded answer behind, and `expected` out. */
import { describe, expect, test } from 'vitest'
import { isRecord } from '../../../src/providers/shared/json.js'
import { differences, type Seen } from '../../support/corpus.js'
import { bodyDifferences } from '../../support/equivalent-body.js'
import { hasOpenAiRequest } from '../../support/replay.js'
import { askOpenAi, requestFor } from './openai-door.js'
import { expectAllRan, isChat, readRecordings, rowsOf, serveRecordings } from './recorded-gateway.js'

const recordings = readRecordings()
const gateway = serveRecordings(recordings)
const ran = new Set<string>()

test.each(rowsOf(recordings))('%s is seen as expected', async (_name, recording) => {
  const seen = await askOpenAi(gateway, recording)
  const wrong = differences(seen, recording.exchange.expected)
  expect(wrong, wrong.join('\n')).toEqual([])
  ran.add(recording.exchange.id)
})

describe('requests that were OpenAI’s own', () => {
  const asked = recordings.filter(({ suite, exchange }) => hasOpenAiRequest(suite, exchange))

  test.each(rowsOf(asked))('%s reaches its provider as the same request', (_name, recording) => {
    const received = gateway.received(recording.exchange)?.body
    expect(isRecord(received) && bodyDifferences(requestFor(recording).body, received)).toEqual([])
  })
})

describe('streams whose client does not ask for usage', () => {
  const streams = recordings.filter((recording) => recording.exchange.stream && isChat(recording))

  test.each(rowsOf(streams))('%s tells none, and all else', async (_name, recording) => {
    const { expected } = recording.exchange
    const seen: Seen = await askOpenAi(gateway, recording, { counts: 'without usage' })
    const left = expected.kind === 'chat' ? { ...expected, usage: null } : expected
    expect(differences(seen, left)).toEqual([])
    if (seen.kind === 'chat') expect(seen.usage).toBe(null)
  })
})

describe.each(['parsed', 'long'] as const)('a request that is %s', (way) => {
  const relayed: ReadonlySet<string> = new Set(['chat', 'completions', 'embeddings'])

  test.each(rowsOf(recordings.filter(({ suite }) => relayed.has(suite.endpoint))))('%s is seen as expected', async (_name, recording) => {
    const seen = await askOpenAi(gateway, recording, { way })
    const wrong = differences(seen, recording.exchange.expected)
    expect(wrong, wrong.join('\n')).toEqual([])
  })
})

test('every recording ran', () => expectAllRan(ran, recordings))
