/** What a request says, read out of each wire format by its rules; a rule that is broken is an error. */
import { expect } from 'vitest'
import type { MockRequest } from '../../src/testing/mock-script.js'

export type CallView = { readonly id: string | undefined; readonly name: string; readonly input: unknown; readonly signature?: string }
export type ResultView = { readonly id: string | undefined; readonly name?: string; readonly text: string }
/** One assistant turn with calls, and the results right behind it. */
export type Round = { readonly calls: readonly CallView[]; readonly results: readonly ResultView[] }

export type RequestView = {
  readonly declared: readonly string[]
  readonly rounds: readonly Round[]
  /** Signatures of thinking, in their order. */
  readonly thinking: readonly string[]
  readonly text: string
  /** Pattern that ids have to have; undefined where there are none. */
  readonly ids: RegExp | undefined
}

type Json = { readonly [key: string]: unknown }

/** The view of a request, by the format of its path. */
export function viewOf({ body, path, host, endpoint, format }: MockRequest): RequestView {
  const text = JSON.stringify(body)
  const members = record(body)
  if (endpoint === 'responses') return { ...responsesView(members), text, ids: /^.{1,64}$/s }
  switch (format) {
    case 'anthropic':
      return { ...anthropicView(members), text, ids: /^[a-zA-Z0-9_-]{1,64}$/ }
    case 'bedrock':
      // The API takes dots and colons too; Claude behind it does not.
      return { ...bedrockView(members), text, ids: path.includes('anthropic') ? /^[a-zA-Z0-9_-]{1,64}$/ : /^[\w.:-]{1,64}$/ }
    case 'gemini':
      return { ...geminiView(members), text, ids: /^[a-zA-Z0-9_-]{1,64}$/ }
    case 'ollama':
      return { ...ollamaView(members), text, ids: undefined }
    case 'cohere':
      return { ...openaiView(members), text, ids: /./s }
    default:
      expect(path).toMatch(/\/(chat\/completions|text\/chat)(\?|$)/)
      return { ...openaiView(members), text, ids: openaiIds(host) }
  }
}

/** OpenAI's own limit, Mistral's form; other hosts of the format take what they are given. */
function openaiIds(host: string): RegExp {
  if (host.includes('mistral')) return /^[a-zA-Z0-9]{9}$/
  return /openai|azure/.test(host) ? /^.{1,40}$/s : /./s
}

function record(value: unknown): Json {
  expect(value).toEqual(expect.any(Object))
  expect(Array.isArray(value)).toBe(false)
  return value as Json // asserted above
}

const list = (value: unknown): readonly Json[] => (value === undefined ? [] : (value as readonly unknown[]).map(record)) // a wrong type fails in `map`
const optional = (value: unknown): Json => (value === undefined ? {} : record(value))

function parsed(text: unknown): Json {
  expect(text).toEqual(expect.any(String))
  return record(JSON.parse(String(text)))
}

/** Groups a run of turns into rounds: results belong to the calls right before them. */
function roundsOf(turns: readonly { readonly calls?: readonly CallView[]; readonly results?: readonly ResultView[] }[]): readonly Round[] {
  const rounds: { calls: readonly CallView[]; results: ResultView[] }[] = []
  let isOpen = false
  for (const { calls = [], results = [] } of turns) {
    if (results.length > 0) {
      expect(isOpen).toBe(true)
      rounds.at(-1)?.results.push(...results)
    } else isOpen = false
    if (calls.length > 0) {
      rounds.push({ calls, results: [] })
      isOpen = true
    }
  }
  return rounds
}

const plainText = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : list(content)
        .map((part) => String(part.text ?? ''))
        .join('')

/** Cohere's messages have the same form. */
function openaiView(body: Json) {
  const turns = list(body.messages).map((message) => {
    const isKnown = ['system', 'developer', 'user', 'assistant', 'tool'].includes(String(message.role))
    expect(isKnown).toBe(true)
    const allowed = new Set(['role', 'content', 'name', 'tool_calls', 'tool_call_id', 'refusal', 'tool_plan', 'prefix'])
    if (message.role !== 'assistant') expect(Object.keys(message).filter((name) => !allowed.has(name))).toEqual([])
    expect(message.thinking_blocks).toBeUndefined()
    if (message.role === 'tool') return { results: [{ id: String(message.tool_call_id), text: plainText(message.content) }] }
    const calls = list(message.tool_calls).map((call) => {
      expect(call.type).toBe('function')
      const { name, arguments: input } = record(call.function)
      return { id: String(call.id), name: String(name), input: parsed(input) }
    })
    return { calls }
  })
  return { declared: list(body.tools).map((tool) => String(record(tool.function).name)), rounds: roundsOf(turns), thinking: [] }
}

function ollamaView(body: Json) {
  const turns = list(body.messages).map((message) => {
    expect(message.content).toEqual(expect.any(String))
    if (message.role === 'tool') {
      return { results: [{ id: undefined, name: String(message.tool_name), text: String(message.content) }] }
    }
    const calls = list(message.tool_calls).map((call) => {
      const { name, arguments: input } = record(call.function)
      return { id: undefined, name: String(name), input: record(input) }
    })
    return { calls }
  })
  return { declared: list(body.tools).map((tool) => String(record(tool.function).name)), rounds: roundsOf(turns), thinking: [] }
}

