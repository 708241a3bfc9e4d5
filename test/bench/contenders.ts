/** The same call and the same stream by bare undici, by a client of ours, by the `openai` package and by the AI SDK. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateText, streamText } from 'ai'
import OpenAI from 'openai'
import { request } from 'undici'
import type { StrategyName } from '../../src/plan/routing.js'
import { anthropic } from '../../src/providers/anthropic.js'
import { gemini } from '../../src/providers/gemini.js'
import { openai } from '../../src/providers/openai.js'
import type { Client } from '../../src/runtime/client-shape.js'
import { createClient, limits, providerLimits } from '../../src/runtime/index.js'
import { buildPlan } from '../support/plan.js'
import { strategies } from '../support/strategies.js'
import type { Contender } from './measure.js'

type Models = { readonly chat: { whole: never; stream: never; claude: never; gemini: never }; readonly embedding: object }
const prompt = 'Say a hundred words about the sea.'
const messages: { role: 'user'; content: string }[] = [{ role: 'user', content: prompt }]
const openAiBody = { model: 'gpt-4o', messages, stream: true, stream_options: { include_usage: true } }

type Setup = { readonly strategy: StrategyName; readonly copies: number; readonly limited: boolean }

/** As in the config of the guide: two deployments a group, routing, retries, cost and meta are on. */
const usual: Setup = { strategy: 'latency-based-routing', copies: 2, limited: false }

function ourClient(base: string, { strategy, copies, limited }: Setup = usual): Client<Models> {
  const deployment = (group: string) => ({
    group,
    model: 'openai/gpt-4o',
    baseUrl: `${base}/${group}/v1`,
    apiKey: { placeholder: 'none' },
    price: { by: 'reply', family: 'openai' } as const,
    // Far from being reached.
    ...(limited && { rpm: 100_000_000, tpm: 100_000_000_000 }),
  })
  const native = (group: string, model: string, path: string) => ({ ...deployment(group), model, baseUrl: `${base}/${path}` })
  const plan = buildPlan({
    deployments: Array.from({ length: copies }, () => [
      ...['whole', 'stream'].map(deployment),
      native('claude', 'anthropic/claude-sonnet-4-5', 'anthropic/stream'),
      native('gemini', 'gemini/gemini-2.5-flash', 'gemini/v1beta'),
    ]).flat(),
    routing: { strategy, ...(limited && { limits: 'prefer' as const }) },
    prices: [{ model: 'gpt-4o', family: 'openai', input: 2_500_000, output: 10_000_000 }],
  })
  const features = limited ? [limits, providerLimits] : []
  return createClient<Models>({ plan, adapters: { openai, anthropic, gemini }, strategies, features }, { env: {} })
}

async function bareCall(base: string): Promise<unknown> {
  const { body } = await request(`${base}/whole/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer none' },
    body: JSON.stringify({ model: 'gpt-4o', messages }),
  })
  return JSON.parse(await body.text())
}

/** Sends, cuts the events apart and parses each: the least a client of the format does. */
async function bareStream(url: string, body: object, lineEnd = '\n'): Promise<number> {
  const reply = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer none' },
    body: JSON.stringify(body),
  })
  const decoder = new TextDecoder()
  let rest = ''
  let chunks = 0
  for await (const bytes of reply.body) {
    const frames = (rest + decoder.decode(bytes, { stream: true })).split(lineEnd + lineEnd)
    rest = frames.pop() ?? ''
    for (const frame of frames) {
      const data = frame.slice(frame.indexOf('data: ') + 6)
      if (data !== '[DONE]' && JSON.parse(data)) chunks++
    }
  }
  return chunks
}

async function count(stream: AsyncIterable<unknown>): Promise<number> {
  let chunks = 0
  for await (const chunk of stream) if (chunk !== undefined) chunks++
  return chunks
}

/** First the bare one, which the others are compared with. */
export function createContenders(base: string): {
  readonly calls: readonly Contender[]
  readonly streams: readonly Contender[]
  readonly anthropic: readonly Contender[]
  readonly gemini: readonly Contender[]
} {
  const client = ourClient(base)
  const single = ourClient(base, { strategy: 'simple-shuffle', copies: 1, limited: false })
  const limited = ourClient(base, { ...usual, limited: true })
  const sdk = (group: string) => new OpenAI({ baseURL: `${base}/${group}/v1`, apiKey: 'none' })
  const ai = (group: string) => createOpenAICompatible({ name: 'mock', baseURL: `${base}/${group}/v1`, apiKey: 'none' })('gpt-4o')
  const [wholeSdk, streamSdk, wholeAi, streamAi] = [sdk('whole'), sdk('stream'), ai('whole'), ai('stream')]
  return {
    calls: [
      { name: 'bare undici', run: () => bareCall(base) },
      { name: 'llmgen, latency-based', run: () => client.chat.completions.create({ model: 'whole', messages }) },
      { name: 'llmgen, one deployment', run: () => single.chat.completions.create({ model: 'whole', messages }) },
      { name: 'llmgen, latency-based, limits', run: () => limited.chat.completions.create({ model: 'whole', messages }) },
      { name: 'openai', run: () => wholeSdk.chat.completions.create({ model: 'gpt-4o', messages }) },
      { name: 'ai', run: () => generateText({ model: wholeAi, prompt }) },
    ],
    streams: [
      { name: 'bare undici', run: () => bareStream(`${base}/stream/v1/chat/completions`, openAiBody) },
      { name: 'llmgen', run: async () => count(await client.chat.completions.create({ model: 'stream', messages, stream: true })) },
      { name: 'openai', run: async () => count(await streamSdk.chat.completions.create({ model: 'gpt-4o', messages, stream: true })) },
      { name: 'ai', run: () => count(streamText({ model: streamAi, prompt }).textStream) },
    ],
    anthropic: [
      {
        name: 'bare undici',
        run: () =>
          bareStream(`${base}/anthropic/stream/v1/messages`, { model: 'claude-sonnet-4-5', max_tokens: 4_096, messages, stream: true }),
      },
      { name: 'llmgen', run: async () => count(await client.chat.completions.create({ model: 'claude', messages, stream: true })) },
    ],
    gemini: [
      {
        name: 'bare undici',
        run: () =>
          bareStream(
            `${base}/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse`,
            { contents: [{ role: 'user', parts: [{ text: prompt }] }] },
            '\r\n',
          ),
      },
      { name: 'llmgen', run: async () => count(await client.chat.completions.create({ model: 'gemini', messages, stream: true })) },
    ],
  }
}
