/**
 * `npm run demo`: compiles `litellm_config.yaml` and runs a program on the client that comes out, against a local mock.
 * `npm run demo -- --live` calls the real providers with the keys that are set.
 */
import { fileURLToPath } from 'node:url'
import { ApiError, type ChatMessage, type ChatTool } from 'llmgen/runtime'
import { createMockProvider, type MockProvider, type MockStep, mockTransport } from 'llmgen/testing'
import { runCli } from '../../src/cli/program.js'
import { processTerminal } from '../../src/cli/terminal.js'
import { live } from './live.js'
import { attempts, bar, bold, cost, dim, line, title } from './show.js'

const azure = 'my-deployment.openai.azure.com'
const openai = 'api.openai.com'
const anthropic = 'api.anthropic.com'
const gemini = 'generativelanguage.googleapis.com'

/** Keys for the mock, which takes any. The config's own variables, given to the client and not to the process. */
const env = { AZURE_API_KEY: 'demo-key', OPENAI_API_KEY: 'demo-key', ANTHROPIC_API_KEY: 'demo-key', GEMINI_API_KEY: 'demo-key' }

const question = [{ role: 'user', content: 'Why is the sky blue?' }] as const
const sky = 'Air scatters blue light more than red, so blue reaches us from all over the sky.'
/** A healthy provider. An Azure deployment has a name of its own; its reply says which model it is. */
const healthy: { readonly [host: string]: MockStep } = {
  [azure]: { text: sky, model: 'gpt-4o-2024-11-20', delayMs: 8 },
  [openai]: { text: sky, model: 'gpt-4o-2024-08-06', delayMs: 8 },
  [anthropic]: { text: `Rayleigh scattering. ${sky}`, delayMs: 8 },
  [gemini]: { text: `Short waves scatter most. ${sky}`, delayMs: 8 },
}

type Generated = typeof import('../../generated/example/index.js')
type Llm = ReturnType<Generated['createLlm']>
type Scene = { readonly mock: MockProvider; open(): Llm }

async function main(): Promise<number> {
  line(bold('llmgen: a litellm_config.yaml goes in, a typed client comes out'))
  title(1, 'Compile')
  const code = await compile()
  if (code !== 0) return code
  // only now: the client is what was just compiled
  const { createLlm, llm } = await import('../../generated/example/index.js')
  if (process.argv.includes('--live')) return live(llm)
  line(dim('From here on a mock on this machine answers for all providers; the config is not changed.'))
  const mock = await createMockProvider({ script: healthy })
  const clients: Llm[] = []
  const scene: Scene = {
    mock,
    open() {
      const client = createLlm({ env, transport: mockTransport(mock), random: evenlySpread() })
      clients.push(client)
      return client
    },
  }
  for (const show of [reply, stream, sharing, fallback, toolFallback, embeddings, errors]) {
    mock.script(healthy)
    await show(scene)
  }
  for (const client of clients) await client.close()
  await mock.close()
  line()
  line('Nothing above needed a key. With keys set, this calls the real ones: npm run demo -- --live')
  return 0
}

/** In place of random numbers, so that the demo looks alike each time: multiples of the golden ratio fill [0, 1) evenly. */
function evenlySpread(): () => number {
  let count = 0
  return () => (++count * 0.618_033_988_75) % 1
}

/** The real command line, in this process. */
function compile(): Promise<number> {
  line(dim('$ llmgen generate --config test/examples/litellm_config.yaml --out generated/example'))
  const terminal = processTerminal()
  const indent = (text: string) => text.replace(/^(?=.)/gm, '   ')
  return runCli(['generate', '--config', 'test/examples/litellm_config.yaml', '--out', 'generated/example', '--report', 'text'], {
    ...terminal,
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    out: (text) => terminal.out(indent(text)),
    // in the order in which it happens, also where stdout is a file
    err: (text) => terminal.out(indent(text)),
  })
}

async function reply({ open }: Scene): Promise<void> {
  title(2, 'A reply, and what it cost: three wire formats, one shape')
  const llm = open()
  for (const model of ['gpt-4o', 'gpt-4o', 'claude-sonnet', 'gemini-flash'] as const) {
    const answer = await llm.chat.completions.create({ model, messages: [...question] })
    const { meta, usage } = answer
    line(`${model.padEnd(14)} ${answer.choices[0]?.message.content ?? ''}`)
    line(
      dim(
        `${' '.repeat(14)} ${meta.provider}/${meta.model} said it was ${answer.model}: ${usage?.prompt_tokens} + ${usage?.completion_tokens} tokens, ${cost(meta)}`,
      ),
    )
  }
}

async function stream({ open }: Scene): Promise<void> {
  title(3, 'A stream')
  const chunks = await open().completion({ model: 'claude-sonnet', messages: [...question], stream: true })
  process.stdout.write('   ')
  for await (const chunk of chunks) process.stdout.write(chunk.choices[0]?.delta.content ?? '')
  const { meta } = chunks
  process.stdout.write('\n')
  line(dim(`first token after ${Math.round(meta.timeToFirstTokenMs ?? 0)} ms, ${cost(meta)}`))
}

