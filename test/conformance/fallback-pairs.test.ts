/** A conversation with tools that one vendor began goes on at another: for every ordered pair of formats, valid in the terms of the second. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ReplyMessage } from '../../src/protocol/chat.js'
import type { ChatMessage, ChatTool, ToolCall } from '../../src/protocol/messages.js'
import { unknownSignature } from '../../src/providers/gemini/signature.js'
import type { MockStep } from '../../src/testing/mock-step.js'
import { canonical } from '../support/corpus.js'
import { type MockExchange, mockExchange } from '../support/mock-exchange.js'
import type { AnyClient } from '../support/replay.js'
import { runs } from '../support/soak.js'
import { type RequestView, type Round, viewOf } from './request-views.js'
import { missingVendors, type Vendor, vendorClient, vendors } from './vendors.js'

type Talk = {
  readonly system: string | undefined
  readonly names: readonly string[]
  readonly question: string
  /** A round that the caller wrote, with ids of any kind; undefined for none. */
  readonly before: { readonly ids: readonly string[]; readonly input: object } | undefined
  /** What the first vendor calls: index of a tool, and arguments. */
  readonly calls: readonly { readonly tool: number; readonly input: object }[]
  readonly text: string
  readonly thinks: boolean
  readonly streams: boolean
  /** One text for each call. */
  readonly results: readonly string[]
  /** Results in the order of the calls, or the other way round. */
  readonly reversed: boolean
  readonly more: string | undefined
}

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '')
const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_-]{0,20}$/)
const input = fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 })
const oddId = fc.oneof(
  fc.constantFrom('functions.look:0', 'call_1', 'ünï cödé/§', 'x'.repeat(90), `${'x'.repeat(90)}y`, 'a b', '0'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }).filter((text) => text.trim() === text),
)

const talks: fc.Arbitrary<Talk> = fc.record({
  system: fc.option(words, { nil: undefined }),
  names: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
  question: words,
  before: fc.option(fc.record({ ids: fc.uniqueArray(oddId, { minLength: 1, maxLength: 3 }), input }), { nil: undefined }),
  calls: fc.array(fc.record({ tool: fc.nat(2), input }), { minLength: 1, maxLength: 3 }),
  text: fc.constantFrom('', 'Let me look.'),
  thinks: fc.boolean(),
  streams: fc.boolean(),
  results: fc.array(words, { minLength: 3, maxLength: 3 }),
  reversed: fc.boolean(),
  more: fc.option(words, { nil: undefined }),
})

/** What chance may leave out: ids that are long and differ at the end only, no arguments, results out of order. */
const worst: Talk = {
  system: 'Sei knapp. 🚀',
  names: ['look-up', 'now'],
  question: 'Zürich?',
  before: { ids: [`${'x'.repeat(90)}1`, `${'x'.repeat(90)}2`, 'functions.look:0'], input: {} },
  calls: [
    { tool: 0, input: JSON.parse('{"":[null,"東京"],"__proto__":{"deep":true}}') },
    { tool: 1, input: {} },
    { tool: 0, input: { x: 'y' } },
  ],
  text: 'Let me look.',
  thinks: true,
  streams: true,
  results: ['21 °C', 'now', '{"json":[1]}'],
  reversed: true,
  more: 'And tomorrow?',
}

const exchange: MockExchange = mockExchange()
let strict: AnyClient
let mending: AnyClient
beforeAll(async () => {
  strict = await vendorClient(exchange.transport)
  mending = await vendorClient(exchange.transport, { modifyParams: true })
})

test('every format that chats has a vendor here', async () => {
  expect(await missingVendors()).toEqual([])
})

const pairs = vendors
  .flatMap((from) => vendors.filter((to) => to !== from).map((to) => [from.name, to.name, from, to] as const))
  // Each pair has chance talks of its own: few for each, some hundred in all.
  .map((pair, seed) => [...pair, seed] as const)

describe.each(pairs)('%s, then %s', (_from, _to, from, to, seed) => {
  test('ids, arguments, signatures and names are valid for the second', async () => {
    await fc.assert(
      fc.asyncProperty(talks, async (talk) => {
        const begun = await begin(from, talk)
        const sent = await goOn(from, to, talk, begun)
        check(viewOf(sent), from, to, talk)
      }),
      { seed: 20_250_601 + seed, numRuns: runs(3, 100), examples: [[worst], [{ ...worst, thinks: false, streams: false, text: '' }]] },
    )
  })
})

const toolName = ({ names }: Talk, index: number) => names[index % names.length] ?? ''
const toolsOf = ({ names }: Talk): ChatTool[] =>
  names.map((each) => ({
    type: 'function',
    function: { name: each, description: `Does ${each}`, parameters: { type: 'object', properties: { x: { type: 'string' } } } },
  }))

function opening(talk: Talk): ChatMessage[] {
  const { system, question, before } = talk
  const called: ToolCall[] = (before?.ids ?? []).map((id) => ({
    id,
    type: 'function',
    function: { name: toolName(talk, 0), arguments: JSON.stringify(before?.input) },
  }))
  return [
    ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
    ...(before === undefined
      ? []
      : [
          { role: 'user' as const, content: 'Hello.' },
          { role: 'assistant' as const, content: null, tool_calls: called },
          ...before.ids.map((id) => ({ role: 'tool' as const, tool_call_id: id, content: `result of ${id}` })),
          { role: 'assistant' as const, content: 'Done.' },
        ]),
    { role: 'user', content: question },
  ]
}

