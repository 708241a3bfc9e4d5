/** A bare provider for the benchmark, in a process of its own: fixed bytes, no parsing. Prints its port. */
import { createServer } from 'node:http'

const chunkCount = 99
const head = { id: 'chatcmpl-bench', created: 1_760_000_000, model: 'gpt-4o-2024-08-06' }
const reply = JSON.stringify({
  ...head,
  object: 'chat.completion',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'word '.repeat(100), refusal: null }, logprobs: null, finish_reason: 'stop' },
  ],
  usage: { prompt_tokens: 20, completion_tokens: 100, total_tokens: 120 },
})
const frame = (body: object) => `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...body })}\n\n`
const choice = (delta: object, finish_reason: string | null = null) =>
  frame({ choices: [{ index: 0, delta, logprobs: null, finish_reason }] })
const frames = [
  choice({ role: 'assistant', content: '' }),
  ...Array.from({ length: chunkCount - 2 }, (_, at) => choice({ content: `word${at} ` })),
  choice({}, 'stop'),
]
const last = `${frame({ choices: [], usage: { prompt_tokens: 20, completion_tokens: 100, total_tokens: 120 } })}data: [DONE]\n\n`

/** Anthropic's 99 deltas, with the events around them. */
const event = (body: { readonly type: string; readonly [key: string]: unknown }) => `event: ${body.type}\ndata: ${JSON.stringify(body)}\n\n`
const message = { id: 'msg_bench', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5', content: [], stop_reason: null }
const anthropicFrames = [
  event({ type: 'message_start', message: { ...message, stop_sequence: null, usage: { input_tokens: 20, output_tokens: 1 } } }) +
    event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
  ...Array.from({ length: chunkCount }, (_, at) =>
    event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: `word${at} ` } }),
  ),
]
const anthropicLast =
  event({ type: 'content_block_stop', index: 0 }) +
  event({ type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 100 } }) +
  event({ type: 'message_stop' })

/** Gemini's, with its line ends and its counts in every event. */
const geminiEvent = (text: string, more: object = {}) =>
  `data: ${JSON.stringify({
    candidates: [{ content: { parts: [{ text }], role: 'model' }, index: 0, ...more }],
    usageMetadata: { promptTokenCount: 20, candidatesTokenCount: 100, totalTokenCount: 120 },
    modelVersion: 'gemini-2.5-flash',
    responseId: 'bench',
  })}\r\n\r\n`
const geminiFrames = Array.from({ length: chunkCount - 1 }, (_, at) => geminiEvent(`word${at} `))
const geminiLast = geminiEvent('', { finishReason: 'STOP' })

type Script = { readonly frames: readonly string[]; readonly last: string }
const openAi: Script = { frames, last }
const scripts: readonly (readonly [part: string, script: Script])[] = [
  ['/anthropic/', { frames: anthropicFrames, last: anthropicLast }],
  ['/gemini/', { frames: geminiFrames, last: geminiLast }],
]

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    const url = request.url ?? ''
    if (!url.includes('stream')) {
      response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req_bench' }).end(reply)
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'req_bench' })
    const script = scripts.find(([part]) => url.startsWith(part))?.[1] ?? openAi
    let at = 0
    const step = () => {
      const next = script.frames[at++]
      if (next === undefined) {
        response.end(script.last)
        return
      }
      response.write(next)
      setImmediate(step)
    }
    step()
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address !== null) process.send?.(address.port)
})
