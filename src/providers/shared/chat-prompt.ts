/** A conversation as one text, for models that continue a prompt and know no messages. */
import type { Fault } from '../../protocol/failure.js'
import type { Target } from '../adapter.js'
import { earlierCalls } from './called-tools.js'
import { contentText } from './content-text.js'
import { badRequest } from './failure.js'
import { isRecord, type JsonRecord } from './json.js'

/** Who says a part of the conversation; results of tools are the user's. */
type Speaker = 'system' | 'user' | 'assistant'

/** One part of the conversation. */
export type Turn = { readonly by: Speaker; readonly text: string }

/** How a model family was taught to tell the speakers apart; sources: the chat templates of the models' own repositories. */
export type PromptStyle = {
  readonly start: string
  readonly before: { readonly [S in Speaker]: string }
  readonly after: { readonly [S in Speaker]: string }
  /** Opens the answer. */
  readonly answer: string
}

const same = (text: string): PromptStyle['before'] => ({ system: text, user: text, assistant: text })
const roles = (open: string, close: string): PromptStyle['before'] => ({
  system: `${open}system${close}`,
  user: `${open}user${close}`,
  assistant: `${open}assistant${close}`,
})

const llama3: PromptStyle = {
  start: '<|begin_of_text|>',
  before: roles('<|start_header_id|>', '<|end_header_id|>\n\n'),
  after: same('<|eot_id|>'),
  answer: '<|start_header_id|>assistant<|end_header_id|>\n\n',
}
const llama2: PromptStyle = {
  start: '',
  before: { system: '<s>[INST] <<SYS>>\n', user: '<s>[INST] ', assistant: ' ' },
  after: { system: '\n<</SYS>>\n\n', user: ' [/INST]', assistant: ' </s>' },
  answer: '',
}
const mistral: PromptStyle = {
  start: '<s>',
  before: { system: '[INST] ', user: '[INST] ', assistant: ' ' },
  after: { system: '\n\n', user: ' [/INST]', assistant: '</s>' },
  answer: '',
}
const chatMl: PromptStyle = {
  start: '',
  before: roles('<|im_start|>', '\n'),
  after: same('<|im_end|>\n'),
  answer: '<|im_start|>assistant\n',
}
const gemma: PromptStyle = {
  start: '<bos>',
  before: { system: '<start_of_turn>user\n', user: '<start_of_turn>user\n', assistant: '<start_of_turn>model\n' },
  after: same('<end_of_turn>\n'),
  answer: '<start_of_turn>model\n',
}
const zephyr: PromptStyle = { start: '', before: roles('<|', '|>\n'), after: same('</s>\n'), answer: '<|assistant|>\n' }

/** Anthropic's own form of its text completions. */
export const claudeStyle: PromptStyle = {
  start: '',
  before: { system: '', user: '\n\nHuman: ', assistant: '\n\nAssistant: ' },
  after: same(''),
  answer: '\n\nAssistant:',
}

/** By the model's name; the first that fits. */
const styles: readonly (readonly [RegExp, PromptStyle])[] = [
  [/llama-?3.*(instruct|chat)|llama-?4/i, llama3],
  [/llama-?2.*chat|codellama.*instruct/i, llama2],
  [/(mistral|mixtral).*instruct/i, mistral],
  [/gemma.*-it\b/i, gemma],
  [/zephyr|stablelm-zephyr/i, zephyr],
  [/qwen.*(chat|instruct)|hermes|dolphin|smollm.*instruct|chatml/i, chatMl],
]

/**
 * The form a model's name asks for; undefined for a base model, which gets the plain texts one after the other.
 * Differs: LiteLLM fetches the chat template of any Hugging Face model while the call waits; here the usual families are known.
 */
export function promptStyle(model: string): PromptStyle | undefined {
  return styles.find(([pattern]) => pattern.test(model))?.[1]
}

/** The turns of a conversation, or why it cannot be said in text. Calls of tools and their results are told in words. */
export function chatTurns(messages: unknown, target: Target): readonly Turn[] | Fault {
  if (!Array.isArray(messages)) return badRequest(target, '`messages` is not a list', 'messages')
  const turns: Turn[] = []
  for (const message of messages) {
    if (!isRecord(message)) return badRequest(target, 'a message is not an object', 'messages')
    const text = contentText(message.content, target)
    if (typeof text !== 'string') return text
    const said = withCalls(message, text)
    if (said !== '') turns.push({ by: speakerOf(message.role), text: said })
  }
  return turns.length > 0 ? turns : badRequest(target, '`messages` holds no text', 'messages')
}

/** The conversation in the model's form. */
export function chatPrompt(turns: readonly Turn[], style: PromptStyle | undefined): string {
  if (style === undefined) return turns.map(({ text }) => text).join('\n\n')
  const last = turns.at(-1)
  const parts = turns.map(({ by, text }, at) => {
    // an unfinished answer is left open for the model to go on with
    const close = by === 'assistant' && at === turns.length - 1 ? '' : style.after[by]
    // the system text stands inside the user's brackets, which must not be opened twice
    const isInside = by === 'user' && turns[at - 1]?.by === 'system' && style.before.system.startsWith(style.before.user)
    return `${isInside && style.answer === '' ? '' : style.before[by]}${text}${close}`
  })
  return `${style.start}${parts.join('')}${last?.by === 'assistant' ? '' : style.answer}`
}

function speakerOf(role: unknown): Speaker {
  if (role === 'system' || role === 'developer') return 'system'
  return role === 'assistant' ? 'assistant' : 'user'
}

function withCalls(message: JsonRecord, text: string): string {
  const calls = earlierCalls(message).map(({ name, json }) => `[call of ${name}: ${json}]`)
  const said = message.role === 'tool' || message.role === 'function' ? `[result: ${text}]` : text
  return [said, ...calls].filter((part) => part !== '').join('\n')
}
