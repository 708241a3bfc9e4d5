/**
 * Messages requests for recordings, and what their providers should receive. Anthropic's own are sent as they were recorded. Those of
 * OpenAI-compatible hosts are converted as they stand (`messages-terms.ts`); those of Gemini and Bedrock are first put into OpenAI's
 * terms, by the helpers that the adapters' own tests use. Recordings without a request, or in a format that is neither, are asked a
 * question that declares the tools of their answer.
 */
import { isRecord, type JsonRecord, recordsOf } from '../../../src/providers/shared/json.js'
import { normalised as normalConverse, openAiTerms as ofConverse } from '../../providers/bedrock/openai-terms.js'
import { normalBody as normalMessages } from '../../support/anthropic-terms.js'
import { canonical } from '../../support/corpus.js'
import { normalised as normalChat } from '../../support/equivalent-body.js'
import { normalBody as normalGemini, openAiTerms as ofGemini } from '../../support/gemini-terms.js'
import { hasOpenAiRequest, requestOf } from '../../support/replay.js'
import { madeUpLimit, messagesTerms } from './messages-terms.js'
import type { Recording } from './recorded-gateway.js'

/** Requests that cannot be put into a Messages request for a model of another vendor, by reason; they are asked a plain question. */
const unsayable: { readonly [reason: string]: string } = {
  'a tool that runs at its host': `cdc8350f878c 29f8fc69b851 11392011af24 3e0b2dae5b56 56fc6188a21c 6ca2c7b51634 88756f3806de
    bd5619367780 ca6a23b404ab d7bbaaaf4533 f73874f96275 21a15fd0f6f0 429e4d4c4ef9`,
  'media that the gateway would fetch from their public address': `00f2c30dbc07 651cbed758bf 65dd9e18b807 869260930682 87a8f137d64c
    cea5e089c67e db7332a93e79`,
  'sound or video, for which a Message has no block': `0d3ef1128675 11240f15785f 2fd86740d09d 3566e45e2fe8 86be2f46d2bc 8eabf0b3aefe
    a90dc82c4825 ab9c032376d9 be1ccd2b5e5d d0be9a4b9cf7 fee3a3012ed9`,
}

/** Requests that reach their provider without one member, by reason. */
const lessened: { readonly [reason: string]: string } = {
  'a choice among several tools, where Messages know one or any': `07c900a7525d 550cd311b790 5d190098966a bc883ff514b9 c04927ad4b7f
    cb07b0ebf893 d53823e2595a e3e30f0b756e`,
  'the media type of an image that is an address': '25fde280f00f 71b5ce529dba 9e7ac15613bc dbc426920be3',
  'thinking without a budget, which is no word of Anthropic’s': '02f377092ffa 2b3a446e1d11 e2c437d2f0d8',
  'reasoning under a name that only its host knows': 'a31a671c06da 0e987701c14b',
  'a member of a tool that no host but one knows': '80ef2a58f2a2',
  'a document by address, which is a `file_id` for all hosts': '7bb5130f12fc',
}

const idsOf = (lists: { readonly [reason: string]: string }) => new Set(Object.values(lists).flatMap((ids) => ids.split(/\s+/)))
const unsaid = idsOf(unsayable)
const notWhole = idsOf(lessened)

/** How many recordings are not asked, or not compared, as they were recorded. */
export const exceptions = { unsayable: unsaid.size, lessened: notWhole.size }

type Format = 'messages' | 'chat' | 'gemini' | 'converse' | 'other'

function formatOf({ suite, exchange }: Recording): Format {
  if (exchange.request_body === null || unsaid.has(exchange.id)) return 'other'
  if (suite.endpoint === 'messages') return 'messages'
  if (hasOpenAiRequest(suite, exchange)) return 'chat'
  if (suite.folder === 'google') return 'gemini'
  return suite.endpoint === 'converse' || suite.endpoint === 'converse-stream' ? 'converse' : 'other'
}

