/** One vendor for each wire format that chats, as a config names it, and a client over all of them. */
import { adapterFormats } from '../../src/catalog/formats.js'
import { compile } from '../../src/compiler/compile.js'
import { isFault } from '../../src/protocol/failure.js'
import type { Transport } from '../../src/protocol/http.js'
import type { Adapter } from '../../src/providers/adapter.js'
import type { GetToken } from '../../src/runtime/client-types.js'
import { createClient, simpleShuffle } from '../../src/runtime/index.js'
import { chatCall, testTarget } from '../support/codec.js'
import type { AnyClient, AnyModels } from '../support/replay.js'

export type Vendor = {
  /** Public name of the model. */
  readonly name: string
  readonly format: string
  readonly params: { readonly [param: string]: string }
  /** Where it serves Claude or Gemini: whose signatures it makes and takes. */
  readonly signs?: 'claude' | 'gemini'
  readonly embeds?: string
}

const key = 'os.environ/TEST_KEY'
const aws = {
  aws_access_key_id: 'os.environ/TEST_KEY',
  aws_secret_access_key: 'os.environ/TEST_KEY',
  aws_region_name: 'us-east-1',
}
const google = { vertex_project: 'p', vertex_location: 'us-central1' }

const all: readonly Vendor[] = [
  { name: 'openai', format: 'openai', params: { model: 'openai/gpt-4o', api_key: key }, embeds: 'openai/text-embedding-3-small' },
  { name: 'mistral', format: 'openai', params: { model: 'mistral/mistral-large-latest', api_key: key } },
  {
    name: 'azure',
    format: 'azure',
    params: { model: 'azure/gpt-4o', api_base: 'https://azure.example', api_version: '2024-10-21', api_key: key },
  },
  { name: 'anthropic', format: 'anthropic', params: { model: 'anthropic/claude-sonnet-4-5', api_key: key }, signs: 'claude' },
  {
    name: 'bedrock',
    format: 'bedrock',
    params: { model: 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0', ...aws },
    signs: 'claude',
    embeds: 'bedrock/amazon.titan-embed-text-v2:0',
  },
  { name: 'bedrock-nova', format: 'bedrock', params: { model: 'bedrock/amazon.nova-pro-v1:0', ...aws } },
  {
    name: 'gemini',
    format: 'gemini',
    params: { model: 'gemini/gemini-3-pro-preview', api_key: key },
    signs: 'gemini',
    embeds: 'gemini/gemini-embedding-001',
  },
  { name: 'cohere', format: 'cohere', params: { model: 'cohere/command-a-03-2025', api_key: key }, embeds: 'cohere/embed-v4.0' },
  {
    name: 'ollama',
    format: 'ollama',
    params: { model: 'ollama_chat/qwen3:8b', api_base: 'http://ollama.example:11434' },
    embeds: 'ollama/nomic-embed-text',
  },
  { name: 'responses', format: 'openai-responses', params: { model: 'openai/responses/gpt-5', api_key: key } },
  {
    name: 'azure-responses',
    format: 'azure-responses',
    params: { model: 'azure/responses/gpt-5', api_base: 'https://azure.example', api_version: 'preview', api_key: key },
  },
  {
    name: 'foundry',
    format: 'azure-ai',
    params: { model: 'azure_ai/DeepSeek-V3.1', api_base: 'https://r.services.ai.azure.com', api_key: key },
  },
  {
    name: 'foundry-claude',
    format: 'azure-anthropic',
    params: { model: 'azure_ai/claude-sonnet-4-5', api_base: 'https://r.services.ai.azure.com', api_key: key },
    signs: 'claude',
  },
  { name: 'vertex-gemini', format: 'vertex-gemini', params: { model: 'vertex_ai/gemini-3-pro-preview', ...google }, signs: 'gemini' },
  {
    name: 'vertex-claude',
    format: 'vertex-anthropic',
    params: { model: 'vertex_ai/claude-sonnet-4-5@20250929', ...google },
    signs: 'claude',
  },
  { name: 'vertex-partner', format: 'vertex-openai', params: { model: 'vertex_ai/deepseek-ai/deepseek-v3.1-maas', ...google } },
  {
    name: 'databricks',
    format: 'databricks',
    params: { model: 'databricks/databricks-meta-llama-3-3-70b-instruct', api_base: 'https://dbc.example/serving-endpoints', api_key: key },
  },
  {
    name: 'watsonx',
    format: 'watsonx',
    params: { model: 'watsonx/ibm/granite-3-3-8b-instruct', api_base: 'https://watsonx.example', project_id: 'p', api_key: key },
  },
  { name: 'snowflake', format: 'snowflake', params: { model: 'snowflake/claude-3-5-sonnet', account_id: 'a', api_key: key } },
  {
    name: 'cloudflare',
    format: 'cloudflare',
    params: { model: 'cloudflare/@cf/meta/llama-3.3-70b-instruct-fp8-fast', account_id: 'a', api_key: key },
  },
  { name: 'huggingface', format: 'huggingface', params: { model: 'huggingface/meta-llama/Llama-3.3-70B-Instruct', api_key: key } },
  {
    name: 'copilot-responses',
    format: 'github-copilot-responses',
    params: { model: 'github_copilot/responses/gpt-5-codex', api_key: key },
  },
  { name: 'copilot', format: 'github-copilot', params: { model: 'github_copilot/gpt-4o', api_key: key } },
]

/** Formats that chat and stand in no pair, and why. */
const apart: ReadonlyMap<string, string> = new Map([
  ['vertex', 'stands for the formats of its publishers, which are here'],
  ['gigachat', 'one call a turn, by name: cannot say what these conversations hold'],
  ['watsonx-text', 'a prompt as text: takes no tools'],
  ['predibase', 'a prompt as text: takes no tools'],
  ['ragflow', 'the assistant behind it has tools of its own'],
  ['oci', 'needs a key to sign with; its messages are Cohere’s and Gemini’s under other names'],
  ['sap', 'OpenAI’s format inside a configuration, which the mock does not speak'],
  ['sagemaker-chat', 'OpenAI’s format in frames of its own, which the mock does not speak'],
])

/** Vendors whose format has an adapter in this version. */
export const vendors: readonly Vendor[] = all.filter(({ format }) => adapterFormats.includes(format))

/** Formats with an adapter that takes tools in a chat and no vendor above: to be added there, so that no format goes untested. */
export async function missingVendors(): Promise<readonly string[]> {
  const adapters = await allAdapters()
  const known = new Set(vendors.map(({ format }) => format))
  return adapterFormats.filter((format) => !known.has(format) && !apart.has(format) && takesTools(adapters[format]))
}

function takesTools(adapter: Adapter | undefined): boolean {
  const tools = [{ type: 'function' as const, function: { name: 'f', parameters: { type: 'object', properties: {} } } }]
  const target = testTarget({ provider: { name: adapter?.format ?? '', format: adapter?.format ?? '' } })
  const request = adapter?.endpoints.chat?.toRequest(chatCall({ tools }), target)
  return request !== undefined && !(isFault(request) && request.failure.kind === 'unsupported-params')
}

/** Adapters of every format, by the convention of their names. */
export async function allAdapters(): Promise<{ readonly [format: string]: Adapter }> {
  const entries = adapterFormats.map(async (format) => {
    const module: { readonly [name: string]: unknown } = await import(`../../src/providers/${format}.ts`)
    const name = format.replace(/-./g, (dash) => dash.slice(1).toUpperCase())
    return [format, module[name] as Adapter] as const // the convention that generated clients rely on
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** What a config says of the vendor that a model name with its prefix belongs to, beside the model. */
export function vendorParams(model: string): { readonly [param: string]: string } {
  return model.startsWith('bedrock/') ? aws : { api_key: key }
}

/** Vendors that sign in are given a token; the others keep their keys. */
export const getToken: GetToken = ({ provider }) =>
  /^(vertex_ai|watsonx|github_copilot)/.test(provider) ? { token: 'test-token-1234567890' } : undefined

/** A client whose models are the vendors' names, and `NAME embeddings` where they embed. */
export async function vendorClient(transport: Transport, settings: { readonly modifyParams?: boolean } = {}): Promise<AnyClient> {
  const entry = (name: string, params: object) => ({ model_name: name, litellm_params: params })
  const config = {
    model_list: vendors.flatMap(({ name, params, embeds }) => [
      entry(name, params),
      ...(embeds === undefined
        ? []
        : [{ ...entry(`${name} embeddings`, { ...params, model: embeds }), model_info: { mode: 'embedding' } }]),
    ]),
    router_settings: { num_retries: 0, disable_cooldowns: true },
    litellm_settings: { modify_params: settings.modifyParams === true },
  }
  const { plan, diagnostics } = await compile({ source: JSON.stringify(config), path: 'vendors.json', emit: false })
  if (plan === undefined) throw new Error(`the config of the vendors does not compile: ${JSON.stringify(diagnostics)}`)
  return createClient<AnyModels>(
    { plan, adapters: await allAdapters(), strategies: { 'simple-shuffle': simpleShuffle } },
    { env: { TEST_KEY: 'test-key-1234567890' }, transport, getToken },
  )
}