const thinking = ({ thinks }: Talk) => (thinks ? { reasoning_effort: 'low' as const, drop_params: true } : {})
/** A turn without thinking blocks can only go to Claude with thinking on where the config allows to mend it. */
const clientFor = ({ thinks }: Talk) => (thinks ? mending : strict)

/** The first vendor's own answer, as its codec reads it. */
async function begin(from: Vendor, talk: Talk): Promise<ReplyMessage> {
  const step: MockStep = {
    ...(talk.text !== '' && { text: talk.text }),
    ...(talk.thinks && { reasoning: 'I have to look this up.' }),
    toolCalls: talk.calls.map(({ tool, input: given }) => ({ name: toolName(talk, tool), arguments: given })),
  }
  exchange.answer = () => step
  const request = { model: from.name, messages: opening(talk), tools: toolsOf(talk), ...thinking(talk) }
  const { create } = clientFor(talk).chat.completions
  const reply = talk.streams ? await (await create({ ...request, stream: true })).finalMessage() : await create(request)
  const message = reply.choices[0]?.message
  expect(message?.tool_calls).toHaveLength(talk.calls.length)
  if (message === undefined) throw new Error('no answer')
  return message
}

/** The first vendor fails, the second is asked: the request that it got. */
async function goOn(from: Vendor, to: Vendor, talk: Talk, begun: ReplyMessage) {
  const results = (begun.tool_calls ?? []).map((call, at) => ({
    role: 'tool' as const,
    tool_call_id: call.id,
    content: talk.results[at] ?? '',
  }))
  const messages: ChatMessage[] = [
    ...opening(talk),
    begun,
    ...(talk.reversed ? results.toReversed() : results),
    ...(talk.more === undefined ? [] : [{ role: 'user' as const, content: talk.more }]),
  ]
  exchange.requests.splice(0)
  exchange.answer = (_request, serial) => (serial === 0 ? { status: 503 } : { text: 'Here it is.' })
  const request = { model: from.name, messages, tools: toolsOf(talk), fallbacks: [to.name], ...thinking(talk) }
  const reply = await clientFor(talk).chat.completions.create(request)
  expect([reply.meta.group, reply.choices[0]?.message.content]).toEqual([to.name, 'Here it is.'])
  const [, sent] = exchange.requests
  if (exchange.requests.length !== 2 || sent === undefined) throw new Error('the second vendor was not asked once')
  return sent
}

const firstClaude = 'bW9jay1zaWduYXR1cmU='
const claudeSignatures: readonly string[] = [firstClaude, 'bW9jay1iZWRyb2NrLXNpZ25hdHVyZQ==']
const geminiSignature = 'bW9jay10aG91Z2h0LXNpZ25hdHVyZQ=='

function check(view: RequestView, from: Vendor, to: Vendor, talk: Talk): void {
  const { before, calls, results } = talk
  const wanted = [
    ...(before === undefined
      ? []
      : [
          {
            inputs: before.ids.map(() => before.input),
            names: before.ids.map(() => toolName(talk, 0)),
            texts: before.ids.map((id) => `result of ${id}`),
          },
        ]),
    {
      inputs: calls.map((call) => call.input),
      names: calls.map(({ tool }) => toolName(talk, tool)),
      texts: results.slice(0, calls.length),
    },
  ]
  expect(view.rounds).toHaveLength(wanted.length)
  for (const [at, { inputs, names, texts }] of wanted.entries()) {
    const round = view.rounds[at] ?? { calls: [], results: [] }
    expect(canonical(round.calls.map((call) => call.input))).toBe(canonical(inputs))
    expect(round.calls.map((call) => call.name)).toEqual(names)
    expect(answersOf(round)).toEqual(texts)
    for (const call of round.calls) expect(view.declared).toContain(call.name)
  }
  checkIds(view)
  checkSignatures(view, from, to, talk)
}

/** The text that answers each call: by id, or by order where there are no ids. */
function answersOf({ calls, results }: Round): readonly (string | undefined)[] {
  expect(results).toHaveLength(calls.length)
  return calls.map((call, at) => {
    const result = call.id === undefined ? results[at] : results.find((each) => each.id === call.id)
    if (result?.name !== undefined) expect(result.name).toBe(call.name)
    return result?.text
  })
}

function checkIds({ rounds, ids }: RequestView): void {
  for (const { calls } of rounds) {
    const given = calls.flatMap(({ id }) => id ?? [])
    expect(new Set(given).size).toBe(given.length)
    if (ids === undefined) expect(given).toEqual([])
    else for (const id of given) expect(id).toMatch(ids)
  }
}

function checkSignatures(view: RequestView, from: Vendor, to: Vendor, { thinks }: Talk): void {
  expect(view.text).not.toContain('__thought__')
  const thoughts = view.thinking
  if (to.signs === 'claude' && from.signs === 'claude' && thinks) {
    expect(thoughts).toHaveLength(1)
    expect(claudeSignatures).toContain(thoughts[0])
  } else expect(thoughts).toEqual([])
  const signed = view.rounds.map(({ calls }) => calls.map((call) => call.signature))
  if (to.signs === 'gemini') {
    const own = from.signs === 'gemini' ? geminiSignature : unknownSignature
    expect(signed.at(-1)?.[0]).toBe(own)
  } else expect(signed.flat().filter((each) => each !== undefined)).toEqual([])
  if (to.signs !== 'gemini') for (const foreign of [geminiSignature, unknownSignature]) expect(view.text).not.toContain(foreign)
  if (to.signs !== 'claude') for (const foreign of claudeSignatures) expect(view.text).not.toContain(foreign)
}
