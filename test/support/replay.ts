/** Replays exchanges through a client that was compiled from a config: real sockets, streams cut at arbitrary bytes. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compile } from '../../src/compiler/compile.js'
import type { ChatChunk, ChatRequest } from '../../src/protocol/chat.js'
import type { CompletionChunk } from '../../src/protocol/completions.js'
import { ApiError, type Client, type ClientOptions, type RequestOptions } from '../../src/runtime/index.js'
import { type Exchange, type Seen, seenChunks, seenReply } from './corpus.js'
import { exchangeHeader } from './exchange-server.js'

/** Any name in every mode: the tests call what the config of a recording declares. */
export type AnyModels = {
  readonly chat: { readonly [name: string]: never }
  readonly embedding: { readonly [name: string]: never }
  readonly completion: { readonly [name: string]: never }
  readonly rerank: { readonly [name: string]: never }
}
export type AnyClient = Client<AnyModels>

/** A folder of exchanges, and how a config names its provider. */
export type Suite = {
  readonly folder: string
  readonly endpoint:
    | 'chat'
    | 'messages'
    | 'converse'
    | 'converse-stream'
    | 'invoke'
    | 'generateContent'
    | 'streamGenerateContent'
    | 'api-chat'
    | 'embeddings'
    | 'api-embed'
    | 'responses'
    | 'completions'
    | 'rerank'
  /** LiteLLM's prefix. */
  readonly prefix: string
}

/** Endpoints that a base URL without a path leads to. */
const ofOrigin: ReadonlySet<Suite['endpoint']> = new Set(['messages', 'generateContent', 'streamGenerateContent', 'api-chat', 'api-embed'])
/** True where the endpoint answers with vectors. */
export const givesVectors = ({ endpoint }: Suite) => endpoint === 'embeddings' || endpoint === 'api-embed'
const otherModes: { readonly [endpoint: string]: string } = { responses: 'responses', completions: 'completion', rerank: 'rerank' }
const modeOf = (suite: Suite) => (givesVectors(suite) ? 'embedding' : (otherModes[suite.endpoint] ?? 'chat'))
/** Variables that such a config names. */
export const environment = { TEST_KEY: 'test-key-for-recordings' }
const generatedFolder = fileURLToPath(new URL('../corpus/', import.meta.url))

/** A config with one model group for each model of the exchanges. */
export function suiteYaml(suite: Suite, exchanges: readonly Exchange[], origin: string): string {
  const models = [...new Set(exchanges.map(modelOf))]
  return recordingsYaml(models.flatMap((model) => entryYaml(suite, { name: groupOf(model), model, origin })))
}

/** A config of such entries, without retries and cooldowns. */
export function recordingsYaml(entries: readonly string[]): string {
  return ['model_list:', ...entries, 'router_settings:', '  num_retries: 0', '  disable_cooldowns: true', ''].join('\n')
}

/** Lines of one entry of `model_list`; its host is at `origin`, which may have a path. */
export function entryYaml(
  suite: Suite,
  entry: { readonly name: string; readonly model: string; readonly origin: string },
): readonly string[] {
  return [
    `  - model_name: ${JSON.stringify(entry.name)}`,
    '    litellm_params:',
    `      model: ${JSON.stringify(`${suite.prefix}/${entry.model}`)}`,
    `      api_base: ${ofOrigin.has(suite.endpoint) ? entry.origin : `${entry.origin}/v1`}`,
    '      api_key: os.environ/TEST_KEY',
    '    model_info:',
    `      mode: ${modeOf(suite)}`,
  ]
}

/** The upstream model of a recording. */
export const modelOf = (exchange: Exchange) => exchange.model ?? 'model-x'
const groupOf = (model: string) => `recorded ${model}`

