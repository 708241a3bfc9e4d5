/** Every recorded chat through Google's door: a question in, the recorded answer of whatever vendor behind, and `expected` out. */
import { expect, test } from 'vitest'
import { differences } from '../../support/corpus.js'
import { askGemini } from './gemini-door.js'
import { expectAllRan, isChat, readRecordings, rowsOf, serveRecordings } from './recorded-gateway.js'
import { withoutWritten } from './seen-usage.js'

const recordings = readRecordings().filter(isChat)
const gateway = serveRecordings(recordings)
const ran = new Set<string>()

test.each(rowsOf(recordings))('%s is seen as expected', async (_name, recording) => {
  const seen = await askGemini(gateway, recording)
  const wrong = differences(seen, withoutWritten(recording.exchange))
  expect(wrong, wrong.join('\n')).toEqual([])
  ran.add(recording.exchange.id)
})

test('every recording ran', () => expectAllRan(ran, recordings))
