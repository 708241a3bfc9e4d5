/** What is sent and what the upstream answers, case by case; how an answer is told to be the right one. */

/** One kind of request, and the upstream folder that answers it. */
export type BenchCase = {
  readonly name: string
  readonly title: string
  /** Highest allowed ratio of CPU to the bare pass-through. Undefined where nothing is promised. */
  readonly budget?: number
  readonly path: 'chat/completions' | 'embeddings'
  readonly body: string
  readonly reply: { readonly type: string; readonly text: string }
  /** Whether a server of our own answers, which writes one event after the other, in place of nginx. */
  readonly paced: boolean
  /** Connections that `wrk` keeps busy. */
  readonly connections: number
}

export const chunkCount = 99
/** The model's name in every request, the same for all contenders. */
const model = 'bench-model'
const vectorSize = 1_536
const inputCount = 256

const head = { id: 'chatcmpl-bench', created: 1_760_000_000, model: 'gpt-4o-2024-08-06' }
const counts = { prompt_tokens: 20, completion_tokens: 100, total_tokens: 120 }
const chatReply = JSON.stringify({
  ...head,
  object: 'chat.completion',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'word '.repeat(100), refusal: null }, logprobs: null, finish_reason: 'stop' },
  ],
  usage: counts,
})
const frame = (body: object) => `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...body })}\n\n`
const choice = (delta: object, finish_reason: string | null = null) =>
  frame({ choices: [{ index: 0, delta, logprobs: null, finish_reason }] })
const streamReply = [
  choice({ role: 'assistant', content: '' }),
  ...Array.from({ length: chunkCount - 2 }, (_, at) => choice({ content: `word${at} ` })),
  choice({}, 'stop'),
  'data: [DONE]\n\n',
].join('')

const chatBody = (content: string, more: object = {}) => JSON.stringify({ model, messages: [{ role: 'user', content }], ...more })
/** Prose with the quotes and line ends that JSON has to escape now and then. */
const prompt = (bytes: number) => 'The quick brown fox said "jump" over the lazy dog.\n'.repeat(bytes / 50).slice(0, bytes)

const inputs = Array.from({ length: inputCount }, (_, at) => `sentence number ${at} of a list to embed`)
const vector = (seed: number) => Array.from({ length: vectorSize }, (_, at) => Math.round(Math.sin(seed * 7 + at) * 1e8) / 1e9)
const packed = (values: readonly number[]) => Buffer.from(Float32Array.from(values).buffer).toString('base64')
const embeddingReply = (write: (values: readonly number[]) => unknown) =>
  JSON.stringify({
    object: 'list',
    data: inputs.map((_, index) => ({ object: 'embedding', index, embedding: write(vector(index)) })),
    model: 'text-embedding-3-small',
    usage: { prompt_tokens: 2_048, total_tokens: 2_048 },
  })

const json = (text: string) => ({ type: 'application/json', text })
const events = { type: 'text/event-stream', text: streamReply }
/**
 * Models take seconds, so a gateway holds many calls at once. With eight connections all wait for each other's wake-ups,
 * which cost more than the work.
 */
const chat = { path: 'chat/completions', paced: false, connections: 64 } as const
const embeddings = { path: 'embeddings', paced: false, connections: 8 } as const
const streamBody = chatBody('Hello, how are you?', { stream: true })
const embeddingBody = (encoding_format: string) => JSON.stringify({ model, input: inputs, encoding_format })

/** Every case; those that are measured without being named are `usual`. */
export const cases: readonly BenchCase[] = [
  { ...chat, name: 'chat', title: 'small chat', budget: 1.3, body: chatBody('Hello, how are you?'), reply: json(chatReply) },
  { ...chat, name: 'stream', title: `stream of ${chunkCount} chunks`, budget: 1.3, body: streamBody, reply: events },
  { ...chat, name: 'paced', title: 'the same, chunk by chunk', budget: 1.3, body: streamBody, reply: events, paced: true },
  { ...chat, connections: 8, name: '100k', title: 'prompt of 100 kB', body: chatBody(prompt(100_000)), reply: json(chatReply) },
  { ...chat, connections: 8, name: '1m', title: 'prompt of 1 MB', budget: 1.3, body: chatBody(prompt(1_000_000)), reply: json(chatReply) },
  {
    ...embeddings,
    name: 'floats',
    title: `embeddings of ${inputCount}, floats`,
    body: embeddingBody('float'),
    reply: json(embeddingReply((values) => values)),
  },
  {
    ...embeddings,
    name: 'base64',
    title: `embeddings of ${inputCount}, base64`,
    body: embeddingBody('base64'),
    reply: json(embeddingReply(packed)),
  },
]

/** Names of the cases that are measured when none is named. */
export const usual = cases.filter(({ paced }) => !paced).map(({ name }) => name)

/** What of an answer has to arrive unchanged: the text and the chunks, or the vectors. */
function essence(text: string, type: string): string {
  if (type === 'text/event-stream') {
    const frames = text.split(/\r?\n\r?\n/).filter((part) => part.startsWith('data: '))
    const chunks = frames.filter((part) => part !== 'data: [DONE]').map((part) => JSON.parse(part.slice(6)))
    const said = chunks.map((chunk) => chunk.choices?.[0]?.delta?.content ?? '').join('')
    return JSON.stringify({ chunks: chunks.length, said, done: frames.at(-1) === 'data: [DONE]' })
  }
  const { choices, data, usage } = JSON.parse(text)
  return JSON.stringify({
    said: choices?.[0]?.message?.content,
    vectors: data?.map((item: { readonly embedding: unknown }) => item.embedding),
    prompt: usage?.prompt_tokens,
  })
}

/** Why `text` is not the answer to `asked`. Undefined when it is. */
export function wrongAnswer(asked: BenchCase, status: number, type: string, text: string): string | undefined {
  const got = `status ${status}, ${type}, ${text.length} characters: ${text.slice(0, 300)}`
  if (status !== 200 || !type.startsWith(asked.reply.type)) return got
  try {
    return essence(text, asked.reply.type) === essence(asked.reply.text, asked.reply.type) ? undefined : `another answer, ${got}`
  } catch {
    return `no such JSON, ${got}`
  }
}
