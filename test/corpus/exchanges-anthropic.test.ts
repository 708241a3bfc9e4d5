/** Recorded requests to Anthropic, built again from the same conversation in OpenAI terms. */
import { describe, expect, test } from 'vitest'
import { findModel } from '../../src/catalog/models.js'
import type { ChatRequest } from '../../src/protocol/chat.js'
import { isFault } from '../../src/protocol/failure.js'
import { anthropic } from '../../src/providers/anthropic.js'
import { isRecord, type JsonRecord } from '../../src/providers/shared/json.js'
import { normalBody, openAiTerms } from '../support/anthropic-terms.js'
import { chatCall, testTarget } from '../support/codec.js'
import { canonical, exchangesRoot, readExchanges } from '../support/corpus.js'

const requests = readExchanges(exchangesRoot(), 'anthropic', 'messages')
  .filter((exchange) => exchange.request_body !== null)
  .map((exchange) => [exchange.id, exchange] as const)

/** Recordings that are built otherwise, each with its reason. */
const others: ReadonlyMap<string, string> = new Map([])

describe.runIf(requests.length > 0)('requests', () => {
  test.each(requests.filter(([id]) => !others.has(id)))('%s is built again from OpenAI terms', (_id, exchange) => {
    const recorded: JsonRecord = { ...exchange.request_body }
    const call = chatCall(openAiTerms(recorded) as unknown as ChatRequest, { stream: exchange.stream }) // as a caller without types writes it
    const model = String(recorded.model)
    const target = testTarget({
      model,
      baseUrl: 'https://api.anthropic.com',
      provider: { name: 'anthropic', format: 'anthropic', auth: 'x-api-key' },
      deployment: { flags: findModel('anthropic', model)?.flags ?? [] },
    })
    const built = anthropic.endpoints.chat?.toRequest(call, target)
    if (built === undefined || isFault(built)) throw new Error(JSON.stringify(built?.failure))
    const sent: unknown = JSON.parse(String(built.body))
    if (!isRecord(sent)) throw new Error('no body')
    expect(JSON.parse(canonical(normalBody(sent)))).toEqual(JSON.parse(canonical(normalBody(recorded))))
  })

  test('exceptions are at most five in a hundred', () => {
    expect(others.size).toBeLessThanOrEqual(Math.floor(requests.length * 0.05))
  })
})
