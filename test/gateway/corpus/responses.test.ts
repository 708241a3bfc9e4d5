/** Every recorded chat through the door of the Responses API: a request in, the recorded answer of whatever vendor behind, and `expected` out. */
import { expect, test } from 'vitest'
import { servesResponses } from '../../../src/plan/serves-responses.js'
import { differences } from '../../support/corpus.js'
import { rowOf } from '../../support/native-request.js'
import { expectAllRan, isChat, type Recording, readRecordings, rowsOf, serveRecordings } from './recorded-gateway.js'
import { askResponses } from './responses-door.js'
import { withoutWritten } from './seen-usage.js'

/** A host that serves the Responses API itself would not answer there with what it answered in a chat. */
const isOfOtherEndpoint = ({ suite }: Recording) => suite.endpoint === 'chat' && servesResponses(rowOf(suite.prefix))

const recordings = readRecordings().filter((recording) => isChat(recording) && !isOfOtherEndpoint(recording))
const gateway = serveRecordings(recordings)
const ran = new Set<string>()

test.each(rowsOf(recordings))('%s is seen as expected', async (_name, recording) => {
  const seen = await askResponses(gateway, recording)
  const wrong = differences(seen, withoutWritten(recording.exchange))
  expect(wrong, wrong.join('\n')).toEqual([])
  ran.add(recording.exchange.id)
})

test('every recording ran', () => expectAllRan(ran, recordings))