/** The Messages request for a recording; model and `stream` are set by who sends it. */
export function messagesRequest(recording: Recording): JsonRecord {
  const { suite, exchange } = recording
  const recorded: JsonRecord = { ...exchange.request_body }
  switch (formatOf(recording)) {
    case 'messages':
      return recorded
    case 'chat':
      return messagesTerms(recorded)
    case 'gemini':
      return messagesTerms(ofGemini(recorded))
    case 'converse':
      return messagesTerms({ ...ofConverse(recorded) })
    case 'other':
      return messagesTerms({ ...requestOf(suite, { ...exchange, request_body: null }) })
  }
}

/** True where the recorded request was put into a Messages request, so that what the provider receives can be compared. */
export const isDerived = (recording: Recording): boolean => formatOf(recording) !== 'other' && !notWhole.has(recording.exchange.id)

/** What differs between the recorded request and what the provider received, one line each. */
export function receivedDifferences(recording: Recording, received: JsonRecord): readonly string[] {
  const recorded: JsonRecord = { ...recording.exchange.request_body }
  switch (formatOf(recording)) {
    case 'messages':
      return memberDifferences(normalMessages(recorded), normalMessages({ ...received, model: recorded.model }))
    case 'chat':
      return memberDifferences(comparable(normalChat(recorded)), comparable(normalChat(received)))
    case 'gemini':
      return memberDifferences(comparable(normalGemini(recorded)), comparable(normalGemini(received)))
    case 'converse':
      return memberDifferences(comparable(normalConverse(recorded)), comparable(normalConverse(received)))
    case 'other':
      return []
  }
}

/** Where two bodies differ, by path. */
function memberDifferences(left: unknown, right: unknown, path = ''): readonly string[] {
  if (canonical(left) === canonical(right)) return []
  if (isRecord(left) && isRecord(right))
    return [...new Set([...Object.keys(left), ...Object.keys(right)])]
      .sort()
      .flatMap((name) => memberDifferences(left[name], right[name], `${path}.${name}`))
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length)
    return left.flatMap((entry, at) => memberDifferences(entry, right[at], `${path}.${at}`))
  return [`${path.slice(1)}: recorded ${canonical(left).slice(0, 200)}, received ${canonical(right).slice(0, 200)}`]
}

/**
 * What cannot be told through the Messages API is taken out of both bodies: the name and description of a schema, the limit that the
 * API requires, white space in the arguments of a call, empty lists, and Mistral's `prefix: false`.
 */
function comparable(body: JsonRecord): JsonRecord {
  const { inferenceConfig, generationConfig, tools, outputConfig, ...rest } = body
  const out: JsonRecord = { ...withoutLimit(rest) }
  if (recordsOf(tools).length > 0) out.tools = recordsOf(tools).map(named)
  else delete out.tool_choice
  const format = isRecord(body.response_format) && isRecord(body.response_format.json_schema) ? body.response_format.json_schema : undefined
  if (format !== undefined) out.response_format = { schema: format.schema }
  if (isRecord(inferenceConfig)) Object.assign(out, filled({ inferenceConfig: withoutLimit(inferenceConfig) }))
  if (isRecord(generationConfig)) Object.assign(out, filled({ generationConfig: withoutLimit(generationConfig) }))
  if (outputConfig !== undefined) out.outputConfig = unnamed(outputConfig)
  return JSON.parse(JSON.stringify(out), (key, value: unknown) => {
    if (key === 'arguments' && typeof value === 'string') return JSON.parse(value)
    return (key === 'prefix' && value === false) || (key === 'content' && ['[]', '""'].includes(canonical(value))) ? undefined : value
  })
}

/** A function says so in every host's words, also where the recorded client left it out. */
const named = (tool: JsonRecord): JsonRecord => (isRecord(tool.function) ? { type: 'function', ...tool } : tool)

const limits = ['max_tokens', 'max_completion_tokens', 'maxTokens', 'maxOutputTokens'] as const

function withoutLimit(body: JsonRecord): JsonRecord {
  const out = { ...body }
  for (const name of limits) if (out[name] === madeUpLimit) delete out[name]
  return out
}

function filled(members: { readonly [name: string]: JsonRecord }): JsonRecord {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => Object.keys(value).length > 0))
}

/** Converse's schema without what it is called. */
function unnamed(config: unknown): unknown {
  return JSON.parse(JSON.stringify(config), (key, value: unknown) =>
    key === 'jsonSchema' && isRecord(value) ? { schema: value.schema } : value,
  )
}
