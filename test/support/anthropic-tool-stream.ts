/** An Anthropic stream that calls a tool without input, event by event. */

const event = (body: { readonly type: string; readonly [member: string]: unknown }) =>
  `event: ${body.type}\ndata: ${JSON.stringify(body)}\n\n`
const start = event({
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-20250514',
    content: [],
    stop_reason: null,
    usage: { input_tokens: 9, output_tokens: 1 },
  },
})
const block = event({
  type: 'content_block_start',
  index: 0,
  content_block: { type: 'tool_use', id: 'toolu_1', name: 'now', input: {} },
})
const noInput = event({ type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '' } })
const close = event({ type: 'content_block_stop', index: 0 })
const over =
  event({ type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 5 } }) + event({ type: 'message_stop' })

/** What it opens with, the call, an input event that says nothing, the call's end, and the end of it all. */
export const toolWithoutInput = { start, block, noInput, close, over }
