/** Google's own client. */
import { ApiError, type CallableTool, type GenerateContentResponse, GoogleGenAI } from '@google/genai'
import { cityOf, citySchema, type Driven, type Driver, toolDescription, toolName } from './driver.js'

export const googleDriver: Driver = {
  name: '@google/genai',
  open: (url, key) => driven(new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: url } })),
}

const ends: { readonly [reason: string]: string } = { STOP: 'stop', MAX_TOKENS: 'length' }

function endOf({ candidates, usageMetadata: usage }: GenerateContentResponse) {
  return {
    end: ends[String(candidates?.[0]?.finishReason)],
    usage: [usage?.promptTokenCount, usage?.candidatesTokenCount] as const,
  }
}

/** A tool that the client calls by itself. */
function callable(run: (city: string) => string): CallableTool {
  return {
    tool: async () => ({ functionDeclarations: [{ name: toolName, description: toolDescription, parametersJsonSchema: citySchema }] }),
    callTool: async (calls) =>
      calls.map(({ name = '', id, args }) => ({
        functionResponse: { name, ...(id !== undefined && { id }), response: { output: run(cityOf(args)) } },
      })),
  }
}

function driven({ models }: GoogleGenAI): Driven {
  const joined = async (stream: AsyncIterable<GenerateContentResponse>) => {
    let text = ''
    for await (const piece of stream) text += piece.text ?? ''
    return text
  }
  return {
    ask: async (model, contents) => {
      const answer = await models.generateContent({ model, contents })
      return { text: answer.text ?? '', ...endOf(answer) }
    },
    stream: async (model, contents) => {
      const texts: string[] = []
      let end: ReturnType<typeof endOf> = { end: undefined, usage: [undefined, undefined] }
      for await (const piece of await models.generateContentStream({ model, contents })) {
        if (piece.text !== undefined && piece.text !== '') texts.push(piece.text)
        end = endOf(piece)
      }
      return { text: texts.join(''), ...end, pieces: texts.length }
    },
    useTool: async (model, contents, form, run) => {
      const body = { model, contents, config: { tools: [callable(run)] } }
      return form === 'whole' ? ((await models.generateContent(body)).text ?? '') : joined(await models.generateContentStream(body))
    },
    structure: async (model, form) => {
      const config = { responseMimeType: 'application/json', responseJsonSchema: citySchema }
      const body = { model, contents: 'Which city?', config }
      const text = form === 'whole' ? (await models.generateContent(body)).text : await joined(await models.generateContentStream(body))
      return JSON.parse(text ?? '')
    },
    leave: async (model, contents) => {
      const abort = new AbortController()
      const stream = await models.generateContentStream({ model, contents, config: { abortSignal: abort.signal } })
      for await (const piece of stream) if (piece.text !== '') break
      abort.abort()
    },
    refused: (error) => {
      if (!(error instanceof ApiError)) throw error
      return { name: error.name, status: error.status, message: error.message }
    },
  }
}