/** The emitted client itself, imported from a folder that lasts as long as the import. */
export async function emittedClient(yaml: string, runtime: 'node' | 'fetch' = 'node'): Promise<AnyClient> {
  const { files, diagnostics } = await compile({ source: yaml, path: 'recordings.yaml', options: { format: 'js', runtime } })
  if (files.length === 0) throw new Error(`the config of the recordings does not compile: ${JSON.stringify(diagnostics)}`)
  const folder = mkdtempSync(join(generatedFolder, '.generated-'))
  try {
    for (const file of files) {
      mkdirSync(dirname(join(folder, file.path)), { recursive: true })
      writeFileSync(join(folder, file.path), file.text)
    }
    const client: { createLlm(options: ClientOptions): AnyClient } = await import(pathToFileURL(join(folder, 'index.js')).href)
    return client.createLlm({ env: environment })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Asks for one exchange and says what the caller saw. */
export async function replay(client: AnyClient, suite: Suite, exchange: Exchange): Promise<Seen> {
  const options = { headers: { [exchangeHeader]: exchange.id } }
  const model = groupOf(modelOf(exchange))
  try {
    if (givesVectors(suite)) {
      const reply = await client.embeddings.create({ model, input: 'hello' }, options)
      return { kind: 'embeddings', lengths: reply.data.map((entry) => entry.embedding.length), promptTokens: reply.usage.prompt_tokens }
    }
    if (suite.endpoint === 'rerank') {
      const { results } = await client.rerank.create(
        { model, query: 'which?', documents: ['one', 'two', 'three', 'four', 'five'] },
        options,
      )
      return { kind: 'rerank', results }
    }
    if (suite.endpoint === 'completions') return await replayCompletion(client, exchange, model, options)
    const { model: _model, stream: _stream, ...body } = requestOf(suite, exchange)
    if (!exchange.stream) return seenReply(await client.chat.completions.create({ ...body, model }, options))
    const stream = await client.chat.completions.create({ ...body, model, stream: true, stream_options: { include_usage: true } }, options)
    const chunks: ChatChunk[] = []
    for await (const chunk of stream) chunks.push(chunk)
    return seenChunks(chunks)
  } catch (error) {
    if (!ApiError.is(error)) throw error
    return { kind: 'error', status: error.status, message: error.message, classes: classesOf(error) }
  }
}

async function replayCompletion(client: AnyClient, exchange: Exchange, model: string, options: RequestOptions): Promise<Seen> {
  const body = { model, prompt: 'Say this is a test.' }
  if (!exchange.stream) {
    const { choices, usage } = await client.completions.create(body, options)
    return { kind: 'completion', text: choices[0]?.text ?? '', finishReason: choices[0]?.finish_reason ?? null, usage: usage ?? null }
  }
  const chunks: CompletionChunk[] = []
  for await (const chunk of await client.completions.create({ ...body, stream: true, stream_options: { include_usage: true } }, options))
    chunks.push(chunk)
  const choices = chunks.flatMap((chunk) => chunk.choices)
  return {
    kind: 'completion',
    text: choices.map((choice) => choice.text).join(''),
    finishReason: choices.findLast((choice) => choice.finish_reason !== null)?.finish_reason ?? null,
    usage: chunks.at(-1)?.usage ?? null,
  }
}

function classesOf(error: Error): string[] {
  const names: string[] = []
  for (let at: unknown = Object.getPrototypeOf(error); at instanceof Error; at = Object.getPrototypeOf(at)) names.push(at.constructor.name)
  return names
}

/** True where the recorded request is itself an OpenAI request, to be sent as it is; Cohere's chat has a form of its own. */
export function hasOpenAiRequest(suite: Suite, exchange: Exchange): boolean {
  return suite.endpoint === 'chat' && suite.folder !== 'cohere' && exchange.request_body !== null
}

/** The request of a recording in OpenAI's terms: as recorded where it is one, else a question that declares the tools of the answer. */
export function requestOf(suite: Suite, exchange: Exchange): ChatRequest {
  // A recorded request is what a caller without a type checker would hand over.
  if (hasOpenAiRequest(suite, exchange)) return exchange.request_body as unknown as ChatRequest
  const { expected } = exchange
  const names = expected.kind === 'chat' ? [...new Set(expected.tool_calls.map((call) => call.name))] : []
  return {
    model: '',
    messages: [{ role: 'user', content: 'hello' }],
    ...(names.length > 0 && {
      tools: names.map((name) => ({ type: 'function' as const, function: { name, parameters: { type: 'object', properties: {} } } })),
    }),
  }
}