async function sharing({ mock, open }: Scene): Promise<void> {
  title(4, 'Two deployments share the name gpt-4o (latency-based-routing)')
  line('12 calls, both equally fast:')
  await countByProvider(open())
  mock.script({ ...healthy, [azure]: { ...healthy[azure], delayMs: 250 } })
  line('12 calls, Azure slow from the start:')
  await countByProvider(open())
}

async function countByProvider(llm: Llm): Promise<void> {
  const counts = new Map([
    ['azure', 0],
    ['openai', 0],
  ])
  for (let call = 0; call < 12; call++) {
    const { meta } = await llm.chat.completions.create({ model: 'gpt-4o', messages: [...question] })
    counts.set(meta.provider, (counts.get(meta.provider) ?? 0) + 1)
  }
  for (const [provider, count] of counts) bar(provider, count)
}

async function fallback({ mock, open }: Scene): Promise<void> {
  title(5, 'Every gpt-4o fails, Claude answers')
  mock.script({ ...healthy, [azure]: { status: 503 }, [openai]: { status: 500 } })
  line(dim("create({ model: 'gpt-4o', messages, fallbacks: ['claude-sonnet'] })"))
  const answer = await open().chat.completions.create({ model: 'gpt-4o', messages: [...question], fallbacks: ['claude-sonnet'] })
  line(`${answer.meta.group}: ${answer.choices[0]?.message.content ?? ''}`)
  line(dim(`${attempts(answer.meta)}, ${cost(answer.meta)}`))
}

const weather: ChatMessage = { role: 'user', content: 'How warm is it in Zürich?' }
const tools: ChatTool[] = [
  {
    type: 'function',
    function: { name: 'temperature', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
  },
]

async function toolFallback({ mock, open }: Scene): Promise<void> {
  title(6, 'Gemini calls a tool and fails, Claude goes on with the result')
  const llm = open()
  mock.script({ ...healthy, [gemini]: { toolCalls: [{ name: 'temperature', arguments: { city: 'Zürich' } }] } })
  const asked = await llm.chat.completions.create({ model: 'gemini-flash', messages: [weather], tools })
  const message = asked.choices[0]?.message
  const call = message?.tool_calls?.[0]
  if (message === undefined || call?.type !== 'function') throw new Error('the mock called no tool')
  line(`gemini-flash: ${call.function.name}(${call.function.arguments})`)
  mock.script({ ...healthy, [gemini]: { status: 503 }, [anthropic]: { text: 'It is 21 °C in Zürich.' } })
  const answer = await llm.chat.completions.create({
    model: 'gemini-flash',
    messages: [weather, message, { role: 'tool', tool_call_id: call.id, content: '21 °C' }],
    tools,
    num_retries: 0,
    fallbacks: ['claude-sonnet'],
  })
  line(`${answer.meta.group}: ${answer.choices[0]?.message.content ?? ''}`)
  line(dim(`${attempts(answer.meta)}, ${cost(answer.meta)}`))
  line(dim(`Gemini's call id carries a signature, ${call.id.length} characters; Claude was sent ${sentCallId(mock)}`))
}

/** Id of the tool call in the last request to Anthropic. */
function sentCallId(mock: MockProvider): string {
  return /"tool_use_id":"([^"]*)"/.exec(JSON.stringify(mock.requests.at(-1)?.body))?.[1] ?? 'none'
}

async function embeddings({ open }: Scene): Promise<void> {
  title(7, 'Embeddings')
  const { data, usage, meta } = await open().embeddings.create({ model: 'embedding', input: ['blue sky', 'red evening'], dimensions: 256 })
  line(`${data.length} texts, ${data[0]?.embedding.length} numbers each, ${usage.prompt_tokens} tokens, ${cost(meta)}`)
}

const failures: readonly { readonly name: string; readonly step: MockStep }[] = [
  { name: 'a wrong key', step: { status: 401, message: 'invalid x-api-key' } },
  { name: 'too many requests', step: { status: 429, retryAfter: 2, message: 'this request would exceed your rate limit' } },
  { name: 'no answer in 100 ms', step: { delayMs: 5000 } },
]

async function errors({ mock, open }: Scene): Promise<void> {
  title(8, 'Errors keep their class, whoever the provider')
  for (const { name, step } of failures) {
    mock.script({ [anthropic]: step })
    try {
      await open().chat.completions.create(
        { model: 'claude-sonnet', messages: [...question] },
        { timeout: step.delayMs === undefined ? 10_000 : 100, maxRetries: 0 },
      )
      line(`${name}: answered, which it must not`)
    } catch (error) {
      if (!ApiError.is(error)) throw error
      const wait = error.retryAfterMs === undefined ? '' : `, retry after ${error.retryAfterMs / 1000} s`
      line(`${name.padEnd(20)} ${bold(error.name)}  llm_provider=${error.llm_provider} status=${error.status}${wait}`)
      line(dim(`${' '.repeat(20)} ${error.message}`))
    }
  }
}

process.exitCode = await main()
