/** Recorded Anthropic exchanges through the door and our adapter: the request that goes out, and the answer that comes back, are those of the recording. */
import { describe, expect, test } from 'vitest'
import { findModel } from '../../../src/catalog/models.js'
import type { MessageEvent } from '../../../src/gateway/anthropic/body.js'
import { messageOf } from '../../../src/gateway/anthropic/reply.js'
import { chatTerms } from '../../../src/gateway/anthropic/request.js'
import { createMessageStream, lastEvents, messageEvents } from '../../../src/gateway/anthropic/stream.js'
import { anthropic } from '../../../src/providers/anthropic.js'
import { isRecord, type JsonRecord, listOf, recordsOf } from '../../../src/providers/shared/json.js'
import { foldFramed } from '../../conformance/native-suite.js'
import { normalBody } from '../../support/anthropic-terms.js'
import { chatCall, cutBytes, httpReply, seededRandom, testTarget } from '../../support/codec.js'
import { canonical, type Exchange, exchangesRoot, readExchanges, replyBytes } from '../../support/corpus.js'
import { madeOf } from '../../support/native-request.js'
import { foldedMessage, normalMessage } from './messages.js'

const claude = { isClaude: true, knowsBlocks: true, takesTopK: true }
const exchanges = readExchanges(exchangesRoot(), 'anthropic', 'messages')
const pairs = (chosen: readonly Exchange[]) => chosen.map((exchange) => [exchange.id, exchange] as const)

function targetOf(model: string) {
  return testTarget({
    model,
    baseUrl: 'https://api.anthropic.com',
    provider: { name: 'anthropic', format: 'anthropic', auth: 'x-api-key' },
    deployment: { flags: findModel('anthropic', model)?.flags ?? [] },
  })
}

const parsed = (value: unknown): unknown => JSON.parse(canonical(value))
const answered = exchanges.filter(({ expected }) => expected.kind === 'chat')

describe.runIf(exchanges.some(({ request_body: body }) => body !== null))('requests', () => {
  test.each(pairs(exchanges.filter(({ request_body: body }) => body !== null)))('%s goes out as it came in', (_id, exchange) => {
    const recorded: JsonRecord = { ...exchange.request_body }
    const terms = chatTerms(recorded, claude)
    if (terms.refused !== undefined) throw new Error(terms.refused)
    const { stream, stream_options: _options, ...request } = terms.request
    const call = chatCall(request, { stream: stream === true })
    const sent: unknown = JSON.parse(String(madeOf(anthropic.endpoints.chat?.toRequest(call, targetOf(String(recorded.model)))).body))
    if (!isRecord(sent)) throw new Error('no body')
    expect(parsed(normalBody(sent))).toEqual(parsed(normalBody(recorded)))
  })
})

describe.runIf(answered.some(({ stream }) => !stream))('whole answers', () => {
  test.each(pairs(answered.filter(({ stream }) => !stream)))('%s comes back as it was', (_id, exchange) => {
    const reply = httpReply(JSON.stringify(exchange.response_body), exchange.response_headers, exchange.status)
    const chat = madeOf(anthropic.endpoints.chat?.fromResponse(reply, chatCall(), targetOf(exchange.model ?? 'claude')))
    expect(parsed(normalMessage(messageOf(chat)))).toEqual(parsed(normalMessage(exchange.response_body)))
  })
})

describe.runIf(answered.some(({ stream }) => stream))('streams', () => {
  test.each(pairs(answered.filter(({ stream }) => stream)))('%s comes back as the same message', (_id, exchange) => {
    const bytes = replyBytes(exchange)
    const recorded = new TextDecoder()
      .decode(bytes)
      .split('\n')
      .flatMap((line) => (line.startsWith('data:') ? [JSON.parse(line.slice(5)) as MessageEvent] : []))
    const { chunks, failure } = foldFramed(
      anthropic,
      cutBytes(bytes, seededRandom(3), 40),
      targetOf(exchange.model ?? 'claude'),
      chatCall({}, { stream: true }),
    )
    expect(failure).toBeUndefined()
    const state = createMessageStream()
    const events = [...chunks.flatMap((chunk) => messageEvents(state, chunk)), ...lastEvents(state)]
    expect(parsed(hostedLast(normalMessage(foldedMessage(events))))).toEqual(parsed(hostedLast(normalMessage(foldedMessage(recorded)))))
  })
})

/** Blocks of hosted tools are known at the end of a chat stream only; the pieces of text around them are one by then. */
function hostedLast(message: JsonRecord): JsonRecord {
  const blocks = recordsOf(message.content)
  const own = blocks.filter(({ type }) => type === 'thinking' || type === 'redacted_thinking')
  const text = blocks.map((block) => (block.type === 'text' ? block.text : '')).join('')
  const calls = blocks.filter(({ type }) => type === 'tool_use').map(({ caller: _caller, ...call }) => call)
  const hosted = blocks.filter(({ type }) => !['text', 'thinking', 'redacted_thinking', 'tool_use'].includes(String(type)))
  return { ...message, content: [...own, ...(text === '' ? [] : [{ type: 'text', text }]), ...calls, ...listOf(hosted)] }
}
