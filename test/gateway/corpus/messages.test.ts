/** Every recorded chat through Anthropic's door: a Messages request in, the recorded answer of whatever vendor behind, and `expected` out. */
import { describe, expect, test } from 'vitest'
import { isRecord } from '../../../src/providers/shared/json.js'
import { differences } from '../../support/corpus.js'
import { askMessages, inMessages } from './messages-door.js'
import { exceptions, isDerived, messagesRequest, receivedDifferences } from './messages-requests.js'
import { expectAllRan, isChat, readRecordings, rowsOf, serveRecordings } from './recorded-gateway.js'

const recordings = readRecordings().filter(isChat)
const gateway = serveRecordings(recordings)
const ran = new Set<string>()

test.each(rowsOf(recordings))('%s is seen as expected', async (_name, recording) => {
  const seen = await askMessages(gateway, recording, messagesRequest(recording))
  const wrong = differences(seen, inMessages(recording.exchange))
  expect(wrong, wrong.join('\n')).toEqual([])
  ran.add(recording.exchange.id)
})

describe('requests', () => {
  test.each(rowsOf(recordings.filter(isDerived)))('%s reaches its provider as it was recorded', (_name, recording) => {
    const received = gateway.received(recording.exchange)?.body
    const wrong = isRecord(received) ? receivedDifferences(recording, received) : ['nothing received']
    expect(wrong, wrong.join('\n')).toEqual([])
  })

  test('exceptions are listed, and few', () => {
    expect(exceptions).toEqual({ unsayable: 31, lessened: 19 })
  })
})

test('every recording ran', () => expectAllRan(ran, recordings))
