/** One call of every endpoint that a client has, each to a vendor that serves it; the caller's side of the fuzz test. */
import { compile } from '../../src/compiler/compile.js'
import type { Transport } from '../../src/protocol/http.js'
import type { ClientOptions } from '../../src/runtime/client-types.js'
import { createClient, simpleShuffle } from '../../src/runtime/index.js'
import { allAdapters, getToken, vendorParams } from './vendors.js'

type Observe = NonNullable<ClientOptions['onEvent']>
type Any = { readonly [name: string]: never }
type AllModels = {
  readonly [T in
    | 'chat'
    | 'embedding'
    | 'completion'
    | 'responses'
    | 'image'
    | 'imageEdit'
    | 'transcription'
    | 'speech'
    | 'moderation'
    | 'rerank']: Any
}
export type WholeClient = ReturnType<typeof createClient<AllModels>>

/** A call by name; what it gives is shown as text. */
export type EndpointCall = {
  readonly name: string
  /** Model and mode of the config entry. */
  readonly entry: { readonly model: string; readonly mode?: string }
  ask(client: WholeClient, model: string): Promise<string>
}

const messages = [{ role: 'user' as const, content: 'hi' }]
const file = { bytes: new Uint8Array([1, 2, 3]), name: 'a.wav', type: 'audio/wav' }
const image = { bytes: new Uint8Array([1, 2, 3]), name: 'a.png', type: 'image/png' }

/** The JSON of a reply; speech is bytes. */
async function shown(reply: Promise<object>): Promise<string> {
  return JSON.stringify(await reply)
}

async function read(stream: PromiseLike<AsyncIterable<object>>): Promise<string> {
  let text = ''
  for await (const piece of await stream) text += JSON.stringify(piece)
  return text
}

const openai = 'openai/gpt-4o'
const instruct = { model: 'openai/gpt-3.5-turbo-instruct', mode: 'completion' }

export const endpointCalls: readonly EndpointCall[] = [
  { name: 'completions', entry: instruct, ask: (client, model) => shown(client.completions.create({ model, prompt: 'hi' })) },
  {
    name: 'completions streamed',
    entry: instruct,
    ask: (client, model) => read(client.completions.create({ model, prompt: 'hi', stream: true })),
  },
  {
    name: 'completions over chat',
    entry: { model: openai },
    ask: (client, model) => shown(client.completions.create({ model, prompt: 'hi' })),
  },
  ...[openai, 'anthropic/claude-sonnet-4-5', 'gemini/gemini-2.5-flash'].flatMap((model): EndpointCall[] => [
    {
      name: `responses of ${model}`,
      entry: { model },
      ask: (client, name) => shown(client.responses.create({ model: name, input: 'hi' })),
    },
    {
      name: `responses of ${model} streamed`,
      entry: { model },
      ask: (client, name) => read(client.responses.create({ model: name, input: 'hi', stream: true })),
    },
  ]),
  ...['anthropic/claude-sonnet-4-5', 'gemini/gemini-2.5-flash', 'bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0'].map(
    (model): EndpointCall => ({
      name: `tokens of ${model}`,
      entry: { model },
      ask: (client, name) => shown(client.tokens.count({ model: name, messages })),
    }),
  ),
  ...['openai/gpt-image-1', 'gemini/imagen-4.0-generate-001'].map(
    (model): EndpointCall => ({
      name: `images of ${model}`,
      entry: { model, mode: 'image_generation' },
      ask: (client, name) => shown(client.images.generate({ model: name, prompt: 'a point' })),
    }),
  ),
  {
    name: 'image edits',
    entry: { model: 'openai/gpt-image-1', mode: 'image_edit' },
    ask: (client, model) => shown(client.images.edit({ model, prompt: 'a point', image })),
  },
  {
    name: 'transcriptions',
    entry: { model: 'openai/whisper-1', mode: 'audio_transcription' },
    ask: (client, model) => shown(client.audio.transcriptions.create({ model, file, response_format: 'verbose_json' })),
  },
  {
    name: 'translations',
    entry: { model: 'openai/whisper-1', mode: 'audio_transcription' },
    ask: (client, model) => shown(client.audio.translations.create({ model, file })),
  },
  {
    name: 'speech',
    entry: { model: 'openai/tts-1', mode: 'audio_speech' },
    ask: async (client, model) => String((await client.audio.speech.create({ model, input: 'hi', voice: 'alloy' })).bytes.length),
  },
  {
    name: 'moderations',
    entry: { model: 'openai/omni-moderation-latest', mode: 'moderation' },
    ask: (client, model) => shown(client.moderations.create({ model, input: 'hi' })),
  },
  {
    name: 'rerank',
    entry: { model: 'cohere/rerank-v3.5', mode: 'rerank' },
    ask: (client, model) => shown(client.rerank({ model, query: 'hi', documents: ['a', 'b'] })),
  },
]

/** A client with a model for every call above, under the call's name; with a strategy, two deployments of each. */
export async function endpointClient(transport: Transport, strategy?: typeof simpleShuffle, onEvent?: Observe): Promise<WholeClient> {
  const entries = endpointCalls.map(({ name, entry: { model, mode } }) => ({
    model_name: name,
    litellm_params: { ...vendorParams(model), model },
    ...(mode !== undefined && { model_info: { mode } }),
  }))
  const config = {
    model_list: strategy === undefined ? entries : [...entries, ...entries],
    router_settings: { num_retries: 0, disable_cooldowns: true },
  }
  const { plan, diagnostics } = await compile({ source: JSON.stringify(config), path: 'endpoints.json', emit: false })
  if (plan === undefined) throw new Error(`the config of the endpoints does not compile: ${JSON.stringify(diagnostics)}`)
  return createClient<AllModels>(
    { plan, adapters: await allAdapters(), strategies: { 'simple-shuffle': strategy ?? simpleShuffle } },
    { env: { TEST_KEY: 'test-key-1234567890' }, transport, getToken, ...(onEvent !== undefined && { onEvent }) },
  )
}
