/** Recorded exchanges of the Responses API through the codec: answers as expected, and recorded requests rebuilt from chat terms. */
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { isFault } from '../../src/protocol/failure.js'
import type { Adapter, Target } from '../../src/providers/adapter.js'
import { azureResponses } from '../../src/providers/azure-responses.js'
import { openaiResponses } from '../../src/providers/openai-responses.js'
import { isRecord, type JsonRecord, listOf } from '../../src/providers/shared/json.js'
import { chatCall, testTarget } from '../support/codec.js'
import { canonical, differences, type Exchange, exchangesRoot, readExchanges } from '../support/corpus.js'
import { responsesTerms } from '../support/responses-terms.js'
import { replayCodec } from './codec-replay.js'

const providers = ['openai', 'azure', 'bedrock', 'deepseek', 'xai', 'lmstudio', 'openrouter', 'github-copilot']
const roots = [...new Set([exchangesRoot(), fileURLToPath(new URL('../fixtures', import.meta.url))])]
const exchanges = roots.flatMap((root) => providers.flatMap((provider) => readExchanges(root, provider, 'responses')))

const adapterOf = ({ provider }: Exchange): Adapter => (provider === 'azure' ? azureResponses : openaiResponses)
const targetOf = ({ provider, model }: Exchange): Target =>
  testTarget({
    provider: { name: provider, format: provider === 'azure' ? 'azure-responses' : 'openai-responses' },
    baseUrl: 'https://host.example/v1',
    ...(model !== null && { model }),
  })

describe('answers', () => {
  test.each(exchanges.map((exchange) => [`${exchange.provider}/${exchange.id}`, exchange] as const))(
    '%s is seen as expected, wherever it is cut',
    (_id, exchange) => {
      for (let seed = 0; seed < 5; seed += 1) {
        expect(differences(replayCodec(adapterOf(exchange), targetOf(exchange), exchange, seed), exchange.expected)).toEqual([])
      }
    },
  )
})

describe('requests', () => {
  const recorded = exchanges.flatMap((exchange) =>
    exchange.request_body === null || exchange.status >= 400 ? [] : [{ ...exchange, request_body: exchange.request_body }],
  )

  test('at least 95 of 100 recorded bodies are rebuilt from chat terms', () => {
    const different = recorded.flatMap((exchange) => {
      const built = rebuilt(exchange)
      const wanted = normalised(exchange.request_body)
      return canonical(built) === canonical(wanted) ? [] : [`${exchange.provider}/${exchange.id}`]
    })
    expect({ recorded: recorded.length > 0, different: different.length <= recorded.length * 0.05 ? [] : different }).toEqual({
      recorded: true,
      different: [],
    })
  })

  function rebuilt(exchange: Exchange & { readonly request_body: JsonRecord }): JsonRecord {
    const { request_body: body, provider } = exchange
    const call = chatCall(responsesTerms(body, provider), { stream: body.stream === true })
    const built = adapterOf(exchange).endpoints.chat?.toRequest(call, targetOf(exchange))
    if (built === undefined || isFault(built)) throw new Error(`${exchange.id}: ${built?.failure.message ?? 'no codec'}`)
    return normalised(JSON.parse(String(built.body)))
  }
})

/** Nulls say nothing, nor does `stream: false`; `store: false` is ours; text alone is a message of the user. */
function normalised({ store: _store, input, ...rest }: JsonRecord): JsonRecord {
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : listOf(input)
  const told = withoutNulls(rest)
  if (told.stream === false) delete told.stream
  return { ...told, input: items.map(withoutNulls), ...(told.tools !== undefined && { tools: listOf(told.tools).map(withoutNulls) }) }
}

function withoutNulls(members: unknown): JsonRecord {
  return isRecord(members) ? Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null)) : {}
}
