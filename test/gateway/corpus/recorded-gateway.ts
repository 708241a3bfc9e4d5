/** A gateway with one model for each recording, whose provider answers as it was recorded: real sockets on both sides. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { createGateway, type Gateway } from '../../../src/gateway/gateway.js'
import { isRecord, type JsonRecord } from '../../../src/providers/shared/json.js'
import { corpusRoot, type Exchange, exchangesRoot, readExchanges } from '../../support/corpus.js'
import { createExchangeServer, type ExchangeServer, type Received } from '../../support/exchange-server.js'
import { entryYaml, environment, modelOf, recordingsYaml, type Suite } from '../../support/replay.js'
import { suites } from '../../support/suites.js'
import { masterKey } from '../gateway-support.js'

/** A recording, and how a config names its provider. */
export type Recording = { readonly suite: Suite; readonly exchange: Exchange }

/** What a client gets: the status, its headers and the body as text. */
export type Answered = { readonly status: number; readonly headers: Headers; readonly text: string }

/**
 * How the gateway comes to handle a request: as it likes; parsed, since a header steers the call; or looked through without being
 * parsed, since the body is long (of white space).
 */
export type Way = 'as it comes' | 'parsed' | 'long'

export type RecordedGateway = {
  /** Sends JSON to a path of the gateway. */
  post(path: string, body: object, way?: Way): Promise<Answered>
  /** What the provider of a recording received last. */
  received(exchange: Exchange): Received | undefined
}

/** Endpoints that answer a chat. */
const chatEndpoints: ReadonlySet<Suite['endpoint']> = new Set([
  'chat',
  'messages',
  'converse',
  'converse-stream',
  'invoke',
  'generateContent',
  'streamGenerateContent',
  'responses',
])

/** True for recordings of a chat, whatever the format. */
export const isChat = ({ suite }: Recording): boolean => chatEndpoints.has(suite.endpoint)

/** All recordings: of the corpus, else this repository's own few, whose ids are names within their folder. */
export function readRecordings(): readonly Recording[] {
  const root = exchangesRoot()
  const isCorpus = corpusRoot() !== undefined
  return suites.flatMap((suite) =>
    readExchanges(root, suite.folder, suite.endpoint).map((exchange) => ({
      suite,
      exchange: isCorpus ? exchange : { ...exchange, id: `${suite.folder}-${exchange.id}` },
    })),
  )
}

/** Recordings of the corpus as it was when the tests were written: there may be more, and never fewer. */
const least = { all: 754, chats: 724 }

/** Asserts that each recording ran, and that none has vanished from the corpus or from the list of suites. */
export function expectAllRan(ran: ReadonlySet<string>, recordings: readonly Recording[]): void {
  expect([...ran].sort()).toEqual(recordings.map(({ exchange }) => exchange.id).sort())
  const root = corpusRoot()
  if (root === undefined) return
  const files = readdirSync(`${root}/exchanges`, { recursive: true }).filter((name) => String(name).endsWith('.json'))
  expect(readRecordings().length).toBe(files.length)
  expect(readRecordings().length).toBeGreaterThanOrEqual(least.all)
  expect(readRecordings().filter(isChat).length).toBeGreaterThanOrEqual(least.chats)
}

/** Longer than what is parsed because that is cheaper, bytes. */
const longBody = 100_000

/** Name of the model behind which a recording stands. */
export const nameOf = ({ id }: Exchange): string => `recorded-${id}`

/** Rows of a table test. */
export const rowsOf = (recordings: readonly Recording[]) =>
  recordings.map((recording) => [`${recording.suite.folder} ${recording.suite.endpoint} ${recording.exchange.id}`, recording] as const)

/** Starts provider and gateway for the tests of a file. Streams are cut at places that follow from `seed`. */
export function serveRecordings(recordings: readonly Recording[], seed = 20_250_601): RecordedGateway {
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-recorded-'))
  let server: ExchangeServer | undefined
  let gateway: Gateway | undefined
  let url = ''
  beforeAll(async () => {
    server = await createExchangeServer(
      recordings.map(({ exchange }) => exchange),
      seed,
    )
    const path = join(folder, 'litellm_config.yaml')
    writeFileSync(path, yamlOf(recordings, server.origin))
    gateway = await createGateway({ config: { path }, env: { ...environment, LITELLM_MASTER_KEY: masterKey }, maxLoopDelayMs: 60_000 })
    url = await gateway.listen({ port: 0, host: '127.0.0.1' })
  })
  afterAll(async () => {
    await gateway?.close(0)
    await server?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    post: async (path, body, way) => {
      const headers = new Headers({ 'content-type': 'application/json', authorization: `Bearer ${masterKey}` })
      if (way === 'parsed') headers.set('x-litellm-tags', 'recorded')
      const text = JSON.stringify(body)
      const response = await fetch(url + path, { method: 'POST', headers, body: way === 'long' ? text.padEnd(longBody) : text })
      return { status: response.status, headers: response.headers, text: await response.text() }
    },
    received: ({ id }) => server?.received(id),
  }
}

/** Each recording has a host of its own: requests need nothing beside what their client writes. */
function yamlOf(recordings: readonly Recording[], origin: string): string {
  return recordingsYaml(
    recordings.flatMap(({ suite, exchange }) =>
      entryYaml(suite, { name: nameOf(exchange), model: modelOf(exchange), origin: `${origin}/${exchange.id}` }),
    ),
  )
}

/** The body of an answer that is one JSON object. */
export function objectOf(text: string): JsonRecord {
  const value: unknown = JSON.parse(text)
  if (!isRecord(value)) throw new Error(`no JSON object: ${text.slice(0, 200)}`)
  return value
}

/** One server-sent event. */
export type SentEvent = { readonly name: string | undefined; readonly data: string }

/** Events of a stream, by the letter of the standard's grammar as far as it is used here; anything else in the text is an error. */
export function eventsOf(text: string): readonly SentEvent[] {
  if (text !== '' && !/\r?\n\r?\n$/.test(text)) throw new Error(`a stream ends inside an event: ${text.slice(-200)}`)
  return text.split(/\r?\n\r?\n/).flatMap((block) => {
    const lines = block.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith(':'))
    if (lines.length === 0) return []
    const fields = lines.map((line) => /^(event|data): ?(.*)$/.exec(line) ?? [line, 'unknown', line])
    const unknown = fields.find(([, field]) => field === 'unknown')
    if (unknown !== undefined) throw new Error(`no line of a stream: ${unknown[0]}`)
    const data = fields.filter(([, field]) => field === 'data').map(([, , value]) => value)
    return [{ name: fields.find(([, field]) => field === 'event')?.[2], data: data.join('\n') }]
  })
}

/** Names of an error's class and of those above it. */
export function classesOf(error: Error): string[] {
  const names: string[] = []
  for (let at: unknown = Object.getPrototypeOf(error); at instanceof Error; at = Object.getPrototypeOf(at)) names.push(at.constructor.name)
  return names
}
