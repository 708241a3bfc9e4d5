/** Anthropic's own client. */
import Anthropic, { APIError } from '@anthropic-ai/sdk'
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema'
import { jsonSchemaOutputFormat } from '@anthropic-ai/sdk/helpers/json-schema'
import { cityOf, citySchema, type Driven, type Driver, toolDescription, toolName } from './driver.js'

export const anthropicDriver: Driver = {
  name: '@anthropic-ai/sdk',
  open: (url, key) => driven(new Anthropic({ baseURL: url, apiKey: key, maxRetries: 0 })),
}

const ends: { readonly [reason: string]: string } = { end_turn: 'stop', tool_use: 'tool_calls', max_tokens: 'length' }
const asked = (content: string) => ({ max_tokens: 500, messages: [{ role: 'user' as const, content }] })

type Message = Pick<Anthropic.Message, 'content' | 'stop_reason' | 'usage'>

function told({ content, stop_reason: reason, usage }: Message) {
  return { text: textOf(content), end: ends[String(reason)], usage: [usage.input_tokens, usage.output_tokens] as const }
}

const textOf = (content: readonly { readonly type: string }[]) =>
  content.map((block) => ('text' in block && block.type === 'text' ? String(block.text) : '')).join('')

function driven(client: Anthropic): Driven {
  const { messages } = client
  return {
    ask: async (model, text) => told(await messages.create({ model, ...asked(text) })),
    stream: async (model, text) => {
      let pieces = 0
      const stream = messages.stream({ model, ...asked(text) }).on('text', () => {
        pieces += 1
      })
      return { ...told(await stream.finalMessage()), pieces }
    },
    useTool: async (model, text, form, run) => {
      const tool = betaTool({ name: toolName, description: toolDescription, inputSchema: citySchema, run: (input) => run(cityOf(input)) })
      const body = { model, ...asked(text), tools: [tool], max_iterations: 3 }
      if (form === 'whole') return textOf((await client.beta.messages.toolRunner(body)).content)
      let last = ''
      for await (const stream of client.beta.messages.toolRunner({ ...body, stream: true }))
        last = textOf((await stream.finalMessage()).content)
      return last
    },
    structure: async (model, form) => {
      const body = { model, ...asked('Which city?'), output_config: { format: jsonSchemaOutputFormat(citySchema) } }
      const message = form === 'whole' ? await messages.parse(body) : await messages.stream(body).finalMessage()
      return message.parsed_output
    },
    leave: async (model, text) => {
      const stream = await messages.create({ model, ...asked(text), stream: true })
      for await (const event of stream) if (event.type === 'content_block_delta') break
    },
    refused: (error) => {
      if (!(error instanceof APIError)) throw error
      return { name: error.constructor.name, status: error.status, message: error.message, requestId: error.requestID }
    },
  }
}
