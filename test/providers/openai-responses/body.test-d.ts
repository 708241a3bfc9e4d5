/** Type test: the body that chat requests are put into is what OpenAI's own package takes, without a cast. Checked by `tsc`. */
import type { ResponseCreateParams, ResponseCreateParamsStreaming, ResponseInputItem, Tool } from 'openai/resources/responses/responses'
import type { InputItem, InputTool, OpenAiResponsesBody } from '../../../src/providers/openai-responses/body.js'

export function openAiTakes(body: OpenAiResponsesBody): ResponseCreateParams {
  return body
}

export function openAiStreams(body: OpenAiResponsesBody & { stream: true }): ResponseCreateParamsStreaming {
  return body
}

export function itemsAre(item: InputItem): ResponseInputItem {
  return item
}

export function toolsAre(tool: InputTool): Tool {
  return tool
}

export function hasNoChatContent(content: { type: 'text'; text: string }[]): ResponseInputItem {
  // @ts-expect-error parts of a chat message are no parts here
  return { role: 'user', content }
}
