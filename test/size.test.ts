/**
 * What a page downloads: a generated client over `llmgen/runtime/fetch` with OpenAI and Anthropic, minified by esbuild with
 * splitting, and gzipped at level 9. Calls are made in a process of its own, and what
 * they load is counted. The design's budget is 15 kB for it and 5 kB for each further adapter; limits here are what is
 * reached, rounded up, and only ever go down.
 */
import { describe, expect, test } from 'vitest'
import { adapterFormats } from '../src/catalog/formats.js'
import { type Bundle, bundleChunks } from './support/bundle.js'

const bytes = (kilobytes: number) => kilobytes * 1_000

/** Streams of the two, which are imported with the first: others stream by them too. */
const streams = ['src/providers/openai/chat-stream.ts', 'src/providers/anthropic/stream.ts']

/** Answers as the providers give them, and calls that ask for nothing unusual. */
const world = `
process.env.OPENAI_API_KEY = process.env.ANTHROPIC_API_KEY = 'key'
const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
const head = { id: 'i', created: 1, model: 'gpt-4o-mini' }
const events = (list) => list.map((data) => 'event: ' + (data.type ?? '') + '\\ndata: ' + JSON.stringify(data) + '\\n\\n').join('')
const openai = {
  whole: { ...head, object: 'chat.completion', usage, choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'hi' } }] },
  events: [
    { ...head, object: 'chat.completion.chunk', choices: [{ index: 0, finish_reason: null, delta: { role: 'assistant', content: 'hi' } }] },
    { ...head, object: 'chat.completion.chunk', choices: [{ index: 0, finish_reason: 'stop', delta: {} }] },
  ],
}
const message = { id: 'm', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5', usage: { input_tokens: 1, output_tokens: 1 } }
const anthropic = {
  whole: { ...message, stop_reason: 'end_turn', content: [{ type: 'text', text: 'hi' }] },
  events: [
    { type: 'message_start', message: { ...message, content: [] } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hi' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 1 } },
    { type: 'message_stop' },
  ],
}
globalThis.fetch = async (url, { body }) => {
  const { whole, events: list } = String(url).includes('openai') ? openai : anthropic
  if (!JSON.parse(body).stream) return new Response(JSON.stringify(whole), { headers: { 'content-type': 'application/json' } })
  return new Response(events(list) + 'data: [DONE]\\n\\n', { headers: { 'content-type': 'text/event-stream' } })
}
const messages = [{ role: 'user', content: 'hi' }]
const whole = async (model) => {
  const { choices } = await llm.chat.completions.create({ model, messages })
  if (choices[0].message.content !== 'hi') throw new Error('no answer of ' + model)
}
const streamed = async (model) => {
  let text = ''
  for await (const chunk of await llm.completion({ model, messages, stream: true })) text += chunk.choices[0]?.delta.content ?? ''
  if (text !== 'hi') throw new Error('no stream of ' + model)
}
`

/** What is loaded once these calls were answered. */
const loadedBy = (calls: string) => (bundle: Bundle) => bundle.afterRun(`${world}${calls}`)

describe('a client with OpenAI and Anthropic', () => {
  const bundled = bundleChunks("import { llm } from './test/golden/fetch/generated/index.ts'\nglobalThis.llm = llm")

  test.each<{ name: string; kilobytes: number; size: (bundle: Bundle) => number | Promise<number> }>([
    { name: 'before the first call: the entry and what it imports statically', kilobytes: 22, size: (bundle) => bundle.download() },
    { name: 'a call to OpenAI', kilobytes: 35, size: loadedBy("await whole('gpt-4o-mini')") },
    { name: 'a call to Anthropic', kilobytes: 36, size: loadedBy("await whole('claude')") },
    { name: 'a stream of OpenAI', kilobytes: 47, size: loadedBy("await streamed('gpt-4o-mini')") },
    {
      name: 'calls and streams of both',
      kilobytes: 57.5,
      size: loadedBy("for (const model of ['gpt-4o-mini', 'claude']) { await whole(model); await streamed(model) }"),
    },
    { name: 'everything, other endpoints and sign-ins too', kilobytes: 107, size: (bundle) => bundle.total },
  ])('$name: at most $kilobytes kB', async ({ kilobytes, size }) => {
    const loaded = await size(await bundled)
    if (process.env.LLMGEN_SIZES === 'show') process.stdout.write(`${loaded}\n`)
    expect(loaded).toBeLessThanOrEqual(bytes(kilobytes))
  })

  test('no adapter is in the entry', async () => {
    expect(
      (await bundled).initial.filter((path) => /^src\/providers\/[^/]+\.ts$|^src\/providers\/(openai|anthropic)\//.test(path)),
    ).toEqual([])
  })
})

/** Adapters beyond 5 kB, with the limit of each in kB; those of Vertex carry Gemini's. */
const larger: ReadonlyMap<string, number> = new Map([
  ['bedrock', 14.2],
  ['vertex', 14.2],
  ['vertex-gemini', 12.5],
  ['gemini', 11],
  ['azure-responses', 8],
  ['github-copilot-responses', 8],
  ['openai-responses', 7.5],
  ['sagemaker', 6.2],
  ['oci', 5.5],
  ['cohere', 5.6],
])

test('each further adapter adds at most 5 kB, or what is written here', async () => {
  const named = (format: string) => format.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  const sizeOf = async (formats: readonly string[]) => {
    const imports = formats.map((format) => `import { ${named(format)} } from 'llmgen/providers/${format}'`)
    return (await bundleChunks(`${imports.join('\n')}\nglobalThis.adapters = [${formats.map(named).join(', ')}]`)).download(...streams)
  }
  const base = await sizeOf(['openai', 'anthropic'])
  const others = adapterFormats.filter((format) => format !== 'openai' && format !== 'anthropic')
  const added = await Promise.all(others.map(async (format) => [format, (await sizeOf(['openai', 'anthropic', format])) - base] as const))
  expect(added.length).toBeGreaterThan(40)
  expect(added.filter(([format, size]) => size > bytes(larger.get(format) ?? 5))).toEqual([])
})