/** Roles alternate from the user on; results stand before everything else of their turn. */
function checkTurns(turns: readonly { readonly role: unknown; readonly isResult: readonly boolean[] }[]): void {
  expect(turns.map(({ role }) => role)).toEqual(turns.map((_, at) => (at % 2 === 0 ? 'user' : 'assistant')))
  for (const { isResult } of turns) expect(isResult).toEqual(isResult.toSorted((a, b) => Number(b) - Number(a)))
}

function anthropicView(body: Json) {
  const messages = list(body.messages)
  checkTurns(messages.map(({ role, content }) => ({ role, isResult: blocks(content).map(({ type }) => type === 'tool_result') })))
  const turns = messages.map(({ content }) => ({
    calls: blocks(content)
      .filter(({ type }) => type === 'tool_use')
      .map(({ id, name, input }) => ({ id: String(id), name: String(name), input: record(input) })),
    results: blocks(content)
      .filter(({ type }) => type === 'tool_result')
      .map((block) => ({ id: String(block.tool_use_id), text: block.content === undefined ? '' : plainText(block.content) })),
  }))
  for (const block of messages.flatMap(({ content }) => blocks(content))) if (block.type === 'text') expect(block.text).not.toBe('')
  const thinks = optional(body.thinking).type === 'enabled'
  const last = messages.findLast(({ role }) => role === 'assistant')
  if (thinks && last !== undefined && blocks(last.content).some(({ type }) => type === 'tool_use'))
    expect(blocks(last.content)[0]?.type).toMatch(/thinking$/)
  const thinking = messages
    .flatMap(({ content }) => blocks(content))
    .filter(({ type }) => type === 'thinking')
    .map(({ signature }) => String(signature))
  return { declared: list(body.tools).map(({ name }) => String(name)), rounds: roundsOf(turns), thinking }
}

const blocks = (content: unknown): readonly Json[] => (typeof content === 'string' ? [{ type: 'text', text: content }] : list(content))

function bedrockView(body: Json) {
  const messages = list(body.messages)
  checkTurns(messages.map(({ role, content }) => ({ role, isResult: list(content).map((block) => block.toolResult !== undefined) })))
  const turns = messages.map(({ content }) => ({
    calls: list(content)
      .filter((block) => block.toolUse !== undefined)
      .map((block) => record(block.toolUse))
      .map(({ toolUseId, name, input }) => ({ id: String(toolUseId), name: String(name), input: record(input) })),
    results: list(content)
      .filter((block) => block.toolResult !== undefined)
      .map((block) => record(block.toolResult))
      .map((result) => ({ id: String(result.toolUseId), text: plainText(result.content) })),
  }))
  const all = messages.flatMap(({ content }) => list(content))
  for (const block of all) if (block.text !== undefined) expect(String(block.text).trim()).not.toBe('')
  const thinking = all
    .filter((block) => block.reasoningContent !== undefined)
    .map((block) => String(record(record(block.reasoningContent).reasoningText).signature))
  const { tools } = optional(body.toolConfig)
  return { declared: list(tools).map((tool) => String(record(tool.toolSpec).name)), rounds: roundsOf(turns), thinking }
}

function geminiView(body: Json) {
  const contents = list(body.contents)
  const turns = contents.map(({ parts }) => ({
    calls: list(parts)
      .filter((part) => part.functionCall !== undefined)
      .map((part) => {
        const { id, name, args } = record(part.functionCall)
        return {
          id: String(id),
          name: String(name),
          input: record(args),
          ...(part.thoughtSignature !== undefined && { signature: String(part.thoughtSignature) }),
        }
      }),
    results: list(parts)
      .filter((part) => part.functionResponse !== undefined)
      .map((part) => record(part.functionResponse))
      .map(({ id, name, response }) => ({
        id: String(id),
        name: String(name),
        text: resultText(record(response)),
      })),
  }))
  // All results of a turn stand in one content right behind it, and nothing else does.
  for (const [at, { calls }] of turns.entries()) {
    if (calls.length > 0 && at + 1 < turns.length) expect(turns[at + 1]?.results).toHaveLength(calls.length)
  }
  // The first of parallel calls carries a signature, or the next turn is refused.
  for (const { calls } of turns) if (calls.length > 0) expect(calls[0]?.signature).toMatch(/^[A-Za-z0-9+/=]+$/)
  const declared = list(body.tools).flatMap((tool) => list(tool.functionDeclarations).map(({ name }) => String(name)))
  return { declared, rounds: roundsOf(turns), thinking: [] }
}

/** A result is an object: JSON as it was, any other text under a name. */
function resultText(response: Json): string {
  const { output } = response
  return Object.keys(response).length === 1 && typeof output === 'string' ? output : JSON.stringify(response)
}

function responsesView(body: Json) {
  const items = list(body.input)
  const rounds: { calls: CallView[]; results: ResultView[] }[] = []
  let isOpen = false
  for (const item of items) {
    if (item.type === 'function_call') {
      if (!isOpen || (rounds.at(-1)?.results.length ?? 0) > 0) rounds.push({ calls: [], results: [] })
      isOpen = true
      rounds.at(-1)?.calls.push({ id: String(item.call_id), name: String(item.name), input: parsed(item.arguments) })
    } else if (item.type === 'function_call_output') {
      expect(isOpen).toBe(true)
      rounds.at(-1)?.results.push({ id: String(item.call_id), text: plainText(item.output) })
    } else isOpen = false
  }
  return { declared: list(body.tools).map(({ name }) => String(name)), rounds, thinking: [] }
}
