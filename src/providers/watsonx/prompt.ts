/** A conversation as the one text that a generation model is given, in the words its family was trained on. */
import { type JsonRecord, recordsOf, textOf } from '../shared/json.js'

type Turn = readonly [before: string, after: string]
type Template = { readonly start: string; readonly system: Turn; readonly user: Turn; readonly assistant: Turn; readonly end: string }

const llama3 = (role: string): Turn => [`<|start_header_id|>${role}<|end_header_id|>\n`, '<|eot_id|>']

/** By a piece of the model id. Source: each family's model card; the same as LiteLLM's. */
const templates: readonly (readonly [RegExp, Template])[] = [
  [
    /granite.*chat/,
    {
      start: '',
      system: ['<|system|>\n', '\n'],
      user: ['<|user|>\n', '\n'],
      assistant: ['<|assistant|>\n', '\n'],
      end: '<|assistant|>\n',
    },
  ],
  [
    /mistral|mixtral/,
    { start: '<s>', system: ['[INST] ', ' [/INST]\n'], user: ['[INST] ', ' [/INST]\n'], assistant: [' ', '</s> '], end: '' },
  ],
  [
    /llama-?3/,
    {
      start: '<|begin_of_text|>',
      system: llama3('system'),
      user: llama3('user'),
      assistant: llama3('assistant'),
      end: '<|start_header_id|>assistant<|end_header_id|>\n',
    },
  ],
]

/** For models of no known family: a transcript. */
const transcript: Template = {
  start: '',
  system: ['', '\n\n'],
  user: ['User: ', '\n\n'],
  assistant: ['Assistant: ', '\n\n'],
  end: 'Assistant:',
}

/** The prompt. A single user message to a model of no known family goes out as it is. */
export function promptOf(messages: readonly JsonRecord[], model: string): string {
  const template = templates.find(([family]) => family.test(model.toLowerCase()))?.[1]
  const [only] = messages
  if (template === undefined && only !== undefined && messages.length === 1) return contentText(only.content)
  const { start, end, ...turns } = template ?? transcript
  const parts = messages.map(({ role, content }) => {
    const [before, after] = turns[role === 'system' || role === 'developer' ? 'system' : role === 'assistant' ? 'assistant' : 'user']
    return before + contentText(content) + after
  })
  return start + parts.join('') + end
}

function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  return recordsOf(content)
    .map((part) => textOf(part.text) ?? '')
    .join('\n')
}
