/** The demo against real providers: a reply and a stream from every model whose key is set. */
import { ApiError } from 'llmgen/runtime'
import { attempts, cost, dim, line, title } from './show.js'

type Llm = typeof import('../../generated/example/index.js')['llm']

const models = [
  { model: 'gpt-4o', variables: ['OPENAI_API_KEY', 'AZURE_API_KEY'] },
  { model: 'claude-sonnet', variables: ['ANTHROPIC_API_KEY'] },
  { model: 'gemini-flash', variables: ['GEMINI_API_KEY'] },
] as const

/** Exit code 2 where no key is set. */
export async function live(llm: Llm): Promise<number> {
  const usable = models.filter(({ variables }) => variables.some((name) => (process.env[name] ?? '') !== ''))
  if (usable.length === 0) {
    line(`--live needs one of ${models.flatMap((each) => each.variables).join(', ')}`)
    return 2
  }
  let code = 0
  for (const [index, { model }] of usable.entries()) {
    title(index + 2, `${model}, for real`)
    if (!(await ask(llm, model))) code = 1
  }
  await llm.close()
  return code
}

async function ask(llm: Llm, model: (typeof models)[number]['model']): Promise<boolean> {
  const messages = [{ role: 'user' as const, content: 'In one short sentence: why is the sky blue?' }]
  try {
    const answer = await llm.chat.completions.create({ model, messages, max_tokens: 100 })
    line(answer.choices[0]?.message.content ?? '')
    line(dim(`${attempts(answer.meta)}, ${answer.model}, ${cost(answer.meta)}`))
    const stream = await llm.completion({ model, messages, max_tokens: 100, stream: true })
    process.stdout.write('   ')
    for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? '')
    process.stdout.write('\n')
    line(dim(`first token after ${Math.round(stream.meta.timeToFirstTokenMs ?? 0)} ms, ${cost(stream.meta)}`))
    return true
  } catch (error) {
    if (!ApiError.is(error)) throw error
    line(`${error.name} from ${error.llm_provider}: ${error.message}`)
    return false
  }
}
