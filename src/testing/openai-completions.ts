/** OpenAI's text completions as the mock reads and writes them. */
import { type Asked, type BadRequest, type Body, type MockAnswer, type MockDialect, type Place, recordIn, wordsIn } from './mock-format.js'
import { usageBody } from './openai-format.js'

/** Every choice says the same; several prompts are read as one text, and have a choice each. */
export const completionsDialect: MockDialect = { read, whole, events }

function read(body: Body, place: Place): Asked | BadRequest {
  const model = place.model ?? body.model
  if (typeof model !== 'string' || model === '') return { problem: 'you must provide a model parameter', status: 400 }
  const prompts = promptsOf(body.prompt)
  return {
    model,
    stream: body.stream === true,
    prompt: prompts.join('\n'),
    afterTool: false,
    promptTokens: wordsIn(prompts),
    maxTokens: typeof body.max_tokens === 'number' ? body.max_tokens : undefined,
    tools: [],
    toolToCall: undefined,
    schema: undefined,
    thinking: false,
    count: prompts.length * (typeof body.n === 'number' ? body.n : 1),
    includeUsage: recordIn(body, 'stream_options').include_usage === true,
  }
}

/** A text, texts, token numbers, or lists of them. */
function promptsOf(prompt: unknown): readonly string[] {
  if (!Array.isArray(prompt)) return [typeof prompt === 'string' ? prompt : '']
  if (typeof prompt[0] === 'number') return [prompt.join(' ')]
  return prompt.map((each: unknown) => (Array.isArray(each) ? each.join(' ') : String(each)))
}

const headOf = (answer: MockAnswer) => ({
  id: `cmpl-${answer.id}`,
  object: 'text_completion',
  created: answer.created,
  model: answer.model,
})
const choice = (index: number, text: string, finish_reason: string | null) => ({ text, index, logprobs: null, finish_reason })

function whole(answer: MockAnswer, { count }: Asked) {
  const choices = Array.from({ length: count }, (_, index) => choice(index, answer.pieces.join(''), answer.finishReason))
  return { ...headOf(answer), choices, usage: usageBody(answer) }
}

function events(answer: MockAnswer, { count, includeUsage }: Asked) {
  const usage = includeUsage ? { usage: null } : {}
  const pieces = Array.from({ length: count }, (_, index) => [
    ...answer.pieces.map((text) => choice(index, text, null)),
    choice(index, '', answer.finishReason),
  ]).flat()
  const chunks = [
    ...pieces.map((piece) => ({ ...headOf(answer), choices: [piece], ...usage })),
    ...(includeUsage ? [{ ...headOf(answer), choices: [], usage: usageBody(answer) }] : []),
  ]
  return [...chunks.map((chunk) => ({ event: '', data: JSON.stringify(chunk) })), { event: '', data: '[DONE]' }]
}
