/** OpenAI's own client, of two generations, and its form for Azure. */
import OpenAI, { APIError, AzureOpenAI } from 'openai'
import { zodResponseFormat, zodTextFormat } from 'openai/helpers/zod'
import OpenAI7, { APIError as APIError7, AzureOpenAI as AzureOpenAI7 } from 'openai-7'
import { zodResponseFormat as zodResponseFormat7, zodTextFormat as zodTextFormat7 } from 'openai-7/helpers/zod'
import { z } from 'zod'
import { cityOf, citySchema, type Driven, type Driver, toolDescription, toolName } from './driver.js'

/** What is used of one version of the package. */
export type Generation = {
  readonly OpenAI: typeof OpenAI
  readonly AzureOpenAI: typeof AzureOpenAI
  readonly APIError: typeof APIError
  readonly zodResponseFormat: typeof zodResponseFormat
  readonly zodTextFormat: typeof zodTextFormat
}

const six: Generation = { OpenAI, AzureOpenAI, APIError, zodResponseFormat, zodTextFormat }
/** What is used here has the same types in both; their classes have private members, which TypeScript takes for different. */
const seven = {
  OpenAI: OpenAI7,
  AzureOpenAI: AzureOpenAI7,
  APIError: APIError7,
  zodResponseFormat: zodResponseFormat7,
  zodTextFormat: zodTextFormat7,
} as unknown as Generation

/** Both generations, for tests of what only this client does. */
export const generations: readonly (readonly [string, Generation])[] = [
  ['openai 6', six],
  ['openai 7', seven],
]

/** Version that Azure's clients name; the gateway takes any. */
export const azureVersion = '2024-10-21'

export const openaiDrivers: readonly Driver[] = generations.flatMap(([name, generation]) => [
  { name, open: (url, key) => driven(generation, new generation.OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 })) },
  {
    name: `${name} for Azure`,
    open: (url, key) =>
      driven(generation, new generation.AzureOpenAI({ endpoint: url, apiKey: key, apiVersion: azureVersion, maxRetries: 0 })),
  },
])

const spoken = (content: string) => [{ role: 'user' as const, content }]
const City = z.object({ city: z.string() })

function driven(generation: Generation, client: OpenAI): Driven {
  const { completions } = client.chat
  return {
    ask: async (model, text) => {
      const { choices, usage } = await completions.create({ model, messages: spoken(text) })
      const [choice] = choices
      return { text: choice?.message.content ?? '', end: choice?.finish_reason, usage: [usage?.prompt_tokens, usage?.completion_tokens] }
    },
    stream: async (model, text) => {
      const stream = completions.stream({ model, messages: spoken(text), stream_options: { include_usage: true } })
      let pieces = 0
      stream.on('content', () => {
        pieces += 1
      })
      const { choices, usage } = await stream.finalChatCompletion()
      const [choice] = choices
      return {
        text: choice?.message.content ?? '',
        end: choice?.finish_reason,
        usage: [usage?.prompt_tokens, usage?.completion_tokens],
        pieces,
      }
    },
    useTool: async (model, text, form, run) => {
      const definition = {
        name: toolName,
        description: toolDescription,
        parameters: citySchema,
        parse: (input: string): unknown => JSON.parse(input),
        function: (input: unknown) => run(cityOf(input)),
      }
      const body = { model, messages: spoken(text), tools: [{ type: 'function' as const, function: definition }] }
      const runner = form === 'whole' ? completions.runTools(body) : completions.runTools({ ...body, stream: true })
      return (await runner.finalContent()) ?? ''
    },
    structure: async (model, form) => {
      const body = { model, messages: spoken('Which city?'), response_format: generation.zodResponseFormat(City, 'city') }
      const reply = form === 'whole' ? await completions.parse(body) : await completions.stream(body).finalChatCompletion()
      return reply.choices[0]?.message.parsed
    },
    embed: async (model, texts) => (await client.embeddings.create({ model, input: [...texts] })).data.map(({ embedding }) => embedding),
    leave: async (model, text) => {
      const stream = await completions.create({ model, messages: spoken(text), stream: true })
      for await (const chunk of stream) if (typeof chunk.choices[0]?.delta.content === 'string') break
    },
    refused: (error) => {
      if (!(error instanceof generation.APIError)) throw error
      return { name: error.constructor.name, status: error.status, message: error.message, requestId: error.requestID }
    },
  }
}
