/** Ollama exchanges through the codec: our own in its native form, and recorded ones of its OpenAI door. */
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { ChatRequest } from '../../src/protocol/chat.js'
import { isFault } from '../../src/protocol/failure.js'
import { ollama } from '../../src/providers/ollama.js'
import { chatCall, testTarget } from '../support/codec.js'
import { corpusRoot, differences, type Exchange, readExchanges } from '../support/corpus.js'
import { bodyDifferences } from '../support/equivalent-body.js'
import { replayCodec } from './codec-replay.js'

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url))
const native = ['api-chat', 'api-embed'].flatMap((endpoint) => readExchanges(fixtures, 'ollama', endpoint))
const root = corpusRoot()
const recorded = root === undefined ? [] : readExchanges(`${root}/exchanges`, 'ollama', 'chat')

const targetOf = ({ model }: Exchange, baseUrl: string) =>
  testTarget({ provider: { name: 'ollama', format: 'ollama', auth: 'optional-bearer' }, baseUrl, ...(model !== null && { model }) })

describe.each([
  { form: 'the native form', baseUrl: 'http://localhost:11434', exchanges: native },
  { form: 'OpenAI’s form from the native door', baseUrl: 'http://localhost:11434', exchanges: recorded },
  { form: 'OpenAI’s form from the OpenAI door', baseUrl: 'http://localhost:11434/v1', exchanges: recorded },
])('answers in $form', ({ baseUrl, exchanges }) => {
  test.runIf(exchanges.length > 0)('are seen as expected, wherever they are cut', () => {
    for (const exchange of exchanges) {
      for (let seed = 0; seed < 5; seed += 1) {
        const seen = replayCodec(ollama, targetOf(exchange, baseUrl), exchange, seed)
        expect([exchange.id, ...differences(seen, exchange.expected)]).toEqual([exchange.id])
      }
    }
  })
})

test.runIf(recorded.length > 0)('a base URL that names the OpenAI door gets the recorded OpenAI requests as they are', () => {
  for (const exchange of recorded) {
    const target = targetOf(exchange, 'http://localhost:11434/v1')
    if (exchange.request_body === null) continue
    const request = exchange.request_body as Partial<ChatRequest> // recorded from an OpenAI client
    const built = ollama.endpoints.chat?.toRequest(chatCall(request), target)
    if (built === undefined || isFault(built)) throw new Error('no request')
    expect([built.url, ...bodyDifferences(exchange.request_body, JSON.parse(String(built.body)))]).toEqual([
      'http://localhost:11434/v1/chat/completions',
    ])
  }
})

test('the native form is covered by exchanges of our own', () => {
  expect(native.map(({ id }) => id)).toEqual(['error-line', 'think-tags-cut', 'thinking-and-tools-stream', 'unknown-model', 'embed'])
})
