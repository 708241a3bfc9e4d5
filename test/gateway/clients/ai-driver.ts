/** The AI SDK of two generations, over its provider for OpenAI-compatible hosts. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { APICallError, embedMany, generateObject, generateText, jsonSchema, stepCountIs, streamObject, streamText, tool } from 'ai'
import * as ai7 from 'ai-7'
import { createOpenAICompatible as createOpenAICompatible3 } from 'ai-sdk-openai-compatible-3'
import { cityOf, citySchema, type Driven, type Driver, toolDescription, toolName } from './driver.js'

const six = {
  APICallError,
  createOpenAICompatible,
  embedMany,
  generateObject,
  generateText,
  jsonSchema,
  stepCountIs,
  streamObject,
  streamText,
  tool,
}
type Generation = typeof six
/** What is used here is called alike in both; the types of their models differ by version. */
const seven = { ...ai7, createOpenAICompatible: createOpenAICompatible3, stepCountIs: ai7.isStepCount } as unknown as Generation

export const aiDrivers: readonly Driver[] = [
  { name: 'ai 6', open: (url, key) => driven(six, url, key) },
  { name: 'ai 7', open: (url, key) => driven(seven, url, key) },
]

const silent = { onError: () => undefined }

function driven(sdk: Generation, url: string, apiKey: string): Driven {
  const provider = sdk.createOpenAICompatible({
    name: 'gateway',
    baseURL: `${url}/v1`,
    apiKey,
    includeUsage: true,
    supportsStructuredOutputs: true,
  })
  const call = (model: string, prompt: string) => ({ model: provider(model), prompt, maxRetries: 0 })
  const city = sdk.jsonSchema<{ city: string }>(citySchema)
  return {
    ask: async (model, text) => {
      const { text: said, finishReason, usage } = await sdk.generateText(call(model, text))
      return { text: said, end: finishReason, usage: [usage.inputTokens, usage.outputTokens] }
    },
    stream: async (model, text) => {
      const failures: unknown[] = []
      const result = sdk.streamText({ ...call(model, text), onError: ({ error }) => void failures.push(error) })
      const pieces: string[] = []
      for await (const piece of result.textStream) pieces.push(piece)
      if (failures.length > 0) throw failures[0]
      const usage = await result.usage
      return {
        text: pieces.join(''),
        end: await result.finishReason,
        usage: [usage.inputTokens, usage.outputTokens],
        pieces: pieces.length,
      }
    },
    useTool: async (model, text, form, run) => {
      const weather = sdk.tool({ description: toolDescription, inputSchema: city, execute: async (input) => run(cityOf(input)) })
      const body = { ...call(model, text), tools: { [toolName]: weather }, stopWhen: sdk.stepCountIs(3) }
      return form === 'whole' ? (await sdk.generateText(body)).text : sdk.streamText({ ...body, ...silent }).text
    },
    structure: async (model, form) => {
      const body = { ...call(model, 'Which city?'), schema: city }
      if (form === 'whole') return (await sdk.generateObject(body)).object
      let last: unknown
      for await (const piece of sdk.streamObject({ ...body, ...silent }).partialObjectStream) last = piece
      return last
    },
    embed: async (model, values) =>
      (await sdk.embedMany({ model: provider.embeddingModel(model), values: [...values], maxRetries: 0 })).embeddings,
    leave: async (model, text) => {
      const abort = new AbortController()
      const result = sdk.streamText({ ...call(model, text), ...silent, abortSignal: abort.signal })
      for await (const piece of result.textStream) if (piece !== '') break
      abort.abort()
    },
    refused: (error) => {
      if (!sdk.APICallError.isInstance(error)) throw error
      return { name: error.name, status: error.statusCode, message: error.message }
    },
  }
}
