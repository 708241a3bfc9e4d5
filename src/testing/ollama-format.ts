/** Ollama's chat as the mock reads and writes it: one JSON object a line, streamed unless the request says no. */
import {
  type Asked,
  type BadRequest,
  type Body,
  type MockAnswer,
  type MockEvent,
  type MockFormat,
  type MockOperation,
  piecesOf,
  recordIn,
  recordsIn,
  textOf,
  wordsIn,
} from './mock-format.js'
import { toolsOf } from './openai-format.js'
import { vectorsOf } from './vectors.js'

export const ollamaFormat: MockFormat = {
  name: 'ollama',
  framing: 'json-lines',
  read,
  whole: (answer) => ({
    ...headOf(answer),
    message: {
      role: 'assistant',
      content: answer.pieces.join(''),
      ...(answer.reasoning !== '' && { thinking: answer.reasoning }),
      ...(answer.toolCalls.length > 0 && { tool_calls: answer.toolCalls.map(toolCall) }),
    },
    ...endOf(answer),
  }),
  events,
  error: ({ message }) => ({ error: message }),
  errorEvent: ({ message }) => ({ event: '', data: JSON.stringify({ error: message }) }),
}

/** `POST /api/embed`. */
export const ollamaEmbeddings: MockOperation = ({ body, model, step }) => {
  const found = vectorsOf(body.input, body.dimensions)
  if (found === undefined) return { problem: 'invalid input type', status: 400 }
  return {
    json: {
      model,
      embeddings: found.vectors,
      total_duration: 14_143_917,
      load_duration: 1_019_500,
      prompt_eval_count: step.usage?.inputTokens ?? found.tokens,
    },
  }
}

function read(body: Body): Asked | BadRequest {
  const { model } = body
  if (typeof model !== 'string' || model === '') return { problem: 'model is required', status: 400 }
  const messages = recordsIn(body.messages)
  const last = messages.at(-1)
  const afterTool = last?.role === 'tool'
  const tools = toolsOf(body)
  const limit = recordIn(body, 'options').num_predict
  const { format } = body
  return {
    model,
    stream: body.stream !== false,
    prompt: textOf(afterTool ? last?.content : messages.findLast((message) => message.role === 'user')?.content),
    afterTool,
    promptTokens: messages.reduce((sum, message) => sum + 3 + wordsIn([textOf(message.content)]), 0),
    maxTokens: typeof limit === 'number' && limit >= 0 ? limit : undefined,
    tools,
    toolToCall: afterTool ? undefined : tools[0]?.name,
    schema: format === 'json' ? {} : format === '' ? undefined : format,
    thinking: body.think !== undefined && body.think !== false,
    count: 1,
    includeUsage: true,
  }
}

const headOf = ({ model, created }: MockAnswer) => ({ model, created_at: new Date(created * 1000).toISOString() })

/** Calls have no ids; arguments are an object. */
const toolCall = ({ name, arguments: text }: MockAnswer['toolCalls'][number]) => ({ function: { name, arguments: JSON.parse(text) } })

/** A call ends a turn with `stop`, too; a filter is unknown here. */
function endOf({ finishReason, usage }: MockAnswer): Body {
  return {
    done_reason: finishReason === 'length' ? 'length' : 'stop',
    done: true,
    total_duration: 5_000_000_000,
    load_duration: 1_000_000,
    prompt_eval_count: usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens,
    prompt_eval_duration: 300_000_000,
    eval_count: usage.outputTokens,
    eval_duration: 4_000_000_000,
  }
}

function events(answer: MockAnswer): readonly MockEvent[] {
  const line = (message: Body) => ({ ...headOf(answer), message: { role: 'assistant', content: '', ...message }, done: false })
  return [
    ...piecesOf(answer.reasoning).map((thinking) => line({ thinking })),
    ...answer.pieces.map((content) => line({ content })),
    ...answer.toolCalls.map((call) => line({ tool_calls: [toolCall(call)] })),
    { ...headOf(answer), message: { role: 'assistant', content: '' }, ...endOf(answer) },
  ].map((body) => ({ event: '', data: JSON.stringify(body) }))
}
