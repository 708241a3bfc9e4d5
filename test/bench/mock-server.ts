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

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    if (!request.url?.includes('stream')) {
      response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req_bench' }).end(reply)
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'req_bench' })
    let at = 0
    const step = () => {
      const next = frames[at++]
      if (next === undefined) {
        response.end(last)
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
