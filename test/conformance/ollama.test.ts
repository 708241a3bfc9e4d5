/** The adapter contract over Ollama's format. */
import { describe } from 'vitest'
import { ollama } from '../../src/providers/ollama.js'
import { counts, halves, type NativeAnswer, type NativeSubject, nativeSuite } from './native-suite.js'

const ends = { stop: 'stop', length: 'length', tools: 'stop', filtered: 'stop', 'unheard-of': 'gone fishing' } as const
const head = { model: 'qwen3:8b', created_at: '2025-06-01T00:00:00.123456789Z' }
const durations = {
  total_duration: 5_000_000_000,
  load_duration: 1_000_000,
  prompt_eval_duration: 300_000_000,
  eval_duration: 4_000_000_000,
}

const toolCall = ({ name, arguments: input }: { readonly name: string; readonly arguments: object }) => ({
  function: { name, arguments: input },
})

function whole({ text, reasoning, calls = [], end }: NativeAnswer): object {
  return {
    ...head,
    message: {
      role: 'assistant',
      content: text,
      ...(reasoning !== undefined && { thinking: reasoning }),
      ...(calls.length > 0 && { tool_calls: calls.map(toolCall) }),
    },
    done_reason: ends[end],
    done: true,
    ...durations,
    prompt_eval_count: counts.prompt,
    eval_count: counts.completion,
  }
}

function events({ text, reasoning, calls = [], end }: NativeAnswer) {
  const line = (message: object) => ({ data: { ...head, message: { role: 'assistant', content: '', ...message }, done: false } })
  return [
    ...halves(reasoning ?? '').map((thinking) => line({ thinking })),
    ...halves(text).map((content) => line({ content })),
    ...calls.map((call) => line({ tool_calls: [toolCall(call)] })),
    {
      data: {
        ...head,
        message: { role: 'assistant', content: '' },
        done_reason: ends[end],
        done: true,
        ...durations,
        prompt_eval_count: counts.prompt,
        eval_count: counts.completion,
      },
    },
  ]
}

const subject: NativeSubject = {
  adapter: ollama,
  provider: { name: 'ollama', format: 'ollama', auth: 'optional-bearer' },
  baseUrl: 'http://localhost:11434',
  credentials: { kind: 'key', key: 'test-key-1234567890' },
  whole,
  events,
  ends: ['stop', 'length', 'tools', 'unheard-of'],
  hasIds: false,
  cached: undefined,
  streamError: { data: { error: 'an error was encountered while running the model' }, kind: 'internal', status: 500 },
}

describe('ollama', () => nativeSuite(subject))
