/** LangChain's models over OpenAI's client. */
import { type AIMessageChunk, HumanMessage, type ToolMessage, type UsageMetadata } from '@langchain/core/messages'
import { tool } from '@langchain/core/tools'
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai'
import { APIError } from 'openai'
import { z } from 'zod'
import { cityOf, type Driven, type Driver, toolDescription, toolName } from './driver.js'

export const langchainDriver: Driver = {
  name: '@langchain/openai',
  open: (url, apiKey) => driven({ apiKey, maxRetries: 0, configuration: { baseURL: `${url}/v1` } }),
}

const City = z.object({ city: z.string() })

function told(message: AIMessageChunk) {
  const usage = message.usage_metadata as UsageMetadata | undefined // hidden by the type of a message that may be of any model
  const { response_metadata: meta } = message
  return { text: message.text, end: String(meta.finish_reason), usage: [usage?.input_tokens, usage?.output_tokens] as const }
}

async function whole(stream: AsyncIterable<AIMessageChunk>): Promise<AIMessageChunk> {
  let message: AIMessageChunk | undefined
  for await (const chunk of stream) message = message === undefined ? chunk : message.concat(chunk)
  if (message === undefined) throw new Error('an empty stream')
  return message
}

function driven(settings: {
  readonly apiKey: string
  readonly maxRetries: number
  readonly configuration: { readonly baseURL: string }
}): Driven {
  const modelOf = (model: string) => new ChatOpenAI({ ...settings, model })
  return {
    ask: async (model, text) => told(await modelOf(model).invoke(text)),
    stream: async (model, text) => {
      let pieces = 0
      let message: AIMessageChunk | undefined
      for await (const chunk of await modelOf(model).stream(text)) {
        if (chunk.text !== '') pieces += 1
        message = message === undefined ? chunk : message.concat(chunk)
      }
      if (message === undefined) throw new Error('an empty stream')
      return { ...told(message), pieces }
    },
    useTool: async (model, text, form, run) => {
      const weather = tool((input) => run(cityOf(input)), { name: toolName, description: toolDescription, schema: City })
      const bound = modelOf(model).bindTools([weather])
      const ask = async (messages: (HumanMessage | AIMessageChunk | ToolMessage)[]) =>
        form === 'whole' ? bound.invoke(messages) : whole(await bound.stream(messages))
      const question = new HumanMessage(text)
      const first = await ask([question])
      const results = await Promise.all(
        (first.tool_calls ?? []).map((call): Promise<ToolMessage> => weather.invoke({ ...call, type: 'tool_call' })),
      )
      return (await ask([question, first, ...results])).text
    },
    structure: async (model, form) => {
      const bound = modelOf(model).withStructuredOutput(City, { method: 'jsonSchema' })
      if (form === 'whole') return bound.invoke('Which city?')
      let last: unknown
      for await (const piece of await bound.stream('Which city?')) last = piece
      return last
    },
    embed: (model, texts) => new OpenAIEmbeddings({ ...settings, model }).embedDocuments([...texts]),
    leave: async (model, text) => {
      for await (const chunk of await modelOf(model).stream(text)) if (chunk.text !== '') break
    },
    refused: (error) => {
      if (!(error instanceof APIError)) throw error
      return { name: error.constructor.name, status: error.status, message: error.message, requestId: error.requestID }
    },
  }
}
