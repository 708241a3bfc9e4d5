/** The types of the Responses API and those of the `openai` package take each other's values, in both directions. */
import type OpenAI from 'openai'
import type { ResponsesReply, ResponsesRequest, ResponsesUsage } from '../../src/protocol/responses.js'
import type { ResponsesEvent } from '../../src/protocol/responses-events.js'
import type { ResponsesInputItem, ResponsesInputPart, ResponsesOutputItem } from '../../src/protocol/responses-items.js'
import type { ResponsesTool, ResponsesToolChoice } from '../../src/protocol/responses-tools.js'
import { accepts } from './accepts.js'

type Params = OpenAI.Responses.ResponseCreateParams
type NonStreaming = OpenAI.Responses.ResponseCreateParamsNonStreaming
type Streaming = OpenAI.Responses.ResponseCreateParamsStreaming

declare const ours: {
  request: ResponsesRequest
  whole: ResponsesRequest & { stream?: false | null }
  streamed: ResponsesRequest & { stream: true }
  reply: ResponsesReply
  usage: ResponsesUsage
  event: ResponsesEvent
  input: ResponsesInputItem
  part: ResponsesInputPart
  output: ResponsesOutputItem
  tool: ResponsesTool
  choice: ResponsesToolChoice
}
/** OpenAI lets a stored prompt choose the model; here a call always names one. */
declare const theirs: {
  request: Params & { model: string }
  whole: NonStreaming & { model: string }
  streamed: Streaming & { model: string }
  reply: OpenAI.Responses.Response
  usage: OpenAI.Responses.ResponseUsage
  event: OpenAI.Responses.ResponseStreamEvent
  input: OpenAI.Responses.ResponseInputItem
  part: OpenAI.Responses.ResponseInputContent
  output: OpenAI.Responses.ResponseOutputItem
  tool: OpenAI.Responses.Tool
  choice: NonNullable<Params['tool_choice']>
}

accepts<Params>(ours.request)
accepts<ResponsesRequest>(theirs.request)
accepts<NonStreaming>(ours.whole)
accepts<ResponsesRequest & { stream?: false | null }>(theirs.whole)
accepts<Streaming>(ours.streamed)
accepts<ResponsesRequest & { stream: true }>(theirs.streamed)
accepts<OpenAI.Responses.Response>(ours.reply)
accepts<ResponsesReply>(theirs.reply)
accepts<OpenAI.Responses.ResponseUsage>(ours.usage)
accepts<ResponsesUsage>(theirs.usage)
accepts<OpenAI.Responses.ResponseStreamEvent>(ours.event)
accepts<ResponsesEvent>(theirs.event)
accepts<OpenAI.Responses.ResponseInputItem>(ours.input)
accepts<ResponsesInputItem>(theirs.input)
accepts<OpenAI.Responses.ResponseInputContent>(ours.part)
accepts<ResponsesInputPart>(theirs.part)
accepts<OpenAI.Responses.ResponseOutputItem>(ours.output)
accepts<ResponsesOutputItem>(theirs.output)
accepts<OpenAI.Responses.Tool>(ours.tool)
accepts<ResponsesTool>(theirs.tool)
accepts<NonNullable<Params['tool_choice']>>(ours.choice)
accepts<ResponsesToolChoice>(theirs.choice)

// An answer goes back as input of the next turn.
accepts<ResponsesInputItem[]>(
  ours.reply.output.filter((item) => item.type === 'message' || item.type === 'function_call' || item.type === 'reasoning'),
)

// Optional members that one side lacks would pass all of the above, so the names are compared too.
type KeysOf<T> = T extends unknown ? keyof T : never
declare function missing<Theirs, Ours>(): Exclude<KeysOf<Theirs>, KeysOf<Ours>>
accepts<never>(missing<Params, ResponsesRequest>())
accepts<never>(missing<OpenAI.Responses.Response, ResponsesReply>())
accepts<never>(missing<OpenAI.Responses.ResponseInputItem, ResponsesInputItem>())
accepts<never>(missing<OpenAI.Responses.ResponseOutputItem, ResponsesOutputItem>())
accepts<never>(missing<OpenAI.Responses.ResponseStreamEvent, ResponsesEvent>())
accepts<never>(missing<OpenAI.Responses.Tool, ResponsesTool>())
accepts<never>(missing<OpenAI.Responses.ResponseUsage, ResponsesUsage>())
