/** Recorded Gemini exchanges through the door and our adapter: the request that goes out, and the answer that comes back, are those of the recording. */
import { describe, expect, test } from 'vitest'
import { findModel } from '../../../src/catalog/models.js'
import { camelCased } from '../../../src/gateway/google/camel-case.js'
import { answerOf } from '../../../src/gateway/google/reply.js'
import { chatTerms } from '../../../src/gateway/google/request.js'
import { answerPieces, createGenerateStream, lastPieces } from '../../../src/gateway/google/stream.js'
import { gemini } from '../../../src/providers/gemini.js'
import { isRecord, type JsonRecord } from '../../../src/providers/shared/json.js'
import { chatCall, cutBytes, foldStream, httpReply, seededRandom, testTarget } from '../../support/codec.js'
import { canonical, type Exchange, exchangesRoot, readExchanges, replyBytes } from '../../support/corpus.js'
import { normalBody } from '../../support/gemini-terms.js'
import { madeOf } from '../../support/native-request.js'
import { foldedAnswer, normalAnswer } from './answers.js'

const own = { isGemini: true, takesTopK: true }
const root = exchangesRoot()
const exchanges = ['generateContent', 'streamGenerateContent'].flatMap((endpoint) => readExchanges(root, 'google', endpoint))
const pairs = (chosen: readonly Exchange[]) => chosen.map((exchange) => [exchange.id, exchange] as const)
const asked = exchanges.filter(({ request_body: body }) => body !== null)
const answered = exchanges.filter(({ expected }) => expected.kind === 'chat')

function targetOf({ model }: Exchange) {
  return testTarget({
    provider: { name: 'gemini', format: 'gemini', auth: 'x-goog-api-key' },
    deployment: { flags: findModel('gemini', model ?? '')?.flags ?? [] },
    model: model ?? 'model-x',
    baseUrl: 'https://generativelanguage.example/v1beta',
  })
}

const parsed = (value: unknown): unknown => JSON.parse(canonical(value))

describe.runIf(asked.length > 0)('requests', () => {
  test.each(pairs(asked))('%s goes out as it came in', (_id, exchange) => {
    const recorded: JsonRecord = { ...exchange.request_body }
    const body = camelCased(recorded)
    const terms = chatTerms(isRecord(body) ? body : {}, {}, 'group', own, exchange.stream)
    if (terms.refused !== undefined) throw new Error(terms.refused)
    const { stream, stream_options: _options, ...request } = terms.request
    const call = chatCall(request, { stream: stream === true })
    const sent: unknown = JSON.parse(String(madeOf(gemini.endpoints.chat?.toRequest(call, targetOf(exchange))).body))
    if (!isRecord(sent)) throw new Error('no body')
    expect(parsed(normalBody(sent))).toEqual(parsed(normalBody(recorded)))
  })
})

describe.runIf(answered.some(({ stream }) => !stream))('whole answers', () => {
  test.each(pairs(answered.filter(({ stream }) => !stream)))('%s comes back as it was', (_id, exchange) => {
    const reply = httpReply(JSON.stringify(exchange.response_body), exchange.response_headers, exchange.status)
    const chat = madeOf(gemini.endpoints.chat?.fromResponse(reply, chatCall(), targetOf(exchange)))
    const recorded = normalAnswer(exchange.response_body)
    expect(parsed(normalAnswer({ ...answerOf(chat), ...unnamed(recorded) }))).toEqual(parsed(recorded))
  })
})

describe.runIf(answered.some(({ stream }) => stream))('streams', () => {
  test.each(pairs(answered.filter(({ stream }) => stream)))('%s comes back as the same answer', (_id, exchange) => {
    const bytes = replyBytes(exchange)
    const events = new TextDecoder()
      .decode(bytes)
      .split('\n')
      .flatMap((line) => (line.startsWith('data:') ? [camelCased(JSON.parse(line.slice(5))) as JsonRecord] : []))
    const { chunks, failure } = foldStream(gemini, cutBytes(bytes, seededRandom(3), 40), targetOf(exchange), chatCall({}, { stream: true }))
    expect(failure).toBeUndefined()
    const state = createGenerateStream()
    const pieces = [...chunks.flatMap((chunk) => answerPieces(state, chunk)), ...lastPieces(state)]
    const recorded = normalAnswer(foldedAnswer(events, exchange.expected.kind === 'chat' ? exchange.expected.tool_calls : []))
    expect(parsed({ ...normalAnswer(foldedAnswer(pieces)), ...unnamed(recorded) })).toEqual(parsed(recorded))
  })
})

/** Some recordings have no `responseId`; one is made up for them. */
function unnamed(recorded: JsonRecord): JsonRecord {
  return recorded.responseId === undefined ? { responseId: undefined } : {}
}
