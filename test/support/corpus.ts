/** Recorded exchanges: where they lie, what they look like, and how an answer is compared with what is expected of it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ChatChunk, ChatReply, Usage } from '../../src/protocol/chat.js'
import type { Failure } from '../../src/protocol/failure.js'

export type ExpectedUsage = {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly cached_tokens?: number
  readonly reasoning_tokens?: number
  readonly cache_creation_tokens?: number
}

export type ExpectedChat = {
  readonly kind: 'chat'
  readonly text: string
  readonly reasoning: string | null
  readonly tool_calls: readonly { readonly name: string; readonly arguments: unknown }[]
  readonly finish_reason: string | null
  readonly usage: ExpectedUsage | null
  readonly alternatives?: { readonly [path: string]: readonly unknown[] }
  readonly client_builtin_tools?: unknown
}

export type ExpectedError = {
  readonly kind: 'error'
  readonly status: number
  readonly error_message: string
  readonly error_type?: string
  readonly error_code?: string | number
  readonly error_class: string
  readonly in_stream?: true
  readonly in_body?: true
}

export type ExpectedEmbeddings = {
  readonly kind: 'embeddings'
  readonly embedding_count: number
  readonly dims: number
  readonly usage?: { readonly prompt_tokens: number }
}

export type ExpectedCompletion = Pick<ExpectedChat, 'text' | 'finish_reason' | 'usage'> & { readonly kind: 'completion' }

export type ExpectedRerank = {
  readonly kind: 'rerank'
  readonly results: readonly { readonly index: number; readonly relevance_score: number }[]
}

/** One file of `exchanges/`; fields as its README describes them. */
export type Exchange = {
  readonly id: string
  readonly provider: string
  /** Which front door, where the provider has several. */
  readonly platform?: string
  readonly endpoint: string
  readonly model: string | null
  readonly url: string | null
  readonly request_body: { readonly [key: string]: unknown } | null
  readonly status: number
  readonly response_headers: { readonly [name: string]: string }
  readonly response_body: unknown
  readonly response_encoding?: 'base64'
  readonly stream: boolean
  readonly expected: ExpectedChat | ExpectedError | ExpectedEmbeddings | ExpectedCompletion | ExpectedRerank
}

const repository = fileURLToPath(new URL('../../', import.meta.url))

/** Root of the corpus: `LLMGEN_CORPUS`, or `../shared/corpus` beside the repository; undefined where there is none. */
export function corpusRoot(): string | undefined {
  const root = process.env.LLMGEN_CORPUS ?? `${repository}../shared/corpus`
  return existsSync(`${root}/exchanges`) ? root : undefined
}

/** Folder of exchanges: the corpus, else this repository's own few in the same form. */
export function exchangesRoot(): string {
  const root = corpusRoot()
  return root === undefined ? `${repository}test/fixtures` : `${root}/exchanges`
}

/** Exchanges of one provider, of one endpoint or all, in the order of their ids. */
export function readExchanges(root: string, provider: string, endpoint?: string): readonly Exchange[] {
  const folder = `${root}/${provider}`
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name): Exchange => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')))
    .filter((exchange) => endpoint === undefined || exchange.endpoint === endpoint)
}

