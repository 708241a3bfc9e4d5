/** Which format and endpoint a path means. Host and prefix do not matter: the operation stands at the end. */
import { anthropicFormat, anthropicTokens } from './anthropic-format.js'
import { bedrockInvoke } from './bedrock-endpoints.js'
import { bedrockFormat, bedrockTokens } from './bedrock-format.js'
import { cohereEmbeddings, cohereRerank } from './cohere-endpoints.js'
import { cohereFormat } from './cohere-format.js'
import { geminiCount, geminiEmbeddings, geminiPredict } from './gemini-endpoints.js'
import { geminiFormat } from './gemini-format.js'
import type { MockDialect, MockEndpoint, MockFormat, MockOperation } from './mock-format.js'
import { ollamaEmbeddings, ollamaFormat } from './ollama-format.js'
import { completionsDialect } from './openai-completions.js'
import { openaiEmbeddings, openaiImages, openaiModerations, openaiSpeech, openaiTranscriptions } from './openai-endpoints.js'
import { azureFormat, openaiFormat, unaskedFormat } from './openai-format.js'
import { responsesFormat } from './openai-responses.js'

/** What stands in the path, and what answers it: text in a dialect, or an operation. */
export type Route = {
  readonly format: MockFormat
  readonly endpoint: MockEndpoint
  readonly model?: string
  /** Where the path decides it. */
  readonly stream?: boolean
  readonly dialect?: MockDialect
  readonly operation?: MockOperation
}

const models: MockOperation = () => ({ json: { object: 'list', data: [] } })

type Row = Omit<Route, 'model'> & { readonly path: RegExp }

const text = (path: RegExp, format: MockFormat, endpoint: MockEndpoint = 'chat', stream?: boolean): Row => ({
  path,
  format,
  endpoint,
  dialect: format,
  ...(stream !== undefined && { stream }),
})
const other = (path: RegExp, format: MockFormat, endpoint: MockEndpoint, operation: MockOperation): Row => ({
  path,
  format,
  endpoint,
  operation,
})

/** A deployment's name in the path makes it Azure. */
const openaiRows: readonly Row[] = [
  // watsonx.ai writes OpenAI's format under paths of its own
  text(/\/text\/chat$/, unaskedFormat, 'chat', false),
  text(/\/text\/chat_stream$/, unaskedFormat, 'chat', true),
  text(/\/serving-endpoints\/chat\/completions$/, unaskedFormat), // Databricks
  text(/\/chat\/completions$/, openaiFormat),
  { ...text(/\/completions$/, openaiFormat, 'completions'), dialect: completionsDialect },
  text(/\/responses$/, responsesFormat, 'responses'),
  other(/\/embeddings$/, openaiFormat, 'embeddings', openaiEmbeddings),
  other(/\/images\/generations$/, openaiFormat, 'images', openaiImages),
  other(/\/images\/edits$/, openaiFormat, 'imageEdits', openaiImages),
  other(/\/moderations$/, openaiFormat, 'moderations', openaiModerations),
  other(/\/audio\/speech$/, openaiFormat, 'speech', openaiSpeech),
  other(/\/audio\/transcriptions$/, openaiFormat, 'transcriptions', openaiTranscriptions),
  other(/\/audio\/translations$/, openaiFormat, 'translations', openaiTranscriptions),
  other(/\/models$/, openaiFormat, 'models', models),
]

/** The first row that fits decides; `(?<model>…)` is the model. */
const rows: readonly Row[] = [
  text(/\/messages$/, anthropicFormat),
  other(/\/messages\/count_tokens$/, anthropicFormat, 'tokens', anthropicTokens),
  text(/\/models\/(?<model>[^/:]+):rawPredict$/, anthropicFormat, 'chat', false),
  text(/\/models\/(?<model>[^/:]+):streamRawPredict$/, anthropicFormat, 'chat', true),
  text(/\/(?<model>[^/:]+):generateContent$/, geminiFormat, 'chat', false),
  text(/\/(?<model>[^/:]+):streamGenerateContent$/, geminiFormat, 'chat', true),
  other(/\/(?<model>[^/:]+):(?:batchEmbedContents|embedContent)$/, geminiFormat, 'embeddings', geminiEmbeddings),
  other(/\/(?<model>[^/:]+):countTokens$/, geminiFormat, 'tokens', geminiCount),
  other(/\/(?<model>imagen[^/:]*):predict$/, geminiFormat, 'images', geminiPredict),
  other(/\/(?<model>[^/:]+):predict$/, geminiFormat, 'embeddings', geminiPredict),
  text(/\/model\/(?<model>[^/]+)\/converse$/, bedrockFormat, 'chat', false),
  text(/\/model\/(?<model>[^/]+)\/converse-stream$/, bedrockFormat, 'chat', true),
  other(/\/model\/(?<model>[^/]+)\/invoke$/, bedrockFormat, 'embeddings', bedrockInvoke),
  other(/\/model\/(?<model>[^/]+)\/count-tokens$/, bedrockFormat, 'tokens', bedrockTokens),
  text(/\/api\/chat$/, ollamaFormat),
  other(/\/api\/embed$/, ollamaFormat, 'embeddings', ollamaEmbeddings),
  text(/\/v[12]\/chat$/, cohereFormat),
  other(/\/embed$/, cohereFormat, 'embeddings', cohereEmbeddings),
  other(/\/rerank$/, cohereFormat, 'rerank', cohereRerank),
  ...openaiRows,
]

/** Undefined where the mock has no such path. */
export function routeOf(path: string): Route | undefined {
  const [pathname = ''] = path.split('?')
  const deployment = /\/openai\/deployments\/([^/]+)(\/.+)$/.exec(pathname)
  if (deployment !== null) {
    const [, name = '', operation = ''] = deployment
    const row = openaiRows.find(({ path: known }) => known.test(operation))
    return row === undefined ? undefined : { ...azured(row), model: safeDecode(name) }
  }
  for (const { path: known, ...route } of rows) {
    const found = known.exec(pathname)
    if (found === null) continue
    const model = found.groups?.model
    return model === undefined ? route : { ...route, model: safeDecode(model) }
  }
  return undefined
}

function azured({ path: _path, ...route }: Row): Route {
  return route.dialect === openaiFormat ? { ...route, format: azureFormat, dialect: azureFormat } : { ...route, format: azureFormat }
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // taken as it stands; the model is unknown either way
  }
}
