/** Recorded provider exchanges through generated clients: what a caller sees is what `expected` says. */
import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRecord } from '../../src/providers/shared/json.js'
import { corpusRoot, differences, exchangesRoot, readExchanges } from '../support/corpus.js'
import { bodyDifferences } from '../support/equivalent-body.js'
import { createExchangeServer, type ExchangeServer } from '../support/exchange-server.js'
import { type AnyClient, emittedClient, hasOpenAiRequest, replay, type Suite, suiteYaml } from '../support/replay.js'
import { suites } from '../support/suites.js'

const root = exchangesRoot()
const recordingsOf = (suite: Suite) => readExchanges(root, suite.folder, suite.endpoint)
const isRecorded = (suite: Suite) => recordingsOf(suite).length > 0

describe.each(suites.filter(isRecorded))('$folder $endpoint through the emitted client', suiteTests)

function suiteTests(suite: Suite): void {
  const exchanges = recordingsOf(suite)
  let server: ExchangeServer
  let client: AnyClient
  beforeAll(async () => {
    server = await createExchangeServer(exchanges, 20_250_601)
    client = await emittedClient(suiteYaml(suite, exchanges, server.origin))
  })
  afterAll(async () => {
    await client?.close()
    await server.close()
  })

  test.each(exchanges.map((exchange) => [exchange.id, exchange] as const))('%s is seen as expected', async (_id, exchange) => {
    const seen = await replay(client, suite, exchange)
    expect(differences(seen, exchange.expected)).toEqual([])
  })

  const requests = exchanges.filter((exchange) => hasOpenAiRequest(suite, exchange))
  if (requests.length === 0) return
  test.each(requests.map((exchange) => [exchange.id, exchange] as const))('%s reaches the server as the same request', (_id, exchange) => {
    const received = server.received(exchange.id)?.body
    expect(isRecord(received) && exchange.request_body !== null && bodyDifferences(exchange.request_body, received)).toEqual([])
  })
}

test.runIf(corpusRoot() !== undefined)('every recording is replayed', () => {
  const known = new Set(suites.map(({ folder, endpoint }) => `${folder}/${endpoint}`))
  const left = readdirSync(root).flatMap((folder) =>
    readExchanges(root, folder).filter((exchange) => !known.has(`${folder}/${exchange.endpoint}`)),
  )
  expect(left.map(({ provider, endpoint, id }) => `${provider} ${endpoint} ${id}`)).toEqual([])
})