/** The bytes a server sends for an exchange. */
export function replyBytes(exchange: Exchange): Uint8Array {
  const body = exchange.response_body
  if (exchange.response_encoding === 'base64') return Buffer.from(String(body), 'base64')
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

/** What a client saw of an answer, in the terms of `expected`. */
export type Seen =
  | {
      readonly kind: 'chat'
      readonly text: string
      readonly reasoning: string | null
      readonly toolCalls: readonly { readonly name: string; readonly arguments: unknown }[]
      readonly finishReason: string | null
      readonly usage: Usage | null
    }
  | {
      readonly kind: 'error'
      readonly status: number
      readonly message: string
      /** Names of the error's class and of those above it; absent where no error was thrown. */
      readonly classes?: readonly string[]
    }
  | { readonly kind: 'completion'; readonly text: string; readonly finishReason: string | null; readonly usage: Usage | null }
  | { readonly kind: 'rerank'; readonly results: ExpectedRerank['results'] }
  | { readonly kind: 'embeddings'; readonly lengths: readonly number[]; readonly promptTokens: number | undefined }

export function seenReply(reply: ChatReply): Seen {
  const [choice] = reply.choices
  const message = choice?.message
  return {
    kind: 'chat',
    text: message?.content ?? '',
    reasoning: message?.reasoning_content ?? null,
    toolCalls: (message?.tool_calls ?? []).map((call) =>
      call.type === 'function'
        ? { name: call.function.name, arguments: parsed(call.function.arguments) }
        : { name: call.custom.name, arguments: call.custom.input },
    ),
    finishReason: choice?.finish_reason ?? null,
    usage: reply.usage ?? null,
  }
}

/** Folds chunks as a caller of the OpenAI SDK would, first choice only. */
export function seenChunks(chunks: readonly ChatChunk[]): Seen {
  let text = ''
  let reasoning: string | null = null
  let finishReason: string | null = null
  let usage: Usage | null = null
  const calls: { name: string; text: string }[] = []
  for (const chunk of chunks) {
    if (chunk.usage !== undefined && chunk.usage !== null) usage = chunk.usage
    for (const { index, delta, finish_reason: finish } of chunk.choices) {
      if (index !== 0) continue
      text += delta.content ?? ''
      if (typeof delta.reasoning_content === 'string') reasoning = (reasoning ?? '') + delta.reasoning_content
      for (const call of delta.tool_calls ?? []) {
        calls[call.index] ??= { name: '', text: '' }
        const open = calls[call.index]
        if (open === undefined) continue
        // OpenAI's types leave custom calls out of streams.
        const { custom } = call as { custom?: { name?: string; input?: string } }
        open.name += call.function?.name ?? custom?.name ?? ''
        open.text += call.function?.arguments ?? custom?.input ?? ''
      }
      finishReason = finish ?? finishReason
    }
  }
  return {
    kind: 'chat',
    text,
    reasoning,
    toolCalls: calls.map((call) => ({ name: call.name, arguments: parsed(call.text) })),
    finishReason,
    usage,
  }
}

export function seenFailure({ status, message }: Pick<Failure, 'status' | 'message'>): Seen {
  return { kind: 'error', status, message }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What differs between an answer and `expected`, one line each; empty where they are equal by the rules of the README. */
export function differences(seen: Seen, expected: Exchange['expected']): readonly string[] {
  if (seen.kind !== expected.kind) return [`${JSON.stringify(seen).slice(0, 300)} instead of ${expected.kind}`]
  if (seen.kind === 'chat' && expected.kind === 'chat') return chatDifferences(seen, expected)
  if (seen.kind === 'error' && expected.kind === 'error') return errorDifferences(seen, expected)
  if (seen.kind === 'embeddings' && expected.kind === 'embeddings') return embeddingDifferences(seen, expected)
  if (seen.kind === 'completion' && expected.kind === 'completion') {
    return chatDifferences(
      { ...seen, kind: 'chat', reasoning: null, toolCalls: [] },
      { ...expected, kind: 'chat', reasoning: null, tool_calls: [] },
    )
  }
  if (seen.kind === 'rerank' && expected.kind === 'rerank') {
    const got = seen.results.map(({ index, relevance_score }) => ({ index, relevance_score }))
    return canonical(got) === canonical(expected.results) ? [] : [`${canonical(got)} instead of ${canonical(expected.results)}`]
  }
  return []
}

function chatDifferences(seen: Extract<Seen, { kind: 'chat' }>, expected: ExpectedChat): string[] {
  const fields: { readonly [path: string]: readonly [unknown, unknown] } = {
    text: [seen.text.trim(), expected.text.trim()],
    reasoning: [squeezed(seen.reasoning), squeezed(expected.reasoning)],
    ...(expected.client_builtin_tools === undefined && {
      tool_calls: [seen.toolCalls, expected.tool_calls.map(({ name, arguments: input }) => ({ name, arguments: input }))],
    }),
    ...(expected.finish_reason !== null && { finish_reason: [seen.finishReason, expected.finish_reason] }),
    ...usageFields(seen.usage, expected.usage),
  }
  return Object.entries(fields).flatMap(([path, [got, want]]) => {
    const accepted = [want, ...(expected.alternatives?.[path] ?? [])]
    const isAccepted = accepted.some((value) => canonical(shaped(path, value)) === canonical(got))
    return isAccepted ? [] : [`${path}: ${canonical(got).slice(0, 300)} instead of ${canonical(want).slice(0, 300)}`]
  })
}

function shaped(path: string, value: unknown): unknown {
  if (path === 'text' && typeof value === 'string') return value.trim()
  return path === 'reasoning' && (typeof value === 'string' || value === null) ? squeezed(value) : value
}

function usageFields(usage: Usage | null, expected: ExpectedUsage | null): { [path: string]: readonly [unknown, unknown] } {
  if (expected === null) return {}
  const got: { readonly [name: string]: number | undefined } = {
    prompt_tokens: usage?.prompt_tokens,
    completion_tokens: usage?.completion_tokens,
    cached_tokens: usage?.prompt_tokens_details?.cached_tokens,
    reasoning_tokens: usage?.completion_tokens_details?.reasoning_tokens,
    cache_creation_tokens: usage?.prompt_tokens_details?.cache_creation_tokens,
  }
  return Object.fromEntries(Object.entries(expected).map(([name, want]) => [`usage.${name}`, [got[name] ?? null, want] as const]))
}

/** An error inside an answer of status 200 has no status of its own to compare. */
function errorDifferences(seen: Extract<Seen, { kind: 'error' }>, expected: ExpectedError): string[] {
  const { error_message: wanted, error_class: wantedClass } = expected
  const isOfClass = seen.classes === undefined || expected.status < 400 || seen.classes.includes(wantedClass)
  return [
    ...(isOfClass ? [] : [`${seen.classes?.[0]} is no ${wantedClass}`]),
    ...(expected.status >= 400 && seen.status !== expected.status ? [`status ${seen.status} instead of ${expected.status}`] : []),
    ...(seen.message.includes(wanted) ? [] : [`message "${seen.message}" lacks "${wanted}"`]),
  ]
}

function embeddingDifferences(seen: Extract<Seen, { kind: 'embeddings' }>, expected: ExpectedEmbeddings): string[] {
  const want = {
    lengths: Array.from({ length: expected.embedding_count }, () => expected.dims),
    promptTokens: expected.usage?.prompt_tokens,
  }
  const got = { lengths: seen.lengths, promptTokens: expected.usage === undefined ? undefined : seen.promptTokens }
  return canonical(got) === canonical(want) ? [] : [`${canonical(got)} instead of ${canonical(want)}`]
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, member: unknown) =>
      typeof member === 'object' && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
        : member,
    ) ?? 'undefined'
  )
}

const squeezed = (text: string | null) => (text === null ? null : text.replace(/\s+/g, ''))
